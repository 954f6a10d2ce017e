"""What each verb should do, on paper: the answer that is to be expected, and the world after it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.machine.naive import NEW, Wish, granted, objections
from tests.machine.world import Place, Visit, World

# Answers: ("done",), ("refused", codes), ("reason", codes), ("not possible",)
DONE, NOT_POSSIBLE = ("done",), ("not possible",)
NO_OVERRIDE = {"past", "closed", "not_employed", "away", "elsewhere", "taken", "one_desk"}


def answer(wish: Wish, world: World, now: datetime, *, reason: bool, override: bool) -> tuple:
    refused, warned = objections(wish, world, now)
    if refused and not (override and not refused & NO_OVERRIDE):
        return ("refused", frozenset(refused))
    if warned and not reason and not override:
        return ("reason", frozenset(warned))
    return DONE


def write(wish: Wish, world: World, number: int) -> None:
    """Put a granted wish into the world; a new visit gets ``number``."""
    after = granted(wish, world)
    if wish.leaves is not None and world.visits[wish.leaves].stands:
        world.put(ended(world.visits[wish.leaves]))
    for visit in after.values():
        world.put(replace(visit, id=number) if visit.id == NEW else visit)


def ended(visit: Visit) -> Visit:
    seats = tuple(replace(seat, state="cancelled") for seat in visit.seats)
    return visit.changed(state="cancelled", seats=seats)


def is_over(visit: Visit, world: World, now: datetime) -> bool:
    return not visit.stands or visit.day < world.places[visit.site].today(now)


def is_used(visit: Visit, world: World, now: datetime) -> bool:
    """Whether the visit cannot be let go of: its owner has come, or its last half is over."""
    return visit.state == "present" or _gone_by(visit, set(visit.halves), world, now)


def _gone_by(visit: Visit, halves: set[str], world: World, now: datetime) -> bool:
    place = world.places[visit.site]
    return place.moment(visit.day, place.minutes_of(halves)[1]) <= now


def to_another_desk(visit: Visit, nth: int, desk: int | None, world: World) -> Wish:
    """The same hours, of one of the seats of a visit, at another desk."""
    seats = visit.standing_seats
    if not seats:
        return Wish(
            visit.person, visit.site, visit.day, *world.places[visit.site].minutes_of(set(visit.halves)), desk=desk
        )
    seat = seats[nth % len(seats)]
    return Wish(
        visit.person, visit.site, visit.day, seat.start, seat.end, desk=desk or seat.desk, gives_up=(visit.id, seat)
    )


def to_another_day(visit: Visit, day: date, desk: int | None, world: World) -> list[Wish]:
    """A visit with all that it has, on another date; the first seat at another desk, if one is named."""
    place, seats = world.places[visit.site], visit.standing_seats
    alone = visit.alone if seats else visit.halves
    wishes = []
    if alone:
        wishes.append(Wish(visit.person, visit.site, day, *place.minutes_of(set(alone)), leaves=visit.id))
    for n, seat in enumerate(seats):
        at = desk if desk and n == 0 else seat.desk
        wishes.append(Wish(visit.person, visit.site, day, seat.start, seat.end, desk=at, leaves=visit.id))
    return wishes


def longer(visit: Visit, halves: set[str], world: World, now: datetime) -> Wish | None:
    """The day with just these halves, at the seat next to the new one; None where there is nothing more to have."""
    new, place = halves - visit.halves, world.places[visit.site]
    if is_over(visit, world, now) or not new or _gone_by(visit, new, world, now):
        return None
    start, end = place.minutes_of(new)
    seats = visit.standing_seats
    if not seats:
        return Wish(visit.person, visit.site, visit.day, start, end)
    seat = seats[0] if "M" in new else seats[-1]
    if halves & visit.halves:
        start, end = min(seat.start, start), max(seat.end, end)
    return Wish(visit.person, visit.site, visit.day, start, end, seat.desk, None, (visit.id, seat))


def other_halves(visit: Visit, halves: set[str], world: World, now: datetime) -> list[Wish] | None:
    """What must be granted before a visit has just these halves; None where that cannot be."""
    gone, new = visit.halves - halves, halves - visit.halves
    if is_over(visit, world, now) or (gone and _gone_by(visit, gone, world, now)):
        return None
    if not new:
        return []
    wish = longer(visit, halves, world, now)
    return [wish] if wish else None


def cut(visit: Visit, halves: set[str], world: World, now: datetime) -> Visit | None:
    """A visit with some of its halves only; None where that cannot be."""
    place = world.places[visit.site]
    dropped = visit.halves - halves
    if is_over(visit, world, now) or not halves or not dropped or halves - visit.halves:
        return None
    if _gone_by(visit, dropped, world, now):
        return None
    first, last = place.minutes_of(halves)
    seats = []
    for seat in visit.seats:
        if not seat.stands:
            seats.append(seat)
        elif seat.start >= last or seat.end <= first:
            seats.append(replace(seat, state="cancelled"))
        else:
            seats.append(replace(seat, start=max(seat.start, first), end=min(seat.end, last)))
    return visit.changed(halves=frozenset(halves), alone=visit.alone & halves, seats=tuple(seats))


def without_seat(visit: Visit, nth: int, world: World, now: datetime) -> Visit | None:
    """A visit of which one booking is given back; None where that cannot be."""
    place, seats = world.places[visit.site], visit.standing_seats
    if is_over(visit, world, now) or not seats:
        return None
    seat = seats[nth % len(seats)]
    if place.moment(visit.day, seat.end) <= now:
        return None
    if visit.state == "present":
        return visit.without(seat)
    left = set(visit.alone)
    for other in seats:
        if other != seat:
            left |= place.halves_of(other.start, other.end)
    return visit.without(seat).changed(halves=frozenset(left)) if left else ended(visit)


def arrived(visit: Visit, world: World, now: datetime) -> Visit | None:
    """A visit whose owner has checked in, with the seat of this hour; None where that cannot be."""
    place = world.places[visit.site]
    if not visit.stands or visit.day != place.today(now) or _gone_by(visit, set(visit.halves), world, now):
        return None
    seats = list(visit.seats)
    coming = next((seat for seat in visit.standing_seats if place.moment(visit.day, seat.end) > now), None)
    begins = [place.minutes_of(set(visit.alone))[0]] if visit.alone else []
    begins += [coming.start] if coming else []
    if not _may_arrive(min(begins, default=place.minutes_of(set(visit.halves))[0]), visit, place, now):
        return None
    if coming and _may_arrive(coming.start, visit, place, now):
        seats[seats.index(coming)] = replace(coming, state="checked_in")
    return visit.changed(state="present", seats=tuple(seats))


def _may_arrive(begins: int, visit: Visit, place: Place, now: datetime) -> bool:
    """From two hours before a beginning, or before the doors open at seven."""
    return place.moment(visit.day, max(begins, 7 * 60)) - timedelta(hours=2) <= now


def made_way(visit: Visit, away: set[str], world: World, now: datetime) -> Visit:
    """What an absence leaves of a visit."""
    left = visit.halves - away
    if is_over(visit, world, now) or is_used(visit, world, now) or left == visit.halves:
        return visit
    if not left:
        return ended(visit)
    return cut(visit, set(left), world, now) or visit
