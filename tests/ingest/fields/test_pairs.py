"""Labels that nobody listed are found with their values, in every layout, and kept apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.page import Line, Table
from ingest.fields.extract import extract
from ingest.fields.pairs import linked, pairs_on
from ingest.forms.catalogue import load
from ingest.options import FilingOptions
from tests.ingest.fields.desk import line, page, titled, wired


def _pairs(lines: Sequence[Line], tables: Sequence[Table] = ()) -> set[tuple[str, str]]:
    return {(pair.label, pair.value) for pair in linked(page(lines, tables))}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Warranty: two years", {("Warranty", "two years")}),
        ("Room: 12 Guests: 3 adults", {("Room", "12"), ("Guests", "3 adults")}),
        ("灯具型号：LED-40W", {("灯具型号", "LED-40W")}),
        ("Batch No. .......... 4471", {("Batch No.", "4471")}),
        ("Delivered by Horst Maier", {("Delivered by", "Horst Maier")}),
        ("Filter Length 20 mm", {("Filter Length", "20 mm")}),
        ("(7) Colour: red", {("Colour", "red")}),
    ],
)
def test_label_and_value_in_one_line(text: str, pairs: set[tuple[str, str]]) -> None:
    assert _pairs([line(text, 0.1, 0.2)]) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "Please call us at 8:30 or write to http://example.org/a:b for more.",
        "The goods were sent on time and the buyer was content with all of them.",
        "本页为客户资料卡，请妥善保管。",
    ],
)
def test_sentences_hold_no_pairs(text: str) -> None:
    assert _pairs([line(text, 0.1, 0.2)]) == set()


def test_a_figure_far_to_the_right_belongs_to_the_words_on_its_row() -> None:
    rows = [
        line("Subtotal", 0.5, 0.3),
        line("$5,000.00", 0.8, 0.3),
        line("Sales Tax", 0.5, 0.33),
        line("$450.00", 0.8, 0.33),
        line("TOTAL", 0.5, 0.36),
        line("$5,450.00", 0.8, 0.36),
    ]
    assert _pairs(rows) == {
        ("Subtotal", "$5,000.00"),
        ("Sales Tax", "$450.00"),
        ("TOTAL", "$5,450.00"),
    }


def test_a_value_stands_under_its_label_where_nothing_stands_beside_it() -> None:
    assert _pairs([line("Ship to:", 0.1, 0.3), line("12 Fir Lane", 0.1, 0.318)]) == {
        ("Ship to", "12 Fir Lane")
    }


def test_a_paragraph_belongs_to_its_label_line_by_line() -> None:
    found = _pairs(
        [
            line("Suggestion: Stop the coal analyses of samples sent", 0.1, 0.3),
            line("by licensees, since others will do", 0.19, 0.318),
            line("Signed: M. Hamann", 0.1, 0.36),
        ]
    )
    assert found == {
        (
            "Suggestion",
            "Stop the coal analyses of samples sent\nby licensees, since others will do",
        ),
        ("Signed", "M. Hamann"),
    }


def test_a_list_without_wires_gives_each_cell_under_its_head() -> None:
    heads = [line(text, x, 0.3) for text, x in (("Course", 0.1), ("Price", 0.5), ("Seats", 0.8))]
    rows = [
        line(text, x, y)
        for y, cells in ((0.33, ("Welding", "$200", "12")), (0.36, ("Turning", "$350", "8")))
        for text, x in zip(cells, (0.1, 0.5, 0.8), strict=True)
    ]
    assert _pairs([*heads, *rows]) == {
        ("Course", "Welding"),
        ("Price", "$200"),
        ("Seats", "12"),
        ("Course", "Turning"),
        ("Price", "$350"),
        ("Seats", "8"),
    }


def test_wired_cells_pair_by_turns_and_lists_by_their_heads() -> None:
    table, lines = wired([[("灯具型号", 1), ("LED-40W", 1), ("安装高度", 1), ("3.2米", 1)]])
    assert _pairs(lines, [table]) == {("灯具型号", "LED-40W"), ("安装高度", "3.2米")}
    listed, told = wired(
        [
            [("楼层", 1), ("灯具型号", 1), ("盏数", 1)],
            [("1", 1), ("LED-40W", 1), ("16", 1)],
            [("2", 1), ("LED-60W", 1), ("8", 1)],
        ]
    )
    assert ("灯具型号", "LED-60W") in _pairs(told, [listed])
    assert ("盏数", "16") in _pairs(told, [listed])


def test_what_a_catalogue_lists_is_a_field_and_no_pair_and_the_other_way_round() -> None:
    table, lines = wired(
        [
            [("客户名称", 1), ("杭州西湖纺织有限公司", 1)],
            [("灯具型号", 1), ("LED-40W", 1)],
        ]
    )
    card = page([titled("客户资料卡"), *lines], [table])
    fields = extract(card, load(), None, FilingOptions().field_threshold)
    pairs = pairs_on(card, fields)
    assert [str(field.key) for field in fields] == ["customer_name"]
    assert [(pair.label, pair.value) for pair in pairs] == [("灯具型号", "LED-40W")]
    (pair,) = pairs
    assert pair.label_box.x1 <= pair.box.x0
    assert 0 < pair.confidence <= 1
