"""The reminder of the site's next working day: from four in the afternoon, once, until the day begins."""

import threading
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from psycopg.types.range import Range

from booking.actions.cancellation import cancel
from booking.actions.reminders import remind
from booking.models import Attendance, Closure, Message
from tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, NOW, THURSDAY, TUESDAY, WEDNESDAY, office
from tests.notifications.test_delivery import run

AGES_AGO = NOW - timedelta(days=20)


@pytest.fixture
def local(brussels):
    """An instant by the wall clock in Brussels."""

    def local(day: date, clock: str) -> datetime:
        return brussels.site.instant(day, time.fromisoformat(clock))

    return local


def attend(office, who, day, *, morning=True, afternoon=True, **fields) -> Attendance:
    fields = {
        "created_at": AGES_AGO,
        "changed_at": AGES_AGO,
        "without_space_morning": True,
        "without_space_afternoon": True,
    } | fields
    return Attendance.objects.create(
        employee=who, site=office.site, date=day, morning=morning, afternoon=afternoon, **fields
    )


def reminded() -> list[str]:
    return sorted(Message.objects.filter(kind="reminder").values_list("employee__given_name", flat=True))


def test_the_day_before_from_four_on(brussels, local, post_office):
    attend(brussels, brussels.ann, TUESDAY)
    attend(brussels, brussels.bob, WEDNESDAY)
    assert remind(now=local(MONDAY, "15:59")) == 0
    assert remind(now=local(MONDAY, "16:00")) == 1
    assert reminded() == ["Ann"]
    message = Message.objects.get()
    assert message.key == f"reminder:{brussels.ann.pk}:2026-03-03"
    assert message.useful_until == local(TUESDAY, "07:00")
    assert run(local(MONDAY, "16:01")) == {"sent": 1}
    (mail,) = post_office.accepted
    assert mail["Subject"] == "Reminder: Brussels on Tuesday 3 March"


def test_once_however_often_and_late(brussels, local, post_office):
    attend(brussels, brussels.ann, TUESDAY)
    for clock in ("16:00", "16:00", "16:01", "23:59"):
        remind(now=local(MONDAY, clock))
        run(local(MONDAY, clock))
    assert remind(now=local(TUESDAY, "06:59")) == 0
    assert len(post_office.accepted) == 1


def test_two_sites_on_one_day_are_one_reminder(brussels, local, post_office):
    antwerp = office("antwerp", people=0)
    attend(brussels, brussels.ann, TUESDAY, afternoon=False, without_space_afternoon=False)
    attend(antwerp, brussels.ann, TUESDAY, morning=False, without_space_morning=False)
    assert remind(now=local(MONDAY, "16:00")) == 1
    run(local(MONDAY, "16:01"))
    (mail,) = post_office.accepted
    said = mail.get_body(("plain",)).get_content()
    assert len({"Brussels", "Antwerp"} & set(said.replace(",", " ").replace(":", " ").split())) == 2
    assert "expected at" in said


def test_friday_reminds_of_monday(brussels, local):
    attend(brussels, brussels.ann, NEXT_MONDAY)
    assert remind(now=local(THURSDAY, "17:00")) == 0
    assert remind(now=local(FRIDAY, "16:00")) == 1


def test_a_clock_that_stood_still_over_the_weekend(brussels, local):
    attend(brussels, brussels.ann, NEXT_MONDAY)
    assert remind(now=local(FRIDAY + timedelta(days=2), "12:00")) == 1


def test_a_clock_that_stood_still_over_night_reminds_before_the_site_opens(brussels, local, post_office):
    attend(brussels, brussels.ann, TUESDAY)
    attend(brussels, brussels.bob, TUESDAY, morning=False)
    assert remind(now=local(TUESDAY, "06:45")) == 2
    assert run(local(TUESDAY, "06:45")) == {"sent": 2}


def test_who_comes_after_midday_is_reminded_until_then(brussels, local):
    attend(brussels, brussels.ann, TUESDAY)
    attend(brussels, brussels.bob, TUESDAY, morning=False)
    assert remind(now=local(TUESDAY, "07:00")) == 1
    assert reminded() == ["Bob"]
    assert Message.objects.get().useful_until == local(TUESDAY, "13:00")
    Message.objects.all().delete()
    assert remind(now=local(TUESDAY, "13:00")) == 0


def test_a_reminder_written_in_time_and_sent_too_late_is_dropped(brussels, local, post_office):
    attend(brussels, brussels.ann, TUESDAY)
    remind(now=local(MONDAY, "16:00"))
    assert run(local(TUESDAY, "07:00")) == {"dropped": 1}


