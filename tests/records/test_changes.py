"""Customers merged, split and withdrawn: nothing lost, no number used twice, all of it undone."""

from __future__ import annotations

from datetime import date

import pytest

from domain.customer import CustomerChange, CustomerStatus
from domain.document import Confirmation, Document, Undoing
from domain.errors import LaterFacts, NotFound, UsageError
from domain.outcome import DocumentState
from domain.review import CheckKind
from records.archive import Archive
from records.customers.names import Name
from records.signature import Signature
from records.verify import verify
from tests.records.conftest import Opened
from tests.records.papers import correction, draft, field, filed

BY = Signature("王芳", "同一家公司")
KEPT, GONE = "KH-2024-0007", "KH-2024-0009"


@pytest.fixture
def papers(archive: Archive) -> tuple[Document, Document]:
    """Two customers that are one, each with a card."""
    archive.customers.put(KEPT, {"customer_name": "上海宏达贸易有限公司", "phone": "021-1"})
    gone = {
        "customer_name": "上海宏大贸易有限公司",
        "phone": "021-2",
        "registration_no": "91310000X",
    }
    archive.customers.put(GONE, gone)
    (one,) = filed(archive, b"1", draft(KEPT, day=date(2024, 3, 1)))
    (other,) = filed(archive, b"2", draft(GONE, day=date(2024, 1, 1), fields=(field("fax", "5"),)))
    return one, other


def _merge(archive: Archive) -> int:
    return archive.changes.merge(KEPT, GONE, BY).number


