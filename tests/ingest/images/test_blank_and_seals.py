"""Blank is blank in spite of dirt and holes; a seal is taken off and the print beneath stays."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest

from ingest.images.blank import is_blank
from ingest.images.edges import cut_out
from ingest.images.seals import seals, without_seals
from tests.factory import capture
from tests.ingest.sheets import BLACK, RED, noisy, sealed, sheet, speckled, typed, written


def holes(image: np.ndarray) -> np.ndarray:
    """Two punched holes at the left side, as a filing cabinet wants them."""
    for y in (640, 1110):
        cv2.circle(image, (70, y), 21, (90, 90, 90), cv2.FILLED)
    return image


def test_an_empty_sheet_is_blank() -> None:
    assert is_blank(sheet())
    assert is_blank(sheet(shade=205))


def test_grain_dust_and_holes_leave_a_sheet_blank() -> None:
    assert is_blank(noisy(sheet(shade=240), seed=1))
    assert is_blank(speckled(sheet(), seed=2))
    assert is_blank(holes(sheet()))


def test_a_shadow_at_the_rim_leaves_a_sheet_blank() -> None:
    dark = sheet()
    dark[:, :25] = 60
    dark[-20:] = 90
    assert is_blank(dark)


def test_print_that_shines_through_from_the_back_leaves_a_sheet_blank() -> None:
    back = typed(sheet())[:, ::-1]
    through = 255 - (255 - back.astype(np.float64)) * 0.06
    assert is_blank(through.astype(np.uint8))


def test_folds_and_creases_leave_a_sheet_blank() -> None:
    folded = sheet(shade=245)
    folded[870:876], folded[:, 600:603] = 160, 190
    assert is_blank(folded)
    creased = sheet(shade=245)
    for row in range(4):
        start, end = (row * 300, 200 + row * 340), (row * 300 + 420, 300 + row * 330)
        cv2.line(creased, start, end, (195, 195, 195), 2, cv2.LINE_AA)
    assert is_blank(creased)


def test_a_staple_and_the_streaks_of_a_scanner_leave_a_sheet_blank() -> None:
    stapled = holes(sheet())
    cv2.line(stapled, (110, 130), (180, 180), (90, 90, 90), 4, cv2.LINE_AA)
    for x in (300, 600, 900):
        stapled[:, x : x + 2] = 150
    assert is_blank(stapled)


@pytest.mark.parametrize("lean", [0.0, 2.0])
def test_a_dark_border_leaves_a_sheet_blank(lean: float) -> None:
    framed = capture.bordered(sheet(shade=245), Random(3), lean=lean)
    assert is_blank(cut_out(framed).image)


@pytest.mark.parametrize("word", ["7", "13", "page", "OK."])
@pytest.mark.parametrize("at", [(500, 900), (610, 1715)])
def test_a_single_word_makes_a_sheet_a_page(word: str, at: tuple[int, int]) -> None:
    little = cv2.putText(sheet(), word, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, BLACK, 3)
    assert not is_blank(np.asarray(little))
    assert not is_blank(holes(np.asarray(little)))
    assert not is_blank(typed(sheet(), rows=1))


@pytest.mark.parametrize("text", ["以下空白", "- 3 -", "第 3 页", "无"])
@pytest.mark.parametrize("at", [(150, 200), (590, 1650)])
def test_a_sheet_that_says_that_it_is_empty_is_a_page(text: str, at: tuple[int, int]) -> None:
    assert not is_blank(written(sheet(), text, at, 24))
    assert not is_blank(written(sheet(shade=215), text, at, 24))


def test_a_seal_or_a_frame_alone_makes_a_sheet_a_page() -> None:
    assert not is_blank(sealed(sheet(), (800, 1200)))
    assert not is_blank(np.asarray(cv2.rectangle(sheet(), (200, 200), (1000, 1400), BLACK, 2)))


def test_faint_pencil_is_writing() -> None:
    faint = sheet()
    for row in range(5):
        place = (200, 400 + 80 * row)
        cv2.putText(faint, "to be called", place, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (190,) * 3, 2)
    assert not is_blank(faint)


def test_a_seal_is_found_where_it_stands() -> None:
    (found,) = seals(sealed(typed(sheet()), (800, 1200)))
    assert found.holds((800 / 1240, 1200 / 1754))
    assert found.width == pytest.approx(230 / 1240, abs=0.05)


def test_a_seal_is_taken_off_and_the_print_beneath_stays() -> None:
    clean = typed(sheet())
    lifted = without_seals(sealed(clean, (800, 800)))
    assert lifted[700:900, 700:900].mean() == pytest.approx(
        float(clean[700:900, 700:900].mean()), abs=12
    )
    was_black = clean[:, :, 0] < 60
    assert float(lifted[was_black].mean()) < 90


def test_a_page_without_a_seal_comes_back_itself() -> None:
    page = typed(sheet())
    assert without_seals(page) is page


def test_a_red_letterhead_is_no_seal() -> None:
    letter = typed(sheet())
    cv2.putText(letter, "GREAT EASTERN TRADING", (150, 120), cv2.FONT_HERSHEY_DUPLEX, 2, RED, 5)
    assert seals(letter) == ()
    assert np.array_equal(without_seals(letter), letter)


def test_a_page_on_red_paper_is_left_alone() -> None:
    page = sheet()
    page[:] = (90, 90, 230)
    assert seals(page) == ()


def test_a_worn_seal_in_pieces_is_one_seal() -> None:
    worn = sealed(typed(sheet()), (800, 800))
    rng = np.random.default_rng(7)
    for x, y in rng.integers((690, 690), (910, 910), (60, 2)):
        patch = worn[y : y + 14, x : x + 14]
        patch[(patch[:, :, 2].astype(int) - patch[:, :, 0]) > 40] = 255
    assert len(seals(worn)) == 1


def test_red_writing_with_nothing_beneath_is_kept() -> None:
    note = sheet()
    for row in range(3):
        place = (500, 700 + 60 * row)
        cv2.putText(note, "urgent", place, cv2.FONT_HERSHEY_SIMPLEX, 2.0, RED, 8)
    assert without_seals(note) is note
