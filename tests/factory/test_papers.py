"""Papers look as their truth says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from domain.text import folded
from tests.factory import degrade, files, fonts, letter, names, phrases
from tests.factory.card import Form, card
from tests.factory.compose import KINDS, compose
from tests.factory.fonts import Style
from tests.factory.layout import Paper, Pen, Text, wrap
from tests.factory.people import Client
from tests.factory.scan import scan
from tests.factory.script import Script

pytestmark = [
    pytest.mark.fonts,
    pytest.mark.skipif(bool(fonts.missing()), reason=f"fonts missing: {fonts.PACKAGES}"),
]
seeds = st.integers(0, 2**32)
few = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_same_seed_makes_the_same_paper(kind: str, clients: tuple[Client, ...]) -> None:
    made = [compose(kind, Random(5), clients, Script.TRADITIONAL, True) for _ in range(2)]
    assert made[0] == made[1]


@few
@given(seeds, st.sampled_from(sorted(set(KINDS) - {"blank"})), st.sampled_from(Script))
def test_everything_stands_on_the_sheet(
    clients: tuple[Client, ...], seed: int, kind: str, script: Script
) -> None:
    paper = compose(kind, Random(seed), clients, script)
    for sheet in paper.sheets:
        assert sheet.lines
        for line in sheet.lines:
            assert line.box.x1 < 0.99, line.text
            assert line.box.y1 < 0.99, line.text
            assert line.box.area > 0, line.text


@pytest.mark.parametrize("form", Form)
def test_even_the_longest_form_ends_on_its_sheet(form: Form, clients: tuple[Client, ...]) -> None:
    for seed in range(40):
        paper = card(Random(seed), clients[seed % 8], form=form, handwritten=seed % 2 == 0)
        lowest = max(line.box.y1 for line in paper.sheets[0].lines)
        assert lowest < 0.985, seed


@few
@given(seeds, st.sampled_from(Form), st.sampled_from(Script), st.booleans())
def test_every_value_is_inked_where_the_truth_says(
    clients: tuple[Client, ...], seed: int, form: Form, script: Script, by_hand: bool
) -> None:
    rng = Random(seed)
    paper = card(rng, rng.choice(clients), form=form, script=script, handwritten=by_hand)
    page = scan(paper, rng)[0]
    for item in page.truth.fields:
        if item.printed:
            assert _ink(page.image, item.box.as_tuple()) > 0.02, item
            assert item.handwritten == by_hand


def _ink(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], box: tuple[float, ...]) -> float:
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (
        round(side * size) for side, size in zip(box, (width, height) * 2, strict=True)
    )
    return float((image[y0:y1, x0:x1].min(axis=2) < 140).mean())


@few
@given(seeds, st.sampled_from(Form))
def test_values_on_a_card_do_not_overlap(
    clients: tuple[Client, ...], seed: int, form: Form
) -> None:
    paper = card(Random(seed), clients[0], form=form)
    boxes = [item.box for item in paper.sheets[0].fields if item.printed]
    overlaps = [
        (one, other)
        for position, one in enumerate(boxes)
        for other in boxes[position + 1 :]
        if one.overlap(other) > 0.1 * min(one.area, other.area)
    ]
    assert overlaps == []


@given(st.text(alphabet="客户资料，。（）1234ab@.- ", min_size=1), st.integers(60, 600))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    pen = Pen(fonts.faces(Style.SONG)[0], 30)
    assert "".join(wrap(text, pen, width)) == text


def test_every_word_of_the_factory_survives_the_way_through_traditional() -> None:
    words = "".join(
        str(value)
        for module in (names, phrases)
        for name, value in vars(module).items()
        if name.isupper()
    )
    assert folded(Script.TRADITIONAL.write(words)) == folded(words)


def test_every_character_of_a_card_has_a_glyph(clients: tuple[Client, ...]) -> None:
    for script in Script:
        for seed, client in enumerate(clients):
            paper = card(Random(seed), client, script=script)
            missing = {
                char
                for mark in paper.sheets[0].marks
                if isinstance(mark, Text)
                for char in mark.text
                if not fonts.has_glyph(mark.pen.face, char)
            }
            assert missing == set()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turning_back_by_the_rotation_sets_the_page_upright(
    turn: int, clients: tuple[Client, ...]
) -> None:
    paper = card(Random(3), clients[0])
    upright = scan(paper, Random(3))[0]
    turned = scan(paper, Random(3), degrade.Damage(turn=turn))[0]
    undo = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    assert turned.truth.rotation == turn
    assert np.array_equal(cv2.rotate(turned.image, undo[turn]), upright.image)


@given(seeds)
@settings(max_examples=5, deadline=None)
def test_harm_keeps_the_page_a_page(seed: int) -> None:
    page = np.full((600, 420, 3), 255, np.uint8)
    damage = replace(degrade.rough(Random(seed)), turn=0, dpi=100)
    harmed = degrade.apply(page, damage, Random(seed))
    assert harmed.shape == (300, 210, 3)
    assert harmed.mean() > 100


def _paper(clients: tuple[Client, ...]) -> Paper:
    return compose("contract", Random(2), clients)


def test_a_tiff_keeps_all_pages(clients: tuple[Client, ...], tmp_path: Path) -> None:
    pages = scan(_paper(clients), Random(2))
    files.write_tiff(tmp_path / "a.tif", pages)
    with Image.open(tmp_path / "a.tif") as image:
        assert getattr(image, "n_frames", 1) == len(pages)
        assert image.info["dpi"] == (200, 200)


def test_a_scanned_pdf_has_pages_of_paper_size_and_no_text(
    clients: tuple[Client, ...], tmp_path: Path
) -> None:
    pages = scan(_paper(clients), Random(2))
    files.write_pdf(tmp_path / "a.pdf", pages)
    with pdfplumber.open(tmp_path / "a.pdf") as document:
        assert len(document.pages) == len(pages)
        assert [round(document.pages[0].width), round(document.pages[0].height)] == [595, 842]
        assert document.pages[0].extract_text() == ""


def test_a_printed_pdf_has_the_words_in_embedded_fonts(
    clients: tuple[Client, ...], tmp_path: Path
) -> None:
    paper = card(Random(9), clients[0], form=Form.WIRED_TWO, script=Script.TRADITIONAL)
    files.write_text_pdf(tmp_path / "a.pdf", [paper])
    with pdfplumber.open(tmp_path / "a.pdf") as document:
        written = Counter(char["text"] for char in document.pages[0].chars)
        used = {char["fontname"] for char in document.pages[0].chars}
    printed = Counter("".join(line.text for line in paper.sheets[0].lines))
    assert {c: n for c, n in written.items() if c.strip()} == {
        c: n for c, n in printed.items() if c.strip()
    }
    assert b"/FontFile2" in (tmp_path / "a.pdf").read_bytes()
    assert all("+" in name for name in used)


def test_a_damaged_file_shows_nothing(clients: tuple[Client, ...], tmp_path: Path) -> None:
    page = scan(card(Random(1), clients[0]), Random(1))[0]
    files.write_damaged(tmp_path / "a.jpg", page)
    with pytest.raises(OSError, match=r"[Tt]runcated|identify"):
        Image.open(tmp_path / "a.jpg").load()


def test_a_blank_sheet_is_white() -> None:
    page = scan(letter.blank(), Random(1))[0]
    assert page.image.min() == 255


def test_without_fonts_the_missing_ones_and_the_remedy_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    monkeypatch.setattr(fonts, "CACHE", tmp_path)
    fonts._installed.cache_clear()
    fonts.faces.cache_clear()
    try:
        with pytest.raises(fonts.FontsMissing, match=r"song.*apt-get install.*wqy"):
            fonts.pick(Random(1), Style.SONG)
    finally:
        fonts._installed.cache_clear()
        fonts.faces.cache_clear()
