"""The demo's files are what their generator writes, and are as large as promised."""

import csv
from collections import Counter

from booking.demo import make_files
from booking.demo.loading import FOLDER


def rows(name: str) -> list[dict]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_generator_writes_the_committed_files(tmp_path, monkeypatch):
    monkeypatch.setattr(make_files, "FOLDER", tmp_path)
    make_files.main()
    for name in ("people.csv", "places.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), "run python -m booking.demo.make_files"


def test_the_organisation_has_its_size():
    people, places = rows("people.csv"), rows("places.csv")
    assert Counter(person["site"] for person in people) == {"brussels": 1200, "antwerp": 130, "liege": 8}
    assert len({person["team"] for person in people if person["site"] == "brussels"}) == 40
    able = sum(person["telework"] == "yes" for person in people if person["site"] == "brussels")
    assert 980 <= able <= 1040
    counted = [(place["site"], place["type"]) for place in places if place["type"] in ("floor", "desk", "room")]
    assert Counter(counted) == {
        ("brussels", "floor"): 6, ("brussels", "desk"): 480, ("brussels", "room"): 24, ("antwerp", "floor"): 2,
        ("antwerp", "desk"): 90, ("antwerp", "room"): 8, ("liege", "floor"): 1, ("liege", "desk"): 10,
        ("liege", "room"): 1,
    }  # fmt: skip


def test_desks_can_be_tapped_and_nothing_overlaps_or_leaves_the_floor():
    places = rows("places.csv")
    floors = {(place["site"], place["floor"]): place for place in places if place["type"] == "floor"}
    for key, floor in floors.items():
        width, height = float(floor["width"]), float(floor["height"])
        spaces = [p for p in places if p["type"] in ("desk", "room") and (p["site"], p["floor"]) == key]
        boxes = [tuple(float(p[name]) for name in ("x", "y", "width", "height")) for p in spaces]
        assert all(w / width * 850 >= 44 for _x, _y, w, _h in boxes)
        assert all(x + w <= width + 0.01 and y + h <= height + 0.01 for x, y, w, h in boxes)
        core = [
            p for p in places if p["type"] == "feature" and p["feature"] == "core" and (p["site"], p["floor"]) == key
        ]
        boxes += [tuple(float(p[name]) for name in ("x", "y", "width", "height")) for p in core]
        for i, one in enumerate(boxes):
            assert not any(_overlap(one, other) for other in boxes[:i])


def _overlap(one, other) -> bool:
    (x, y, w, h), (u, v, s, t) = one, other
    return x < u + s - 0.01 and u < x + w - 0.01 and y < v + t - 0.01 and v < y + h - 0.01
