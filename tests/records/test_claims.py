"""What one person is at, nobody else settles, by whichever command, until the claim lapses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from domain.division import join_of
from domain.document import Confirmation, Undoing
from domain.errors import Claimed
from domain.questions import QuestionKind
from records.archive import Archive
from records.signature import Signature
from records.tables import SuspicionRow
from tests.records.papers import SOME_DAY, correction, draft, field, filed, known

HER, HIM = "王芳", "李强"


class Clock:
    """A clock that a test puts forward."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(archive: Archive, clock: Clock) -> Iterator[Archive]:
    """An archive whose claims lapse by a clock that the test puts forward."""
    archive.close()
    opened = Archive.open(archive.root, clock=clock)
    yield opened
    opened.close()


def test_what_a_claim_protects_is_settled_by_nobody_else_until_it_lapses(
    timed: Archive, clock: Clock
) -> None:
    """Correcting, confirming, dividing, merging, settling: each says who is at it, until when."""
    for number in ("KH-2024-0007", "KH-2024-0008"):
        timed.customers.put(number, {"customer_name": f"无锡东方{number[-1]}厂", "phone": "1"})
    card = draft("KH-2024-0008", fields=(field("phone", "13911112222"),))
    (paper,) = filed(timed, b"1", card, draft("KH-2024-0008", pages=(2,)))[:1]
    timed.corrections.apply(correction(paper, fields=(("remarks", "新"),)))
    paper = timed.documents.get(paper.id)
    asked = next(one for one in timed.queue.list() if one.kind is QuestionKind.DIFFERENCE)
    timed.claims.take(asked.id, HER, 30)
    him = Signature(HIM, "看过")
    halves = timed.documents.of_scan(paper.scan)
    division = join_of(halves, HIM, "一份")
    whole = draft("KH-2024-0008", pages=(1, 2))
    words: tuple[Callable[[], object], ...] = (
        lambda: timed.corrections.apply(correction(paper, who=HIM, fields=(("phone", "2"),))),
        lambda: timed.corrections.confirm(Confirmation(paper.id, HIM, "无误")),
        lambda: timed.corrections.undo(Undoing(paper.id, HIM, "看错")),
        lambda: timed.differences.settle(int(asked.id[1:]), take=True, who=HIM, reason="以卡为准"),
        lambda: timed.changes.merge("KH-2024-0008", "KH-2024-0007", him),
        lambda: timed.changes.split(
            "KH-2024-0008", [paper.id], {"customer_name": "无锡西方织造有限公司"}, him
        ),
        lambda: timed.divisions.apply(division, [whole]),
    )
    for say in words:
        with pytest.raises(Claimed) as refused:
            say()
        assert HER in refused.value.detail
        assert f"{(clock.at + timedelta(minutes=30)).astimezone():%H:%M}" in refused.value.detail
    clock.at += timedelta(minutes=29, seconds=59)
    with pytest.raises(Claimed):
        words[0]()
    clock.at += timedelta(seconds=1)
    assert timed.queue.get(asked.id).claim is None
    words[3]()
    words[0]()


def test_who_is_at_a_question_settles_it_by_any_word(timed: Archive) -> None:
    known(timed)
    paper = filed(timed, b"1", draft(fields=(field("customer_name", "无锡东方织造"),)))[0]
    mine = timed.claims.take_next(HER, 30)
    assert mine is not None
    with pytest.raises(Claimed):
        timed.corrections.apply(correction(paper, who=HIM, customer="KH-2024-0007"))
    timed.corrections.apply(correction(paper, who=HER, customer="KH-2024-0007"))
    assert timed.documents.get(paper.id).customer == "KH-2024-0007"


def test_a_pair_that_another_is_at_waits_for_her(timed: Archive) -> None:
    one, other = (filed(timed, content, draft(known(timed)))[0] for content in (b"1", b"2"))
    _alike(timed, one.id, other.id)
    timed.claims.take("S1", HER, 30)
    with pytest.raises(Claimed):
        timed.suspicions.settle(1, same=True, signature=Signature(HIM, "同"))
    with pytest.raises(Claimed):
        timed.corrections.confirm(Confirmation(other.id, HIM, "无误"))
    assert timed.suspicions.settle(1, same=True, signature=Signature(HER, "同")).same


def _alike(archive: Archive, one: str, other: str) -> None:
    with archive.database.write() as session:
        pair = {"document": one, "other": other, "text": 0.9, "noticed_at": SOME_DAY}
        session.add(SuspicionRow(**pair, who="", reason=""))
