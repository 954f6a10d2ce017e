"""At the entrance of a site: check in the day, or book one."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.asking import Ask, judge_unheld
from booking.models import Attendance, Employee
from booking.rules.check_in_window import day_opens
from booking.rules.proposal import AFTERNOON, ALL_DAY, Parts, Period
from booking.rules.rulebook import Rulebook
from booking.web.booking_form import USUAL, part_name
from booking.web.door.code import ENTRANCE, Place
from booking.web.door.scan import Scan, clock, post, to_my_week
from booking.web.reasons import reasons_of
from booking.web.week.actions import has_desks


def at_entrance(book: Rulebook, *, viewer: Employee, now: datetime) -> Scan:
    """How today stands for somebody who comes in."""
    today, here = book.site.local_date(now), Place(ENTRANCE, book.site.pk).address
    attendance = Attendance.objects.standing().filter(employee=viewer, site=book.site, date=today).first()
    if attendance is None:
        return _without_a_day(book, viewer, here, now)
    bookings = [b for b in attendance.bookings.standing().select_related("space") if b.period.upper > now]
    codes = ", ".join(dict.fromkeys(booking.space.code for booking in bookings))
    desk = _("Your desk is %(desk)s.") % {"desk": codes} if codes else ""
    if attendance.state == Attendance.State.PRESENT:
        since = attendance.checked_in_at or now
        title = _("Checked in at %(time)s") % {"time": clock(since, book)}
        return Scan(book.site.name, title, desk, True, "check", (to_my_week(),))
    parts = Parts(attendance.morning, attendance.afternoon)
    if parts.period(book.site, today).end <= now:
        return Scan(book.site.name, _("Your time here is over for today"), "", icon="clock", actions=(to_my_week(),))
    periods = (Period(booking.period.lower, booking.period.upper) for booking in bookings)
    opens = day_opens(book, today, parts, periods, now=now)
    if now < opens:
        later = _("Check-in opens at %(time)s.") % {"time": clock(opens, book)}
        return Scan(book.site.name, _("You are early"), f"{later} {desk}", False, "clock", (to_my_week(),))
    check_in = post(reverse("attendance_check_in", args=[attendance.pk]), _("Check in"), here)
    return Scan(book.site.name, _("Welcome, %(name)s") % {"name": viewer.given_name}, desk, actions=(check_in,))


def _without_a_day(book: Rulebook, viewer: Employee, here: str, now: datetime) -> Scan:
    today = book.site.local_date(now)
    parts = ALL_DAY if now < book.site.instant(today, book.site.midday) else AFTERNOON
    (verdict,) = judge_unheld([Ask(employee_id=viewer.pk, site_id=book.site.pk, day=today, parts=parts)], now=now)
    if verdict.refused:
        reasons = reasons_of(verdict.refusals)
        return Scan(
            book.site.name, _("You cannot come in today"), "", icon="lock", reasons=reasons, actions=(to_my_week(),)
        )
    desks = has_desks(book, today)
    label = _("Book a desk for today") if desks else _("Book the day")
    fields = (
        ("date", today.isoformat()),
        ("part", part_name(parts)),
        ("space", USUAL if desks else ""),
        ("site", str(book.site.pk)),
    )
    return Scan(
        number=book.site.name,
        title=_("You have no day here today"),
        sentence=_("There is a place for you. Book it, then check in."),
        actions=(post(reverse("attendances"), label, here, *fields),),
    )
