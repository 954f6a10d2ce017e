"""Whether the database holds what the paper says: row by row, and in the audit trail."""

from collections import Counter

from django.db import connection

from tests.machine.world import World
from tests.races import recount


def differences(world: World) -> list[str]:
    """What the database and the paper tell differently; empty when they agree."""
    found = []
    for what, theirs, ours in (
        ("attendances", _attendances(), _visits(world)),
        ("bookings", _bookings(), _seats(world)),
    ):
        if theirs != ours:
            found.append(f"{what}: only in the database {theirs - ours}; only on paper {ours - theirs}")
    missing = _past(world) - _trail()
    if missing:
        found.append(f"missing in the audit trail: {missing}")
    contradictions = recount.contradictions()
    contradictions.pop(recount.TWO_DESKS, None)  # forbidden by a rule, where one is in force
    if contradictions:
        found.append(str(contradictions))
    return found


def _attendances() -> Counter:
    return _rows(
        "SELECT id, employee_id, site_id, date, morning, afternoon, without_space_morning, without_space_afternoon,"
        " state, team_id, telework_able FROM booking_attendance"
    )


def _visits(world: World) -> Counter:
    return Counter(
        (v.id, v.person, v.site, v.day, "M" in v.halves, "A" in v.halves, "M" in v.alone, "A" in v.alone,
         v.state, v.team, v.telework)
        for v in world.visits.values()
    )  # fmt: skip


def _bookings() -> Counter:
    return _rows(
        "SELECT attendance_id, space_id, date, lower(period), upper(period), morning, afternoon, state"
        " FROM booking_booking"
    )


def _seats(world: World) -> Counter:
    rows = []
    for visit in world.visits.values():
        place = world.places[visit.site]
        for seat in visit.seats:
            halves = place.halves_of(seat.start, seat.end)
            start, end = place.moment(visit.day, seat.start), place.moment(visit.day, seat.end)
            rows.append((visit.id, seat.desk, visit.day, start, end, "M" in halves, "A" in halves, seat.state))
    return Counter(rows)


def _past(world: World) -> set:
    return {
        (visit.id, state, "M" in halves, "A" in halves)
        for visit in world.visits.values()
        for state, halves in visit.past
    }


def _trail() -> set:
    return set(_rows("SELECT pgh_obj_id, state, morning, afternoon FROM booking_attendanceevent"))


def _rows(sql: str) -> Counter:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return Counter(cursor.fetchall())
