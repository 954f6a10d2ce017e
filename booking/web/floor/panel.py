"""The place that is selected: what it is, what booking it would mean, and the one thing to do, or why not."""

import math
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.asking import Ask
from booking.actions.permissions import may_override_all, runs
from booking.actions.queue import may_wait
from booking.rules import wording
from booking.rules.capacity import term_in_words
from booking.rules.proposal import ALL_DAY, Parts
from booking.rules.rulebook import SpaceFacts
from booking.rules.verdict import Verdict
from booking.web.booking_form import part_name
from booking.web.days_in_words import part_in_words, short_day
from booking.web.floor.day import MOVE, FloorDay
from booking.web.floor.place import FloorPlace
from booking.web.floor.shown import Shown
from booking.web.floor.standing import Standing
from booking.web.queue_offer import queue_address
from booking.web.reasons import Reason, reasons_of

BESIDE = 200  # centimetres between the centres of desks that stand side by side or face each other


@dataclass(frozen=True)
class Form:
    url: str
    label: str
    fields: tuple[tuple[str, object], ...]
    look: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Panel:
    space: SpaceFacts
    standing: Standing
    title: str
    beside: str
    facts: tuple[tuple[str, str], ...]
    forms: tuple[Form, ...] = ()
    links: tuple[Link, ...] = ()
    needs_reason: bool = False
    override: Form | None = None  # for those who may set aside what refuses the place
    reasons: tuple[Reason, ...] = ()
    nearest: tuple[Link, ...] = ()
    close_url: str = ""
    hours: Form | None = None  # for less than a part of the day; the hours are chosen in it
    opens: str = ""
    closes: str = ""

    @property
    def number(self) -> str:
        return self.space.name or self.space.code if self.space.kind == "room" else self.space.code


def panel(shown: Shown, place: FloorPlace, *, here: str) -> Panel | None:
    """The panel of the selected space; ``here`` is the address of the floor. None where nothing on it is selected."""
    space = next((s for s in shown.floor.spaces if s.id == shown.asked.space_id), None)
    if space is None:
        return None
    standing = next(standing for one, standing in shown.every if one is space)
    build = _room if space.kind == "room" else _mine if standing.kind == "mine" else _desk
    return build(shown, place, space, standing, f"{here}?{shown.asked.query(space_id=None)}")


def _desk(shown: Shown, place: FloorPlace, space: SpaceFacts, standing: Standing, back: str) -> Panel:
    floor = shown.floor
    parts, verdict = floor.way.parts, floor.verdicts[space.id]
    if space.id in floor.halves:
        verdict = floor.halves[space.id]
        parts = verdict.proposal.parts
    form = _form(floor, place, space, parts, back)
    return Panel(
        space=space,
        standing=standing,
        title=_zone(shown, space),
        beside=_beside(floor, space),
        facts=_facts(shown, space, standing, parts),
        forms=(form,) if standing.can else (),
        links=_links(shown, space, standing, back) + _own_desk(floor, space, back) + _fault(space, back),
        needs_reason=bool(verdict.warnings),
        override=form if may_override_all(verdict.proposal.person, verdict) else None,
        reasons=() if standing.can else _reasons(floor, space, standing, verdict),
        nearest=() if standing.can else _nearest(shown, space),
        close_url=back,
        hours=_hours(floor, place, space, back) if standing.can else None,
        opens=f"{floor.book.site.opens:%H:%M}",
        closes=f"{floor.book.site.closes:%H:%M}",
    )


def _hours(floor: FloorDay, place: FloorPlace, space: SpaceFacts, back: str) -> Form | None:
    """The same desk from one hour until another; what is moved keeps its hours."""
    if floor.way.moved is not None:
        return None
    fields = _booking(floor, place, space, back)
    return Form(reverse("attendances"), _("Book %(desk)s by the hour") % {"desk": space.code}, fields)


def _booking(floor: FloorDay, place: FloorPlace, space: SpaceFacts, back: str) -> tuple[tuple[str, object], ...]:
    return (
        ("date", floor.date.isoformat()),
        ("space", space.id),
        ("site", place.site_code),
        *floor.fields,
        ("next", back),
    )


