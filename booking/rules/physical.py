"""What no policy grants and no permission overrides: a closed site, a taken desk, two places at once, a day gone by,
more people in a room than it holds safely."""

from datetime import date

from django.utils.translation import get_language, gettext, ngettext

from booking.rules.capacity import capacity_in_words
from booking.rules.dates_in_words import long_day, weekday
from booking.rules.facts import Facts
from booking.rules.opening import Closed, public_holiday
from booking.rules.proposal import Proposal
from booking.rules.verdict import Objection

CLOSED = "closed"
PAST = "past"
AWAY = "away"
NOT_EMPLOYED = "not_employed"
ELSEWHERE = "elsewhere"
TAKEN = "taken"
RETIRED = "retired"
ASSIGNED = "assigned"
ROOM_FULL = "room_full"
QUEUED = "queued"

CODES = (CLOSED, PAST, AWAY, NOT_EMPLOYED, ELSEWHERE, TAKEN, RETIRED, ASSIGNED, ROOM_FULL, QUEUED)


def of_the_day(proposal: Proposal, facts: Facts) -> list[Objection]:
    """The day is over, the site closed, or the person gone; and for who comes: away, or elsewhere in that half-day."""
    found = []
    rulebook, person, day = facts.rulebook(proposal), proposal.person, proposal.date
    if proposal.period.end <= proposal.now:
        found.append(Objection(PAST))
    if closed := rulebook.closed(day, proposal.parts):
        found.append(_closed(closed, proposal, facts))
    if (
        not person.active
        or (person.joined_on is not None and day < person.joined_on)
        or (person.left_on is not None and day >= person.left_on)
    ):
        found.append(Objection(NOT_EMPLOYED))
    return found + _of_who_comes(proposal, facts) if proposal.presence else found


def _of_who_comes(proposal: Proposal, facts: Facts) -> list[Objection]:
    found = []
    person, day = proposal.person, proposal.date
    for away in person.away:
        both = (away.parts.morning and proposal.parts.morning) or (away.parts.afternoon and proposal.parts.afternoon)
        if away.start <= day < away.end and both:
            # Not which kind of absence: a refusal is kept, and read by others.
            found.append(Objection(AWAY, details={"until": away.end.isoformat()}))
            break
    for own in facts.kept_days(proposal):
        if own.date == day and own.site_id != proposal.site_id and _share_a_part(own.parts, proposal.parts):
            there = facts.rulebooks.get(own.site_id)
            found.append(Objection(ELSEWHERE, details={"site": there.site.name if there else ""}))
    return found


def of_the_space(proposal: Proposal, facts: Facts) -> list[Objection]:
    """The space is closed, retired, somebody's own, taken, next for those who wait, or a room that holds fewer."""
    found = []
    rulebook = facts.rulebook(proposal)
    space = rulebook.spaces.get(proposal.space_id or 0)
    if space is None or (space.retired_on is not None and proposal.date >= space.retired_on):
        return [Objection(RETIRED)]
    if closed := rulebook.part_closed(proposal.date, proposal.parts, space):
        found.append(_closed(closed, proposal, facts))
    others = space.owner_id not in (None, proposal.person.employee_id)
    if others and not rulebook.released(space.id, proposal.date):
        found.append(Objection(ASSIGNED, details={"space": space.code}))
    if taken := next(facts.occupants([space.id], proposal), None):
        local = [moment.astimezone(rulebook.site.zone_info) for moment in taken.period]
        found.append(
            Objection(
                TAKEN,
                details={
                    "space": (space.kind == "room" and space.name) or space.code,
                    "from": local[0].strftime("%H:%M"),
                    "until": local[1].strftime("%H:%M"),
                    "mine": taken.person == proposal.person.key,
                },
            )
        )
    elif waiting := (_waiting if space.kind == "desk" else _waiting_for_room)(proposal, facts):
        name = (space.kind == "room" and space.name) or space.code
        found.append(Objection(QUEUED, details={"space": name, "waiting": waiting}))
    if space.kind == "room" and (people := _people_in(proposal, facts)) > space.safe_capacity:
        found.append(
            Objection(
                ROOM_FULL,
                limit=space.safe_capacity,
                asked=people,
                details={
                    "space": space.name or space.code,
                    "term": space.capacity_term,
                    "amount": f"{space.capacity_amount or space.safe_capacity:g}",
                },
            )
        )
    return found


