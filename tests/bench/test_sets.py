"""The ground truths of the sets are taken as their makers wrote them."""

from __future__ import annotations

import json
from pathlib import Path

from bench import hostile
from bench.reading import endings, sets
from bench.reading.scores import Errors, Words


def test_a_funsd_form_gives_every_word_of_every_entity(tmp_path: Path) -> None:
    for folder in ("images", "annotations"):
        (tmp_path / "part" / folder).mkdir(parents=True)
    (tmp_path / "part" / "images" / "a.png").touch()
    form = {"form": [{"text": "TO:", "words": [{"text": "TO:"}]},
                     {"text": "J. Doe", "words": [{"text": "J."}, {"text": "Doe"}]}]}  # fmt: skip
    (tmp_path / "part" / "annotations" / "a.json").write_text(json.dumps(form))
    (known,) = sets.funsd(tmp_path)
    assert known.truth == "TO:\nJ. Doe"


def test_a_receipt_line_keeps_the_commas_of_its_text(tmp_path: Path) -> None:
    for folder in ("img", "box"):
        (tmp_path / folder).mkdir()
    (tmp_path / "img" / "1.jpg").touch()
    (tmp_path / "box" / "1.csv").write_text("1,2,3,4,5,6,7,8,JOHOR, 81100\n\n1,2,3,4,5,6,7,8,X\n")
    (known,) = sets.sroie(tmp_path)
    assert known.truth == "JOHOR, 81100\nX"


def test_a_turned_page_is_compared_with_the_text_of_the_page_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "phototest.gold.txt").write_text("gold")
    (tmp_path / "own.txt").write_text("own")
    for name in ("phototest.tif", "phototest-rotated-R.png", "own.tif", "unknown.tif"):
        (tmp_path / name).touch()
    found = {known.path.name: known.truth for known in sets.tesseract_testing(tmp_path)}
    assert found == {"phototest.tif": "gold", "phototest-rotated-R.png": "gold", "own.tif": "own"}


def test_recall_is_over_all_words_not_the_mean_of_pages() -> None:
    page = sets.Known(Path("x.png"), "")
    strict, _ = sets.word_figures("sroie", [(page, Words(99, 99, 100)), (page, Words(0, 1, 1))])
    assert strict.value == 99 / 101


def test_a_line_with_an_error_is_not_found() -> None:
    page = sets.Known(Path("x.png"), "")
    found, _ = sets.line_figures([(page, Errors(wrong=1, letters=40, exact=9, lines=10))])
    assert (found.value, found.verdict) == (0.9, "MISSED")


def test_a_mistake_of_our_own_and_a_file_left_behind_are_missed_aims() -> None:
    ended = (
        hostile.Ending("a.pdf", "read", 1, (), 1.0, 300),
        hostile.Ending("b.pdf", "internal", 1, ("page 1: KeyError",), 2.0, 400),
        hostile.Ending("c.pdf", "timed_out", 1, (), 60.0, 500),
    )
    figures = endings.figures(hostile.Report("odd", ended, ("left.tmp",)))
    missed = {figure.what for figure in figures if figure.verdict == "MISSED"}
    assert missed == {"odd: mistakes of our own", "odd: temporary files left"}
    assert "c.pdf" in next(f.note for f in figures if f.what == "odd: processes ended")


def test_a_chinese_form_is_found_where_its_ground_truth_says(tmp_path: Path) -> None:
    (tmp_path / "gt").mkdir()
    noted = {"image": "images/a.jpg", "lines": ["姓名", "电话"]}
    (tmp_path / "gt" / "a.json").write_text(json.dumps(noted), encoding="utf-8")
    (known,) = sets.forms_zh(tmp_path)
    assert known == sets.Known(tmp_path / "images" / "a.jpg", "姓名\n电话")
