"""Refusals are kept, after the hold has ended: refused demand is a statistic. Retries count once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import F
from django.utils.crypto import salted_hmac

from booking.actions.asking import AlreadyHad, ReasonNeeded, Refused
from booking.models import Employee, Refusal
from booking.rules.verdict import Verdict


@contextmanager
def refusals_kept(*, verb: str, by: Employee | None, door: str, now: datetime) -> Iterator[None]:
    """Wrap a hold: a Refused that leaves it is stored, and goes on with its ``refusal_id``."""
    try:
        yield
    except (ReasonNeeded, AlreadyHad):
        raise
    except Refused as refused:
        refused.refusal_id = keep_refusal(refused.verdict, verb=verb, by=by, door=door, now=now)
        raise


def keep_refusal(verdict: Verdict, *, verb: str, by: Employee | None, door: str, now: datetime) -> int:
    """Store a refusal, every objection as codes and numbers. Returns its key; the same wish again raises its tries."""
    proposal = verdict.proposal
    fingerprint = _fingerprint(verdict, verb)
    refusal, _created = Refusal.objects.update_or_create(
        fingerprint=fingerprint,
        create_defaults={
            "fingerprint": fingerprint,
            "employee_id": proposal.person.employee_id,
            "visitor_id": proposal.person.visitor_id,
            "requested_by": by,
            "site_id": proposal.site_id,
            "space_id": proposal.space_id,
            "date": proposal.date,
            "morning": proposal.parts.morning,
            "afternoon": proposal.parts.afternoon,
            "period": proposal.period,
            "verb": verb,
            "door": door,
            "objections": [objection.as_json() for objection in verdict.objections],
            "first_at": now,
            "last_at": now,
        },
        defaults={
            "tries": F("tries") + 1,
            "last_at": now,
            "objections": [objection.as_json() for objection in verdict.objections],
        },
    )
    return refusal.pk


def _fingerprint(verdict: Verdict, verb: str) -> str:
    """The same wish for the same reasons; whichever desk was tried, the wish is the hours. Keyed: it names a person."""
    p = verdict.proposal
    codes = sorted({objection.code for objection in verdict.objections})
    wish = (p.person.key, p.site_id, p.date, tuple(moment.isoformat() for moment in p.period), verb, codes)
    return salted_hmac("booking.refusal", repr(wish), algorithm="sha256").hexdigest()