def test_papers_values_and_names_follow_and_the_number_finds_the_survivor(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    one, other = papers
    event = archive.changes.merge(KEPT, GONE, BY)
    assert (event.customer, event.other, event.documents) == (KEPT, GONE, (other.id,))
    survivor = archive.customers.get(GONE)
    assert survivor.number == KEPT
    assert survivor.all("phone") == ("021-1", "021-2")
    assert survivor.all("alias") == ("上海宏大贸易有限公司",)
    assert survivor.all("customer_no") == (GONE,)
    for asked in ("kh 2024 0009", GONE):
        assert archive.files.of(asked).customer.number == KEPT
    assert [entry.document for entry in archive.files.of(KEPT).catalogue] == [other.id, one.id]
    assert [c.number for c in archive.customers.by_value("registration_no", "91310000X")] == [KEPT]
    assert [c.number for c in archive.customers.names_like("上海宏大贸易有限公司")] == [KEPT]
    history = archive.documents.history(other.id)[-1]
    assert (history.who, history.reason) == (BY.who, BY.reason)
    assert archive.changes.of(GONE) == archive.changes.of(KEPT) == (event,)
    assert list(verify(archive)) == []


def test_a_merge_is_taken_back_whole(archive: Archive, papers: tuple[Document, Document]) -> None:
    _, other = papers
    before = (archive.customers.get(KEPT), archive.customers.get(GONE))
    lay = archive.files.of(GONE)
    undone = archive.changes.undo(_merge(archive), Signature("李强", "不是同一家"))
    assert undone.change is CustomerChange.UNDONE
    assert (archive.customers.get(KEPT), archive.customers.get(GONE)) == before
    again = archive.files.of(GONE)
    assert (again.number, again.catalogue) == (lay.number, lay.catalogue)
    assert archive.documents.get(other.id).customer == GONE
    assert [c.number for c in archive.customers.names_like("上海宏大贸易有限公司", 1)] == [GONE]
    assert list(verify(archive)) == []
    with pytest.raises(NotFound):
        archive.changes.undo(undone.undoes or 0, BY)


def test_what_a_person_moved_on_since_stays_and_what_came_since_is_looked_at(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    _, other = papers
    archive.customers.put("KH-2024-0011", {"customer_name": "无锡东方织造有限公司"})
    number = _merge(archive)
    archive.corrections.apply(correction(other, customer="KH-2024-0011"))
    (fresh,) = filed(archive, b"3", draft(KEPT))
    archive.changes.undo(number, BY)
    assert archive.documents.get(other.id).customer == "KH-2024-0011"
    assert archive.documents.get(fresh.id).customer == KEPT
    assert [check.kind for check in archive.checks.open(fresh.id)] == [CheckKind.SUSPECTED]


def test_the_number_that_gave_way_is_given_to_nobody_and_a_list_does_not_undo_the_merge(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    one, _ = papers
    _merge(archive)
    archive.customers.put(GONE, {"customer_name": "上海宏大贸易有限公司", "phone": "9"})
    assert archive.customers.get(KEPT).name == "上海宏达贸易有限公司"
    with pytest.raises(UsageError, match="taken"):
        archive.changes.split(KEPT, [one.id], {"customer_name": "甲厂"}, BY, GONE)


def test_papers_named_by_the_old_number_are_filed_with_the_survivor(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    _, other = papers
    archive.corrections.apply(correction(other, customer=GONE))
    _merge(archive)
    (again,) = archive.filing.file(other.scan, [draft()], 1.0)
    assert again.customer == KEPT
    (fresh,) = filed(archive, b"3", draft(GONE))
    assert fresh.customer == KEPT


def test_merging_a_stranger_into_a_known_customer_files_his_papers(archive: Archive) -> None:
    archive.customers.put(KEPT, {"customer_name": "上海宏达贸易有限公司"})
    (paper,) = filed(archive, b"1", draft(provisional=(("customer_name", "宏达贸易"),)))
    assert paper.customer is not None
    with pytest.raises(UsageError, match="other way"):
        archive.changes.merge(paper.customer, KEPT, BY)
    number = archive.changes.merge(KEPT, paper.customer, BY).number
    assert archive.documents.get(paper.id).state is DocumentState.FILED
    archive.changes.undo(number, BY)
    after = archive.documents.get(paper.id)
    assert (after.state, after.reasons) == (paper.state, paper.reasons)
    assert archive.customers.get(paper.customer).status is CustomerStatus.PROVISIONAL


def test_a_merge_on_which_another_rests_is_kept(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    archive.customers.put("KH-2024-0011", {"customer_name": "无锡东方织造有限公司"})
    first = _merge(archive)
    second = archive.changes.merge("KH-2024-0011", KEPT, BY).number
    assert archive.customers.get(GONE).number == "KH-2024-0011"
    with pytest.raises(LaterFacts, match=f"M{second}"):
        archive.changes.undo(first, BY)
    archive.changes.undo(second, BY)
    archive.changes.undo(first, BY)
    assert {c.number for c in archive.customers.list()} == {KEPT, GONE, "KH-2024-0011"}
    assert archive.documents.get(papers[1].id).customer == GONE


def test_a_customer_is_split_and_joined_again(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    one, _ = papers
    (second,) = filed(archive, b"3", draft(KEPT))
    values = {"customer_name": "上海宏达贸易有限公司虹桥分公司"}
    event = archive.changes.split(KEPT, [one.id], values, BY)
    assert event.other is not None
    assert archive.documents.get(one.id).customer == event.other
    assert archive.documents.get(second.id).customer == KEPT
    assert archive.customers.get(event.other).name.endswith("虹桥分公司")
    archive.changes.undo(event.number, BY)
    assert archive.documents.get(one.id).customer == KEPT
    assert archive.customers.get(event.other).number == KEPT
    assert list(verify(archive)) == []


def test_a_persons_word_on_a_paper_goes_with_it_when_its_customer_is_split(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    _, other = papers
    archive.corrections.apply(correction(other, customer=KEPT))
    event = archive.changes.split(KEPT, [other.id], {"customer_name": "甲厂"}, BY)
    (again,) = archive.filing.file(other.scan, [draft(GONE)], 1.0)
    assert again.customer == event.other
    with pytest.raises(LaterFacts):
        archive.corrections.undo(Undoing(other.id, "王芳", "看错"))
    archive.changes.undo(event.number, BY)
    (again,) = archive.filing.file(other.scan, [draft(GONE)], 1.0)
    assert again.customer == KEPT
    assert archive.corrections.undo(Undoing(other.id, "王芳", "看错")).customer == GONE


def test_a_split_after_which_papers_came_is_kept(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    event = archive.changes.split(KEPT, [papers[0].id], {"customer_name": "甲厂"}, BY)
    filed(archive, b"3", draft(event.other))
    with pytest.raises(LaterFacts, match="since"):
        archive.changes.undo(event.number, BY)
    with pytest.raises(UsageError, match="lie"):
        archive.changes.split(KEPT, [papers[0].id], {"customer_name": "乙厂"}, BY)


def test_where_the_profile_says_so_withdrawn_customers_stay_among_the_others(
    opened_by: Opened,
) -> None:
    archive = opened_by(file={"withdrawn": "together"})
    for number in ("KH-1", "KH-2"):
        archive.customers.put(number, {"customer_name": f"{number} 公司"})
    archive.changes.withdraw("KH-1", BY)
    assert [c.number for c in archive.customers.list()] == ["KH-1", "KH-2"]
    assert archive.customers.count() == 2
    assert [c.number for c in archive.customers.list(apart=True)] == ["KH-1"]


@pytest.mark.usefixtures("papers")
def test_a_withdrawn_customer_is_kept_apart_and_found(archive: Archive) -> None:
    event = archive.changes.withdraw(KEPT, Signature("王芳", "退租"))
    assert archive.customers.get(KEPT).status is CustomerStatus.WITHDRAWN
    assert [c.number for c in archive.customers.list(apart=True)] == [KEPT]
    assert KEPT not in {c.number for c in archive.customers.list()}
    assert archive.files.of(KEPT).catalogue
    assert archive.customers.names_like("上海宏达贸易有限公司")[0].number == KEPT
    archive.changes.undo(event.number, BY)
    assert archive.customers.get(KEPT).status is CustomerStatus.ACTIVE


@pytest.mark.usefixtures("papers")
def test_a_name_has_dates_and_a_source_and_finds_its_customer_until_it_is_removed(
    archive: Archive,
) -> None:
    former = Name("上海宏發（集團）公司", date(2010, 1, 1), date(2019, 6, 30))
    archive.names.add(KEPT, former, BY, former=True)
    held = archive.names.of(KEPT)
    assert [(v.key, v.held_from, v.held_to, v.source) for v in held[1:]] == [
        ("former_name", date(2010, 1, 1), date(2019, 6, 30), "王芳: 同一家公司")
    ]
    assert archive.customers.names_like("上海宏发集团公司", 1)[0].number == KEPT
    with pytest.raises(UsageError, match="already"):
        archive.names.add(KEPT, Name("上海宏发(集团)公司"), BY)
    archive.names.remove(KEPT, "上海宏发集团公司", BY)
    assert [v.key for v in archive.names.of(KEPT)] == ["customer_name"]
    assert any("上海宏發" in v.value for v in archive.customers.history(KEPT))
    with pytest.raises(UsageError, match="rename"):
        archive.names.remove(KEPT, "上海宏达贸易有限公司", BY)


@pytest.mark.usefixtures("papers")
def test_a_renamed_customer_is_found_by_both_names(archive: Archive) -> None:
    archive.names.rename(KEPT, Name("上海宏达国际有限公司", date(2025, 2, 1)), BY)
    assert archive.customers.get(KEPT).name == "上海宏达国际有限公司"
    _, former = archive.names.of(KEPT)
    assert (former.key, former.value) == ("former_name", "上海宏达贸易有限公司")
    assert former.held_to == date(2025, 2, 1)
    assert archive.customers.names_like("上海宏达贸易有限公司", 1)[0].number == KEPT


def test_a_paper_lies_in_one_file_and_is_named_in_a_second(
    archive: Archive, papers: tuple[Document, Document]
) -> None:
    one, other = papers
    archive.references.add(one.id, GONE, BY)
    lines = archive.files.of(GONE).catalogue
    assert [(line.document, line.see) for line in lines] == [(other.id, None), (one.id, KEPT)]
    assert [line.document for line in archive.files.of(KEPT).catalogue] == [one.id]
    assert [r.customer for r in archive.references.of(one.id)] == [GONE]
    for customer in (GONE, KEPT):
        with pytest.raises(UsageError):
            archive.references.add(one.id, customer, BY)
    archive.references.remove(one.id, GONE, BY)
    assert [line.see for line in archive.files.of(GONE).catalogue] == [None]
    with pytest.raises(NotFound):
        archive.references.remove(one.id, GONE, BY)


def test_between_two_strangers_of_one_name_a_person_chooses(archive: Archive) -> None:
    name = ("customer_name", "王伟")
    for number, phone in (("1", "13800000001"), ("2", "13800000002")):
        filed(archive, number.encode(), draft(provisional=(name, ("phone", phone))))
    (third,) = filed(archive, b"3", draft(provisional=(name,)))
    assert third.customer is None
    assert third.state is DocumentState.REVIEW
    with pytest.raises(UsageError):
        archive.corrections.confirm(Confirmation(third.id, "王芳", "无误"))
