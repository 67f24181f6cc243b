"""Words that the network spelt wrong while it saw the right letters too."""

from __future__ import annotations

import string
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import wordlist
from ingest.readers.spelling import Letter, Scores, Spelling
from ingest.readers.wordlist import WordList
from tests.ingest.readers.words import ALPHABET, trained, word_list

CHARACTERS = ("", *ALPHABET, *string.digits, *"&@.", " ")

Seen = str | dict[str, float]
"""What a column says: one character, "" for none, or the shares of several."""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> WordList:
    known = ("determined", "total", "home", "hope", "Date", "SUBMISSION", "director", "Smith")
    return word_list(known, tmp_path_factory.mktemp("words"))


def columns(seen: Sequence[Seen]) -> Scores:
    """Scores of columns, each followed by an empty one."""
    scores = np.full((2 * len(seen), len(CHARACTERS)), 1e-7, np.float32)
    scores[1::2, 0] = 1.0
    for at, what in enumerate(seen):
        for char, share in ({what: 1.0} if isinstance(what, str) else what).items():
            scores[2 * at, CHARACTERS.index(char)] = share
    return scores


def settled(words: WordList, seen: Sequence[Seen]) -> tuple[str, list[Letter]]:
    scores = columns(seen)
    best = scores.argmax(axis=1)
    letters = [
        Letter(CHARACTERS[best[at]], at, float(scores[at, best[at]]))
        for at in range(len(best))
        if best[at]
    ]
    found = Spelling(CHARACTERS, words).settled(letters, scores)
    return "".join(letter.text for letter in found), found


def test_a_letter_in_doubt_becomes_what_makes_a_word(words: WordList) -> None:
    text, _ = settled(words, ["d", {"c": 0.7, "e": 0.3}, *"termined"])

    assert text == "determined"


def test_a_corrected_word_is_no_surer_than_it_was(words: WordList) -> None:
    _, found = settled(words, ["d", {"c": 0.7, "e": 0.3}, *"termined"])

    assert found[1].confidence == pytest.approx(0.7)
    assert found[1].column == 2


def test_two_letters_in_doubt_are_settled_together(words: WordList) -> None:
    text, _ = settled(words, [*"SUBM", {"1": 0.6, "I": 0.4}, *"SS", {"1": 0.7, "I": 0.3}, *"ON"])

    assert text == "SUBMISSION"


def test_a_letter_too_many_and_one_too_few_are_settled(words: WordList) -> None:
    assert settled(words, ["d", "i", {"i": 0.8, "": 0.2}, *"rector"])[0] == "director"
    assert settled(words, ["d", {"": 0.8, "i": 0.2}, *"rector"])[0] == "director"


def test_a_space_that_was_nearly_seen_parts_two_words(words: WordList) -> None:
    text, found = settled(words, [*"SUBMISSION", {"": 0.6, " ": 0.4}, *"DATE"])

    assert text == "SUBMISSION DATE"
    assert [letter.column for letter in found] == sorted(letter.column for letter in found)


def test_only_the_word_in_doubt_changes(words: WordList) -> None:
    text, _ = settled(words, [*"Sub", "&", *"tota", {"i": 0.6, "l": 0.4}, " ", *"25"])

    assert text == "Sub&total 25"


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (["d", "c", *"termined"], "the network was sure"),
        (["d", {"c": 0.995, "e": 0.005}, *"termined"], "the network hardly doubted"),
        (["h", "o", {"n": 0.4, "m": 0.3, "p": 0.29}, "e"], "two words explain it alike"),
        ([*"Smith", {"s": 0.9, "": 0.0}], "nothing else was seen"),
        (["t", {"0": 0.6, "o": 0.4}, {"7": 0.6, "t": 0.4}, "4", "1"], "it is a code"),
        (["D", {"a": 0.5, "": 0.4}], "it is too short to tell"),
    ],
)
def test_what_is_not_known_better_stays_as_it_was_read(
    words: WordList, seen: list[Seen], why: str
) -> None:
    scores = columns(seen)
    read = "".join(CHARACTERS[at] for at in scores.argmax(axis=1))

    assert settled(words, seen)[0] == read, why


def test_addresses_of_mail_and_web_stay_as_they_were_read(words: WordList) -> None:
    address = [*"tota", {"i": 0.6, "l": 0.4}, "@", *"Smith"]

    assert settled(words, address)[0] == "totai@Smith"
    assert settled(words, [*"home", ".", *"tota", {"i": 0.6, "l": 0.4}])[0] == "home.totai"


def test_a_word_of_the_list_is_never_changed(words: WordList) -> None:
    text, _ = settled(words, ["h", "o", {"m": 0.51, "p": 0.49}, "e"])

    assert text == "home"


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=6), min_size=1, max_size=12), st.data())
def test_the_list_holds_its_words_and_no_other(known: list[str], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        words = word_list(known, Path(folder))
        asked = data.draw(st.one_of(st.sampled_from(known), st.text(ALPHABET + "é7", max_size=7)))
        cases = {asked}
        if asked.isupper():
            cases |= {asked.lower(), asked.title()}
        elif asked.istitle():
            cases |= {asked.lower(), asked.upper()}

        assert all(words.holds(word) for word in known)
        assert words.holds(asked) == bool(cases & set(known))


@pytest.mark.parametrize("held", [b"", b"\x18\0\0\0", trained(["word"])[:210], bytes(300)])
def test_a_file_without_a_list_gives_none(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "eng.traineddata"
    path.write_bytes(held)

    assert wordlist.of_file(path) is None
    assert wordlist.of_file(tmp_path / "absent") is None


def test_lists_of_other_words_have_other_versions(tmp_path: Path, words: WordList) -> None:
    assert word_list(["other"], tmp_path).version != words.version


@pytest.mark.tesseract
def test_the_installed_list_knows_english() -> None:
    words = wordlist.english()
    if words is None:
        pytest.skip("needs tesseract-ocr-eng")

    assert all(words.holds(word) for word in ("determined", "INVOICE", "Department"))
    assert not any(words.holds(word) for word in ("dctermined", "INVQICE", "Depaitment"))
