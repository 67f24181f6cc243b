"""The bench of types shows every type, and counts what it says it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from bench.forms.damaged import MANNERS
from bench.forms.type_pages import Shown, pages, tells
from bench.forms.types import Judged, figures
from domain.filing import Decision, Subject
from domain.forms import OTHER
from domain.page import Page
from ingest.forms.catalogue import load
from tests.factory import fonts

PAGE = Page(1, 100, 100, ())


def _judged(chosen: str, sure: float, *, telling: bool = True, model: str = "") -> Judged:
    shown = Shown(PAGE, "works_contract", "plain", "工程合同", telling)
    return Judged(shown, Decision(Subject.TYPE, chosen, sure), model)


@pytest.mark.fonts
@pytest.mark.skipif(bool(fonts.missing()), reason=f"fonts missing: {fonts.PACKAGES}")
def test_every_type_with_a_title_is_shown_in_every_manner_of_damage() -> None:
    some = dict(list(load().types.items())[::25]) | {OTHER: load().type(OTHER)}
    shown = list(pages(Random(1), replace(load(), types=some), len(MANNERS)))
    times = Counter((one.key, one.manner) for one in shown if one.manner in MANNERS)
    titled = {key for key, kind in some.items() if kind.titles and key != OTHER}
    assert times == {(key, manner): 1 for key in titled for manner in MANNERS}


def test_a_title_damaged_into_another_forms_title_tells_nothing() -> None:
    kinds = load().types
    assert tells(kinds["works_contract"], "工程合同", load())
    assert tells(kinds["works_contract"], "工程台同", load())
    assert not tells(kinds["works_contract"], "合同", load())
    assert not tells(kinds["title_instrument_transfer_list"], "移交清单", load())


def test_where_the_page_tells_its_type_only_that_type_is_right() -> None:
    assert _judged("works_contract", 0.5).right
    assert _judged("contract", 0.9, model="contract").wrong_and_sure
    assert not _judged("contract", 0.5, model="contract").wrong_and_sure


def test_where_it_tells_none_leaving_it_open_is_right_and_so_is_the_general_form() -> None:
    assert _judged("invoice", 0.5, telling=False).right
    assert _judged("contract", 0.9, telling=False, model="contract").right
    assert _judged("invoice", 0.9, telling=False).wrong_and_sure


def test_figures_count_telling_pages_apart() -> None:
    told = [_judged("works_contract", 0.9), _judged("invoice", 0.9, telling=False)]
    by_name = {figure.name: figure for figure in figures(told)}
    assert by_name["type right where the page tells it"].share == 1.0
    assert by_name["wrong and confident, all pages"].part == 1
