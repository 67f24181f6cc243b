"""A list that goes on over the page keeps its labels, and is one table."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.long_tables import long_tables
from domain.page import Page
from domain.reading import PageReading
from ingest.fields.continued import with_continued_lists
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from tests.ingest.fields.desk import line, page, titled, wired

CATALOGUE = load()
HEAD = [("联系人", 1), ("职务", 1), ("电话", 1)]
Row = list[tuple[str, int]]


def contact(number: int) -> Row:
    names = ("王小明", "李丽", "张强", "赵敏", "陈刚", "周杰", "吴芳", "郑伟")
    return [(names[number % 8], 1), ("经理", 1), (f"138{number:08d}", 1)]


def two_pages(first: int, second: int, *, repeated: bool = False) -> tuple[Page, Page]:
    """A list of contacts that fills the foot of one page and goes on at the head of the next."""
    upper = [HEAD, *(contact(at) for at in range(first))]
    lower = [*([HEAD] if repeated else []), *(contact(first + at) for at in range(second))]
    table, lines = wired(upper, top=0.95 - 0.03 * len(upper))
    other, more = wired(lower, top=0.08)
    return (
        page([titled("客户资料卡"), *lines, line("第1页", 0.5, 0.97)], [table]),
        page([*more, line("第2页", 0.5, 0.97)], [other], number=2),
    )


def phones(*pages: Page) -> list[list[str]]:
    readings = [PageReading(one, fields=extract(one, CATALOGUE, None, 0.9)) for one in pages]
    return [
        [value.value for value in reading.fields if value.key == "phone"]
        for reading in with_continued_lists(readings, CATALOGUE, 0.9)
    ]


def numbers(start: int, count: int) -> list[str]:
    return [f"138{number:08d}" for number in range(start, start + count)]


def test_the_second_page_of_a_list_has_its_values_too() -> None:
    assert phones(*two_pages(4, 3)) == [numbers(0, 4), numbers(4, 3)]


def test_a_repeated_head_gives_every_value_once() -> None:
    assert phones(*two_pages(4, 3, repeated=True)) == [numbers(0, 4), numbers(4, 3)]


def test_three_pages_are_one_list() -> None:
    first, second = two_pages(4, 28)
    table, lines = wired([contact(32 + at) for at in range(3)], top=0.08)
    assert phones(first, second, page(lines, [table], number=3))[2] == numbers(32, 3)


@given(st.integers(1, 8), st.integers(1, 8), st.booleans())
def test_a_long_table_has_every_row_once_and_says_on_which_page(
    first: int, second: int, repeated: bool
) -> None:
    (whole,) = long_tables(two_pages(first, second, repeated=repeated))
    rows = [(number, cells[2].text) for number, cells in whole.rows]
    found = [(1, text) for text in numbers(0, first)] + [
        (2, text) for text in numbers(first, second)
    ]
    assert rows == [(1, "电话"), *found]


def test_tables_with_other_columns_or_text_between_them_are_two() -> None:
    upper, lower = two_pages(4, 3)
    other, lines = wired([contact(9)], top=0.08, columns=[0.5, 0.2, 0.14])
    assert long_tables([upper, page(lines, [other], number=2)]) == ()
    prose = line(
        "以上为本公司全部联系人，下列各项另行登记，由经办人填写后交档案室保存，不得涂改或者遗失，一式两份。",
        0.1,
        0.02,
    )
    assert long_tables([upper, replace(lower, lines=(prose, *lower.lines))]) == ()
    assert long_tables([upper, replace(lower, number=3)]) == ()


def test_a_table_in_the_middle_of_its_page_does_not_go_on() -> None:
    _, lower = two_pages(4, 3)
    table, lines = wired([HEAD, contact(1)], top=0.3)
    assert long_tables([page(lines, [table]), lower]) == ()
