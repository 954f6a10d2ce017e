"""Who is told what of a meeting. One row for each person, in the causing transaction.

Of a series, what happens to many meetings at one moment is one message: its key names the series and the moment.
"""

from collections.abc import Iterable
from datetime import datetime

from booking.actions.permissions import managers_of
from booking.models import Booking, Participant
from booking.notifications.outbox import tell
from booking.rules.facts import PersonKey


def tell_of_meeting(kind: str, meeting: Booking, person: PersonKey, *, now: datetime, **payload) -> None:
    """Write one message about ``meeting``; ``payload`` adds keys and codes."""
    what = f"series{meeting.series_id}" if meeting.series_id else str(meeting.pk)
    whose, pk = person
    tell(
        kind=kind,
        key=f"{kind}:{what}:{whose}{pk}:{now.timestamp()}",
        employee_id=pk if whose == "employee" else None,
        visitor_id=pk if whose == "visitor" else None,
        payload={"meeting": meeting.pk, "series": meeting.series_id, "at": now.isoformat(), **payload},
        now=now,
    )


def tell_participants(
    kind: str, meeting: Booking, participants: Iterable[Participant], *, now: datetime, days: dict[int, str], **payload
) -> None:
    """Tell all who have not declined; ``days`` says what became of a participant's day, by key."""
    for participant in participants:
        if participant.response != Participant.Response.DECLINED:
            tell_of_meeting(kind, meeting, participant.person_key, now=now, day=days.get(participant.pk, ""), **payload)


def ask_for_approval(meeting: Booking, *, now: datetime) -> None:
    """Tell those who manage the site that a room waits for their yes or no."""
    for pk in managers_of(meeting.space.floor.site_id):
        tell_of_meeting("approval_asked", meeting, ("employee", pk), now=now)
