"""Import places: sites, floors with what is drawn on them, zones, desks and rooms. All or nothing.

Nothing is ever deleted: bookings point to desks. A desk that vanishes from the file stays as it is.
"""

from pathlib import Path
from typing import Any

from django.db.models import Model

from booking.actions.import_outcome import Change, Outcome, Progress, silent
from booking.actions.locking import hold_whole_sites
from booking.actions.places_file import PlaceRow, read_places
from booking.actions.reading import one_of_these, refuse_problems
from booking.models import Floor, Site, Space, Team, Zone

ORDER = ("site", "floor", "zone", "desk", "room")
MODELS: dict[str, type[Model]] = {"site": Site, "floor": Floor, "zone": Zone, "desk": Space, "room": Space}
CALLED = {"holiday_country": "holidays", "floor_area": "area"}


class _WouldWrite(Exception):
    """Ends a dry run, whose transaction leaves nothing behind."""


def import_places(*, path: Path, dry_run: bool = False, progress: Progress = silent) -> Outcome:
    """Import places.csv. Nobody books at these sites while it is written. Raises ImportRefused, Busy."""
    places = read_places(path)
    refuse_problems(place.row for place in places)
    writing = _Writing()
    try:
        # A dry run writes, too, and takes it back: so it tells exactly what would happen, parents included.
        with hold_whole_sites(_known_sites(places)):
            writing.write(places, progress)
            if dry_run:
                raise _WouldWrite
    except _WouldWrite:
        pass
    return writing.outcome


def _known_sites(places: list[PlaceRow]) -> list[int]:
    return list(Site.objects.filter(code__in={place.site for place in places}).values_list("pk", flat=True))


class _Writing:
    """Rows of the file beside rows of the database, by their keys: (site,), (site, floor), (site, floor, code)."""

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.found: dict[str, dict[tuple[str, ...], Any]] = {}

    def write(self, places: list[PlaceRow], progress: Progress) -> None:
        codes = {place.site for place in places}
        self.found = {
            "site": {(s.code,): s for s in Site.objects.filter(code__in=codes)},
            "floor": {
                (f.site.code, f.code): f for f in Floor.objects.filter(site__code__in=codes).select_related("site")
            },
            "zone": {
                (z.floor.site.code, z.floor.code, z.code): z
                for z in Zone.objects.filter(floor__site__code__in=codes).select_related("floor__site")
            },
        }
        self.found["desk"] = self.found["room"] = {
            (s.floor.site.code, s.floor.code, s.code): s
            for s in Space.objects.filter(floor__site__code__in=codes).select_related("floor__site", "zone")
        }
        for kind in progress(ORDER, "Writing places"):
            self._write_kind(kind, [place for place in places if place.type == kind])
        self._draw([place for place in places if place.type == "feature"])
        self._settle_teams([place for place in places if place.teams is not None])
        refuse_problems(place.row for place in places)

    def _write_kind(self, kind: str, places: list[PlaceRow]) -> None:
        new, changed, fields, found = [], [], set(), self.found[kind]
        for place in places:
            facts = place.facts | self._parents(kind, place)
            if place.row.problems:
                continue
            existing = found.get(place.key)
            if existing is None:
                found[place.key] = place_ = MODELS[kind](**facts)
                new.append(place_)
                self.outcome.created.append(place.who)
                continue
            differing = {
                name: (getattr(existing, name), to) for name, to in facts.items() if getattr(existing, name) != to
            }
            if differing.get("kind"):
                place.row.report("type", f"is a {existing.kind} in the database; give this one another code")
                continue
            if differing:
                for name, (_before, after) in differing.items():
                    setattr(existing, name, after)
                fields |= set(differing)
                changed.append(existing)
                self.outcome.changed.append(
                    Change(place.who, {CALLED.get(name, name): both for name, both in differing.items()})
                )
            else:
                self.outcome.unchanged += 1
        MODELS[kind].objects.bulk_create(new)  # type: ignore[attr-defined]
        if changed:
            MODELS[kind].objects.bulk_update(changed, sorted(fields), batch_size=500)  # type: ignore[attr-defined]

    def _parents(self, kind: str, place: PlaceRow) -> dict[str, Any]:
        """The model's fields that say which one this is and where it belongs; reports a parent that does not exist."""
        if kind == "site":
            return {"code": place.site} | ({} if "name" in place.facts else {"name": place.site})
        if kind == "floor":
            return {"site": self._parent("site", (place.site,), place), "code": place.floor}
        floor = self._parent("floor", (place.site, place.floor), place)
        if kind == "zone":
            return {"floor": floor, "code": place.zone}
        facts = {"floor": floor, "code": place.code, "kind": kind}
        if place.row.has("zone"):
            facts["zone"] = self._parent("zone", (place.site, place.floor, place.zone), place) if place.zone else None
        return facts

    def _parent(self, kind: str, key: tuple[str, ...], place: PlaceRow) -> Any:
        parent = self.found[kind].get(key)
        if parent is None:
            known = sorted(other[-1] for other in self.found[kind] if other[:-1] == key[:-1])
            place.row.report(kind, f"give a {kind} that exists or is in the file: {one_of_these(known, key[-1])}")
        return parent

    def _draw(self, places: list[PlaceRow]) -> None:
        """What is drawn under the desks of a floor, replaced as a whole where the file draws anything."""
        drawings: dict[tuple[str, ...], list[dict]] = {}
        for place in places:
            if self._parent("floor", (place.site, place.floor), place) is not None:
                label = {"label": place.facts["label"]} if place.facts.get("label") else {}
                rectangle = {name: place.facts.get(name, 0) for name in ("x", "y", "width", "height")}
                drawings.setdefault((place.site, place.floor), []).append(
                    {"feature": place.feature, **rectangle, **label}
                )
        for key, features in drawings.items():
            floor = self.found["floor"][key]
            if floor.features == features:
                continue
            before = len(floor.features)
            floor.features = features
            floor.save(update_fields=["features"])
            if before:
                told = {"drawing": (f"{before} features", f"{len(features)} features")}
                self.outcome.changed.append(Change(f"floor {' '.join(key)}", told))

    def _settle_teams(self, places: list[PlaceRow]) -> None:
        """The teams at home in a zone are those that the file names there; a team that does not exist is made."""
        teams = {team.name: team for team in Team.objects.select_related("zone")}
        homes: dict[str, PlaceRow] = {}
        for place in places:
            for name in place.teams or ():
                if homes.setdefault(name, place) is not place:
                    place.row.report("teams", f"{name} is at home on line {homes[name].row.line} already")
        new = [Team(name=name) for name in homes if name not in teams]
        teams |= {team.name: team for team in Team.objects.bulk_create(new)}
        self.outcome.created += [f"team {team.name}" for team in new]
        for place in places:
            zone = self.found["zone"].get(place.key)
            if zone is None:
                continue
            for name, team in teams.items():
                wanted = zone if homes.get(name) is place else None
                if (wanted is not None and team.zone_id != zone.pk) or (
                    name not in homes and wanted is None and team.zone_id == zone.pk
                ):
                    if team not in new:
                        told = {"home zone": (team.zone and team.zone.code, wanted and wanted.code)}
                        self.outcome.changed.append(Change(f"team {name}", told))
                    team.zone = wanted
                    team.save(update_fields=["zone"])
