"""Which rooms are free for so many people at a time, best fit first: a fixed number of queries for sixty rooms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from booking.actions.asking import NotPossible
from booking.actions.room_asking import NOBODY, RoomAsk
from booking.models import Employee
from booking.rules.gathering import gather
from booking.rules.gathering import people as known
from booking.rules.judgement import judge_all
from booking.rules.loading import rulebook
from booking.rules.proposal import ALL_DAY, Period
from booking.rules.rulebook import Rulebook, SpaceFacts
from booking.rules.seating import by_nearness
from booking.rules.verdict import Verdict


@dataclass(frozen=True)
class RoomChoice:
    """A room that holds and has what is asked for. ``free_until`` is when its next booking begins, or the day ends."""

    space: SpaceFacts
    capacity: int
    free_until: datetime
    verdict: Verdict


def free_rooms(
    *,
    site_id: int,
    day: date,
    period: Period,
    employee_id: int | None,
    now: datetime,
    people: int = 1,
    equipment: Collection[str] = (),
    floor_id: int | None = None,
    accessible: bool = False,
) -> list[RoomChoice]:
    """Rooms for a period; those that fit best come first, and those that the rules refuse last, with their verdict.

    Best fits the smallest that holds all, and among those of a size the nearest to where this person sits: at their own
    or favourite desk, else in the zone of their team. ``employee_id`` is None at the door. Raises NotPossible.
    """
    book = rulebook(site_id)
    rooms = [
        space
        for space in book.spaces.values()
        if space.kind == "room"
        and (space.retired_on is None or day < space.retired_on)
        and space.safe_capacity >= people
        and set(equipment) <= set(space.equipment)
        and floor_id in (None, space.floor_id)
        and (space.accessible or not accessible)
    ]
    person = NOBODY if employee_id is None else known([employee_id], since=day).get(employee_id)
    if person is None:
        raise NotPossible(_("Nobody is known by this name."))
    asks = [
        RoomAsk(organiser_id=employee_id, site_id=site_id, space_id=room.id, day=day, period=period, people=people)
        for room in rooms
    ]
    proposals = [ask.proposal(person, book, now) for ask in asks]
    facts = gather(proposals)
    day_ends = ALL_DAY.period(book.site, day).end
    choices = [
        RoomChoice(
            space=room,
            capacity=room.safe_capacity,
            free_until=min(
                (b.period.start for b in facts.bookings.get((room.id, day), ()) if b.period.start >= period.start),
                default=day_ends,
            ),
            verdict=verdict,
        )
        for room, verdict in zip(rooms, judge_all(proposals, facts), strict=True)
    ]
    nearness = {room.id: place for place, room in enumerate(_nearest_first(rooms, book, employee_id))}
    return sorted(
        choices, key=lambda c: (c.verdict.refused, bool(c.verdict.warnings), c.capacity, nearness[c.space.id])
    )


def _nearest_first(rooms: list[SpaceFacts], book: Rulebook, employee_id: int | None) -> list[SpaceFacts]:
    sits = Employee.objects.filter(pk=employee_id).values_list("own_spaces", "favourite_desk", "team__zone").first()
    own, favourite, zone = sits or (None, None, None)
    return by_nearness(rooms, book, team_desks=[pk for pk in (own, favourite) if pk is not None], team_zone=zone)
