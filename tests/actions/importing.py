"""Files for the imports, and what is wrong with them."""

from pathlib import Path

import pytest

from booking.actions.import_outcome import ImportRefused
from tests.cast import NOW

PEOPLE_HEADER = "employee_number,email,given_name,family_name,site,team,telework,left"


def write(folder: Path, text: str, *, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def people(folder: Path, *rows: str, header: str = PEOPLE_HEADER, **written) -> Path:
    return write(folder, "\n".join([header, *rows, ""]), name="people.csv", **written)


def refused(action, path: Path, **options) -> list[str]:
    """The problems for which ``action`` refuses the file, as sentences."""
    with pytest.raises(ImportRefused) as caught:
        action(path=path, **options)
    return [str(problem) for problem in caught.value.problems]


BY_COMMAND = {"by": None, "now": NOW}