def test_who_books_after_four_has_the_confirmation(brussels, local):
    attend(brussels, brussels.ann, TUESDAY, created_at=local(MONDAY, "16:00"))
    attend(brussels, brussels.bob, TUESDAY, created_at=local(MONDAY, "15:59"))
    remind(now=local(MONDAY, "16:05"))
    assert reminded() == ["Bob"]


def test_only_who_is_still_expected(brussels, local, post_office):
    """Cancelled before is not reminded; cancelled or come in between is not told."""
    ann, bob, cas, _dia = (attend(brussels, who, TUESDAY) for who in brussels.people.values())
    cancel(attendance=ann, by=brussels.ann, now=NOW)
    remind(now=local(MONDAY, "16:00"))
    assert reminded() == ["Bob", "Cas", "Dia"]
    cancel(attendance=bob, by=brussels.bob, now=local(MONDAY, "16:00"))
    Attendance.objects.filter(pk=cas.pk).update(state=Attendance.State.PRESENT)
    Message.objects.filter(kind="cancelled").delete()
    assert run(local(MONDAY, "16:05")) == {"dropped": 2, "sent": 1}
    assert [mail["X-RcptTo"] for mail in post_office.accepted] == ["dia@brussels.example"]


def test_holidays_and_closures_move_the_day_before(brussels, local):
    """Easter Monday, 6 April 2026, is a holiday; Good Friday is none in Belgium, but the site is closed."""
    thursday, friday, tuesday = date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 7)
    Closure.objects.create(site=brussels.site, period=Range(friday, friday + timedelta(days=1)), reason="Works")
    attend(brussels, brussels.ann, tuesday)
    assert remind(now=local(thursday, "15:59")) == 0
    assert remind(now=local(thursday, "16:00")) == 1


def test_a_closed_half_reminds_only_the_other(brussels, local):
    Closure.objects.create(
        site=brussels.site, period=Range(TUESDAY, WEDNESDAY), morning=True, afternoon=False, reason="Drill"
    )
    attend(brussels, brussels.ann, TUESDAY)
    attend(brussels, brussels.bob, TUESDAY, afternoon=False)
    attend(brussels, brussels.cas, TUESDAY, morning=False)
    remind(now=local(MONDAY, "16:00"))
    assert reminded() == ["Ann", "Cas"]
    assert {message.useful_until for message in Message.objects.all()} == {local(TUESDAY, "13:00")}


@pytest.mark.parametrize(
    ("sunday", "utc_hour"),
    [(date(2026, 3, 29), 14), (date(2026, 10, 25), 15)],
    ids=["summer time begins", "summer time ends"],
)
def test_four_o_clock_is_the_walls(brussels, sunday, utc_hour):
    """On the Sundays on which the clock changes, and with a site that is open on them."""
    brussels.site.working_days = [1, 2, 3, 4, 5, 6, 7]
    brussels.site.save()
    attend(brussels, brussels.ann, sunday + timedelta(days=1))
    four = datetime.combine(sunday, time(utc_hour), tzinfo=NOW.tzinfo)
    assert remind(now=four - timedelta(seconds=1)) == 0
    assert remind(now=four) == 1
    assert brussels.site.local_date(Message.objects.get().useful_until) == sunday + timedelta(days=1)


def test_every_site_by_its_own_clock(brussels):
    tokyo = office("tokyo", people=1, first=5)
    tokyo.site.time_zone = "Asia/Tokyo"
    tokyo.site.save()
    attend(brussels, brussels.ann, TUESDAY)
    attend(tokyo, tokyo.fay, TUESDAY)
    remind(now=tokyo.site.instant(MONDAY, time(16)))
    assert reminded() == ["Fay"]


def test_the_number_of_queries_does_not_grow_with_people(brussels, local, django_assert_num_queries):
    remind(now=local(MONDAY, "15:00"))  # the rulebook is in memory from here on
    for who in brussels.people.values():
        attend(brussels, who, TUESDAY)
    with django_assert_num_queries(4):
        assert remind(now=local(MONDAY, "16:00")) == 4


def test_the_command_says_how_many(brussels):
    out = StringIO()
    call_command("remind", stdout=out)
    assert out.getvalue() == "0 reminders written.\n"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_clocks_at_once_remind_once(local):
    brussels = office(people=30, code="brussels2")
    for who in brussels.people.values():
        attend(brussels, who, TUESDAY)
    now, written, start = local(MONDAY, "16:00"), [], threading.Barrier(5)

    def work() -> None:
        try:
            start.wait()
            written.append(remind(now=now))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(written) == len(reminded()) == 30