def _form(floor: FloorDay, place: FloorPlace, space: SpaceFacts, parts: Parts, back: str) -> Form:
    moved = floor.way.moved
    if moved is not None:
        url = reverse("attendance_move", args=[moved.attendance_id])
        booking = floor.way.booking.booking_id if floor.way.booking else ""
        fields = (("space", space.id), ("date", floor.date.isoformat()), ("booking", booking), ("next", back))
        return Form(url, _("Move to %(desk)s") % {"desk": space.code}, fields, "is-primary is-large")
    label = _("Book %(desk)s") % {"desk": space.code}
    if parts != floor.parts:
        label = _("Book %(desk)s %(part)s") % {"desk": space.code, "part": part_in_words(parts)}
    fields = (("part", part_name(parts)), *_booking(floor, place, space, back))
    return Form(reverse("attendances"), label, fields, "is-primary is-large")


def _mine(shown: Shown, place: FloorPlace, space: SpaceFacts, standing: Standing, back: str) -> Panel:
    floor, own = shown.floor, shown.floor.own
    forms = []
    if own is not None and own.can_be_let_go(floor.book.site, floor.whole.proposal.now):
        url = reverse("attendance_cancellation", args=[own.attendance_id])
        forms.append(Form(url, _("Cancel the day"), (("next", back),), "is-danger"))
    return Panel(
        space=space,
        standing=standing,
        title=_zone(shown, space),
        beside=_beside(floor, space),
        facts=_facts(shown, space, standing, own.parts if own else floor.parts),
        forms=tuple(forms),
        links=(Link(_("My week"), reverse("week")), *_own_desk(floor, space, back), *_fault(space, back)),
        close_url=back,
    )


def _room(shown: Shown, place: FloorPlace, space: SpaceFacts, standing: Standing, back: str) -> Panel:
    floor, site = shown.floor, shown.floor.book.site
    busy = [
        "–".join(moment.astimezone(site.zone_info).strftime("%H:%M") for moment in booking.period)
        for booking in sorted(floor.bookings(space.id), key=lambda booking: booking.period)
    ]
    address = reverse("room", args=[place.site_code, place.floor_code, space.code])
    query = f"date={floor.date.isoformat()}"
    return Panel(
        space=space,
        standing=standing,
        title=standing.words,
        beside="",
        facts=(
            (_("When"), capfirst(_when(floor, floor.parts))),
            (_("Has"), capfirst(shown.plan.spoken[space.id])),
            (_("Busy"), ", ".join(busy) or _("not at all")),
            (_("Holds"), _capacity(space)),
        ),
        links=(
            Link(_("Book %(room)s") % {"room": space.name or space.code}, f"{address}?{query}"),
            Link(_("All rooms"), f"{reverse('rooms')}?site={place.site_code}&{query}"),
            *_fault(space, back),
        ),
        close_url=back,
    )


def _capacity(space: SpaceFacts) -> str:
    """How many people, and what limits them."""
    held = ngettext("%(people)d person", "%(people)d people", space.safe_capacity) % {"people": space.safe_capacity}
    return f"{held}: {term_in_words(space.capacity_term, f'{space.capacity_amount or space.safe_capacity:g}')}"


def _facts(shown: Shown, space: SpaceFacts, standing: Standing, parts: Parts) -> tuple[tuple[str, str], ...]:
    floor = shown.floor
    rows = [(_("When"), _when(floor, parts)), (_("Has"), shown.plan.spoken[space.id] or _("a desk and a chair"))]
    if standing.kind in ("colleague", "taken"):
        rows.append((_("State"), standing.words))
    if standing.can:
        half = floor.halves.get(space.id)
        rows.append((_("Your days"), _days(half or floor.way_verdict)))
        rows.append((_("Headroom"), _headroom(half or floor.whole)))
        if floor.way.moved is not None:
            rows.append((_("Leaves"), _left_behind(floor)))
    return tuple((term, capfirst(fact)) for term, fact in rows if fact)


def _when(floor: FloorDay, parts: Parts) -> str:
    return f"{short_day(floor.date)}, {part_in_words(parts)}"


def _days(verdict: Verdict) -> str:
    """The personal maximum with this day."""
    usage = verdict.usage("person_maximum")
    if usage is None or not usage.applies:
        return ""
    numbers = {"used": usage.asked, "limit": usage.limit}
    if usage.details["per"] == "month":
        said = ngettext("%(used)d of %(limit)d day this month", "%(used)d of %(limit)d days this month", usage.limit)
    else:
        said = ngettext("%(used)d of %(limit)d day this week", "%(used)d of %(limit)d days this week", usage.limit)
    said = said % numbers
    return _("%(days)s, with this one") % {"days": said} if usage.asked > usage.used else said


