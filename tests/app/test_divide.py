"""A person puts right on the command line where documents begin, and can take it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.document import Document
from domain.errors import ExitCode
from domain.filing import EvidenceKind
from domain.reading import PageReading
from tests.app.conftest import Run, proposed
from tests.ingest.known import reading

WHO, WHY = "赵敏", "同一次拜访的两页"
Pile = tuple[Path, Document, Document]
WORD = ("--who", WHO, "--reason", WHY)


def _page(number: int, title: str, key: str, text: str) -> PageReading:
    says = ((EvidenceKind.TITLE, key, 0.97),)
    return reading(lines=(title, text), number=number, title=title, says=says)


@pytest.fixture
def pile(tmp_path: Path) -> Pile:
    """An archive with a scan of a card and a complaint; where it is, and the two documents."""
    root = tmp_path / "archive"
    first, second = proposed(
        root,
        _page(1, "客户资料卡", "customer_card", "经营范围：建筑装饰"),
        _page(2, "客户投诉记录", "complaint_record", "空调噪声扰民"),
    )
    return root, first, second


def test_documents_are_joined_and_divided_again_and_search_follows(pile: Pile, run: Run) -> None:
    root, first, second = pile
    place = ("--archive", root, "--json")
    joined = run("join", second.id, first.id, *WORD, *place).record
    assert (joined["id"], joined["pages"], joined["indexed"]) == (first.id, [1, 2], True)
    assert run("show", second.id, *place).code == ExitCode.NOT_FOUND
    found = run("search", "噪声扰民", *place).record
    assert [hit["document"] for hit in found["hits"]] == [first.id]
    parts = run("split", first.id, "--at", "2", *WORD, *place).records
    assert [(one["id"], one["pages"]) for one in parts] == [
        (first.id, [1]),
        (second.id, [2]),
    ]
    assert [one["type"]["key"] for one in parts] == [first.type_key, second.type_key]
    found = run("search", "噪声扰民", *place).record
    assert [hit["document"] for hit in found["hits"]] == [second.id]
    history = run("show", second.id, *place).record["history"]
    assert [(one["who"], one["reason"]) for one in history[1:]] == [
        ("赵敏", "同一次拜访的两页")
    ] * 2


def test_people_are_told_what_there_is_now_and_how_to_take_it_back(pile: Pile, run: Run) -> None:
    root, first, second = pile
    told = run("join", first.id, second.id, *WORD, "--archive", root)
    assert f"anjuan split {first.id} --at 2" in told.err
    told = run("split", first.id, "--at", "2", *WORD, "--archive", root)
    assert f"anjuan join {first.id} {second.id}" in told.err


@pytest.mark.parametrize("at", ["1", "9", "two", "", "2,x"])
def test_a_page_at_which_nothing_can_begin_is_refused_with_a_next_step(
    pile: Pile, run: Run, at: str
) -> None:
    root, first, _ = pile
    answer = run("split", first.id, "--at", at, *WORD, "--archive", root)
    assert answer.code == ExitCode.USAGE
    assert "→" in answer.err
