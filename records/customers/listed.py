"""A list of customers, row by row: its headings understood, its faults named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from domain.errors import BadInput
from domain.text import squeezed
from records.customers.name_index import NAME_KEYS
from records.customers.rows import LONGEST_NUMBER, LONGEST_VALUE, NUMBER_KEY
from records.customers.spreadsheets import read_table

_COLUMNS = Path(__file__).with_name("columns.toml")
_LONGEST_NAME = 120
_SEVERAL = {
    "phone": re.compile(r"[;；,，、/\n]"),
    "fax": re.compile(r"[;；,，、/\n]"),
    "email": re.compile(r"[;；,，、\s]"),
}
"""Fields that hold several values in one cell, and what stands between them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One customer of a list; `row` is its place in the file, from 1."""

    row: int
    values: Mapping[str, tuple[str, ...]]

    def first(self, key: str) -> str:
        """The first value of `key`, or an empty string."""
        return next(iter(self.values.get(key, ())), "")

    @property
    def name(self) -> str:
        """What the customer is called; empty where no column says it."""
        return next((self.first(key) for key in NAME_KEYS if self.first(key)), "")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row, or the heading, that cannot be taken as it is, and why."""

    row: int
    message: str


def read_customers(
    path: Path, label_keys: Mapping[str, str] | None = None
) -> Iterator[Row | RowProblem]:
    """The customers of a CSV or XLSX list.

    Its first row names the columns, by field key or by label; `label_keys` gives the keys of
    further labels. Raises BadInput when the file is no such list, StorageError when it may not
    be read.
    """
    rows = read_table(path)
    number, heading = next(rows, (1, []))
    keys = _column_keys(heading, label_keys or {})
    if not set(keys) & {NUMBER_KEY, *NAME_KEYS}:
        raise BadInput(path, "no column holds a customer's number or name")
    unknown = [cell for cell, key in zip(heading, keys, strict=True) if cell and not key]
    if unknown:
        yield RowProblem(number, f"unknown columns, left out: {', '.join(unknown)}")
    for number, cells in rows:
        yield _row(number, keys, cells)


def known_keys() -> frozenset[str]:
    """The fields that a record of a customer has."""
    return frozenset(_built_in().values())


@lru_cache(maxsize=1)
def _built_in() -> Mapping[str, str]:
    columns = tomllib.loads(_COLUMNS.read_text(encoding="utf-8"))
    labels = {squeezed(label): key for key, held in columns.items() for label in held}
    return labels | {squeezed(key): key for key in columns}


def _column_keys(heading: Sequence[str], label_keys: Mapping[str, str]) -> list[str]:
    """The key of each column, empty for one that is not understood."""
    given = {squeezed(label): key for label, key in label_keys.items()}
    given |= {squeezed(key): key for key in label_keys.values()}
    known = {**_built_in(), **given}
    return [known.get(squeezed(cell), "") for cell in heading]


def _row(number: int, keys: Sequence[str], cells: Sequence[str]) -> Row | RowProblem:
    beyond = [cell for cell in cells[len(keys) :] if cell]
    if beyond:
        return RowProblem(number, f"more cells than headings: {beyond[0][:40]}")
    values: dict[str, tuple[str, ...]] = {}
    for key, cell in zip(keys, cells, strict=False):
        if key and cell:
            values[key] = (*values.get(key, ()), *_several(key, cell))
    row = Row(number, values)
    fault = _fault(row)
    return RowProblem(number, fault) if fault else row


def _several(key: str, cell: str) -> tuple[str, ...]:
    between = _SEVERAL.get(key)
    parts = between.split(cell) if between else [cell]
    return tuple(part.strip() for part in parts if part.strip())


def _fault(row: Row) -> str:
    """What is wrong with a row taken by itself, empty when nothing is."""
    if not squeezed(row.first(NUMBER_KEY)) and not squeezed(row.name):
        return "neither a number nor a name"
    if len(row.values.get(NUMBER_KEY, ())) > 1:
        return "several numbers in one row"
    for key, values in row.values.items():
        longest = {NUMBER_KEY: LONGEST_NUMBER}.get(key, LONGEST_VALUE)
        longest = _LONGEST_NAME if key in NAME_KEYS else longest
        if max(map(len, values)) > longest:
            return f"{key} is longer than {longest} characters"
        if not all(_is_plain(value) for value in values):
            return f"{key} holds characters that cannot be printed"
    return ""


def _is_plain(value: str) -> bool:
    return all(char.isprintable() or char in "\n\t\u3000\xa0" for char in value)
