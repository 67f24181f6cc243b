"""Every row of the domain's table of types is served, under its own names."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from domain.text import folded, squeezed
from ingest.forms.catalogue import load

CORPORA = Path(os.environ.get("ANJUAN_CORPORA", Path(__file__).parents[4] / "shared/data"))
TABLE = CORPORA.parent / "domain" / "document_types.tsv"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not TABLE.exists(), reason="the domain's table of types is not at hand"),
]


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _plain(code: str) -> str:
    return folded(code).lower().strip()


def test_every_row_is_a_type_with_its_names_its_part_and_its_regimes() -> None:
    by_id = {number: kind for kind in load().types.values() for number in kind.domain_ids}
    rows = _rows()
    assert len(rows) == 247
    for row in rows:
        kind = by_id[row["id"]]
        names = {squeezed(name) for name in (kind.name, *kind.titles, *kind.aliases)}
        assert {squeezed(row["name_zh_hans"]), squeezed(row["name_zh_hant"])} <= names, row
        assert kind.part.value == row["part"], row
        assert list(kind.regimes) == row["regimes"].split(), row


def test_every_code_and_annex_of_a_row_is_known_to_its_type() -> None:
    by_id = {number: kind for kind in load().types.values() for number in kind.domain_ids}
    for row in _rows():
        if row["code"] in ("", "YYMMCC"):  # the latter is how complaints are numbered, no code
            continue
        kind = by_id[row["id"]]
        printed = re.sub(r" \(.*?\)", "", row["code"])
        whole = [printed] if "·" in printed else printed.split(" / ")
        assert {_plain(code) for code in whole} <= {
            _plain(code) for code in (*kind.codes, *kind.annexes)
        }, row
