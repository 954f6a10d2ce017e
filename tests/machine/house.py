"""What the house does: policies, bases, closures, and time that passes."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from psycopg.types.range import Range

from booking.actions.locking import hold_whole_sites
from booking.actions.publication import CannotPublish, end_early, publish
from booking.models import BaseSnapshot, Closure, Policy, Rule
from tests.machine import drawing
from tests.machine.bench import Bench
from tests.machine.drawing import at_site
from tests.machine.world import Base, Regime, Shut


class House(Bench):
    @initialize(data=st.data())
    def begin(self, data):
        """Every site has a base, most have a policy, and there may be a fallback."""
        for site in [*self.world.places, None]:
            if site is not None:
                self._base(site, self.first - timedelta(days=90), data.draw(st.integers(2, 12)), 2)
            rules = data.draw(drawing.rules)
            if rules and (site is not None or data.draw(st.booleans())):
                self._publish(site, self.first - timedelta(days=60), self.first + timedelta(days=60), rules)
        self._limits_changed()

    @rule(
        site=st.one_of(drawing.where, drawing.where, st.none()),
        start=st.integers(0, 8),
        length=st.integers(1, 9),
        rules=drawing.rules,
    )
    def a_policy_is_published(self, site, start, length, rules):
        """What is in force then ends early; a policy that comes later still collides."""
        owner = self._site(site) if site is not None else None
        begins = self.first + timedelta(days=start)
        for regime in list(self.world.regimes):
            if regime.site == owner and regime.start < begins < regime.end:
                policy = Policy.objects.get(pk=regime.id)
                end_early(policy=policy, on=begins, by=self.stage.manager, now=self.now)
                self.world.regimes[self.world.regimes.index(regime)] = Regime(
                    regime.id, owner, regime.start, begins, regime.rules
                )
        self._publish(owner, begins, begins + timedelta(days=length), rules)
        self._limits_changed()

    @rule(site=drawing.where, start=drawing.days, everyone=st.integers(0, 14), fewer=st.integers(0, 6))
    def a_base_is_taken(self, site, start, everyone, fewer):
        self._base(self._site(site), self.first + timedelta(days=start), everyone, fewer)
        self._limits_changed()

    @rule(site=drawing.where, zone=st.sampled_from((None, 0, -1)), day=drawing.days, halves=drawing.halves)
    def a_place_is_closed(self, site, zone, day, halves):
        site, day = self._site(site), self.first + timedelta(days=day)
        zone = self.stage.desks(site)[zone].zone if zone is not None else None
        with hold_whole_sites([site]):
            Closure.objects.create(
                site_id=site, zone_id=zone, period=Range(day, day + timedelta(days=1)), reason="Paint",
                morning="M" in halves, afternoon="A" in halves,
            )  # fmt: skip
        self.world.shut.append(Shut(site, zone, day, frozenset(halves)))

    @rule(hours=st.sampled_from((1, 2, 4, 12)))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    def _publish(self, site, start, end, rules):
        rules = [at_site(drawn, site, self.stage) for drawn in rules]
        rules = [drawn for drawn in rules if site is not None or drawn.get("mode") != "reserved"]
        policy = Policy.objects.create(site_id=site, name="Drawn", period=Range(start, end))
        for position, drawn in enumerate(rules):
            columns = {"strength": drawn.get("strength", "refuse"), "population": drawn.get("population", "everyone")}
            columns |= {f"{key}_id": drawn[key] for key in ("team", "zone", "floor") if key in drawn}
            aside = {"kind", "strength", "population", "team", "zone", "floor"}
            parameters = {key: value for key, value in drawn.items() if key not in aside}
            drawn["pk"] = Rule.objects.create(
                policy=policy, position=position, kind=drawn["kind"], parameters=parameters, **columns
            ).pk
        taken = any(r.site == site and r.start < end and start < r.end for r in self.world.regimes)
        try:
            publish(policy=policy, by=self.stage.manager, now=self.now)
        except CannotPublish:
            assert taken
        else:
            assert not taken
            self.world.regimes.append(Regime(policy.pk, site, start, end, tuple(rules)))

    def _base(self, site, start, everyone, fewer):
        telework = max(0, everyone - fewer)
        teams = {self.stage.teams[0]: everyone // 2, self.stage.teams[1]: everyone // 3}
        with hold_whole_sites([site]):
            BaseSnapshot.objects.update_or_create(
                site_id=site,
                starts_on=start,
                defaults={
                    "everyone": everyone,
                    "telework": telework,
                    "by_team": {str(team): {"everyone": n, "telework": 0} for team, n in teams.items()},
                    "taken_at": self.now,
                },
            )
        self.world.bases = [b for b in self.world.bases if (b.site, b.start) != (site, start)]
        self.world.bases.append(Base(site, start, everyone, telework, teams))
