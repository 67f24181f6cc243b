"""Damaged PDFs give what is sound in them, and name what is lost."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from domain.errors import UnreadableFile
from ingest import formats
from ingest.options import ReadingOptions
from tests.ingest.formats.papers import (
    opened,
    pages,
    paper,
    printed,
    saved,
    scanned,
)
from tests.ingest.formats.pdfs import plain, text


def test_a_pdf_that_breaks_off_gives_its_sound_pages_and_names_the_lost_ones(
    tmp_path: Path,
) -> None:
    data = plain(printed(10))
    broken = data[: len(data) * 6 // 10]
    count = pages(tmp_path, broken)
    lost = [number for number in range(1, count + 1) if is_lost(tmp_path, broken, number)]
    kept = [number for number in range(1, count + 1) if number not in lost]
    assert 1 in kept
    assert lost
    for number in kept:
        assert opened(tmp_path, broken, number).image.min() < 80


def is_lost(folder: Path, data: bytes, number: int) -> bool:
    """Whether the page is refused as lost."""
    try:
        opened(folder, data, number)
    except UnreadableFile as error:
        return "lost" in str(error)
    return False


def test_a_lost_picture_is_not_an_empty_page(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    for _ in range(3):
        document.pages.append(document.pages[0])
    data = bytearray(saved(document))
    start = data.index(b"\xff\xd8")
    end = data.index(b"endstream", start)
    broken = bytes(data[:start]) + b"\nendobj\n" + bytes(data[end + 20 : data.rindex(b"startxref")])
    with pytest.raises(UnreadableFile):
        opened(tmp_path, broken)


@pytest.mark.parametrize("damage", ["no table", "wrong pointer", "junk before", "no end"])
def test_small_damage_costs_no_page(tmp_path: Path, damage: str) -> None:
    data = plain(printed(3))
    table = data.rindex(b"xref\n0 ")
    broken = {
        "no table": data[:table],
        "wrong pointer": data.replace(b"startxref\n", b"startxref\n7"),
        "junk before": b"\r\nmail header\r\n" * 20 + data,
        "no end": data[: data.rindex(b"startxref")],
    }[damage]
    assert pages(tmp_path, broken) == 3
    raw = opened(tmp_path, broken, 3)
    assert raw.image.min() < 80
    assert raw.text_layer is None or "page 3 line 11" in text(raw)


def test_repair_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    data = plain(printed(3))
    path = tmp_path / "scan.pdf"
    path.write_bytes(data[: data.rindex(b"startxref")])
    for number in (1, 2, 3):
        formats.page(path, number, ReadingOptions())
        assert list(folder.iterdir()) == []


def test_a_page_whose_neighbour_is_damaged_is_read(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(printed(3)))
    document.pages[1].obj.Contents = pikepdf.Name.Rubbish
    document.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 0, 0])
    data = saved(document)
    assert pages(tmp_path, data) == 3
    assert "page 3" in text(opened(tmp_path, data, 3))
