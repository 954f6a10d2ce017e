"""The floor as a list: the same places as on the plan, a row each, by zone. Strings that are built once and kept."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from booking.rules.rulebook import SpaceFacts
from booking.templatetags.icon import PATHS
from booking.web.floor.plan import KEPT, QUERY, FloorPlan
from booking.web.floor.shown import Shown
from booking.web.floor.standing import Standing

# The icon before the words, by kind; people have their circle instead.
ICONS = {"free": "check", "am": "clock", "pm": "clock", "taken": "person", "closed": "lock", "busy": "clock"}
EQUIPMENT_ICONS = {
    "two_screens": "two-screens",
    "sit_stand": "sit-stand",
    "docking": "docking",
    "window": "window",
    "quiet": "quiet",
    "screen": "monitor",
    "video": "video",
    "whiteboard": "whiteboard",
}


def rows(shown: Shown) -> SafeString:
    """The bodies of the table: one per zone, then the desks without one, then the rooms."""
    verbs, me = verb_words(shown.floor.way.verb), shown.floor.viewer.initials
    bodies: dict[tuple, list[str]] = {("zone", zone.id): [] for zone in shown.plan.zones}
    seen: dict[tuple, bool] = {}
    for space, standing in shown.places:
        key = ("rooms",) if space.kind == "room" else ("zone", space.zone_id)
        seen[key] = seen.get(key, False) or standing.kind != "off"
        row = _row(space, standing, verb_of(standing, verbs), me, shown.plan)
        if space.id == shown.asked.space_id:
            row = row.replace("<tr ", '<tr aria-current="true" ', 1)
        bodies.setdefault(key, []).append(row)
    named = {("zone", zone.id): (f"{zone.code} {zone.name}".strip(), zone.id) for zone in shown.plan.zones}
    named[("rooms",)] = (gettext("Rooms"), None)
    html = []
    for key, inside in bodies.items():
        if inside:
            title, zone_id = named.get(key, (gettext("Other desks"), None))
            hidden = "" if seen[key] else " hidden"
            html.append(f"<tbody{hidden}>{_head(title, zone_id, shown)}{''.join(inside)}</tbody>")
    return mark_safe("".join(html).replace(QUERY, "?" + escape(shown.asked.query(space_id=None))))


def verb_words(verb: str) -> tuple[str, str, str]:
    """What a row's link says: for what can be had, for what is refused, and for all else."""
    can = gettext("Move") if verb == "move" else gettext("Book")
    return can, gettext("Why?"), gettext("Details")


def verb_of(standing: Standing, verbs: tuple[str, str, str]) -> str:
    """The one of the three verbs that goes with a standing."""
    if standing.can:
        return verbs[0]
    return verbs[1] if standing.kind in ("closed", "am", "pm") else verbs[2]


@lru_cache(maxsize=1)
def sprite() -> SafeString:
    """The icons that rows refer to, once per page."""
    names = sorted({*ICONS.values(), *EQUIPMENT_ICONS.values(), "accessible"})
    paths = "".join(f'<path id="i-{name}" d="{PATHS[name]}"/>' for name in names)
    return mark_safe(f'<svg class="sprite" width="0" height="0" aria-hidden="true"><defs>{paths}</defs></svg>')


def _head(title: str, zone_id: int | None, shown: Shown) -> str:
    count = ""
    if zone_id is not None:
        count = f' <span class="muted" data-zone-text="{zone_id}">{escape(shown.zones.get(zone_id, ""))}</span>'
    return f'<tr><th colspan="4" scope="rowgroup"><b>{escape(title)}</b>{count}</th></tr>'


def _row(space: SpaceFacts, standing: Standing, verb: str, me: str, plan: FloorPlan) -> str:
    """A row as kept with the plan; one's own initials are part of it only where the desk is one's own."""
    key = space.id, standing, verb, me if standing.kind == "mine" else ""
    found = plan.rows.get(key)
    if found is None:
        if len(plan.rows) > KEPT:
            plan.rows.clear()
        found = plan.rows[key] = _draw(space, standing, verb, me, plan.spoken[space.id])
    return found


def _draw(space: SpaceFacts, standing: Standing, verb: str, me: str, spoken: str) -> str:
    number = escape(space.name or space.code) if space.kind == "room" else escape(space.code)
    look = ' class="is-can"' if standing.can else ""
    return (
        f'<tr id="r{space.id}" class="is-{standing.kind}"{" hidden" if standing.kind == "off" else ""}>'
        f"{_place(space, number, spoken)}"
        f'<td class="state">{_state(standing, me)}</td>'
        f'<td class="num"><a{look} href="{QUERY}&amp;space={space.id}">'
        f'<span>{escape(verb)}</span><span class="sr"> {number}</span></a></td></tr>'
    )


def _place(space: SpaceFacts, number: str, spoken: str) -> str:
    """The first two cells; a room has a name, which needs the room of both."""
    if space.kind == "room":
        seats = escape(spoken.split(",")[0])
        return f'<th scope="row" colspan="2">{number} <span class="has muted">{seats}</span></th>'
    return f'<th scope="row">{number}</th><td class="has">{_has(space, spoken)}</td>'


def _state(standing: Standing, me: str) -> str:
    if standing.kind in ("mine", "colleague"):
        who = f'<span class="who is-me" aria-hidden="true">{escape(me)}</span>'
        if standing.kind == "colleague":
            who = f'<span class="who" aria-hidden="true">{escape(standing.mark)}</span>'
        return f"{who}<span>{escape(standing.words)}</span>"
    return f"{_icon(ICONS.get(standing.kind, 'check'))}<span>{escape(standing.words)}</span>"


def _has(space: SpaceFacts, spoken: str) -> str:
    names = [EQUIPMENT_ICONS[code] for code in space.equipment if code in EQUIPMENT_ICONS]
    names += ["accessible"] if space.accessible else []
    if not names:
        return ""
    uses = "".join(f'<use href="#i-{name}" x="{18 * place}"/>' for place, name in enumerate(_in_order(names)))
    wide = 18 * len(names)
    drawn = f'<svg width="{wide}" height="16" viewBox="0 0 {wide} 16" aria-hidden="true">{uses}</svg>'
    return f'{drawn}<span class="sr">{escape(spoken)}</span>'


def _in_order(names: Iterable[str]) -> list[str]:
    order = [*EQUIPMENT_ICONS.values(), "accessible"]
    return sorted(names, key=order.index)


def _icon(name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'
