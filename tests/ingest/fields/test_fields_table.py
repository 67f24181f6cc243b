"""Every field of the domain's table is served, under every label that the table names.

The table lies outside the project; where it is not at hand the test is skipped, visibly.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from domain.han import SIMPLIFIED
from domain.text import is_han, squeezed
from ingest.forms.catalogue import load
from tests.ingest.sheets import CORPORA

_TABLE = CORPORA.parent / "domain" / "fields.tsv"
_TRADITIONAL = {simple: other for other, simple in reversed(SIMPLIFIED.items())}


@pytest.fixture(scope="module")
def table() -> list[dict[str, str]]:
    if not _TABLE.is_file():
        pytest.skip(f"{_TABLE} is not at hand")
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _labels(row: dict[str, str]) -> Iterator[str]:
    """The labels of a row: words of two characters and more, without notes or sets of labels."""
    for cell in (row["labels"], row["further_labels"]):
        for part in re.split(r"[;；]", cell or ""):
            for label in re.findall(r"[^()（）]+", part):
                bare = label.strip()
                if len(bare) > 1 and all(is_han(char) for char in bare):
                    yield bare


def test_every_field_of_the_table_is_served(table: list[dict[str, str]]) -> None:
    assert len(table) >= 132
    assert [row["key"] for row in table if row["key"] not in load().fields] == []


def test_every_label_of_the_table_names_a_field_in_both_scripts(
    table: list[dict[str, str]],
) -> None:
    known = load().labels
    notes = {"于新状况发生时"}
    unknown = [
        (row["key"], label)
        for row in table
        for label in _labels(row)
        if label not in notes
        for printed in (label, "".join(_TRADITIONAL.get(char, char) for char in label))
        if squeezed(printed) not in known
    ]
    assert unknown == []


def test_a_label_that_one_field_alone_has_in_the_table_names_that_field(
    table: list[dict[str, str]],
) -> None:
    owners: dict[str, set[str]] = {}
    for row in table:
        for label in _labels(row):
            owners.setdefault(squeezed(label), set()).add(row["key"])
    known = load().labels
    sole = {label: next(iter(keys)) for label, keys in owners.items() if len(keys) == 1}
    elsewhere = {label for label, key in sole.items() if label in known and known[label] != key}
    assert len(elsewhere) <= 0.05 * len(sole), elsewhere
