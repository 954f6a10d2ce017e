"""What would be refused, worked out the slow way: write the wish down, count before and after, see what has risen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tests.machine.counting import (
    belongs,
    cap_limit,
    crowd,
    day_limits,
    days_under,
    halves_inside,
    in_place,
    is_of_a_part,
)
from tests.machine.world import Desk, Seat, Someone, Visit, World

NEW = 0  # the number of a visit that is not in the book yet


@dataclass(frozen=True)
class Wish:
    """Somebody wants to be at a site, from one minute to another, perhaps at a desk.

    With it they leave a visit, or give up a seat: of which visit, and which.
    """

    person: int
    site: int
    day: date
    start: int
    end: int
    desk: int | None = None
    leaves: int | None = None
    gives_up: tuple[int, Seat] | None = None


def granted(wish: Wish, world: World) -> dict[int, Visit]:
    """The standing visits as they would be; a new one has the number NEW."""
    place, someone = world.places[wish.site], world.people[wish.person]
    visits = {visit.id: visit for visit in world.standing() if visit.id != wish.leaves}
    if wish.gives_up and wish.gives_up[0] in visits:
        number, seat = wish.gives_up
        visits[number] = visits[number].without(seat)
    mine = _visit_of(visits.values(), wish)
    if mine is None:
        mine = Visit(NEW, someone.id, someone.team, someone.telework, wish.site, wish.day, frozenset())
    halves = place.halves_of(wish.start, wish.end)
    mine = mine.changed(halves=mine.halves | halves) if mine.id != NEW else replace(mine, halves=frozenset(halves))
    if wish.desk is None:
        mine = replace(mine, alone=mine.alone | halves)
    else:
        state = "checked_in" if mine.state == "present" else "booked"
        mine = replace(mine, seats=(*mine.seats, Seat(wish.desk, wish.start, wish.end, state)))
    visits[mine.id] = mine
    return visits


def objections(wish: Wish, world: World, now: datetime) -> tuple[set[str], set[str]]:
    """The codes of all that refuses, and of all that warns."""
    before, after = world.standing(), list(granted(wish, world).values())
    refused, warned = set(_physical(wish, world, now)), set()
    for rule in world.rules(wish.site, wish.day):
        if OBJECTS[rule["kind"]](rule, wish, before, after, world, now):
            (warned if rule.get("strength") == "warn" else refused).add(rule["kind"])
    return refused, warned


def _visit_of(visits: Iterable[Visit], wish: Wish) -> Visit | None:
    for visit in visits:
        if (visit.person, visit.site, visit.day) == (wish.person, wish.site, wish.day):
            return visit
    return None


def _judged(wish: Wish, before: list[Visit], world: World) -> Someone | Visit:
    """The person as their visit of that day was granted, or else as they are."""
    return _visit_of([v for v in before if v.id != wish.leaves], wish) or world.people[wish.person]


def _physical(wish: Wish, world: World, now: datetime) -> Iterable[str]:
    place, someone = world.places[wish.site], world.people[wish.person]
    halves = place.halves_of(wish.start, wish.end)
    if place.moment(wish.day, wish.end) <= now:
        yield "past"
    if wish.day.isoweekday() not in place.weekdays:
        yield "closed"
    for shut in world.shut:
        here = shut.zone is None or (wish.desk is not None and world.desk(wish.desk).zone == shut.zone)
        if (shut.site, shut.day) == (wish.site, wish.day) and here and shut.halves & halves:
            yield "closed"
    if (someone.joined and wish.day < someone.joined) or (someone.left and wish.day >= someone.left):
        yield "not_employed"
    for away in world.away:
        if away.person == wish.person and away.start <= wish.day < away.end and away.halves & halves:
            yield "away"
    for visit in world.standing():
        mine_elsewhere = visit.person == wish.person and visit.day == wish.day and visit.site != wish.site
        if mine_elsewhere and visit.id != wish.leaves and visit.halves & halves:
            yield "elsewhere"
        for seat in visit.standing_seats:
            given_up = wish.gives_up == (visit.id, seat) or visit.id == wish.leaves
            if visit.day == wish.day and seat.desk == wish.desk and not given_up and _overlap(seat, wish):
                yield "taken"


def _overlap(one: Seat | Wish, other: Seat | Wish) -> bool:
    return one.start < other.end and other.start < one.end


def _cap(rule, wish, before, after, world, now) -> bool:
    limit = cap_limit(rule, wish.site, wish.day, world)
    for half in "MA":
        were = crowd(rule, before, wish.site, wish.day, half, world)
        are = crowd(rule, after, wish.site, wish.day, half, world)
        if len(are) > limit and len(are) > len(were):
            return True
    return False


def _maximum(rule, wish, before, after, world, now) -> bool:
    if not belongs(rule, _judged(wish, before, world)):
        return False
    about = (rule.get("per", "week"), rule.get("strength", "refuse"), world.people[wish.person])
    were, are = (day_limits(*about, visits, wish.day, world) for visits in (before, after))
    return any(days_under(n, are) > n and days_under(n, are) > days_under(n, were) for n in are.values())


def _minimum(rule, wish, before, after, world, now) -> bool:
    return False


def _team_days(rule, wish, before, after, world, now) -> bool:
    on_the_day = wish.day.isoweekday() in rule["weekdays"]
    theirs = belongs(rule, _judged(wish, before, world))
    if rule["mode"] == "reserved":
        return on_the_day and not theirs and _comes_into(rule, wish, before, world)
    return rule["mode"] == "only" and theirs and not on_the_day and _visit_of(before, wish) is None


def _access(rule, wish, before, after, world, now) -> bool:
    may = _judged(wish, before, world).team in rule["teams"]
    return not may and _comes_into(rule, wish, before, world)


def _comes_into(rule, wish, before, world) -> bool:
    """Whether the wish is for a place in which the person is not yet at that time."""
    if is_of_a_part(rule) and not in_place(rule, wish.desk, world):
        return False
    mine = _visit_of(before, wish)
    already = halves_inside(rule, mine, world) if mine else set()
    return bool(world.places[wish.site].halves_of(wish.start, wish.end) - already)


def _window(rule, wish, before, after, world, now) -> bool:
    place = world.places[wish.site]
    mine = _visit_of(before, wish)
    new = place.halves_of(wish.start, wish.end) - (mine.halves if mine else set())
    if not new or not belongs(rule, _judged(wish, before, world)):
        return False
    if "days_ahead" in rule and now < place.moment(wish.day - timedelta(days=rule["days_ahead"]), 0):
        return True
    begins = max(wish.start, place.minutes_of(new)[0])
    return "closes_hours" in rule and now >= place.moment(wish.day, begins) - timedelta(hours=rule["closes_hours"])


def _distance(rule, wish, before, after, world, now) -> bool:
    if wish.desk is None or not in_place(rule, wish.desk, world):
        return False
    kept = _seats_of(wish, before) & _seats_of(wish, after)  # a second desk is no better for a first that is near, too
    for minute in range(wish.start, wish.end, 30):
        were, are = (_nearness(rule, wish, visits, minute, world, kept) for visits in (before, after))
        if any(near > were.get(other, 0) for other, near in are.items()):
            return True
    return False


def _seats_of(wish, visits) -> set[Seat]:
    here = (v for v in visits if (v.person, v.site, v.day) == (wish.person, wish.site, wish.day))
    return {seat for visit in here for seat in visit.standing_seats}


def _nearness(rule, wish, visits, minute, world, kept) -> dict[int, int]:
    """Who sits too near at a minute, and how much nearer than allowed, seats apart that the person keeps."""
    here = [(v.person, seat) for v in visits if (v.site, v.day) == (wish.site, wish.day) for seat in v.standing_seats]
    here = [(person, seat) for person, seat in here if person != wish.person or seat not in kept]
    then = [(person, world.desk(seat.desk)) for person, seat in here if seat.start <= minute < seat.end]
    near: dict[int, int] = {}
    for me, mine in then:
        for other, theirs in then:
            if me == wish.person and other != me and mine.floor == theirs.floor and mine.id != theirs.id:
                too_near = rule["centimetres"] - _between(mine, theirs)
                if too_near > 0:
                    near[other] = max(too_near, near.get(other, 0))
    return near


def _between(one: Desk, other: Desk) -> int:
    return abs(one.x - other.x)


def _one_desk(rule, wish, before, after, world, now) -> bool:
    if wish.desk is None or not belongs(rule, _judged(wish, before, world)):
        return False
    start = world.places[wish.site].moment(wish.day, wish.start)
    end = world.places[wish.site].moment(wish.day, wish.end)
    while start < end:
        if _desks_at(start, wish.person, after, world) > max(1, _desks_at(start, wish.person, before, world)):
            return True
        start += timedelta(minutes=30)
    return False


def _desks_at(moment: datetime, person: int, visits: list[Visit], world: World) -> int:
    return len(
        {
            seat.desk
            for visit in visits
            if visit.person == person
            for seat in visit.standing_seats
            if world.places[visit.site].moment(visit.day, seat.start)
            <= moment
            < world.places[visit.site].moment(visit.day, seat.end)
        }
    )


OBJECTS = {
    "occupancy_cap": _cap,
    "person_maximum": _maximum,
    "person_minimum": _minimum,
    "team_days": _team_days,
    "access": _access,
    "booking_window": _window,
    "distance": _distance,
    "one_desk": _one_desk,
}
