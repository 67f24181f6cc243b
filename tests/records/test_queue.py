"""The review queue: one list, first what one answer settles most; claimed once, answered whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.document import Confirmation, Document, Undoing
from domain.errors import Claimed, NotFound, UsageError
from domain.finding import Finding, FindingCode
from domain.forms import Part
from domain.ids import CustomerNumber
from domain.outcome import DocumentState
from domain.questions import Question, QuestionKind
from domain.review import CheckKind
from records.archive import Archive
from records.review.queue import asking
from records.review.queue.answers import Answer
from records.tables import ClaimRow, FactRow
from tests.records.papers import correction, draft, field, filed, known

HER, HIM = "王芳", "李强"


def _unknown(archive: Archive, content: bytes, name: str) -> Document:
    return filed(archive, content, draft(fields=(field("customer_name", name),)))[0]


def _question(archive: Archive, kind: QuestionKind) -> Question:
    (question,) = archive.queue.list(kinds=[kind])
    return question


def _kinds(archive: Archive) -> list[QuestionKind]:
    return [question.kind for question in archive.queue.list()]


def test_papers_of_one_unknown_name_are_one_question_and_come_first(archive: Archive) -> None:
    alone = _unknown(archive, b"1", "无锡东方织造有限公司")
    many = [
        _unknown(archive, b"2", "苏州恒信（建材）厂"),
        _unknown(archive, b"3", "蘇州恒信(建材)廠"),
        _unknown(archive, b"4", "苏州恒信建材厂 "),
    ]
    first, second = archive.queue.list()
    assert (first.settles, second.settles) == (3, 1)
    assert first.documents == tuple(document.id for document in many)
    assert second.documents == (alone.id,)
    assert archive.queue.get(first.id).documents == first.documents
    (tally,) = archive.queue.tally()
    assert (tally.kind, tally.questions, tally.concerned) == (QuestionKind.CUSTOMER, 2, 4)


def test_one_answer_settles_all_each_with_a_fact_of_its_own_and_is_taken_back_whole(
    archive: Archive,
) -> None:
    known(archive)
    papers = [_unknown(archive, bytes([n]), "宏达贸易") for n in range(3)]
    question = _question(archive, QuestionKind.CUSTOMER)
    answer = Answer(HER, "就是宏达", customer=CustomerNumber("KH-2024-0007"))
    given = archive.answers.give(question.id, answer)
    assert set(given.settled) == {paper.id for paper in papers}
    assert given.refused == ()
    assert QuestionKind.CUSTOMER not in _kinds(archive)
    for paper in papers:
        assert archive.documents.get(paper.id).customer == "KH-2024-0007"
        assert archive.documents.history(paper.id)[-1].reason == "就是宏达"
    taken_back = archive.answers.undo(given.number, HIM, "不是宏达")
    assert set(taken_back.settled) == {paper.id for paper in papers}
    assert _question(archive, QuestionKind.CUSTOMER).settles == 3
    with pytest.raises(NotFound):
        archive.answers.undo(given.number, HIM, "不是宏达")


def test_an_answer_leaves_alone_what_it_cannot_settle(archive: Archive) -> None:
    papers = [_unknown(archive, bytes([n]), "宏达贸易") for n in range(2)]
    question = _question(archive, QuestionKind.CUSTOMER)
    given = archive.answers.give(question.id, Answer(HER, "核对无误"))
    assert given.settled == ()
    assert {document for document, _ in given.refused} == {paper.id for paper in papers}
    assert archive.queue.get(question.id).settles == 2


def test_papers_with_one_title_or_one_layout_ask_for_their_type_together(archive: Archive) -> None:
    known(archive)
    rows = tuple(field(key, "1") for key in ("phone", "fax", "email", "address"))
    for number in range(2):
        filed(archive, bytes([number]), draft("KH-2024-0007", type_key=None, fields=rows))
    assert _question(archive, QuestionKind.TYPE).settles == 2


def test_a_provisional_customer_is_asked_about_once_for_all_his_papers(archive: Archive) -> None:
    proposed = draft(provisional=(("customer_name", "苏州恒信建材厂"), ("phone", "1")))
    for number in range(3):
        filed(archive, bytes([number]), proposed)
    question = _question(archive, QuestionKind.CUSTOMER)
    assert question.settles == 3
    assert "苏州恒信建材厂" in question.about
    archive.answers.give(question.id, Answer(HER, "新客户无误"))
    assert QuestionKind.CUSTOMER not in _kinds(archive)
    assert archive.customers.names_like("苏州恒信建材厂")[0].status.value == "active"


def test_doubtful_values_checks_differences_and_gaps_are_in_the_one_list(archive: Archive) -> None:
    known(archive)
    said = (field("phone", "021-1"), field("fax", "2", confidence=0.5))
    filed(archive, b"1", draft("KH-2024-0007", fields=said))
    other = (field("phone", "021-9"),)
    (card,) = filed(archive, b"2", draft("KH-2024-0007", fields=other))
    archive.checks.demand(card.id, CheckKind.SAMPLED)
    archive.checks.demand(card.id, CheckKind.SUSPECTED, "更像 KH-2024-0009")
    archive.customers.put("KH-2024-0010", {"phone": "1"})
    asked = _kinds(archive)
    assert asked[0] is QuestionKind.MISFILED
    assert {QuestionKind.DIFFERENCE, QuestionKind.SAMPLE, QuestionKind.INCOMPLETE} <= set(asked)
    for question in archive.queue.list():
        assert archive.queue.get(question.id) == question


def test_confirming_a_sampled_paper_takes_it_off_the_list(archive: Archive) -> None:
    known(archive)
    (card,) = filed(archive, b"1", draft("KH-2024-0007"))
    archive.checks.demand(card.id, CheckKind.SAMPLED)
    question = _question(archive, QuestionKind.SAMPLE)
    assert archive.answers.give(question.id, Answer(HER, "无误")).settled == (card.id,)
    assert QuestionKind.SAMPLE not in _kinds(archive)


def test_what_is_not_about_papers_is_settled_elsewhere(archive: Archive) -> None:
    archive.customers.put("KH-2024-0010", {"phone": "1"})
    question = _question(archive, QuestionKind.INCOMPLETE)
    with pytest.raises(UsageError, match="import-customers"):
        archive.answers.give(question.id, Answer(HER, "无误"))


def test_a_question_is_claimed_by_one(archive: Archive) -> None:
    _unknown(archive, b"1", "无锡东方织造有限公司")
    _unknown(archive, b"2", "苏州恒信建材厂")
    mine = archive.claims.take_next(HER, 30)
    his = archive.claims.take_next(HIM, 30)
    assert mine is not None
    assert his is not None
    assert mine.id != his.id
    assert archive.claims.take_next(HER, 30) == archive.queue.get(mine.id)
    assert archive.claims.take_next("赵敏", 30) is None
    with pytest.raises(Claimed, match=HER):
        archive.claims.take(mine.id, HIM, 30)
    with pytest.raises(Claimed):
        archive.answers.give(mine.id, Answer(HIM, "无误"))
    with pytest.raises(NotFound):
        archive.claims.release(mine.id, HIM)
    archive.claims.release(mine.id, HER)
    assert archive.claims.take(mine.id, HIM, 30).claim is not None


def test_a_claim_lapses(archive: Archive) -> None:
    _unknown(archive, b"1", "无锡东方织造有限公司")
    mine = archive.claims.take_next(HER, 30)
    assert mine is not None
    with archive.database.write() as session:
        session.get_one(ClaimRow, mine.id).until -= timedelta(minutes=31)
    assert archive.queue.get(mine.id).claim is None
    taken = archive.claims.take(mine.id, HIM, 30)
    assert taken.claim is not None
    assert taken.claim.who == HIM


def test_an_answered_question_is_nobodys(archive: Archive) -> None:
    known(archive)
    _unknown(archive, b"1", "宏达贸易")
    mine = archive.claims.take_next(HER, 30)
    assert mine is not None
    answer = Answer(HER, "就是宏达", customer=CustomerNumber("KH-2024-0007"))
    archive.answers.give(mine.id, answer)
    with pytest.raises(NotFound):
        archive.queue.get(mine.id)
    _unknown(archive, b"2", "宏达贸易")
    assert archive.queue.get(mine.id).claim is None


def test_the_queue_follows_every_word(archive: Archive) -> None:
    known(archive)
    paper = _unknown(archive, b"1", "宏达贸易")
    archive.corrections.apply(correction(paper, customer="KH-2024-0007"))
    assert QuestionKind.CUSTOMER not in _kinds(archive)
    archive.corrections.undo(Undoing(paper.id, HER, "不是"))
    assert QuestionKind.CUSTOMER in _kinds(archive)
    said = correction(paper, type_key="visitor_register", part=Part.REGISTER)
    assert archive.corrections.apply(said).state is DocumentState.FILED
    assert QuestionKind.CUSTOMER not in _kinds(archive)


def test_the_questions_are_made_anew_when_their_rules_change(archive: Archive) -> None:
    paper = _unknown(archive, b"1", "宏达贸易")
    known(archive)
    (card,) = filed(
        archive, b"2", draft("KH-2024-0007", fields=(field("fax", "2", confidence=0.5),))
    )
    archive.corrections.confirm(Confirmation(card.id, HER, "无误"))
    kinds = (QuestionKind.CUSTOMER, QuestionKind.FIELDS)
    before = archive.queue.list(kinds=kinds)
    assert [question.documents for question in before] == [(paper.id,)]
    with archive.database.write() as session:
        asking.make_anew(session)
        session.get_one(FactRow, asking._RULES_FACT).value = "an older version's"
    again = archive.queue.list(kinds=kinds)
    assert [(one.id, one.documents) for one in again] == [(one.id, one.documents) for one in before]


def test_a_paper_with_pages_missing_is_asked_about_until_a_person_confirms_it(
    archive: Archive,
) -> None:
    known(archive)
    (card,) = filed(archive, b"1", draft("KH-2024-0007"))
    missing = Finding(FindingCode.PAGES_MISSING, "3", "第1页 共3页")
    archive.findings.note({card.id: [missing]}, archive.outbox.last())
    question = _question(archive, QuestionKind.PAPER)
    assert (question.about, question.documents) == ("第1页 共3页", (card.id,))
    given = archive.answers.give(question.id, Answer(HER, "原件只有一页"))
    assert given.settled == (card.id,)
    assert QuestionKind.PAPER not in _kinds(archive)
    archive.answers.undo(given.number, HER, "看错")
    assert _question(archive, QuestionKind.PAPER).id == question.id
