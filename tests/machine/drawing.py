"""What the machine may draw: hours of a day, and policies out of every kind of rule."""

from hypothesis import strategies as st

from tests.machine.stage import Stage

HALVES = ("MA", "M", "A")
HOURS = ((8 * 60, 10 * 60), (9 * 60, 12 * 60 + 30), (11 * 60, 15 * 60), (14 * 60, 18 * 60))

hours = st.one_of(st.sampled_from(HALVES), st.sampled_from(HALVES), st.sampled_from(HOURS))
halves = st.sampled_from(HALVES)
whose = st.integers(0, 4)  # one of the people
which = st.integers(0, 999)  # one of the visits, modulo how many there are
where = st.integers(0, 2)  # one of the sites
desk = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 3))
days = st.integers(-1, 9)  # from the first day of the season on
popular = st.sampled_from((0, 0, 0, 1, 2))
soon = st.sampled_from((0, 1, 2, 3, 3, 4, 5))
strength = st.sampled_from(("refuse", "refuse", "refuse", "warn"))
weekdays = st.lists(st.integers(1, 7), min_size=1, max_size=4, unique=True)
population = st.sampled_from(("everyone", "everyone", "telework", "blue", "red"))
part = st.sampled_from(("site", "site", "floor", "zone A", "zone B"))

_caps = st.fixed_dictionaries(
    {"kind": st.just("occupancy_cap"), "population": population, "place": part, "strength": strength},
    optional={"base": st.sampled_from(("headcount", "desks")), "small_base": st.just({"below": 10, "limit": 3})},
).flatmap(lambda cap: st.sampled_from(({"number": 1}, {"number": 2}, {"percent": 20}, {"percent": 50})).map(cap.__or__))
_maxima = st.fixed_dictionaries(
    {
        "kind": st.just("person_maximum"),
        "days": st.integers(0, 3),
        "per": st.sampled_from(("week", "week", "month")),
        "population": st.sampled_from(("everyone", "telework")),
        "strength": strength,
    }
)
_team_days = st.one_of(
    st.fixed_dictionaries(
        {
            "kind": st.just("team_days"),
            "mode": st.just("only"),
            "weekdays": weekdays,
            "population": st.sampled_from(("blue", "red")),
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("team_days"),
            "mode": st.just("reserved"),
            "weekdays": weekdays,
            "population": st.sampled_from(("blue", "red")),
            "place": st.sampled_from(("zone A", "zone B")),
        }
    ),
)
_windows = st.one_of(
    st.fixed_dictionaries({"kind": st.just("booking_window"), "days_ahead": st.integers(1, 6)}),
    st.fixed_dictionaries({"kind": st.just("booking_window"), "closes_hours": st.sampled_from((1, 12, 24))}),
)
_others = st.sampled_from(
    (
        {"kind": "one_desk"},
        {"kind": "distance", "centimetres": 150},
        {"kind": "distance", "centimetres": 250},
        {"kind": "access", "teams": "blue", "place": "zone A"},
        {"kind": "person_minimum", "days": 2, "strength": "guide"},
    )
)
rules = st.lists(
    st.sampled_from((_caps,) * 5 + (_maxima,) * 3 + (_others,) * 3 + (_team_days, _windows)).flatmap(lambda kind: kind),
    min_size=1,
    max_size=4,
)


def at_site(rule: dict, site: int | None, stage: Stage) -> dict:
    """A drawn rule in the keys of one site; a fallback (no site) speaks of whole sites only."""
    rule = dict(rule)
    teams = {"blue": stage.teams[0], "red": stage.teams[1]}
    if rule.get("population") in teams:
        rule |= {"population": "team", "team": teams[rule["population"]]}
    if rule.get("teams") in teams:
        rule["teams"] = [teams[rule["teams"]]]
    place = rule.pop("place", "site")
    if site is not None and place != "site":
        desks = stage.desks(site)
        key, value = (
            ("floor", desks[0].floor) if place == "floor" else ("zone", desks[0 if place == "zone A" else -1].zone)
        )
        rule[key] = value
    if "number" in rule:
        rule.pop("base", None)
        rule.pop("small_base", None)
    return rule
