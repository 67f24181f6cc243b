"""Every error says what happened, what was kept and what to do next, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.errors import AnjuanError, ExitCode, Language, NeedsPassword
from domain.outcome import Category, Reason, ReasonCode, Stage, StepFailure
from domain.words import failure_text, reason_text


def _tree(root: type[AnjuanError]) -> Iterator[type[AnjuanError]]:
    """The errors of the tree itself; rooms may refine them for themselves."""
    if root.__module__ == AnjuanError.__module__:
        yield root
    for child in root.__subclasses__():
        yield from _tree(child)


@pytest.mark.parametrize("kind", list(_tree(AnjuanError)))
@pytest.mark.parametrize("language", list(Language))
def test_an_error_speaks_three_sentences(kind: type[AnjuanError], language: Language) -> None:
    happened, kept, following = kind("card-01.jpg", "no space left").parts(language)
    assert "card-01.jpg" in happened
    assert kept
    assert following
    assert kind.exit_code is not ExitCode.OK


def test_the_two_languages_differ() -> None:
    same = [
        kind
        for kind in _tree(AnjuanError)
        if kind("x", "y").parts(Language.EN)[1:] == kind("x", "y").parts(Language.ZH)[1:]
    ]
    assert same == []


def test_an_error_can_be_told_under_the_name_people_know() -> None:
    told = NeedsPassword("0a1b2c", "locked").about("card-01.pdf")
    assert isinstance(told, NeedsPassword)
    assert "card-01.pdf" in told.message()


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("language", list(Language))
def test_every_failure_is_a_sentence_with_its_particulars(
    category: Category, language: Language
) -> None:
    said = failure_text(StepFailure(Stage.READ, category, "cut short."), language)
    assert "cut short" in said
    assert ".." not in said


@pytest.mark.parametrize("code", list(ReasonCode))
@pytest.mark.parametrize("language", list(Language))
def test_every_reason_has_words(code: ReasonCode, language: Language) -> None:
    assert reason_text(Reason(code, "KH-2024-0007"), language)
