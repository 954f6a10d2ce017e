"""Counting on paper: who is in, how many days somebody has, and where more stand than a rule allows."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from tests.machine.world import Someone, Visit, World


def belongs(rule: dict, someone: Someone | Visit) -> bool:
    """Whether a rule speaks of this person (or of the person as a visit was granted)."""
    population = rule.get("population", "everyone")
    if population == "telework":
        return someone.telework
    if population == "team":
        return someone.team == rule["team"]
    return True


def in_place(rule: dict, desk: int | None, world: World) -> bool:
    """Whether a desk lies in the place of which a rule speaks."""
    if rule.get("zone"):
        return desk is not None and world.desk(desk).zone == rule["zone"]
    if rule.get("floor"):
        return desk is not None and world.desk(desk).floor == rule["floor"]
    return True


def is_of_a_part(rule: dict) -> bool:
    return bool(rule.get("zone") or rule.get("floor"))


def halves_inside(rule: dict, visit: Visit, world: World) -> set[str]:
    """The halves of a visit in which somebody is in the rule's place."""
    if not is_of_a_part(rule):
        return set(visit.halves)
    place, halves = world.places[visit.site], set()
    for seat in visit.standing_seats:
        if in_place(rule, seat.desk, world):
            halves |= place.halves_of(seat.start, seat.end)
    return halves


def crowd(rule: dict, visits: Iterable[Visit], site: int, day: date, half: str, world: World) -> set[int]:
    """Who stands under a cap in a half of a day."""
    return {
        visit.person
        for visit in visits
        if (visit.site, visit.day) == (site, day) and belongs(rule, visit) and half in halves_inside(rule, visit, world)
    }


def cap_limit(rule: dict, site: int, day: date, world: World) -> int:
    if "number" in rule:
        return rule["number"]
    base = world.base(site, day)
    if rule.get("base") == "desks":
        people = sum(in_place(rule, desk.id, world) for desk in world.places[site].desks)
    elif base is None:
        people = 0
    elif rule.get("population") == "telework":
        people = base.telework
    elif rule.get("population") == "team":
        people = base.teams.get(rule["team"], 0)
    else:
        people = base.everyone
    small = rule.get("small_base")
    if small and people < small["below"]:
        return small["limit"]
    return people * rule["percent"] // 100


@lru_cache
def span(per: str, day: date) -> set[date]:
    """Every date of the ISO week, or of the month, around a day."""
    around = (day + timedelta(days=n) for n in range(-31, 32))
    if per == "week":
        return {one for one in around if one.isocalendar()[:2] == day.isocalendar()[:2]}
    return {one for one in around if (one.year, one.month) == (day.year, day.month)}


def day_limits(
    per: str, strength: str, person: Someone, visits: Iterable[Visit], day: date, world: World
) -> dict[date, int]:
    """The dates of a week or month that somebody attends under a maximum, each with its lowest."""
    dates, limits = span(per, day), {}
    for visit in visits:
        if visit.person != person.id or visit.day not in dates:
            continue
        for rule in world.rules(visit.site, visit.day):
            same = rule["kind"] == "person_maximum" and rule.get("per", "week") == per
            if same and rule.get("strength", "refuse") == strength and belongs(rule, person):
                limits[visit.day] = min(rule["days"], limits.get(visit.day, rule["days"]))
    return limits


def days_under(limit: int, limits: dict[date, int]) -> int:
    return sum(1 for one in limits.values() if one <= limit)


def excesses(world: World) -> dict[tuple, tuple[int, int]]:
    """Wherever a refusing cap or maximum is exceeded: (how many, how many may)."""
    over, visits = {}, world.standing()
    for site, day in {(visit.site, visit.day) for visit in visits}:
        for number, rule in enumerate(world.rules(site, day)):
            if rule["kind"] != "occupancy_cap" or rule.get("strength", "refuse") != "refuse":
                continue
            limit = cap_limit(rule, site, day, world)
            for half in "MA":
                people = len(crowd(rule, visits, site, day, half, world))
                if people > limit:
                    over["cap", site, day, number, half] = (people, limit)
    for person, day in {(visit.person, visit.day) for visit in visits}:
        for per in ("week", "month"):
            limits = day_limits(per, "refuse", world.people[person], visits, day, world)
            for limit in set(limits.values()):
                if days_under(limit, limits) > limit:
                    over["days", person, per, min(span(per, day)), limit] = (days_under(limit, limits), limit)
    return over
