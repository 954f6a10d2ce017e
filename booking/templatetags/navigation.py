"""The pages of the bar and the tabs. A page that does not exist yet is left out, so a new one is one line here.

    {% load navigation %}{% pages as all %}{% for page in all %} page.url .label .tab .icon .is_current

``current`` is set by the address that is open; a page below another (a refusal below the week) can say so
itself by putting ``section = "week"`` into its context.
"""

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from booking.actions.permissions import KEEPS_SAFE, RECEIVES

register = template.Library()

# Name of the address, words in the bar, one word on a phone's tab, icon.
PAGES = [
    ("week", _("My week"), pgettext_lazy("tab", "Week"), "week"),
    ("floors", _("Floor"), pgettext_lazy("tab", "Floor"), "plan"),
    ("rooms", _("Rooms"), pgettext_lazy("tab", "Rooms"), "door"),
    ("colleagues", _("With whom"), pgettext_lazy("tab", "With whom"), "team"),
    ("visitors", _("Visitors"), pgettext_lazy("tab", "Visitors"), "person"),
]
# On a phone these are tabs; the others are in the menu behind one's initials, where five words would not fit.
TABS = {"week", "floors", "rooms", "colleagues"}
# Those for people with a duty, at whichever site: the page itself asks where.
DUTY_PAGES = [
    ("reception_home", _("Reception"), pgettext_lazy("tab", "Reception"), "door", RECEIVES),
    ("roll_call_home", _("Roll call"), pgettext_lazy("tab", "Roll call"), "team", KEEPS_SAFE),
]


@dataclass(frozen=True, slots=True)
class Page:
    url: str
    label: str
    tab: str
    icon: str
    is_current: bool
    is_tab: bool


@register.simple_tag(takes_context=True)
def pages(context) -> list[Page]:
    """The pages that exist, in order. Empty for someone who is not signed in."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    match = getattr(request, "resolver_match", None)
    section = context.get("section") or (match.url_name if match else "")
    return [
        Page(url=url, label=str(label), tab=str(tab), icon=icon, is_current=name == section, is_tab=name in TABS)
        for name, label, tab, icon in _pages_of(user)
        if (url := address(name))
    ]


def _pages_of(user) -> list[tuple]:
    duties = getattr(user, "duties", frozenset())  # known of whoever came by a session
    return [*PAGES, *(page for *page, roles in DUTY_PAGES if duties & set(roles))]


@register.simple_tag
def address(name: str, *args: object) -> str:
    """Like ``url``, but empty where there is no such address: error pages must never fail themselves."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