def _people_in(proposal: Proposal, facts: Facts) -> int:
    """How many a room would have to hold; 0 where no more than now, whatever it holds."""
    if not proposal.presence:
        return proposal.people
    if proposal.meeting_id is None or facts.comes_to(proposal.meeting_id, proposal):
        return 0
    return facts.in_person.get(proposal.meeting_id, 0) + 1


def _waiting(proposal: Proposal, facts: Facts) -> int:
    """How many others wait for the proposed space, in the parts in which the person does not have it already."""
    new = proposal.parts
    for day in facts.days_now(proposal):
        for booking in day.bookings:
            if booking.space_id == proposal.space_id and booking.date == proposal.date:
                new = new.minus(booking.parts)
    return len(list(facts.queue(proposal).for_space(proposal, new)))


def _waiting_for_room(proposal: Proposal, facts: Facts) -> int:
    """How many others wait for the room, at a time that the booking which is changed does not have already."""
    if proposal.presence:
        return 0  # somebody comes to a meeting that has the room
    new = [proposal.period]
    for booking in facts.bookings.get((proposal.space_id or 0, proposal.date), ()):
        if booking.booking_id in proposal.gives_up:
            new = [piece for period in new for piece in period.minus(booking.period)]
    return len(list(facts.queue(proposal).for_room(proposal, new)))


def _share_a_part(one, other) -> bool:
    return (one.morning and other.morning) or (one.afternoon and other.afternoon)


def _closed(closed: Closed, proposal: Proposal, facts: Facts) -> Objection:
    return Objection(
        CLOSED,
        details={
            "kind": closed.kind,
            "reason": closed.reason,
            "date": proposal.date.isoformat(),
            "country": facts.rulebook(proposal).site.holiday_country,
        },
    )


def title(objection: Objection) -> str:
    """A few words in the active language."""
    return {
        CLOSED: gettext("Closed"),
        PAST: gettext("This time is over"),
        AWAY: gettext("Away"),
        NOT_EMPLOYED: gettext("Not employed on this day"),
        ELSEWHERE: gettext("At another site"),
        TAKEN: gettext("Already taken"),
        RETIRED: gettext("No longer in use"),
        ASSIGNED: gettext("Somebody’s own desk"),
        ROOM_FULL: gettext("Too many for this room"),
        QUEUED: gettext("Others wait for it"),
    }[objection.code]


def sentence(objection: Objection) -> str:
    """The reason in the active language."""
    details = objection.details
    match objection.code:
        case "closed":
            return _closed_sentence(details)
        case "past":
            return gettext("Choose today or a day to come.")
        case "away":
            back = long_day(date.fromisoformat(details["until"]))
            return gettext("An absence is entered; back on %(date)s.") % {"date": back}
        case "not_employed":
            return gettext("This account is not in service on that day.")
        case "elsewhere":
            return gettext("In the same half-day you are expected at %(site)s.") % details
        case "taken":
            if details.get("mine"):
                return gettext("You have %(space)s yourself at that time.") % details
            if (details["from"], details["until"]) == ("00:00", "00:00"):
                return gettext("%(space)s is taken all day.") % details
            return gettext("%(space)s is taken from %(from)s to %(until)s.") % details
        case "retired":
            return gettext("This place can no longer be booked.")
        case "assigned":
            return gettext("%(space)s is assigned to a colleague.") % details
        case "room_full":
            return capacity_in_words(details, people=objection.asked or 0, capacity=objection.limit or 0)
        case "queued":
            said = ngettext(
                "%(waiting)d person waits for %(space)s; it goes to them first.",
                "%(waiting)d people wait for %(space)s; it goes to them first.",
                details["waiting"],
            )
            return said % details
    return ""


def _closed_sentence(details) -> str:
    day = date.fromisoformat(details["date"])
    match details["kind"]:
        case "public_holiday":
            return gettext("Public holiday: %(name)s.") % {
                "name": public_holiday(details["country"], day, (get_language() or "en")[:2])
            }
        case "weekday":
            return gettext("The building does not open on a %(weekday)s.") % {"weekday": weekday(day)}
    return f"{details['reason'].rstrip('.')}."
