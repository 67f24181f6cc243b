"""The bench of real papers counts what it says it counts."""

from __future__ import annotations

from bench.forms.real import Score, figures, likeness, plain


def test_spaces_signs_width_and_case_do_not_count() -> None:
    assert plain("Receipt # No.： ２４６８") == "receiptno2468"
    assert likeness("NO 290, JALAN", "no.290 Jalan") == 1.0


def test_linking_counts_what_was_met_against_what_was_said_and_what_is_true() -> None:
    score = Score()
    for met in (True, True, False, False):
        score.note("links: predicted", met)
    for met in (True, True, False):
        score.note("links: true", met)
    f1 = next(one for one in figures(score) if one.name == "links: F1")
    assert f1.share == 4 / 7


def test_what_was_wrong_is_told_by_name() -> None:
    score = Score()
    score.note("receipts: exact", right=False, what="000 total")
    assert score.wrong == ["receipts: exact: 000 total"]
