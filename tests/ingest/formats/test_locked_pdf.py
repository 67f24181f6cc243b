"""Locked PDFs open with a password that is known, or ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.errors import NeedsPassword
from tests.ingest.formats.papers import (
    opened,
    pages,
    printed,
)
from tests.ingest.formats.pdfs import locked, text


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_a_locked_pdf_opens_with_a_password_that_is_known(tmp_path: Path, revision: int) -> None:
    old: dict[str, Any] = {"aes": False, "metadata": False} if revision < 4 else {}
    data = locked(printed(2), "open sesame", R=revision, **old)
    raw = opened(tmp_path, data, 2, passwords=("wrong", "open sesame"))
    assert "page 2" in text(raw)


def test_a_locked_pdf_asks_for_its_password(tmp_path: Path) -> None:
    data = locked(printed(1), "open sesame")
    with pytest.raises(NeedsPassword):
        pages(tmp_path, data)
    with pytest.raises(NeedsPassword, match=r"reading\.passwords") as caught:
        pages(tmp_path, data, passwords=("geheim",))
    assert "geheim" not in str(caught.value)


def test_a_pdf_that_is_only_protected_against_changes_opens_by_itself(tmp_path: Path) -> None:
    assert "page 1" in text(opened(tmp_path, locked(printed(1), "")))


def test_a_locked_and_damaged_pdf_is_opened_and_repaired(tmp_path: Path) -> None:
    data = locked(printed(3), "open sesame")
    broken = data[: data.rindex(b"startxref")]
    with pytest.raises(NeedsPassword):
        pages(tmp_path, broken)
    assert "page 3" in text(opened(tmp_path, broken, 3, passwords=("open sesame",)))
