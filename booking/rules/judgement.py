"""Judging proposals against facts. ``judge`` is ``judge_all`` of one; a day asked for at many spaces is judged once."""

from collections.abc import Iterable

from booking.rules import physical
from booking.rules.facts import Facts
from booking.rules.kind import DAY, SPACE
from booking.rules.proposal import Proposal
from booking.rules.rulebook import BoundRule
from booking.rules.verdict import Measured, Objection, Usage, Verdict

Found = tuple[list[Objection], list[Measured]]


def judge(proposal: Proposal, facts: Facts) -> Verdict:
    """The verdict on one proposal, with every objection."""
    return judge_all([proposal], facts)[0]


def judge_all(proposals: Iterable[Proposal], facts: Facts) -> list[Verdict]:
    """A verdict for each proposal, in order. Facts must have been gathered for all of them."""
    days: dict[tuple, Found] = {}
    verdicts = []
    for asked in proposals:
        proposal = facts.as_counted(asked)
        key = proposal.day_key
        day = days.get(key)
        if day is None:
            day = days[key] = _judge_one_side(DAY, proposal, facts, physical.of_the_day(proposal, facts))
        objections, measured = day
        if proposal.space_id is not None:
            at_space = _judge_one_side(SPACE, proposal, facts, physical.of_the_space(proposal, facts))
            objections, measured = objections + at_space[0], measured + at_space[1]
        verdicts.append(Verdict(proposal, tuple(objections), tuple(measured), facts.attends(proposal)))
    return verdicts


def _judge_one_side(side: str, proposal: Proposal, facts: Facts, physical_objections: list[Objection]) -> Found:
    objections, measured = physical_objections, []
    for rule in facts.rulebook(proposal).rules_on(proposal.date):
        if rule.kind.speaks_of != side:
            continue
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
