"""Characters become words and lines in one way, whoever found them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.geometry import Box
from ingest.formats.glyphs import Glyph, line_of, side_by_side, with_gaps


def set_in_type(text: str, left: float = 0.1, size: float = 0.02) -> list[Glyph]:
    """Characters side by side, ideographs twice as wide as letters; spaces take their room."""
    glyphs, x = [], left
    for char in text:
        width = size if ord(char) > 0x2E80 else size / 2
        glyphs.append(Glyph(char, Box.clipped(x, 0.5, x + width, 0.5 + size), 0.9))
        x += width
    return glyphs


def words(text: str) -> list[str]:
    line = line_of(set_in_type(text))
    return [word.text for word in line.words] if line else []


def test_ideographs_letters_and_numbers_are_words_of_their_own() -> None:
    assert words("电话021-5588转8") == ["电话", "021-5588", "转", "8"]
    assert words("Ltd. 有限公司") == ["Ltd.", "有限公司"]


def test_punctuation_goes_with_the_word_before_it() -> None:
    assert words("客户名称：明德") == ["客户名称：明德"]
    assert words("编号:KH-2024-0007") == ["编号:", "KH-2024-0007"]


def test_a_bracket_opens_a_word() -> None:
    assert words("公司（盖章）") == ["公司", "（盖章）"]


def test_spaces_between_ideographs_go_and_between_latin_words_stay() -> None:
    line = line_of(set_in_type("客 户 名 Great  Wall Co 公司"))
    assert line is not None
    assert line.text == "客户名 Great Wall Co 公司"


def test_nothing_printed_is_no_line() -> None:
    assert line_of([]) is None
    assert line_of(set_in_type("   ")) is None


def test_a_lines_confidence_is_the_mean_of_what_is_printed() -> None:
    sure, unsure = set_in_type("ab")
    line = line_of([sure, Glyph("b", unsure.box, 0.5)])
    assert line is not None
    assert line.confidence == 0.7


@given(st.text(st.sampled_from("客户名称 AbZ019-：（）.，"), max_size=30))
def test_words_lose_and_invent_no_character_and_lie_in_their_line(text: str) -> None:
    line = line_of(set_in_type(text, left=0.0))
    if line is None:
        assert not text.strip()
        return
    printed = "".join(text.split())
    assert "".join(word.text for word in line.words) == printed
    assert line.text.replace(" ", "") == printed
    assert all(word.box.covered_by(line.box) > 0.999 for word in line.words)


def test_letters_far_apart_are_parted_by_a_space() -> None:
    near, far = set_in_type("ab"), set_in_type("c", left=0.3)
    assert "".join(glyph.text for glyph in with_gaps([*near, *far], 0.7)) == "ab c"


def test_columns_side_by_side_are_lines_of_their_own() -> None:
    row = [*set_in_type("客户名称"), *set_in_type("明德公司", left=0.5)]
    runs = ["".join(glyph.text for glyph in run) for run in side_by_side(row, 0.7)]
    assert runs == ["客户名称", "明德公司"]
