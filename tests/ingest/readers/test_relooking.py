"""A second look at lines in which a word is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.readers.recognition import Mark
from ingest.readers.relooking import corrected, is_doubtful
from ingest.readers.spelling import Spelling
from tests.ingest.readers.words import ALPHABET, word_list

CHARACTERS = ("", *ALPHABET, *"0123456789", ".", "@", " ")


@pytest.fixture(scope="module")
def spelling(tmp_path_factory: pytest.TempPathFactory) -> Spelling:
    known = ("Sample", "Home", "PHILIP", "MORRIS", "message", "House", "Telephone", "sold")
    return Spelling(CHARACTERS, word_list(known, tmp_path_factory.mktemp("words")))


def line(text: str, confidence: float = 0.9) -> list[Mark]:
    return [
        Mark(char, (at + 0.5) / len(text), confidence, handwritten=False)
        for at, char in enumerate(text)
    ]


def text(marks: Sequence[Mark]) -> str:
    return "".join(mark.text for mark in marks)


@pytest.mark.parametrize(
    ("read", "doubtful"),
    [
        (line("Samplc No.6030"), True),
        (line("Samplc No.6030", 0.9999), False),
        (line("Sample No.6030"), False),
        (line("No.6030 to 42"), False),
        (line("sold to fmyagk@sold.com"), False),
    ],
)
def test_a_line_is_looked_at_again_for_an_unsure_word_that_is_none(
    spelling: Spelling, read: list[Mark], doubtful: bool
) -> None:
    assert is_doubtful(read, spelling) == doubtful


@pytest.mark.parametrize(
    ("first", "second", "becomes"),
    [
        ("Samplc No.6030", "Sample No.6080", "Sample No.6030"),
        ("PHILIPMOKRIO 12", "PHILIP MORRIS 17", "PHILIP MORRIS 12"),
        ("Hame Telephane", "Home Telephone", "Home Telephone"),
    ],
)
def test_a_word_that_is_none_gives_way_and_nothing_else(
    spelling: Spelling, first: str, second: str, becomes: str
) -> None:
    assert text(corrected(line(first), line(second), spelling)) == becomes


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Samplc No.6030", "Samplo No.6030", "the other is no word either"),
        ("Home sold", "House sold", "the first is a word"),
        ("Zhu Wengui", "Zhu message", "the other word is another"),
        ("Samplc of it all", "of it all Sample", "the other word stands elsewhere"),
        ("fmyagk@sald.com", "fmyagk@sold.com", "addresses are made of no words"),
        ("Samplc", "", "nothing was seen"),
    ],
)
def test_what_the_second_look_has_no_better_stays(
    spelling: Spelling, first: str, second: str, why: str
) -> None:
    assert text(corrected(line(first), line(second), spelling)) == first, why


def test_the_word_taken_over_brings_its_own_confidence_and_place(spelling: Spelling) -> None:
    second = line("Sample No.6030", 0.7)

    found = corrected(line("Samplc No.6030"), second, spelling)

    assert found[:6] == second[:6]
    assert {mark.confidence for mark in found[6:]} == {0.9}
