"""The demo's three buildings: Brussels with six floors of 80 desks, Antwerp with two of 45, Liège with one of 10."""

from booking.demo.plans import FloorPlan, RoomPlan, ZonePlan

SITES = (
    {
        "type": "site", "site": "brussels", "name": "Brussels, Noordplein", "address": "Noordplein 12, 1000 Brussels",
        "time_zone": "Europe/Brussels", "midday": "13:00", "opens": "07:00", "closes": "19:00",
        "working_days": "1 2 3 4 5", "holidays": "BE", "area": "3356.2",
    },
    {
        "type": "site", "site": "antwerp", "name": "Antwerp, Scheldekaai", "address": "Scheldekaai 40, 2000 Antwerpen",
        "time_zone": "Europe/Brussels", "midday": "13:00", "opens": "07:30", "closes": "19:00",
        "working_days": "1 2 3 4 5", "holidays": "BE", "area": "808.6",
    },
    {
        "type": "site", "site": "liege", "name": "Liège, Quai sur Meuse", "address": "Quai sur Meuse 7, 4000 Liège",
        "time_zone": "Europe/Brussels", "midday": "12:30", "opens": "08:00", "closes": "18:30",
        "working_days": "1 2 3 4 5", "holidays": "BE", "area": "147.2",
    },
)  # fmt: skip

# Rooms named after rivers, painters, trees, the coast, woods and composers; the air flow does not carry every seat.
ROOM_NAMES = {
    "1": ("Schelde", "Zenne", "Leie", "Dijle"),
    "2": ("Ensor", "Magritte", "Spilliaert", "Rubens"),
    "3": ("Linde", "Hêtre", "Eiche", "Bouleau"),
    "4": ("Oostende", "De Haan", "Nieuwpoort", "Knokke"),
    "5": ("Zoniën", "Hallerbos", "Ardenne", "Hautes Fagnes"),
    "6": ("Franck", "Grétry", "Lekeu", "Ysaÿe"),
}
AIR = {
    "1": (400, 320, 240, 480),
    "2": (320, 320, 200, 480),
    "3": (400, 240, 240, 360),
    "4": (400, 320, 240, 480),
    "5": (280, 320, 160, 480),
    "6": (400, 320, 240, 400),
}


def floors() -> list[FloorPlan]:
    return [*(_brussels(level) for level in range(1, 7)), _antwerp(1), _antwerp(2), _liege()]


def _brussels(level: int) -> FloorPlan:
    code = str(level)
    sizes = ((10, 5.0), (8, 4.4), (6, 3.6), (12, 5.4))
    return FloorPlan(
        site="brussels",
        code=code,
        level=level,
        name=f"Floor {level}",
        width=30.4,
        depth=18.4,
        zones=(
            ZonePlan("A", "Noord", 0.6, 0.4, (3, 3)),
            ZonePlan("B", "Plein", 13.3, 0.4, (3, 3)),
            ZonePlan("C", "Stilte", 0.6, 5.3, (4,), pairs=2, quiet=True),
            ZonePlan("D", "Atelier", 17.7, 5.3, (4,), pairs=2),
            ZonePlan("E", "Zuid", 0.6, 14.2, (3, 3)),
            ZonePlan("F", "Park", 13.3, 14.2, (3, 3)),
        ),
        rooms=tuple(
            RoomPlan(name, seats, depth, air, measured=level % 2 == 0 and seats > 8)
            for name, (seats, depth), air in zip(ROOM_NAMES[code], sizes, AIR[code], strict=True)
        ),
        rooms_from=25.6,
        core=(
            ("core", "", 8.7, 5.7, 7.6, 6.3),
            ("lift", "Lift", 8.7, 5.7, 2.2, 2.8),
            ("lift", "Lift", 10.9, 5.7, 2.2, 2.8),
            ("toilets", "Toilets", 13.1, 5.7, 3.2, 2.8),
            ("coffee", "Coffee", 8.7, 8.5, 3.4, 3.5),
            ("stairs", "Stairs", 12.1, 8.5, 4.2, 3.5),
        ),
        # The quiet zone has walls of its own, open towards the core.
        walls=(
            ("wall", 0, 4.75, 7.75, 0.1),
            ("wall", 0, 12.85, 7.75, 0.1),
            ("wall", 7.7, 4.75, 0.1, 2.6),
            ("wall", 7.7, 9.35, 0.1, 3.6),
            ("door", 7.7, 7.4, 0.1, 0.9),
            ("column", 12.3, 4.2, 0.4, 0.4),
            ("column", 12.3, 13.2, 0.4, 0.4),
            ("column", 24.9, 4.6, 0.4, 0.4),
            ("column", 24.9, 12.9, 0.4, 0.4),
            ("plant", 8.8, 12.4, 0.6, 0.6),
            ("plant", 15.6, 12.4, 0.6, 0.6),
        ),
        accessible=frozenset({("C", 3), ("B", 0)}),
    )


