"""The committed samples are what the generator says they are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from records.customers.importing import Row, read_customers
from tests.factory import fonts, kinds
from tests.factory.samples import FILED, QUARANTINED, customers, samples
from tools.make_samples import FOLDER, truth, write

BUDGET = 3_000_000
"""Bytes that all samples together may take; the project allows twice as much."""


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.fonts
@pytest.mark.skipif(bool(fonts.missing()), reason=f"fonts missing: {fonts.PACKAGES}")
def test_the_generator_still_makes_the_committed_truth(committed: dict[str, Any]) -> None:
    assert truth() == committed


def test_every_sample_is_there_and_nothing_else() -> None:
    named = {
        item["file"] for item in json.loads((FOLDER / "truth.json").read_text("utf-8"))["files"]
    }
    kept = {path.name for path in FOLDER.iterdir()} - {"truth.json", "customers.csv", "README.md"}
    assert kept == named


def test_the_samples_are_small_and_many(committed: dict[str, Any]) -> None:
    assert len(committed["files"]) >= 14
    assert sum((FOLDER / item["file"]).stat().st_size for item in committed["files"]) < BUDGET


def test_every_principal_type_is_among_them(committed: dict[str, Any]) -> None:
    types = Counter(paper["type"] for item in committed["files"] for paper in item["documents"])
    assert set(types) >= {
        kinds.CARD,
        kinds.REGISTRATION,
        kinds.CONTRACT,
        kinds.LICENCE,
        kinds.COMPLAINT,
        kinds.VISIT,
        kinds.LETTER,
        kinds.INVOICE,
        kinds.OTHER,
    }


def test_what_is_to_be_filed_belongs_to_a_known_customer(committed: dict[str, Any]) -> None:
    known = {client.number for client in customers()}
    for item in committed["files"]:
        owners = {paper["customer"] for paper in item["documents"]}
        assert owners - {None} <= known, item["file"]
        assert FILED not in item["outcomes"] or None not in owners, item["file"]


def test_the_damaged_one_is_damaged(committed: dict[str, Any]) -> None:
    damaged = [item["file"] for item in committed["files"] if QUARANTINED in item["outcomes"]]
    assert len(damaged) == 1
    with pytest.raises(OSError, match="runcated"), Image.open(FOLDER / damaged[0]) as image:
        image.load()


def test_every_customer_of_the_list_can_be_imported() -> None:
    rows = list(read_customers(FOLDER / "customers.csv"))
    assert all(isinstance(row, Row) for row in rows)
    assert len(rows) == len(customers())


@pytest.mark.fonts
@pytest.mark.slow
@pytest.mark.skipif(bool(fonts.missing()), reason=f"fonts missing: {fonts.PACKAGES}")
def test_written_anew_they_have_the_committed_sizes(tmp_path: Path) -> None:
    """Other versions of a font move a line here and there; the paper and its pages stay."""
    write(tmp_path)
    assert (tmp_path / "truth.json").read_bytes() == (FOLDER / "truth.json").read_bytes()
    assert (tmp_path / "customers.csv").read_bytes() == (FOLDER / "customers.csv").read_bytes()
    for sample in samples():
        fresh, kept = tmp_path / sample.file, FOLDER / sample.file
        assert _size(fresh) == _size(kept), sample.file


def _size(path: Path) -> tuple[int, int, int] | None:
    """Width, height and pages of an image; None for a PDF and for what is damaged."""
    try:
        with Image.open(path) as image:
            return image.width, image.height, getattr(image, "n_frames", 1)
    except OSError:
        return None