def _headroom(verdict: Verdict) -> str:
    usage = verdict.usage("occupancy_cap")
    if usage is None:
        return ""
    numbers = {"left": wording.places_left(usage)}
    if verdict.already_in or not usage.applies:
        return _("%(left)s; you count already") % numbers
    return _("%(left)s; you take one") % numbers


def _left_behind(floor: FloorDay) -> str:
    moved = floor.way.moved
    if moved is None:
        return ""
    left = [short_day(moved.date)] if moved.date != floor.date else []
    left += [floor.book.spaces[floor.way.booking.space_id].code] if floor.way.booking else []
    return ", ".join(left)


def _links(shown: Shown, space: SpaceFacts, standing: Standing, back: str) -> tuple[Link, ...]:
    floor, asked = shown.floor, shown.asked
    if not standing.can:
        return _queue(floor, space, back)
    if floor.way.verb == MOVE:
        kept = _left_behind(floor)
        return (Link(_("Keep %(desk)s") % {"desk": kept} if kept else _("Close"), "?" + asked.query(space_id=None)),)
    if floor.parts != ALL_DAY or space.id in floor.halves:
        return ()
    return (
        Link(_("Only the morning"), "?" + asked.query(part="morning")),
        Link(_("Only the afternoon"), "?" + asked.query(part="afternoon")),
    )


def _own_desk(floor: FloorDay, space: SpaceFacts, back: str) -> tuple[Link, ...]:
    """The way to release an assigned desk, for its owner and for those who run the building."""
    person, site_id = floor.whole.proposal.person, floor.book.site.pk
    if space.owner_id is None:
        return ()
    if space.owner_id != person.employee_id and not runs(person, site_id):
        return ()
    query = urlencode({"date": floor.date.isoformat(), "next": back})
    return (Link(_("Release it for others"), f"{reverse('desk_releases', args=[space.id])}?{query}"),)


def _fault(space: SpaceFacts, back: str) -> tuple[Link, ...]:
    query = urlencode({"space": space.id, "next": back})
    return (Link(_("Something broken?"), f"{reverse('fault_report')}?{query}"),)


def _queue(floor: FloorDay, space: SpaceFacts, back: str) -> tuple[Link, ...]:
    """The way into the queue, where waiting would help."""
    verdict = floor.verdicts[space.id]
    if not may_wait(verdict) or verdict.proposal.leaves:
        return ()
    ask = Ask(employee_id=floor.viewer.pk, site_id=floor.book.site.pk, day=floor.date, parts=floor.parts)
    return (Link(_("Join the queue"), queue_address(ask, back=back, space_id=space.id)),)


def _reasons(floor: FloorDay, space: SpaceFacts, standing: Standing, verdict: Verdict) -> tuple[Reason, ...]:
    """Why this place cannot be had; the reasons of the day are told above the plan and here again."""
    if standing.kind in ("am", "pm"):
        verdict = floor.verdicts[space.id]
    return reasons_of(verdict.refusals)


def _nearest(shown: Shown, space: SpaceFacts) -> tuple[Link, ...]:
    """The nearest desks that the viewer may have instead."""
    had = [(one, standing) for one, standing in shown.every if standing.can]
    had.sort(key=lambda pair: math.dist(pair[0].centre, space.centre))
    return tuple(Link(one.code, "?" + shown.asked.query(space_id=one.id), standing.words) for one, standing in had[:3])


def _zone(shown: Shown, space: SpaceFacts) -> str:
    zone = next((zone for zone in shown.plan.zones if zone.id == space.zone_id), None)
    if zone is None:
        return shown.plan.name
    return _("Zone %(code)s, %(name)s") % {"code": zone.code, "name": zone.name} if zone.name else zone.code


def _beside(floor: FloorDay, space: SpaceFacts) -> str:
    """Who sits next to it, of those who show it."""
    near = (b for pk in floor.book.neighbours(space.id, BESIDE) for b in floor.bookings(pk))
    names = list(dict.fromkeys(shown.name for shown in map(floor.shown, near) if shown))
    if not names:
        return ""
    return _("Next to %(names)s") % {"names": ", ".join(names[:2])}
