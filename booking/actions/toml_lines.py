"""On which lines the tables of a TOML file begin: tomllib says what is in them, and not where they are."""

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*\[\[\s*(policy|policy\s*\.\s*rule)\s*\]\]")
_LONG_QUOTES = ('"""', "'''")


@dataclass
class TableLines:
    """The line of a [[policy]], and those of its [[policy.rule]], counted from 1."""

    line: int
    rules: list[int] = field(default_factory=list)


def lines_of_policies(text: str) -> list[TableLines]:
    """The lines of each [[policy]] in order; none for policies that are written as an inline array."""
    found: list[TableLines] = []
    quoted = ""  # the quotes of the long string that this line begins in, whose words are no headers
    for number, line in enumerate(text.splitlines(), start=1):
        header = None if quoted else _HEADER.match(line)
        if header and header[1] == "policy":
            found.append(TableLines(number))
        elif header and found:
            found[-1].rules.append(number)
        for quotes in _LONG_QUOTES:
            if quoted in ("", quotes) and line.count(quotes) % 2:
                quoted = "" if quoted else quotes
    return found
