"""policies.toml: dated limits, published as the file says or refused with the place and the remedy."""

from datetime import date

import pytest
from django.core.management import call_command

from booking.actions.policies_import import import_policies
from booking.demo.loading import FOLDER
from booking.models import Policy, Rule, Site, Team
from booking.rules.loading import rulebook
from booking.rules.practice import Practice
from tests.actions.importing import BY_COMMAND, refused, write
from tests.cast import office

pytestmark = pytest.mark.django_db

CAP = """
[[policy]]
site = "brussels"
name = "Twenty"
from = 2026-01-01
until = 2026-07-01
source = "by choice"

[[policy.rule]]
kind = "occupancy_cap"
population = "telework"
percent = 20
small_base = {below = 10, limit = 5}

[[policy.rule]]
kind = "access"
zone = "3/B"
teams = ["Blue"]
roles = ["hr"]
"""


@pytest.fixture
def brussels():
    return office(people=0)


@pytest.fixture
def file(tmp_path):
    return lambda text: write(tmp_path, text, name="policies.toml")


def test_a_policy_is_published_with_its_rules(brussels, file):
    outcome = import_policies(path=file(CAP), **BY_COMMAND)
    policy = Policy.objects.get()
    assert outcome.created == ["brussels: “Twenty”, 2026-01-01 to before 2026-07-01"]
    assert (policy.state, policy.period.upper, policy.source) == ("published", date(2026, 7, 1), "by choice")
    cap, access = Rule.objects.order_by("position")
    assert cap.parameters == {"percent": 20, "small_base": {"below": 10, "limit": 5}}
    assert (cap.population, access.zone) == ("telework", brussels.zones["B"])
    assert access.parameters == {"teams": [brussels.teams["Blue"].pk], "roles": ["hr"], "named": ["Blue", "HR"]}
    assert [rule.kind.code for rule in rulebook(brussels.site.pk).rules_on(date(2026, 6, 30))] == [
        "occupancy_cap",
        "access",
    ]
    assert rulebook(brussels.site.pk).rules_on(date(2026, 7, 1)) == ()


def test_a_second_run_and_a_dry_run_change_nothing(brussels, file):
    assert import_policies(path=file(CAP), dry_run=True, **BY_COMMAND).created
    assert not Policy.objects.exists()
    import_policies(path=file(CAP), **BY_COMMAND)
    again = import_policies(path=file(CAP), **BY_COMMAND)
    assert again.changes_nothing
    assert again.unchanged == 1


def test_a_lower_end_ends_a_policy_early_and_makes_room(brussels, file):
    import_policies(path=file(CAP), **BY_COMMAND)
    shorter = CAP.replace("until = 2026-07-01", "until = 2026-05-01")
    forty = CAP.replace("Twenty", "Forty").replace("2026-01-01", "2026-05-01").replace("percent = 20", "percent = 40")
    outcome = import_policies(path=file(shorter + forty), **BY_COMMAND)
    assert str(outcome.changed[0]).endswith("until: 2026-07-01 → 2026-05-01")
    book = rulebook(brussels.site.pk)
    assert [book.policy_on(day).name for day in (date(2026, 4, 30), date(2026, 5, 1))] == ["Twenty", "Forty"]


def test_a_published_policy_is_not_edited(brussels, file):
    import_policies(path=file(CAP), **BY_COMMAND)
    for old, new in (("percent = 20", "percent = 30"), ("2026-07-01", "2026-08-01"), ('"by choice"', '"by law"')):
        found = refused(import_policies, file(CAP.replace(old, new)), **BY_COMMAND)
        assert len(found) == 1
        assert "published policies are not edited: give a new name and date" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"brussels"', '"paris"', "policy “Twenty”, site “paris”: give a site's code (brussels), or leave it out"),
        (
            "until = 2026-07-01",
            "until = 2026-01-01",
            "policy “Twenty”, until “2026-01-01”: is not after from (2026-01-01)",
        ),
        ("from = 2026-01-01", 'from = "soon"', "from “soon”: give a date such as 2026-03-17"),
        ("from = 2026-01-01", "", "from: is missing"),
        ('name = "Twenty"', "", "policy 1, name: give a name"),
        ("source =", "sauce =", "sauce “by choice”: is not known; a policy has site, name"),
        (
            "percent = 20",
            "percent = 200",
            "policy “Twenty”, rule 1 (occupancy_cap), percent “200”: give 0 to 100, not 200",
        ),
        ("percent = 20", "percnt = 20", "rule 1 (occupancy_cap), percnt “20”: occupancy_cap knows no such parameter"),
        ("percent = 20", "", "rule 1 (occupancy_cap), percent: give either percent or number"),
        ("small_base = {below = 10, limit = 5}", "small_base = 5", "small_base “5”: give below and limit"),
        ('"occupancy_cap"', '"cap"', "rule 1 (cap), kind “cap”: give occupancy_cap, person_maximum"),
        ('"telework"', '"robots"', "population “robots”: give everyone, telework, team or role"),
        ('"telework"', '"team"', "team: is missing; population team needs it"),
        ('"telework"', '"team"\nteam = "Grey"', "team “Grey”: give the name of a team: Blue or Red"),
        ('"telework"', '"role"\nrole = "boss"', "role “boss”: give receptionist"),
        ('"telework"', '"telework"\nteam = "Blue"', 'team: goes with population = "team"'),
        ('"3/B"', '"3/Q"', "rule 2 (access), zone “3/Q”: give a zone of brussels: 3/A or 3/B"),
        ('zone = "3/B"', 'floor = "8"', "floor “8”: give a floor of brussels: 3"),
        ('["Blue"]', '["Grey"]', "teams “Grey”: give the name of a teams: Blue or Red"),
        ('["hr"]', '["boss"]', "role “boss”: give receptionist"),
        ('site = "brussels"', "", "zone “3/B”: the fallback has no floors or zones"),
        ("[[policy]]", "[[policies]]", "policies: is not known here; begin each policy with [[policy]]"),
        ("percent = 20", "percent 20", "policies.toml: is no TOML:"),
    ],
)
def test_what_is_wrong_is_told_with_policy_rule_parameter_and_remedy(brussels, file, old, new, said):
    assert any(said in problem for problem in refused(import_policies, file(CAP.replace(old, new)), **BY_COMMAND))
    assert not Policy.objects.exists()


