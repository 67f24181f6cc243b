"""A table that says what was aimed at, and hides nothing that was missed or not measured."""

from __future__ import annotations

from pathlib import Path

from bench.reading.figures import Figure, at_least, at_most, load, merged, save, table


def test_a_figure_meets_its_aim_on_the_side_that_is_good() -> None:
    assert at_least("s", "w", 5.0, 5.0).verdict == "met"
    assert at_least("s", "w", 4.99, 5.0).verdict == "MISSED"
    assert at_most("s", "w", 1.0, 1.0).verdict == "met"
    assert at_most("s", "w", 1.01, 1.0).verdict == "MISSED"


def test_what_could_not_be_measured_is_visible_with_its_reason() -> None:
    figure = at_least("speed", "cards", None, 5.0, note="no ghostscript")
    assert figure.verdict == "not measured"
    assert "not measured" in table([figure])
    assert "no ghostscript" in table([figure])


def test_the_table_has_a_line_for_every_figure_with_value_aim_and_verdict() -> None:
    lines = table([at_most("fresh", "errors", 1.234, 1.0, unit=" %")]).splitlines()
    assert len(lines) == 2
    assert lines[1].split() == ["fresh", "errors", "1.23", "%", "≤", "1.00", "%", "MISSED"]


def test_markdown_has_as_many_cells_in_every_row() -> None:
    rows = table([Figure("a", "x | y", 1.0), Figure("b", "z", None)], markdown=True).splitlines()
    assert len({row.count("|") for row in rows}) == 1


def test_figures_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    kept = [at_least("a", "x", 0.5, 0.9, digits=3, note="汉"), Figure("b", "y", None)]
    save(tmp_path / "f.json", kept, {"seed": 7})
    assert load(tmp_path / "f.json") == (kept, {"seed": 7})


def test_of_a_section_measured_twice_the_later_run_counts() -> None:
    first = [Figure("a", "x", 1.0), Figure("a", "old", 1.0), Figure("b", "y", 1.0)]
    again = [Figure("a", "x", 2.0)]
    assert merged([first, again]) == [Figure("a", "x", 2.0), Figure("b", "y", 1.0)]
