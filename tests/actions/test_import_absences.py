"""absences.csv: what it changes, what it refuses, and which planned days it ends."""

from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from booking.actions.absences_import import import_absences
from booking.models import Absence, Attendance
from booking.rules.proposal import MORNING
from tests.actions.importing import refused, write
from tests.cast import FRIDAY, NOW, THURSDAY, TUESDAY, WEDNESDAY, office
from tests.web.weekly import book

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "employee_number,kind,from,back,part,withdrawn"


@pytest.fixture
def brussels():
    return office()


def absences(folder, *rows: str, header: str = HEADER):
    return write(folder, "\n".join([header, *rows, ""]), name="absences.csv")


def test_absences_arrive_and_end_the_days_planned_meanwhile(brussels, tmp_path):
    book(brussels, brussels.ann, TUESDAY, desk=0)
    book(brussels, brussels.ann, WEDNESDAY, desk=0)
    path = absences(
        tmp_path, "brussels-Ann,leave,2026-03-03,2026-03-04,,", "brussels-Ann,other,2026-03-04,2026-03-05,morning,"
    )
    dry = import_absences(path=path, now=NOW, dry_run=True)
    assert [day.date for day in dry.ended_days] == [TUESDAY]
    assert dry.notes == ["Ann Test keeps the afternoon of 2026-03-04 at brussels"]
    assert (Absence.objects.count(), Attendance.objects.standing().count()) == (0, 2)

    outcome = import_absences(path=path, now=NOW)
    assert outcome.created == ["Ann Test, leave from 2026-03-03", "Ann Test, other from 2026-03-04"]
    assert (outcome.ended_days, outcome.notes) == (dry.ended_days, dry.notes)
    day = Attendance.objects.standing().get()
    assert (day.date, day.morning, day.afternoon) == (WEDNESDAY, False, True)
    assert set(Absence.objects.values_list("source", flat=True)) == {"imported"}


def test_a_second_run_changes_nothing(brussels, tmp_path):
    path = absences(tmp_path, "brussels-Ann,sick,2026-03-03,2026-03-05,,")
    import_absences(path=path, now=NOW)
    again = import_absences(path=path, now=NOW)
    assert again.changes_nothing
    assert (again.unchanged, Absence.objects.count()) == (1, 1)


def test_an_absence_lasts_longer_and_is_withdrawn(brussels, tmp_path):
    book(brussels, brussels.ann, THURSDAY, desk=0)
    import_absences(path=absences(tmp_path, "brussels-Ann,sick,2026-03-03,2026-03-05,,"), now=NOW)
    longer = import_absences(path=absences(tmp_path, "brussels-Ann,sick,2026-03-03,2026-03-06,,"), now=NOW)
    assert str(longer.changed[0]) == "Ann Test, sick from 2026-03-03: back: 2026-03-05 → 2026-03-06"
    assert [day.date for day in longer.ended_days] == [THURSDAY]
    assert Absence.objects.get().period.upper == FRIDAY

    withdrawn = absences(tmp_path, "brussels-Ann,sick,2026-03-03,2026-03-06,,yes")
    assert str(import_absences(path=withdrawn, now=NOW).changed[0]).endswith("withdrawn: no → yes")
    assert not Absence.objects.standing().exists()
    assert import_absences(path=withdrawn, now=NOW).changes_nothing


def test_people_are_found_by_their_address_too(brussels, tmp_path):
    path = absences(tmp_path, "Ann@Brussels.example,2026-03-03,2026-03-05", header="email,from,back")
    import_absences(path=path, now=NOW)
    assert (Absence.objects.get().employee, Absence.objects.get().kind) == (brussels.ann, "other")


def test_one_bad_row_and_nothing_is_imported_and_every_bad_row_is_told(brussels, tmp_path):
    path = absences(
        tmp_path,
        "brussels-Ann,leave,2026-03-03,2026-03-05,,",
        "nobody,leave,2026-03-03,2026-03-05,,",
        "brussels-Bob,migraine,2026-03-03,2026-03-03,evening,",
        ",leave,3/3/2026,2026-03-05,,",
        "brussels-Ann,leave,2026-03-04,2026-03-09,morning,",
    )
    told = refused(import_absences, path, now=NOW)
    assert told == [
        "line 3, employee_number “nobody”: give the number of somebody who was imported, or leave it and give the "
        "e-mail address",
        "line 4, kind “migraine”: give leave, sick or other",
        "line 4, part “evening”: give day, morning or afternoon",
        "line 4, back “2026-03-03”: is not after from (2026-03-03): give the first day back",
        "line 5, email: is needed here, or employee_number",
        "line 5, from “3/3/2026”: give a date as year-month-day, such as 2026-03-17",
        "line 6, from “2026-03-04”: overlaps line 2: keep the days in one of them",
    ]
    assert not Absence.objects.exists()


def test_no_column_takes_a_reason(brussels, tmp_path):
    path = absences(
        tmp_path, "brussels-Ann,2026-03-03,2026-03-05,broken leg", header="employee_number,from,back,reason"
    )
    assert refused(import_absences, path, now=NOW)[0].startswith("line 1, reason: is no known column")


def test_halves_of_one_day_are_two_absences(brussels, tmp_path):
    path = absences(
        tmp_path,
        "brussels-Ann,leave,2026-03-03,2026-03-04,morning,",
        "brussels-Ann,sick,2026-03-03,2026-03-04,afternoon,",
    )
    import_absences(path=path, now=NOW)
    assert Absence.objects.filter(period__contains=date(2026, 3, 3)).count() == 2
    assert import_absences(path=path, now=NOW).unchanged == 2


def test_the_command_tells_whose_days_end(brussels, tmp_path, capsys):
    book(brussels, brussels.ann, TUESDAY, desk=0, parts=MORNING)
    path = absences(tmp_path, "brussels-Ann,leave,2026-03-03,2026-03-04,,")
    with time_machine.travel(NOW):
        call_command("import_absences", path, "--dry-run")
    assert "Ann Test is away: 2026-03-03 at brussels would be ended" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nothing was imported, for 1 problem"):
        call_command("import_absences", absences(tmp_path, "nobody,leave,2026-03-03,2026-03-05,,"))
