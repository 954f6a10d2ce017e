"""Publishing and ending policies, taking bases, and entering absences."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import Range

from booking.actions.absence import enter_absence
from booking.actions.base import base_has_changed, take_base_snapshot
from booking.actions.permissions import NotAllowed
from booking.actions.publication import CannotPublish, PeriodTaken, RuleInvalid, end_early, publish
from booking.actions.reservation import reserve
from booking.models import Attendance, BaseSnapshot, Policy, Rule
from booking.rules.loading import rulebook
from booking.rules.proposal import AFTERNOON, MORNING
from tests.cast import CAP_20, FRIDAY, MONDAY, NOW, THURSDAY, TUESDAY, WEDNESDAY, grant, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def brussels():
    return office()


def draft(site, *, name="Draft", start=date(2026, 5, 1), end=None, **rule) -> Policy:
    policy = Policy.objects.create(site=site, name=name, period=Range(start, end))
    rule = rule or {"kind": "one_desk"}
    Rule.objects.create(policy=policy, **rule)
    return policy


def test_a_draft_comes_into_force_for_its_period(brussels):
    policy = draft(brussels.site)
    publish(policy=policy, by=None, now=NOW)
    policy.refresh_from_db()
    assert (policy.state, policy.published_at) == ("published", NOW)
    book = rulebook(brussels.site.pk)
    assert (book.policy_on(date(2026, 4, 30)), book.policy_on(date(2026, 5, 1)).name) == (None, "Draft")


def test_only_a_draft_is_published_and_only_by_who_manages_the_site(brussels):
    policy = draft(brussels.site)
    with pytest.raises(NotAllowed):
        publish(policy=policy, by=brussels.ann, now=NOW)
    grant(brussels.ann, "facility_manager", brussels.site)
    publish(policy=policy, by=brussels.ann, now=NOW)
    assert Policy.objects.get().published_by == brussels.ann
    with pytest.raises(CannotPublish, match="only a draft"):
        publish(policy=policy, by=None, now=NOW)
    with pytest.raises(NotAllowed):  # the fallback holds at every site
        publish(policy=draft(None, name="Fallback"), by=brussels.ann, now=NOW)


def test_a_collision_names_both_policies_and_their_dates(brussels):
    publish(policy=draft(brussels.site, name="First", end=date(2026, 7, 1)), by=None, now=NOW)
    with pytest.raises(PeriodTaken) as caught:
        publish(policy=draft(brussels.site, name="Second", start=date(2026, 6, 30)), by=None, now=NOW)
    assert str(caught.value) == (
        "“Second” (from 2026-06-30 on) collides with “First” (2026-05-01 to before 2026-07-01):"
        " choose other dates, or end that one early"
    )
    publish(policy=draft(brussels.site, name="Next", start=date(2026, 7, 1)), by=None, now=NOW)


def test_two_fallbacks_collide_but_not_with_a_site(brussels):
    publish(policy=draft(brussels.site), by=None, now=NOW)
    publish(policy=draft(None, name="Fallback"), by=None, now=NOW)
    with pytest.raises(PeriodTaken):
        publish(policy=draft(None, name="Other fallback"), by=None, now=NOW)
    # The database holds it, too, whoever forgets to ask.
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(name="Other fallback").update(state="published")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"kind": "occupancy_cap", "parameters": {"percent": 120}}, "percent: give 0 to 100, not 120"),
        ({"kind": "parking", "parameters": {}}, "kind: give occupancy_cap or"),
        ({"kind": "person_maximum", "parameters": {}}, "days: is missing"),
        ({"kind": "team_days", "parameters": {"dates": 3}}, "parameters: a value is of the wrong kind"),
    ],
)
def test_a_rule_that_its_kind_cannot_take_is_not_published(brussels, rule, said):
    policy = draft(brussels.site, **rule)
    with pytest.raises(RuleInvalid) as caught:
        publish(policy=policy, by=None, now=NOW)
    assert said in caught.value.reason
    assert Policy.objects.get().state == "draft"


def test_a_zone_of_another_site_is_refused(brussels):
    ghent = office("ghent", people=0)
    policy = draft(brussels.site, kind="occupancy_cap", parameters={"number": 3}, zone=ghent.zones["A"])
    with pytest.raises(RuleInvalid, match="at another site"):
        publish(policy=policy, by=None, now=NOW)


def test_ending_early_lowers_the_end_and_nothing_else(brussels):
    policy = draft(brussels.site, end=date(2026, 7, 1))
    publish(policy=policy, by=None, now=NOW)
    for day in (date(2026, 5, 1), date(2026, 7, 1), date(2026, 8, 1)):
        with pytest.raises(CannotPublish, match="can end early on a date after 2026-05-01 and before 2026-07-01"):
            end_early(policy=policy, on=day, by=None, now=NOW)
    end_early(policy=policy, on=date(2026, 6, 1), by=None, now=NOW)
    policy.refresh_from_db()
    assert (policy.period.lower, policy.period.upper) == (date(2026, 5, 1), date(2026, 6, 1))


def test_a_base_counts_who_is_employed_on_its_date(brussels):
    brussels.publish(CAP_20)
    brussels.bob.telework_able = False
    brussels.cas.left_on = date(2026, 6, 1)
    for person in (brussels.bob, brussels.cas):
        person.save()
    take_base_snapshot(site=brussels.site, starts_on=date(2026, 3, 1), by=None, reason="count", now=NOW)
    take_base_snapshot(site=brussels.site, starts_on=date(2026, 6, 1), by=None, reason="count", now=NOW)
    assert list(BaseSnapshot.objects.values_list("everyone", "telework")) == [(4, 3), (3, 2)]
    assert rulebook(brussels.site.pk).base_on(date(2026, 5, 31)).telework == 3
    assert not base_has_changed(brussels.site, date(2026, 6, 1))
    brussels.dia.telework_able = False
    brussels.dia.save()
    assert base_has_changed(brussels.site, date(2026, 6, 1))
    take_base_snapshot(site=brussels.site, starts_on=date(2026, 6, 1), by=None, reason="again", now=NOW)
    assert BaseSnapshot.objects.count() == 2


def test_an_absence_ends_the_days_planned_meanwhile_and_keeps_the_half_that_is_left(brussels):
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        reserve(ask=brussels.ask(brussels.ann, day, desk=0), by=brussels.ann, now=NOW, door="test")
    Attendance.objects.filter(date=MONDAY).update(state="present", checked_in_at=NOW)
    enter_absence(employee=brussels.ann, kind="sick", starts_on=MONDAY, ends_on=WEDNESDAY, by=brussels.ann, now=NOW)
    enter_absence(
        employee=brussels.ann, kind="leave", starts_on=THURSDAY, ends_on=FRIDAY, parts=MORNING, by=brussels.ann, now=NOW
    )
    days = Attendance.objects.standing().values_list("date", "morning", "afternoon")
    assert list(days) == [
        (MONDAY, True, True), (WEDNESDAY, True, True), (THURSDAY, *AFTERNOON), (FRIDAY, True, True),
    ]  # fmt: skip


def test_an_absence_ends_days_wherever_they_are_whoever_may_enter_it(brussels):
    antwerp = office("antwerp", people=0)
    grant(brussels.bob, "facility_manager", brussels.site)
    for there, day in ((antwerp, TUESDAY), (brussels, WEDNESDAY)):
        reserve(ask=there.ask(brussels.ann, day, desk=0), by=brussels.ann, now=NOW, door="test")
    enter_absence(employee=brussels.ann, kind="sick", starts_on=MONDAY, ends_on=FRIDAY, by=brussels.bob, now=NOW)
    assert not Attendance.objects.standing().exists()


def test_nobody_enters_a_strangers_absence(brussels):
    with pytest.raises(NotAllowed):
        enter_absence(employee=brussels.ann, kind="sick", starts_on=MONDAY, ends_on=TUESDAY, by=brussels.bob, now=NOW)
