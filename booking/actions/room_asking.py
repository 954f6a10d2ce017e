"""What somebody asks of a room, and how it is judged under the hold: by what a room is, not by who comes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from booking.actions.asking import Granted, NotPossible, grant, parts_touched
from booking.models import Booking, Employee
from booking.rules.gathering import gather, people
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import Period, Person, Proposal
from booking.rules.rulebook import Rulebook

LONGEST_TITLE = 120
MOST_PEOPLE = 2000

NOBODY = Person()  # a walk-up at the door, or a block


@dataclass(frozen=True, kw_only=True)
class RoomAsk:
    """One room for a period within one local date, for so many ``people`` expected in it.

    Without an organiser it is a walk-up at the door, or a block by a manager. ``booking_id`` is the booking that it
    changes; ``queue`` is "space" where it is served from the queue for the room, which then does not stand before it.
    """

    organiser_id: int | None
    site_id: int
    space_id: int
    day: date
    period: Period
    people: int = 1
    title: str = ""
    booking_id: int | None = None
    queue: str = ""

    def proposal(self, person: Person, book: Rulebook, now: datetime) -> Proposal:
        """This request in the terms of the rules. Raises NotPossible for a desk, and for times beyond the day."""
        space = book.spaces.get(self.space_id)
        if space is None or space.kind != "room":
            raise NotPossible(_("Choose a room of this site."))
        if not 1 <= self.people <= MOST_PEOPLE:
            raise NotPossible(_("Say how many people are expected: at least 1."))
        if len(self.title) > LONGEST_TITLE:
            raise NotPossible(_("Give a title of at most %(limit)d characters.") % {"limit": LONGEST_TITLE})
        return Proposal(
            person=person,
            site_id=self.site_id,
            date=self.day,
            parts=parts_touched(self.period, book.site, self.day),
            period=self.period,
            now=now,
            space_id=self.space_id,
            gives_up=frozenset({self.booking_id} if self.booking_id else ()),
            presence=False,
            people=self.people,
            queue=self.queue,
        )


def judge_room(
    ask: RoomAsk, *, by: Employee | None, now: datetime, reason: str = "", override_reason: str = ""
) -> Granted:
    """Judge ``ask`` for its organiser; call it inside the hold. Raises Refused, ReasonNeeded, or NotPossible."""
    asker = by.pk if by is not None else None
    known = people({pk for pk in (ask.organiser_id, asker) if pk is not None}, since=ask.day)
    if ask.organiser_id is not None and ask.organiser_id not in known:
        raise NotPossible(_("Nobody is known by this name."))
    person = NOBODY if ask.organiser_id is None else known[ask.organiser_id]
    book = rulebook_at_hand(ask.site_id)
    proposal = ask.proposal(person, book, now)
    facts = gather([proposal])
    if facts.rulebook(proposal) is not book:  # renewed since: the midday may have moved, or the room gone
        proposal = ask.proposal(person, facts.rulebook(proposal), now)
    return grant(proposal, facts, by=known[by.pk] if by else None, reason=reason, override_reason=override_reason)


def is_less(ask: RoomAsk, booking: Booking) -> bool:
    """Whether ``ask`` keeps the room for no longer and for no more people than ``booking`` has it: that always goes."""
    has = Period(booking.period.lower, booking.period.upper)
    same = (ask.space_id, ask.day) == (booking.space_id, booking.date)
    return same and has.covers(ask.period) and ask.people <= booking.people


def meeting(pk: int) -> Booking:
    """A room booking with its room, floor and site. Raises NotPossible for a desk's booking."""
    found = Booking.objects.select_related("space__floor__site", "organiser").get(pk=pk)
    if found.space.kind != "room":
        raise NotPossible(_("This is not a room."))
    return found


def standing_meeting(pk: int, *, on: date, now: datetime) -> Booking:
    """The row as it is under the hold of date ``on``. Raises as ``check_stands``."""
    found = meeting(pk)
    check_stands(found, on=on, now=now)
    return found


def check_stands(found: Booking, *, on: date, now: datetime) -> None:
    """Raise NotPossible when a meeting has ended, was moved to another date, or its time is over: history stays."""
    if not found.standing:
        raise NotPossible(_("This meeting has been cancelled already."))
    if found.date != on:
        raise NotPossible(_("This meeting has been moved to another day."))
    if found.period.upper <= now:
        raise NotPossible(_("This meeting is over."))
