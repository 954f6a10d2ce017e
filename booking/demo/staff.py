"""The demo's people: who they are, where they work, and the five who sign in. Always the same, by a fixed seed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from booking.demo.names import FAMILY, GIVEN, LONG

DOMAIN = "noordplein.example"
LATEST_START = date(2025, 11, 3)  # nobody joins during the weeks that the demo shows

# Languages by site, in percent.
LANGUAGES = {
    "brussels": {"fr": 46, "nl": 36, "en": 15, "de": 3},
    "antwerp": {"nl": 86, "fr": 5, "en": 9, "de": 0},
    "liege": {"fr": 84, "nl": 0, "en": 4, "de": 12},
}
PATTERNS = (("1 2 3 4 5", 79), ("1 2 4 5", 9), ("1 2 3 4", 4), ("2 3 4 5", 3), ("1 2 3", 2), ("3 4 5", 2), ("2 4", 1))
VISIBILITIES = (("everyone", 88), ("team", 10), ("nobody", 2))


@dataclass(frozen=True)
class Crew:
    """A team with its size, its home zone ("3/B") and the share of it that can telework, in percent."""

    name: str
    site: str
    people: int
    zone: str
    telework: int = 94


@dataclass
class Someone:
    given_name: str
    family_name: str
    site: str
    team: str
    language: str
    telework: bool = True
    lead: bool = False
    roles: str = ""
    working_days: str = "1 2 3 4 5"
    visibility: str = "everyone"
    joined: date = LATEST_START
    desk: str = ""
    favourite_desk: str = ""
    part: str = ""  # in the demo: what one signs in as


BASE_TEAMS = (
    ("Reception", 14, "1/A", 0), ("Building maintenance", 26, "1/A", 0), ("Mail room", 12, "1/B", 0),
    ("Laboratory", 44, "1/D", 0), ("Archive", 20, "1/C", 0),
)  # fmt: skip
OFFICE_TEAMS = (
    ("Claims", "1/E"), ("Claims fraud", "1/F"), ("Customer care", "1/B"),
    ("Accounting", "2/A"), ("Controlling", "2/B"), ("Treasury", "2/C"), ("Tax", "2/D"), ("Procurement", "2/E"),
    ("Internal audit", "2/F"), ("Risk", "2/B"),
    ("People", "3/C"), ("Payroll", "3/A"), ("Learning", "3/D"), ("Service design", "3/B"), ("Research", "3/E"),
    ("Communication", "3/F"),
    ("Platform", "4/A"), ("Mobile", "4/B"), ("Data", "4/C"), ("Data science", "4/D"), ("Security", "4/E"),
    ("Workplace technology", "4/F"), ("Architecture", "4/B"),
    ("Legal", "5/A"), ("Compliance", "5/B"), ("Privacy", "5/C"), ("Public affairs", "5/D"), ("Underwriting", "5/E"),
    ("Actuaries", "5/F"), ("Reinsurance", "5/E"),
    ("Sales north", "6/A"), ("Sales south", "6/B"), ("Partnerships", "6/D"), ("Marketing", "6/E"), ("Strategy", "6/C"),
)  # fmt: skip
ANTWERP = (
    ("Port desk", 26, "1/A"), ("Marine claims", 22, "1/B"), ("Logistics", 18, "1/D"), ("Customs", 16, "2/A"),
    ("Antwerp sales", 24, "2/B"), ("Antwerp support", 24, "2/D"),
)  # fmt: skip
BRUSSELS_PEOPLE = 1200


def teams() -> list[Crew]:
    """All teams; the sizes of Brussels' office teams are drawn so that everything adds up to 1,200 people."""
    random = Random(1207)
    fixed = [Crew(name, "brussels", people, zone, telework) for name, people, zone, telework in BASE_TEAMS]
    left = BRUSSELS_PEOPLE - sum(crew.people for crew in fixed)
    weights = [random.uniform(0.6, 1.4) for _ in OFFICE_TEAMS]
    sizes = [max(8, int(left * weight / sum(weights))) for weight in weights]
    for i in range(left - sum(sizes)):
        sizes[i % len(sizes)] += 1
    office = [Crew(name, "brussels", size, zone, 93) for (name, zone), size in zip(OFFICE_TEAMS, sizes, strict=True)]
    antwerp = [Crew(name, "antwerp", people, zone) for name, people, zone in ANTWERP]
    return [*fixed, *office, *antwerp, Crew("Liège", "liege", 8, "0/A", 100)]


