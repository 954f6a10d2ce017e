"""``{% field form.email %}``: label above, control, hint, error with what to give.

``{% field form.password corner_url=reset_url corner=_("Forgotten?") %}`` adds a link at the label's end.
Placeholders are dropped: a label that vanishes while one types is no label.
"""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, corner: str = "", corner_url: str = "", label: str = "", hint: bool = True) -> dict:
    if not hint:
        bound.help_text = ""  # else Django would point aria-describedby at what is not there
    attributes: dict[str, str | bool] = {"placeholder": False}
    return {
        "field": bound,
        "label": label or bound.label,
        "control": control(bound, attributes),
        "is_check": isinstance(bound.field.widget, CheckboxInput),
        "corner": corner,
        "corner_url": corner_url,
    }


def control(bound: BoundField, attributes: dict[str, str | bool]) -> SafeString:
    """The widget alone. Django itself adds aria-describedby and aria-invalid."""
    return bound.as_widget(attrs=attributes)
