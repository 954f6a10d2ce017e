"""Tables as customers and their spreadsheets write them."""

from decimal import Decimal

import pytest

from booking.actions.import_outcome import ImportRefused
from booking.actions.reading import (
    Unreadable,
    centimetres,
    decimal,
    iso_date,
    read_table,
    tenths,
    weekday_list,
    yes_or_no,
)
from tests.actions.importing import write

COLUMNS = ("name", "team", "note")


def rows(path):
    return [
        (row.line, row.text("name"), row.text("note")) for row in read_table(path, columns=COLUMNS, needed={"name"})
    ]


def problems(path) -> list[str]:
    with pytest.raises(ImportRefused) as caught:
        read_table(path, columns=COLUMNS, needed={"name"})
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_excel_writes_is_read(tmp_path, delimiter, encoding, newline):
    text = newline.join(["Name;note", "Zoë;fine", ""]).replace(";", delimiter)
    assert rows(write(tmp_path, text, encoding=encoding)) == [(2, "Zoë", "fine")]


def test_excels_own_first_line_is_skipped_and_lines_keep_their_numbers(tmp_path):
    assert rows(write(tmp_path, "sep=;\nname;note\n\nAnn;a\n")) == [(4, "Ann", "a")]


def test_quotes_hold_delimiters_and_line_breaks(tmp_path):
    path = write(tmp_path, 'name,note\n"De Smet, Ann","two\nlines, ""quoted"""\nBob,b\n')
    assert rows(path) == [(2, "De Smet, Ann", 'two\nlines, "quoted"'), (4, "Bob", "b")]


def test_columns_that_were_emptied_in_excel_do_not_matter(tmp_path):
    assert rows(write(tmp_path, "name,note,,\nAnn,a,,\n,,,\n")) == [(2, "Ann", "a")]


@pytest.mark.parametrize("text", ["name,note\nZoë,é\n"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_named(tmp_path, text, encoding):
    said = problems(write(tmp_path, text, encoding=encoding))
    assert len(said) == 1
    assert "is not UTF-8; in Excel, save as “CSV UTF-8" in said[0]


def test_unknown_missing_and_double_columns_are_all_named(tmp_path):
    said = problems(write(tmp_path, "nmae,note,note\nAnn,a,b\n"))
    assert said == [
        "line 1, nmae: is no known column; perhaps name, team, note",
        "line 1, note: is there twice; keep one",
        "line 1, name: is missing; add this column",
    ]


def test_rows_of_another_length_are_all_named(tmp_path):
    said = problems(write(tmp_path, "name,note\nAnn\nBob,b\nCas,c,c\n"))
    assert [problem.split(":")[0] for problem in said] == ["line 2", "line 4"]


def test_broken_quotes_and_empty_files_are_told(tmp_path):
    assert "check its quotes" in problems(write(tmp_path, 'name,note\n"Ann"x,a\n'))[0]
    assert "begin with the columns name, team, note" in problems(write(tmp_path, ""))[0]
    assert "cannot be read" in problems(tmp_path / "nowhere.csv")[0]


def test_cells_are_read_as_people_write_them():
    assert decimal("12,5") == decimal("12.5") == Decimal("12.5")
    assert centimetres("1,6") == 160
    assert centimetres("0.05") == 5
    assert tenths("81,64") == Decimal("81.6")
    assert weekday_list("5 1 2,3") == [1, 2, 3, 5]
    assert [yes_or_no(word) for word in ("Yes", "ja", "OUI", "no", "nee", "Nein")] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (decimal, "1.234,5"), (decimal, "-3"), (decimal, "NaN"), (iso_date, "17/03/2026"), (weekday_list, "1 8"),
        (weekday_list, "Mon"), (yes_or_no, "perhaps"),
    ],
)  # fmt: skip
def test_cells_that_mean_nothing_are_refused(read, value):
    with pytest.raises(Unreadable, match="give "):
        read(value)
