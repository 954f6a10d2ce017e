"""The coming days with one's company: who is in, who could still come, and the best days to meet most of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.asking import Ask, judge_unheld
from booking.models import Employee
from booking.rules import wording
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING, NO_PART, Parts
from booking.rules.rulebook import Rulebook
from booking.rules.verdict import Usage, Verdict
from booking.web.booking_form import USUAL, part_name
from booking.web.colleagues.circle import Mate
from booking.web.colleagues.coming import Coming, coming
from booking.web.days_in_words import long_day, part_in_words, short_day, weekday_short
from booking.web.presence import Team, few
from booking.web.reasons import Reason, reasons_of
from booking.web.week.actions import Action, has_desks
from booking.web.week.days import Gauge

DAYS = 14
BEST = 3
CAP = "occupancy_cap"


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """``here`` of ``company`` are in; ``reachable`` more could come under the cap once the viewer has a place, too."""

    date: date
    name: str
    short: str
    weekday: str
    company: int
    here: int
    reachable: int
    people: Team
    mine: Parts
    is_today: bool
    is_closed: bool
    gauge: Gauge
    left: str
    reasons: tuple[Reason, ...]
    book: Action | None

    @property
    def can(self) -> bool:
        return self.mine != NO_PART or self.book is not None

    @property
    def words(self) -> str:
        """Such as “5 of 7 are in”."""
        if not self.here:
            return _("Nobody of them is in yet")
        said = ngettext("%(here)d of %(company)d is in", "%(here)d of %(company)d are in", self.here)
        return said % {"here": self.here, "company": self.company}

    @property
    def reachable_words(self) -> str:
        if not self.reachable:
            return ""
        return ngettext("%(more)d more could come", "%(more)d more could come", self.reachable) % {
            "more": self.reachable
        }

    @property
    def mine_words(self) -> str:
        return "" if self.mine == NO_PART else capfirst(_("you are in, %(part)s") % {"part": part_in_words(self.mine)})


@dataclass(frozen=True, slots=True)
class MeetingDays:
    days: Sequence[MeetingDay]
    coming: Coming

    @property
    def best(self) -> list[MeetingDay]:
        """Days on which the viewer is in or may come: most of the company first, then most who could, then soonest."""
        chances = [day for day in self.days if day.can and (day.here or day.reachable)]
        found = sorted(chances, key=lambda day: (-day.here, -day.reachable, day.date))[:BEST]
        primary = next((day for day in found if day.book), None)
        return [_with_look(day, "is-primary") if day is primary else day for day in found]


def meeting_days(
    *, viewer: Employee, company: Sequence[Mate], who: str, site_id: int, here: str, now: datetime
) -> MeetingDays:
    """Two weeks from today on, judged for ``viewer``. A fixed number of queries, however many people and days."""
    today = rulebook_at_hand(site_id).site.local_date(now)
    last = today + timedelta(days=DAYS - 1)
    present = coming([viewer.pk, *(mate.id for mate in company)], site_id=site_id, first=today, last=last)
    dates = [today + timedelta(days=n) for n in range(DAYS)]
    asks = [
        Ask(employee_id=viewer.pk, site_id=site_id, day=day, parts=parts)
        for day in dates
        for parts in (ALL_DAY, MORNING, AFTERNOON)
    ]
    verdicts = judge_unheld(asks, now=now)
    book = rulebook_at_hand(site_id)
    look = _Look(viewer, company, who, book, present, today, here)
    days = [look.day(day, verdicts[3 * n : 3 * n + 3]) for n, day in enumerate(dates) if look.shows(day)]
    return MeetingDays(days, present)


@dataclass(frozen=True)
class _Look:
    viewer: Employee
    company: Sequence[Mate]
    who: str
    book: Rulebook
    present: Coming
    today: date
    here: str

    def shows(self, day: date) -> bool:
        """Weekdays on which nothing ever happens are left out, unless somebody comes."""
        working = day.isoweekday() in self.book.site.working_days
        return working or day in self.present or not self.book.closed(day, ALL_DAY)

    def day(self, day: date, verdicts: Sequence[Verdict]) -> MeetingDay:
        whole, present = verdicts[0], self.present.get(day, {})
        mine = present.get(self.viewer.pk, NO_PART)
        mates = [mate for mate in self.company if mate.id in present]
        chance = None if whole.already_in else next((verdict for verdict in verdicts if not verdict.refused), None)
        usage, closed = (chance or whole).usage(CAP), self.book.closed(day, ALL_DAY) is not None
        return MeetingDay(
            date=day,
            name=long_day(day),
            short=short_day(day),
            weekday=weekday_short(day),
            company=len(self.company),
            here=len(mates),
            reachable=0 if closed else _reachable(len(self.company) - len(mates), usage, whole.already_in),
            people=few(mates),
            mine=mine,
            is_today=day == self.today,
            is_closed=closed,
            gauge=_gauge(usage, mine, closed),
            left=wording.places_left(usage) if usage and not closed else "",
            reasons=() if whole.already_in or chance else reasons_of(whole.refusals),
            book=self._book(day, chance.proposal.parts, bool(mates)) if chance else None,
        )

    def _book(self, day: date, parts: Parts, next_to_them: bool) -> Action:
        if next_to_them and has_desks(self.book, day):
            label = _("Book next to them")
        else:
            label = _("Book a desk") if has_desks(self.book, day) else _("Book the day")
        if parts != ALL_DAY:
            label = f"{label}, {part_in_words(parts)}"
        fields = (
            ("date", day.isoformat()),
            ("part", part_name(parts)),
            ("space", USUAL if has_desks(self.book, day) else ""),
            ("near", self.who),
            ("site", str(self.book.site.pk)),
            ("next", self.here),
        )
        return Action(reverse("attendances"), label, f"{label}: {long_day(day)}", "is-accent", fields)


def _reachable(missing: int, usage: Usage | None, already_in: bool) -> int:
    """Of those who are not in, as many as there are places left when the viewer has one."""
    if usage is None:
        return missing
    return max(0, min(missing, usage.left - (0 if already_in or not usage.applies else 1)))


def _gauge(usage: Usage | None, mine: Parts, closed: bool) -> Gauge:
    return Gauge(
        limit=usage.limit if usage else None,
        am=usage.details["morning"] if usage else 0,
        pm=usage.details["afternoon"] if usage else 0,
        mine_am=mine.morning,
        mine_pm=mine.afternoon,
        closed=closed,
        base=None,
    )


def _with_look(day: MeetingDay, look: str) -> MeetingDay:
    return replace(day, book=replace(day.book, look=look)) if day.book else day