PRACTICE = """
[policy.queue]
order = "fewest_days"
seed = "2026"
offer_minutes = 90

[policy.check_in]
from_minutes = 30
release_minutes = 45

[[policy.rule]]
kind = "occupancy_cap\""""


def test_a_policy_says_how_the_queue_is_served_and_when_one_checks_in(brussels, file):
    text = CAP.replace('\n[[policy.rule]]\nkind = "occupancy_cap"', PRACTICE)
    import_policies(path=file(text), **BY_COMMAND)
    book = rulebook(brussels.site.pk)
    assert book.practice_on(date(2026, 6, 30)) == Practice("fewest_days", "2026", 90, 30, 45)
    assert book.practice_on(date(2026, 7, 1)) == Practice("first_come", "", 120, 120, None)
    assert import_policies(path=file(text), **BY_COMMAND).unchanged == 1
    longer = text.replace("release_minutes = 45", "release_minutes = 60")
    assert refused(import_policies, file(longer), **BY_COMMAND) == [
        "line 2, policy “Twenty”, check_in: differs from what was published; published policies are not edited: give a"
        " new name and date"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"fewest_days"', '"nicest"', "queue.order “nicest”: give first_come or fewest_days"),
        ("offer_minutes = 90", "offer_minutes = 0", "queue.offer_minutes “0”: give whole minutes from 1 to 10080"),
        ("from_minutes = 30", "from_minutes = true", "check_in.from_minutes “True”: give whole minutes from 0"),
        ("from_minutes", "since", "check_in.since “30”: is not known; give from_minutes, release_minutes"),
    ],
)
def test_a_practice_that_cannot_be_read_is_told(brussels, file, old, new, said):
    text = CAP.replace('\n[[policy.rule]]\nkind = "occupancy_cap"', PRACTICE).replace(old, new)
    assert any(said in problem for problem in refused(import_policies, file(text), **BY_COMMAND))
    assert not Policy.objects.exists()


def test_what_is_wrong_is_told_with_its_line(brussels, file):
    later = CAP.replace("Twenty", "Other").replace("2026", "2027").replace('"access"', '"acess"')
    quoted = CAP.replace('"by choice"', '"""by\n[[policy]]\nchoice"""').replace('"brussels"', '"ghent"')
    text = quoted + later
    found = refused(import_policies, file(text), **BY_COMMAND)
    of_the_rule = text[: text.index('"acess"')].count("\n")  # the header stands above the kind
    assert any(problem.startswith("line 2, policy “Twenty”, site “ghent”") for problem in found)
    assert any(problem.startswith(f"line {of_the_rule}, policy “Other”, rule 2 (acess)") for problem in found)


def test_periods_that_collide_name_both(brussels, file):
    other = CAP.replace("Twenty", "Other").replace("from = 2026-01-01", "from = 2026-06-30").replace("07-01", "09-01")
    found = refused(import_policies, file(CAP + other), **BY_COMMAND)
    assert found == [
        f"line {CAP.count(chr(10)) + 2}, policy “Other”, from “2026-06-30 to before 2026-09-01”: collides with “Twenty”"
        " (2026-01-01 to before 2026-07-01): choose other dates"
    ]


BELGIUM = [  # date, percent of those able to telework, days a week; None: no limit
    (date(2020, 11, 2), None, 0), (date(2021, 6, 8), None, 0), (date(2021, 6, 9), 20, 1), (date(2021, 6, 30), 20, 1),
    (date(2021, 7, 1), None, None), (date(2021, 11, 19), None, None), (date(2021, 11, 20), 20, 1),
    (date(2021, 12, 19), 20, 1), (date(2021, 12, 20), 40, 2), (date(2021, 12, 25), 40, 2), (date(2021, 12, 26), 20, 1),
    (date(2022, 2, 17), 20, 1), (date(2022, 2, 18), None, None), (date(2022, 9, 4), None, None),
    (date(2022, 9, 5), 20, 1), (date(2026, 3, 2), 20, 1),
]  # fmt: skip


def test_the_belgian_timeline_changes_in_mid_week_on_its_dates():
    call_command("import_places", FOLDER / "places.csv", verbosity=0)
    for name in ("People", "Data science", "Strategy"):
        Team.objects.get_or_create(name=name)
    call_command("import_policies", FOLDER / "policies.toml", verbosity=0)
    book = rulebook(Site.objects.get(code="brussels").pk)

    def limits(day: date) -> tuple:
        kinds = {rule.kind.code: rule.kind for rule in book.rules_on(day)}
        cap, maximum = kinds.get("occupancy_cap"), kinds.get("person_maximum")
        return cap and cap.percent, maximum and maximum.days

    assert [(day, *limits(day)) for day, _percent, _days in BELGIUM] == BELGIUM
    assert book.policy_on(date(2020, 11, 1)).name == "No rules of the site's own"
