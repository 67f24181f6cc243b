"""The text behind an exported page is copied as it was read."""

from __future__ import annotations

import io

import pdfplumber
import pytest

from domain.geometry import Box
from domain.page import Line, Word
from records.archive import Archive
from tests.app.exporting import DPI, LINE, encoded, exported, is_upright, line_of, page_of, picture


def test_latin_words_are_parted_by_one_space(archive: Archive) -> None:
    boxes = [Box(0.1, 0.2, 0.2, 0.22), Box(0.25, 0.2, 0.32, 0.22), Box(0.6, 0.2, 0.7, 0.22)]
    words = list(zip(("Letter", "of", "credit"), boxes, strict=True))
    text = "Letter of credit"
    below = line_of(("No.", Box(0.1, 0.3, 0.15, 0.32)), text="No.")
    result = exported(
        archive, encoded(picture(), "PNG"), [page_of(1, line_of(*words, text=text), below)]
    )
    assert result.copied().split("\r\n") == [text, "No."]
    with pdfplumber.open(result.path) as plumbed:
        assert plumbed.pages[0].extract_text().splitlines() == [text, "No."]


def test_wide_gaps_between_characters_give_no_spaces(archive: Archive) -> None:
    spread = [
        (char, Box(0.1 + 0.1 * place, 0.2, 0.13 + 0.1 * place, 0.22))
        for place, char in enumerate("营业执照")
    ]
    mixed = line_of(
        ("注册资本", Box(0.1, 0.3, 0.2, 0.32)),
        ("500", Box(0.23, 0.3, 0.28, 0.32)),
        ("万元", Box(0.31, 0.3, 0.36, 0.32)),
    )
    result = exported(archive, encoded(picture(), "PNG"), [page_of(1, line_of(*spread), mixed)])
    assert result.copied().split("\r\n") == ["营业执照", "注册资本500万元"]
    with pdfplumber.open(result.path) as plumbed:
        assert plumbed.pages[0].extract_text().split() == ["营业执照", "注册资本500万元"]


def test_columns_that_run_downward_are_copied_from_right_to_left(archive: Archive) -> None:
    right = Line("民國八年訂立契約", Box(0.80, 0.1, 0.83, 0.5), 0.9)
    left = Line("買賣田地一所", Box(0.70, 0.1, 0.73, 0.4), 0.9)
    result = exported(archive, encoded(picture(), "PNG"), [page_of(1, right, left)])
    assert result.copied().split() == [right.text, left.text]


@pytest.mark.parametrize("text", ["𠮷野家", "á é ü", "①②③", "a\u200bb", "甲\x00乙", "😀"])
def test_unusual_characters_come_back(archive: Archive, text: str) -> None:
    line = Line(text, Box(0.1, 0.2, 0.4, 0.23), 0.9)
    result = exported(archive, encoded(picture(), "PNG"), [page_of(1, line)])
    assert result.copied() == "".join(char for char in text if char not in "\u200b\x00")


def test_words_that_disagree_with_their_line_leave_the_lines_text(archive: Archive) -> None:
    line = Line("客户编号", LINE.box, 0.9, (Word("客尸", LINE.box, 0.4),))
    result = exported(archive, encoded(picture(), "PNG"), [page_of(1, line)])
    assert result.copied() == "客户编号"


def test_a_page_that_was_not_read_is_shown_without_text(archive: Archive) -> None:
    held = io.BytesIO()
    picture().save(held, "TIFF", save_all=True, append_images=[picture()], dpi=(DPI, DPI))
    result = exported(archive, held.getvalue(), [page_of(1)], count=2)
    assert result.written.pages == 2
    assert is_upright(result.drawn(1))
    assert result.copied(1) == ""
