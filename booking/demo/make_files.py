"""Writes people.csv and places.csv, the same at every run: python -m booking.demo.make_files

policies.toml is written by hand, from the sources that it names.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

from booking.demo import staff
from booking.demo.buildings import SITES, floors
from booking.demo.plans import rows_of

FOLDER = Path(__file__).parent


def main() -> None:
    places = list(_places())
    _write("places.csv", list(dict.fromkeys(column for row in places for column in row)), places)
    desks: dict[str, list[str]] = defaultdict(list)
    for row in places:
        if row["type"] == "desk":
            desks[f"{row['site']}/{row['floor']}/{row['zone']}"].append(str(row["code"]))
    people = list(staff.rows(desks))
    _write("people.csv", list(people[0]), people)


def _places() -> Iterable[dict]:
    random = Random(480)
    at_home: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for crew in staff.teams():
        floor, zone = crew.zone.split("/")
        at_home[f"{crew.site}/{floor}"][zone].append(crew.name)
    yield from SITES
    for plan in floors():
        here = at_home[f"{plan.site}/{plan.code}"]
        yield from rows_of(plan, {zone: "|".join(names) for zone, names in here.items()}, random)


def _write(name: str, columns: list[str], rows: Iterable[dict]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
