"""The one place where writers queue up: transaction-scoped advisory locks, always taken in the same order.

A rule counts rows that another transaction may be adding, so a constraint alone cannot guard it. Every writer takes the
site (shared), the people (sorted) and the (site, date) pairs (sorted, exclusive); whoever changes what the rules are
made of takes the site exclusively, briefly, and treats dates one by one in holds of their own.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected, ExclusionViolation, LockNotAvailable

from booking.prepared import array, rows
from booking.rules.facts import PersonKey

# Advisory keys are 64 bits: the upper four say what is locked, the rest which one.
_SITE, _PERSON, _SITE_DATE = 1 << 60, 2 << 60, 3 << 60
_VISITOR = 1 << 58
_DATE_BITS = 22  # date.toordinal() of any year up to 9999 fits

_TAKE = """
SELECT CASE WHEN shared THEN pg_advisory_xact_lock_shared(key) ELSE pg_advisory_xact_lock(key) END
  FROM unnest(%s::bigint[], %s::boolean[]) WITH ORDINALITY AS wanted (key, shared, place)
 ORDER BY place
"""


class Busy(Exception):
    """Nobody's fault: the lock was not to be had in time. Nothing was changed; the same request may be made again."""


@contextmanager
def hold(
    *,
    sites: Collection[int],
    people: Collection[PersonKey] = (),
    days: Collection[tuple[int, date]] = (),
) -> Iterator[None]:
    """A transaction that holds these sites (shared), people and (site, date) pairs until it ends.

    Read Committed: the lock and the count must be two statements, or the count sees a snapshot from before the wait.
    Must be the outermost transaction, since inner ones would release nothing when they end. Raises Busy.
    """
    wanted = [(_SITE | site, True) for site in sorted(set(sites))]
    wanted += [(key, False) for key in sorted({_person(person) for person in people})]
    wanted += [(key, False) for key in sorted({_site_date(site, day) for site, day in days})]
    with _transaction():
        _take(wanted)
        yield


@contextmanager
def hold_whole_sites(site_ids: Collection[int]) -> Iterator[None]:
    """A transaction during which nobody books at these sites. Keep it short. Raises Busy."""
    with _transaction():
        _take([(_SITE | site_id, False) for site_id in sorted(set(site_ids))])
        yield


@contextmanager
def _transaction() -> Iterator[None]:
    try:
        with transaction.atomic(durable=True):
            yield
    except (OperationalError, IntegrityError) as error:
        # An exclusion violated under the hold: somebody wrote without one. Asked again, it is a reasoned refusal.
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected | ExclusionViolation):
            raise Busy from error
        raise


def _take(wanted: list[tuple[int, bool]]) -> None:
    rows(_TAKE, [array(key for key, _ in wanted), array(shared for _, shared in wanted)])


def _person(person: PersonKey) -> int:
    kind, pk = person
    return _PERSON | (_VISITOR if kind == "visitor" else 0) | pk


def _site_date(site_id: int, day: date) -> int:
    return _SITE_DATE | site_id << _DATE_BITS | day.toordinal()
