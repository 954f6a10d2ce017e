"""Dutch, French and German are complete: every text of code and templates is there, translated, and compiled."""

import ast
import re

import pytest

from tests.locale.catalogues import (
    ROOT,
    TAG,
    TRANSLATED,
    compiled,
    extracted,
    identity,
    placeholders,
    texts,
    written,
)

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "npgettext"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_missing_fuzzy_or_obsolete(language):
    said = written(language)

    assert [entry.msgid for entry in said if not all(texts(entry).values())] == []
    assert [entry.msgid for entry in said if entry.fuzzy] == []
    assert [entry.msgid for entry in said.obsolete_entries()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language):
    assert {identity(entry): texts(entry) for entry in compiled(language)} == {
        identity(entry): texts(entry) for entry in written(language)
    }


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> set[tuple]:
    return extracted(tmp_path_factory.mktemp("sources"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_there_and_no_other(language, marked):
    assert {identity(entry) for entry in written(language)} ^ marked == set(), "run `make messages` and translate"


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_and_tags_agree(language):
    for entry in written(language):
        known = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
        for text in texts(entry).values():
            assert placeholders(text) <= known, text
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(entry.msgid)), text
        # A singular may say “one” instead of its number; what holds for many may leave nothing out.
        assert placeholders(texts(entry)[max(texts(entry))]) == known, entry.msgid


def test_french_has_its_spaces():
    for entry in written("fr"):
        for text in texts(entry).values():
            assert re.findall(r"[^\N{NO-BREAK SPACE}][:;!?»](?!\d)", text) == [], text
            assert re.findall(r"«[^\N{NO-BREAK SPACE}]", text) == [], text
            assert "'" not in text, text


def test_german_has_its_quotation_marks_and_is_polite():
    for entry in written("de"):
        for text in (re.sub(r"<[^>]+>", "", marked) for marked in texts(entry).values()):
            assert text.count("„") == text.count("“"), text
            assert not set("'\"”‘’«»") & set(text), text
            assert re.findall(r"\b([Dd]u|[Dd]ir|[Dd]ich|[Dd]ein\w*|[Ee]uch|[Ee]uer\w*)\b", text) == [], text


def test_no_text_is_marked_within_an_f_string():
    """There xgettext does not find it."""
    for path in [*(ROOT / "booking").rglob("*.py"), *(ROOT / "config").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
            calls = [one.func for one in inside if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
            assert not MARKS & {call.id for call in calls}, f"{path}:{node.lineno}"
