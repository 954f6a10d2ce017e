"""Rulebooks and facts made by hand: the rules are tested without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal

from booking.models import Site
from booking.rules.facts import Facts, OwnDay, SpaceBooking
from booking.rules.kind import Kind
from booking.rules.proposal import ALL_DAY, Parts, Period, Person, Proposal
from booking.rules.rulebook import Base, BoundRule, FloorFacts, PolicyInForce, Rulebook, SpaceFacts, ZoneFacts
from booking.rules.scope import Place, Population, Scope

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)
TELEWORK = Scope(Place("site", 1, "Brussels"), Population("telework"))
EVERYONE = Scope(Place("site", 1, "Brussels"), Population("everyone"))
ANN = Person(employee_id=1, team_id=10, telework_able=True)
REX = Person(employee_id=2, team_id=11, telework_able=False)  # a receptionist cannot telework


def site(pk: int = 1, **fields) -> Site:
    return Site(pk=pk, code=f"site{pk}", name=f"Site {pk}", **fields)


def policy(*kinds: Kind | tuple[Kind, str], start: date = date(2020, 1, 1), end: date | None = None, pk: int = 1):
    """Kinds, or (kind, strength) pairs, bound to one policy."""
    rules = tuple(
        BoundRule(i, pk, "policy", *reversed(kind))
        if isinstance(kind, tuple)
        else BoundRule(i, pk, "policy", "refuse", kind)
        for i, kind in enumerate(kinds, start=1)
    )
    return PolicyInForce(pk, "policy", start, end, rules)


def rulebook(
    *policies: PolicyInForce, at: Site | None = None, desks: int = 10, base: Base | None = None, **fields
) -> Rulebook:
    at = at or site()
    spaces = {
        pk: SpaceFacts(pk, f"3.{pk:02}", "", "desk", 1, 1 + pk % 2, 200 * pk, 100, 160, 80, 1, 1, (), False, None, None)
        for pk in range(1, desks + 1)
    }
    return Rulebook(
        site=at,
        version=1,
        policies=policies,
        bases=(base or Base(date(2020, 1, 1), 300, 248),),
        spaces=spaces,
        floors={1: FloorFacts(1, "3", "Floor 3", 3, Decimal(400))},
        zones={z: ZoneFacts(z, 1, "AB"[z - 1], "", Decimal(100)) for z in (1, 2)},
        **fields,
    )


def asks(
    book: Rulebook, person: Person = ANN, day: date = TUESDAY, parts: Parts = ALL_DAY, now: datetime = NOW, **fields
) -> Proposal:
    return Proposal(person, book.site.pk, day, parts, parts.period(book.site, day), now, **fields)


def own(
    day: date, *, site_id: int = 1, parts: Parts = ALL_DAY, pk: int = 0, bookings=(), person: Person = ANN
) -> OwnDay:
    return OwnDay(
        pk or day.toordinal(), site_id, day, parts, tuple(bookings),
        team_id=person.team_id, telework_able=person.telework_able,
    )  # fmt: skip


def booked(
    book: Rulebook, space_id: int, day: date = TUESDAY, parts: Parts = ALL_DAY, person=("employee", 9), pk: int = 1
):
    return SpaceBooking(pk, space_id, day, parts.period(book.site, day), parts, person, 1)


def facts(*books: Rulebook, present: tuple[int, int] | None = None, days: dict | None = None, bookings=()) -> Facts:
    """``present``: (morning, afternoon) people in every tally of every rule, on TUESDAY."""
    counts = {}
    if present is not None:
        for book in books:
            for rule in book.rules_on(TUESDAY):
                counts |= {(tally, book.site.pk, TUESDAY): present for tally in rule.kind.tallies()}
    by_space: dict = {}
    for booking in bookings:
        by_space.setdefault((booking.space_id, booking.date), []).append(booking)
    return Facts(
        rulebooks={book.site.pk: book for book in books},
        counts=counts,
        own_days={key: tuple(value) for key, value in (days or {}).items()},
        bookings={key: tuple(value) for key, value in by_space.items()},
    )


def period(book: Rulebook, start: str, end: str, day: date = TUESDAY) -> Period:
    from datetime import time

    return Period(book.site.instant(day, time.fromisoformat(start)), book.site.instant(day, time.fromisoformat(end)))