def sign_ins() -> list[Someone]:
    """Those one signs in as; the first rows of people.csv."""
    return [
        Someone("Eva", "Vermeulen", "brussels", "Service design", "en", part="employee in Brussels",
                favourite_desk="3.14", joined=date(2019, 3, 4)),
        Someone("Lotte", "Peeters", "antwerp", "Marine claims", "nl", part="employee in Antwerp",
                favourite_desk="1.14", joined=date(2020, 9, 1)),
        Someone("Julien", "Lambert", "brussels", "Service design", "fr", part="team lead and safety warden in Brussels",
                lead=True, roles="safety_warden@brussels first_aider@brussels",
                favourite_desk="3.16", joined=date(2014, 1, 6)),
        Someone("Marc", "Dubois", "brussels", "Workplace technology", "en",
                part="facility manager in Brussels and Antwerp",
                roles="facility_manager@brussels facility_manager@antwerp", desk="4.70",
                joined=date(2011, 5, 2)),
        Someone("Sofie", "Claes", "brussels", "People", "en", part="HR", roles="hr", lead=True,
                favourite_desk="3.26", joined=date(2016, 10, 3)),
    ]  # fmt: skip


def sign_in_addresses() -> list[tuple[str, str]]:
    """What one signs in as, and with which address; in the order of the file."""
    taken: set[str] = set()
    return [(someone.part, _address(someone, taken)) for someone in sign_ins()]


def everybody(desks: dict[str, list[str]]) -> list[Someone]:
    """All people, the sign-ins first; ``desks`` are the codes by "site/floor/zone", for favourites."""
    random = Random(9062021)
    people = sign_ins()
    seats = {}
    for someone in people:
        seats[someone.team] = seats.get(someone.team, 0) + 1
    long_names = iter(LONG)
    for crew in teams():
        led = any(someone.lead and someone.team == crew.name for someone in people)
        for number in range(crew.people - seats.get(crew.name, 0)):
            someone = _somebody(crew, random)
            someone.lead = number == 0 and not led
            if number == 7 and crew.people > 30 and (name := next(long_names, None)):
                someone.given_name, someone.family_name = name
            around = desks.get(f"{crew.site}/{crew.zone}", [])
            if around and crew.zone != "1/A" and random.random() < 0.5:
                someone.favourite_desk = random.choice([code for code in around if code != "3.14"])
            people.append(someone)
    _assign_desks(people, desks, random)
    return people


def rows(desks: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """The rows of people.csv."""
    addresses: set[str] = set()
    for number, someone in enumerate(everybody(desks), start=1):
        yield {
            "employee_number": f"N{number:05}",
            "email": _address(someone, addresses),
            "given_name": someone.given_name,
            "family_name": someone.family_name,
            "language": someone.language,
            "site": someone.site,
            "team": someone.team,
            "lead": "yes" if someone.lead else "no",
            "telework": "yes" if someone.telework else "no",
            "working_days": someone.working_days,
            "joined": someone.joined.isoformat(),
            "left": "",
            "visibility": someone.visibility,
            "roles": someone.roles,
            "desk": someone.desk,
            "favourite_desk": someone.favourite_desk,
        }


def _somebody(crew: Crew, random: Random) -> Someone:
    language = _draw(LANGUAGES[crew.site].items(), random)
    return Someone(
        random.choice(GIVEN[language]),
        random.choice(FAMILY[language]),
        crew.site,
        crew.name,
        language,
        telework=random.randrange(100) < crew.telework,
        working_days=_draw(PATTERNS, random),
        visibility=_draw(VISIBILITIES, random),
        joined=LATEST_START - timedelta(days=random.randrange(30, 9000)),
    )


def _assign_desks(people: list[Someone], desks: dict[str, list[str]], random: Random) -> None:
    """A few have a desk of their own: one each in six teams, none of it somebody's favourite."""
    favourites = {(someone.site, someone.favourite_desk) for someone in people}
    for crew in random.sample([crew for crew in teams() if crew.site == "brussels" and crew.telework], 6):
        around = [c for c in desks[f"brussels/{crew.zone}"] if ("brussels", c) not in favourites]
        someone = random.choice([s for s in people if s.team == crew.name and not s.lead and not s.part])
        if around:
            someone.desk = around[-1]
            favourites.add(("brussels", around[-1]))


def _draw(choices, random: Random) -> str:
    values, weights = zip(*choices, strict=True)
    return random.choices(values, weights)[0]


def _address(someone: Someone, taken: set[str]) -> str:
    name = unicodedata.normalize("NFKD", f"{someone.given_name}.{someone.family_name}".casefold().replace("ı", "i"))
    local = "".join(c for c in name if c.isascii() and (c.isalnum() or c in ".-"))[:56].rstrip(".-")
    address, number = f"{local}@{DOMAIN}", 1
    while address in taken:
        number += 1
        address = f"{local}{number}@{DOMAIN}"
    taken.add(address)
    return address