def _antwerp(level: int) -> FloorPlan:
    names = (("Kattendijk", "Bonaparte", "Willem", "Houtdok"), ("Rubens", "Jordaens", "Teniers", "Plantin"))[level - 1]
    air = ((240, 200, 160, 320), (320, 160, 200, 240))[level - 1]
    sizes = ((6, 3.6), (5, 3.0), (5, 3.0), (8, 3.7))
    return FloorPlan(
        site="antwerp",
        code=str(level),
        level=level,
        name=f"Floor {level}",
        width=30.4,
        depth=13.3,
        zones=(
            ZonePlan("A", "Kaai", 0.6, 0.4, (3, 3)),
            ZonePlan("B", "Dok", 13.3, 0.4, (3, 3)),
            ZonePlan("C", "Zilt", 0.6, 9.2, (3, 3), quiet=True),
            ZonePlan("D", "Ster", 13.3, 9.2, (3, 3), desks=9),
        ),
        rooms=tuple(
            RoomPlan(name, seats, depth, flow, measured=False)
            for name, (seats, depth), flow in zip(names, sizes, air, strict=True)
        ),
        rooms_from=25.6,
        core=(
            ("core", "", 3.6, 5.2, 17.8, 2.6),
            ("stairs", "Stairs", 3.6, 5.2, 4.2, 2.6),
            ("lift", "Lift", 7.8, 5.2, 2.2, 2.6),
            ("lift", "Lift", 10.0, 5.2, 2.2, 2.6),
            ("toilets", "Toilets", 12.2, 5.2, 4.2, 2.6),
            ("coffee", "Coffee", 16.4, 5.2, 5.0, 2.6),
        ),
        walls=(
            ("column", 12.3, 4.2, 0.4, 0.4),
            ("column", 12.3, 8.4, 0.4, 0.4),
            ("column", 24.9, 6.3, 0.4, 0.4),
            ("plant", 2.0, 6.2, 0.6, 0.6),
            ("plant", 22.4, 6.2, 0.6, 0.6),
        ),
        accessible=frozenset({("B", 0), ("A", 5), ("D", 0)}),
    )


def _liege() -> FloorPlan:
    return FloorPlan(
        site="liege",
        code="0",
        level=0,
        name="Ground floor",
        width=16.0,
        depth=9.2,
        zones=(ZonePlan("A", "Meuse", 0.6, 0.4, (3, 2)),),
        rooms=(RoomPlan("Ourthe", 6, 4.8, 200),),
        rooms_from=11.6,
        core=(
            ("core", "", 0.6, 5.4, 9.4, 3.2),
            ("coffee", "Coffee", 0.6, 5.4, 4.0, 3.2),
            ("toilets", "Toilets", 4.6, 5.4, 2.6, 3.2),
            ("stairs", "Stairs", 7.2, 5.4, 2.8, 3.2),
        ),
        walls=(("plant", 10.6, 8.2, 0.6, 0.6), ("door", 13.2, 9.1, 0.9, 0.1)),
        accessible=frozenset({("A", 0)}),
    )
