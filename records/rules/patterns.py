"""The pattern language of numbers: `DA-{year}-{sequence:4}`, `{unit}-{sequence:2}`, `{file}`.

| place | what stands there |
|---|---|
| `{year}` `{yy}` `{month}` | of the day the number is given: 2026, 26, 03 |
| `{sequence:4}` | a count of at least four digits; it begins anew wherever another place differs |
| `{customer}` | the customer's number 客户编号 |
| `{unit}` | what the file is about besides: the flat, the contract, the project, the year |
| `{file}` `{part}` | for papers: the file's number, and the part of the filing plan |

Source: domain section 4.3 (F-22 to F-26, F-35), REQ-058, REQ-059, REQ-064, REQ-393.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator

_PLACE = re.compile(r"\{(?P<name>[a-z]*)(?::(?P<digits>[1-9]))?\}")
_DATES = frozenset({"year", "yy", "month"})


def places(pattern: str) -> Iterator[str]:
    """The names in braces, in order."""
    return (match["name"] for match in _PLACE.finditer(pattern))


def parts_of(pattern: str) -> Iterator[tuple[str, bool]]:
    """The pattern piece by piece, in order: the text, and whether it is the name of a place."""
    end = 0
    for match in _PLACE.finditer(pattern):
        yield pattern[end : match.start()], False
        yield match["name"], True
        end = match.end()
    yield pattern[end:], False


def filled(pattern: str, said: Mapping[str, str], sequence: int | None = None) -> str:
    """The number: every place filled in; without `sequence` its place stays, as a scope."""

    def fill(match: re.Match[str]) -> str:
        if match["name"] != "sequence":
            return said[match["name"]]
        return match[0] if sequence is None else f"{sequence:0{match['digits'] or '1'}d}"

    return _PLACE.sub(fill, pattern)


def _checked(allowed: frozenset[str], instead: frozenset[str]) -> Callable[[str], str]:
    """Refuses a pattern with other places, or in which nothing tells one number from the next."""

    def check(pattern: str) -> str:
        found = list(places(pattern))
        rest = _PLACE.sub("", pattern)
        if "{" in rest or "}" in rest or set(found) - allowed - {"sequence"}:
            listed = ", ".join(f"{{{name}}}" for name in sorted(allowed))
            raise ValueError(f"only {listed} and {{sequence:4}} may stand in braces")
        if any(
            match["digits"] and match["name"] != "sequence" for match in _PLACE.finditer(pattern)
        ):
            raise ValueError("only {sequence} takes a number of digits")
        if found.count("sequence") > 1 or ("sequence" not in found and not instead & set(found)):
            raise ValueError("{sequence:4} must stand in it once")
        if any(char.isspace() for char in rest):
            raise ValueError("a number holds no spaces")
        return pattern

    return check


Pattern = Annotated[str, AfterValidator(_checked(_DATES, frozenset()))]
"""A number by date and count alone."""
FilePattern = Annotated[
    str, AfterValidator(_checked(_DATES | {"customer", "unit"}, frozenset({"customer", "unit"})))
]
"""A file's number; one made of the customer's number or the unit needs no count."""
PaperPattern = Annotated[
    str,
    AfterValidator(_checked(_DATES | {"unit", "file", "part"}, frozenset({"file"}))),
]
"""A paper's number, derived from that of its file."""
