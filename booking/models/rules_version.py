"""Triggers that renew ``Site.rules_version`` with every change of what a judgement reads from a rulebook.

The version comes from a sequence: a number once seen, even in a transaction that was rolled back, never returns.
"""

import pgtrigger

from booking.models.base_snapshot import BaseSnapshot
from booking.models.closure import Closure
from booking.models.desk_release import DeskRelease
from booking.models.place import Floor, Site, Space, Zone
from booking.models.policy import Policy, Rule
from booking.models.team import Team

SEQUENCE = "booking_rules_version"


def _renew(sites: str) -> str:
    return f"UPDATE booking_site SET rules_version = nextval('{SEQUENCE}') WHERE id IN ({sites}); RETURN NULL;"


_BY_SITE = "NEW.site_id, OLD.site_id"
_BY_FLOOR = "SELECT f.site_id FROM booking_floor f WHERE f.id IN (NEW.floor_id, OLD.floor_id)"
_BY_SPACE = (
    "SELECT f.site_id FROM booking_space s JOIN booking_floor f ON f.id = s.floor_id"
    " WHERE s.id IN (NEW.space_id, OLD.space_id)"
)
# A policy without a site is the fallback: it may hold anywhere.
_BY_POLICY = (
    "SELECT s.id FROM booking_site s, booking_policy p"
    " WHERE p.id IN (NEW.policy_id, OLD.policy_id) AND (p.site_id = s.id OR p.site_id IS NULL)"
)
_POLICY = (
    "SELECT s.id FROM booking_site s WHERE s.id IN (NEW.site_id, OLD.site_id)"
    " OR (TG_OP <> 'INSERT' AND OLD.site_id IS NULL) OR (TG_OP <> 'DELETE' AND NEW.site_id IS NULL)"
)

for _model, _sites in (
    (Floor, _BY_SITE),
    (Zone, _BY_FLOOR),
    (Space, _BY_FLOOR),
    (DeskRelease, _BY_SPACE),
    (Closure, _BY_SITE),
    (BaseSnapshot, _BY_SITE),
    (Policy, _POLICY),
    (Rule, _BY_POLICY),
):
    pgtrigger.register(
        pgtrigger.Trigger(
            name="renew_rules_version",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=_renew(_sites),
        )
    )(_model)

# A rulebook names the teams of its populations.
pgtrigger.register(
    pgtrigger.Trigger(
        name="renew_rules_version",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("name"),
        func=_renew("SELECT s.id FROM booking_site s"),
    )
)(Team)

pgtrigger.register(
    pgtrigger.Trigger(
        name="renew_rules_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(
            "code", "name", "time_zone", "midday", "opens", "closes", "working_days", "holiday_country", "floor_area"
        ),
        func=f"NEW.rules_version = nextval('{SEQUENCE}'); RETURN NEW;",
    )
)(Site)
