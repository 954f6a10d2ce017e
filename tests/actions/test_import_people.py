"""people.csv: what it changes, what it refuses, and what becomes of leavers' days."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.actions.people_import import import_people
from booking.actions.reservation import reserve
from booking.models import Attendance, BaseSnapshot, Booking, Employee, RoleGrant, Team
from tests.actions.importing import BY_COMMAND, people, refused
from tests.cast import FRIDAY, NOW, THURSDAY, TODAY, TUESDAY, office

pytestmark = pytest.mark.django_db

FULL = (
    "employee_number,email,given_name,family_name,language,site,team,lead,telework,working_days,joined,left,visibility,"
    "roles,desk,favourite_desk"
)
NINA = (
    "N1,Nina@example.org,Nina,Élan,fr,brussels,Green,yes,no,1 2 4,2020-01-01,,team,facility_manager@brussels hr,"
    "3.02,3.05"
)


@pytest.fixture
def brussels():
    return office(people=0)


def test_a_person_arrives_with_everything(brussels, tmp_path):
    outcome = import_people(path=people(tmp_path, NINA, header=FULL), **BY_COMMAND)
    nina = Employee.objects.get(number="N1")
    assert outcome.created == ["Nina Élan (N1)"]
    assert (nina.language, nina.visibility, nina.telework_able, nina.working_days) == ("fr", "team", False, [1, 2, 4])
    assert (nina.team.name, nina.team.lead, nina.sort_key) == ("Green", nina, "elan nina")
    assert nina.favourite_desk == brussels.desks[4]
    assert list(nina.own_spaces.all()) == [brussels.desks[1]]
    assert set(nina.role_grants.values_list("role", "site__code")) == {("facility_manager", "brussels"), ("hr", None)}
    assert not nina.has_usable_password()


def test_a_second_run_changes_nothing(brussels, tmp_path):
    path = people(tmp_path, NINA, header=FULL)
    import_people(path=path, **BY_COMMAND)
    again = import_people(path=path, **BY_COMMAND)
    assert again.changes_nothing
    assert again.unchanged == 1
    assert again.notes == []
    assert BaseSnapshot.objects.count() == 1


def test_excels_semicolons_and_byte_order_mark(brussels, tmp_path):
    header, row = "employee_number;email;given_name;family_name;site", "N1;a@example.org;Zoë;O’Hara;brussels"
    import_people(path=people(tmp_path, row, header=header, encoding="utf-8-sig"), **BY_COMMAND)
    assert str(Employee.objects.get()) == "Zoë O’Hara"


def test_changes_are_shown_field_by_field_and_other_columns_stay(brussels, tmp_path):
    import_people(path=people(tmp_path, NINA, header=FULL), **BY_COMMAND)
    header = "employee_number,email,given_name,family_name,site,team,lead,roles,desk"
    row = "N1,nina.elan@example.org,Nina,Élan,brussels,Red,no,hr,3.03"
    outcome = import_people(path=people(tmp_path, row, header=header), **BY_COMMAND)
    assert str(outcome.changed[0]) == (
        "Nina Élan (N1): email: Nina@example.org → nina.elan@example.org; team: Green → Red; leads: Green → –; "
        "roles: facility_manager@brussels hr → hr; desk: 3.02 → 3.03"
    )
    nina = Employee.objects.get()
    assert (nina.telework_able, nina.working_days) == (False, [1, 2, 4])
    assert list(nina.own_spaces.all()) == [brussels.desks[2]]
    assert Team.objects.get(name="Green").lead is None
    assert list(RoleGrant.objects.values_list("role", flat=True)) == ["hr"]


def test_what_people_chose_themselves_is_theirs(brussels, tmp_path):
    import_people(path=people(tmp_path, NINA, header=FULL), **BY_COMMAND)
    Employee.objects.update(language="de", visibility="nobody", favourite_desk=brussels.desks[7])
    assert import_people(path=people(tmp_path, NINA, header=FULL), **BY_COMMAND).changes_nothing
    nina = Employee.objects.get()
    assert (nina.language, nina.visibility, nina.favourite_desk) == ("de", "nobody", brussels.desks[7])


def test_people_are_found_by_number_else_by_address(brussels, tmp_path):
    header = "email,given_name,family_name,site"
    import_people(path=people(tmp_path, "Ann@example.org,Ann,Test,brussels", header=header), **BY_COMMAND)
    outcome = import_people(path=people(tmp_path, "N7,ann@example.org,Ann,Test,brussels,,,"), **BY_COMMAND)
    assert outcome.created == []
    assert Employee.objects.get().number == "N7"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("N1,a@example.org,Ann,A,paris,,,", "line 2, site “paris”: give the code of a site: brussels"),
        ("N1,not-an-address,Ann,A,brussels,,,", "line 2, email “not-an-address”: give an e-mail address such as"),
        ("N1,,Ann,A,brussels,,,", "line 2, email: is needed here"),
        ("N1,a@example.org,,A,brussels,,,", "line 2, given_name: is needed here"),
        ("N1,a@example.org,Ann,A,,,,", "line 2, site: is needed here"),
        (f"N1,a@example.org,{'A' * 81},A,brussels,,,", "give at most 80 characters, not 81"),
        ("N1,a@example.org,Ann,A,brussels,,perhaps,", "line 2, telework “perhaps”: give yes or no"),
        ("N1,a@example.org,Ann,A,brussels,,,31/03/2026", "line 2, left “31/03/2026”: give a date as year-month-day"),
    ],
)
def test_a_bad_cell_is_told_with_line_column_value_and_remedy(brussels, tmp_path, row, said):
    assert said in refused(import_people, people(tmp_path, row), **BY_COMMAND)[0]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("language", "es", "give en, nl, fr or de"),
        ("working_days", "1 2 9", "give weekdays from 1 (Monday) to 7 (Sunday)"),
        ("visibility", "all", "give everyone, team or nobody"),
        ("roles", "boss", "boss: give receptionist, safety_warden, first_aider, facility_manager, hr or administrator"),
        ("roles", "hr@paris", "give the code of a site: brussels"),
        ("desk", "9.99", "give a desk in use at brussels, or nothing"),
        ("favourite_desk", "9.99", "give a desk in use at brussels, or nothing"),
        ("lead", "yes", "leads no team: give the team, or no"),
        ("joined", "2026-02-30", "give a date as year-month-day"),
    ],
)
def test_the_other_columns_are_checked_too(brussels, tmp_path, column, value, said):
    header = f"email,given_name,family_name,site,{column}"
    found = refused(import_people, people(tmp_path, f"a@example.org,A,B,brussels,{value}", header=header), **BY_COMMAND)
    assert found[0].startswith(f"line 2, {column} “{value}”: ")
    assert said in found[0]


def test_doubles_in_the_file_are_told_with_both_lines(brussels, tmp_path):
    header = "employee_number,email,given_name,family_name,site,team,lead,desk"
    rows = (
        "N1,a@example.org,A,A,brussels,Blue,yes,3.01",
        "N1,b@example.org,B,B,brussels,Blue,yes,3.01",
        "N3,A@example.org,C,C,brussels,,,",
    )
    assert refused(import_people, people(tmp_path, *rows, header=header), **BY_COMMAND) == [
        "line 3, employee_number “N1”: this number is on line 2 already; keep one of the two",
        "line 3, desk “3.01”: this desk is on line 2 already; keep one of the two",
        "line 3, lead “yes”: the lead of this team is on line 2 already; keep one of the two",
        "line 4, email “A@example.org”: this address is on line 2 already; keep one of the two",
    ]


def test_somebody_elses_address_or_desk_is_not_taken(tmp_path):
    cast = office(people=2)
    cast.desks[0].owner = cast.ann
    cast.desks[0].save()
    header = "employee_number,email,given_name,family_name,site,desk"
    row = f"brussels-Bob,{cast.ann.email},Bob,Test,brussels,3.01"
    found = refused(import_people, people(tmp_path, row, header=header), **BY_COMMAND)
    assert "is the address of Ann Test (brussels-Ann) already" in found[0]
    assert "belongs to Ann Test: take it from them in the same file first" in found[1]


def test_one_bad_row_and_nothing_is_imported_and_the_command_lists_all(brussels, tmp_path, capsys):
    path = people(tmp_path, "N1,a@example.org,Ann,A,brussels,New,,", "N2,b@,Bob,B,paris,,,")
    with pytest.raises(CommandError) as caught:
        call_command("import_people", path)
    assert str(caught.value).splitlines() == [
        "people.csv: nothing was imported, for 2 problems:",
        "  people.csv, line 3, site “paris”: give the code of a site: brussels",
        "  people.csv, line 3, email “b@”: give an e-mail address such as eva.vermeulen@noordplein.example",
    ]
    assert not Employee.objects.exists()
    assert not Team.objects.filter(name="New").exists()


def test_a_leavers_coming_days_are_shown_in_a_dry_run_and_then_ended(tmp_path):
    cast = office(people=2)
    for day in (TUESDAY, THURSDAY, FRIDAY):
        reserve(ask=cast.ask(cast.ann, day, desk=0), by=cast.ann, now=NOW, door="test")
        reserve(ask=cast.ask(cast.bob, day, desk=1), by=cast.bob, now=NOW, door="test")
    row = f"brussels-Ann,{cast.ann.email},Ann,Test,brussels,Blue,yes,{THURSDAY}"
    dry = import_people(path=people(tmp_path, row), dry_run=True, **BY_COMMAND)
    shown = [(day.person, day.date, day.site) for day in dry.ended_days]
    assert shown == [("Ann Test", THURSDAY, "brussels"), ("Ann Test", FRIDAY, "brussels")]
    assert Attendance.objects.standing().count() == 6
    assert Employee.objects.get(pk=cast.ann.pk).left_on is None

    outcome = import_people(path=people(tmp_path, row), **BY_COMMAND)
    assert outcome.ended_days == dry.ended_days
    assert list(Attendance.objects.standing().filter(employee=cast.ann).values_list("date", flat=True)) == [TUESDAY]
    assert Booking.objects.standing().filter(attendance__employee=cast.ann).count() == 1
    assert Attendance.objects.standing().filter(employee=cast.bob).count() == 3
    assert import_people(path=people(tmp_path, row), **BY_COMMAND).changes_nothing


def test_days_gone_by_are_nobodys_to_end(tmp_path):
    cast = office(people=1)
    Attendance.objects.create(
        employee=cast.ann, site=cast.site, date=TODAY - timedelta(days=3), morning=True, afternoon=True,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    row = f"brussels-Ann,{cast.ann.email},Ann,Test,brussels,Blue,yes,{TODAY - timedelta(days=10)}"
    assert import_people(path=people(tmp_path, row), **BY_COMMAND).ended_days == []
    assert Attendance.objects.standing().count() == 1


def test_a_changed_headcount_is_a_new_base_from_a_date_on(tmp_path):
    cast = office(people=3)
    header = "employee_number,email,given_name,family_name,site,team,telework,roles"
    rows = [
        f"brussels-{name},{name.lower()}@brussels.example,{name},Test,brussels,{team},{able},{roles}"
        for name, team, able, roles in (
            ("Ann", "Blue", "yes", "hr"),
            ("Bob", "Red", "no", ""),
            ("Cas", "Blue", "yes", ""),
        )
    ]
    import_people(path=people(tmp_path, *rows, header=header), **BY_COMMAND)
    first = BaseSnapshot.objects.get()
    assert (first.starts_on, first.everyone, first.telework) == (TODAY, 3, 2)
    assert first.by_team == {
        str(cast.teams["Blue"].pk): {"everyone": 2, "telework": 2},
        str(cast.teams["Red"].pk): {"everyone": 1, "telework": 0},
    }
    assert first.by_role == {"hr": {"everyone": 1, "telework": 1}}

    rows.append("N4,dia@brussels.example,Dia,Test,brussels,Red,yes,")
    outcome = import_people(path=people(tmp_path, *rows, header=header), starts_on=date(2026, 4, 1), **BY_COMMAND)
    assert outcome.notes == ["brussels: from 2026-04-01 on the base is 4, of whom 3 are able to telework"]
    assert list(BaseSnapshot.objects.values_list("starts_on", "telework")) == [(TODAY, 2), (date(2026, 4, 1), 3)]


def test_a_password_for_all_is_for_debug_only(brussels, tmp_path, settings):
    path = people(tmp_path, "N1,a@example.org,Ann,A,brussels,,,")
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("import_people", path, password_for_all="secret")
    settings.DEBUG = True
    call_command("import_people", path, password_for_all="secret", verbosity=0)
    assert Employee.objects.get().check_password("secret")


def test_queries_do_not_grow_with_the_rows(brussels, tmp_path):
    def queries(count: int, first: int) -> int:
        rows = [f"N{n},p{n}@example.org,P,{n},brussels,Blue,yes," for n in range(first, first + count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            import_people(path=people(tmp_path, *rows), **BY_COMMAND)
        return len(captured)

    assert queries(3, 0) == queries(300, 1000)
