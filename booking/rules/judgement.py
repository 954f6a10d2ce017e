"""Judging proposals against facts. ``judge`` is ``judge_all`` of one; a day asked for at many spaces is judged once."""

from collections.abc import Iterable

from booking.rules import physical
from booking.rules.facts import Facts
from booking.rules.kind import DAY, SPACE
from booking.rules.proposal import Proposal
from booking.rules.rulebook import BoundRule
from booking.rules.verdict import Measured, Objection, Usage, Verdict

Found = tuple[list[Objection], list[Measured]]
Sides = dict[str, list[BoundRule]]


def judge(proposal: Proposal, facts: Facts) -> Verdict:
    """The verdict on one proposal, with every objection."""
    return judge_all([proposal], facts)[0]


def judge_all(proposals: Iterable[Proposal], facts: Facts) -> list[Verdict]:
    """A verdict for each proposal, in order. Facts must have been gathered for all of them."""
    days: dict[tuple, Found] = {}
    rules: dict[tuple, Sides] = {}
    verdicts = []
    for asked in proposals:
        proposal = facts.as_counted(asked)
        here = proposal.site_id, proposal.date, proposal.presence
        sides = rules.get(here)
        if sides is None:
            sides = rules[here] = _sides(proposal, facts)
        key = proposal.day_key
        day = days.get(key)
        if day is None:
            day = days[key] = _judge_one_side(sides[DAY], proposal, facts, physical.of_the_day(proposal, facts))
        objections, measured = day
        if proposal.space_id is not None:
            at_space = _judge_one_side(sides[SPACE], proposal, facts, physical.of_the_space(proposal, facts))
            objections, measured = objections + at_space[0], measured + at_space[1]
        verdicts.append(Verdict(proposal, tuple(objections), tuple(measured), facts.attends(proposal)))
    return verdicts


def _sides(proposal: Proposal, facts: Facts) -> Sides:
    """The rules of the proposed site and date, by what they speak of: found once for a floor of a thousand desks."""
    sides: Sides = {DAY: [], SPACE: []}
    for rule in facts.rulebook(proposal).rules_on(proposal.date):
        if not proposal.presence and not rule.kind.judges_things:
            continue
        sides[rule.kind.speaks_of].append(rule)
    return sides


def _judge_one_side(
    rules: list[BoundRule], proposal: Proposal, facts: Facts, physical_objections: list[Objection]
) -> Found:
    objections, measured = physical_objections, []
    for rule in rules:
        usage = rule.kind.measure(proposal, facts)
        if usage is None:
            continue
        measured.append(Measured(rule.kind.code, rule.strength, rule.rule_id, rule.policy_id, rule.policy_name, usage))
        if rule.kind.objects(usage):
            objections.append(_objection(rule, usage))
    return objections, measured


def _objection(rule: BoundRule, usage: Usage) -> Objection:
    return Objection(
        code=rule.kind.code,
        strength=rule.strength,
        limit=usage.limit,
        used=usage.used,
        asked=usage.asked,
        base=usage.base,
        rule_id=rule.rule_id,
        policy_id=rule.policy_id,
        policy_name=usage.details.get("policy_name", rule.policy_name),
        details=usage.details,
    )
