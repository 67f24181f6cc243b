"""After a change of profile papers can follow it, and go back, with nothing lost or given twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from domain import steps
from domain.errors import UsageError
from domain.files import ChangeKind
from domain.forms import Part
from domain.ids import DocumentId
from records.archive import Archive
from records.profile import ProfileChoice, load_profile
from records.sequences import last_value
from records.signature import Signature
from records.verify import verify
from tests.records.papers import correction, draft, field, filed, known
from tests.records.test_archive import _alembic

CUSTOMER, OTHER = "KH-2024-0007", "KH-2024-0009"
BY_WANG = Signature("王芳", "改用工程档案规则")

ByProfile = Callable[..., Archive]


@pytest.fixture
def under(empty_archive: Path, tmp_path: Path) -> Iterator[ByProfile]:
    """Opens one and the same archive again and again, each time under another profile."""
    root = shutil.copytree(empty_archive, tmp_path / "archive")
    archives: list[Archive] = []

    def opened(name: str = "default", **rules: object) -> Archive:
        archives.append(Archive.open(root, load_profile(ProfileChoice(name, rules=rules))))
        return archives[-1]

    yield opened
    for archive in archives:
        archive.close()


def _fill(archive: Archive) -> dict[str, DocumentId]:
    """Two customers: one with two contracts and a card, one with a card alone."""
    known(archive)
    known(archive, OTHER, "北京安泰物业管理公司")
    made: dict[str, DocumentId] = {}
    for number in ("HT-01", "HT-02"):
        fields = (field("contract_no", number),)
        proposed = draft(CUSTOMER, type_key="contract", part=Part.CONTRACT, fields=fields)
        made[number] = filed(archive, number.encode(), proposed)[0].id
    made["card"] = filed(archive, b"card", draft(CUSTOMER))[0].id
    made["other"] = filed(archive, b"other", draft(OTHER))[0].id
    return made


def _lies(archive: Archive) -> dict[DocumentId, str]:
    """In which file each document lies."""
    return {
        entry.document: file.number
        for customer in (CUSTOMER, OTHER)
        for file in archive.files.all_of(customer)
        for entry in file.catalogue
    }


def test_an_archive_tells_what_lies_by_a_former_profile(under: ByProfile) -> None:
    _fill(under())
    assert under().reshelving.state().is_current
    state = under("installation").reshelving.state()
    assert (state.documents, state.placed_formerly) == (4, 4)
    graded = under(grade={"file": "company"})
    assert graded.reshelving.state().is_current


def test_the_preview_writes_nothing_and_names_what_is_then_done(under: ByProfile) -> None:
    made = _fill(under())
    before = _lies(under())
    archive = under("installation")
    foreseen = archive.reshelving.preview()
    assert _lies(archive) == before
    assert foreseen.moving == 4
    assert foreseen.emptied == tuple(dict.fromkeys(before[made[n]] for n in ("card", "other")))
    done = archive.reshelving.run(BY_WANG)
    held = _lies(archive)
    assert set(foreseen.opened) == set(held.values())
    assert (held[made["HT-01"]], held[made["HT-02"]]) == ("HT-01", "HT-02")
    assert (done.moved, done.opened, done.closed) == (4, 4, 2)
    assert archive.reshelving.state().is_current
    assert archive.reshelving.preview().moves == ()
    assert list(verify(archive)) == []


def test_a_re_shelving_is_in_the_histories_with_who_and_why(under: ByProfile) -> None:
    made = _fill(under())
    left = _lies(under())[made["HT-01"]]
    archive = under("installation")
    archive.reshelving.run(BY_WANG)
    last = archive.documents.history(made["HT-01"])[-1]
    assert (last.who, last.reason, last.what) == (*_signed(), (("file", left, "HT-01"),))
    removed = [one for one in archive.files.changes(left) if one.what is ChangeKind.REMOVED]
    assert {(one.who, one.reason) for one in removed} == {_signed()}
    assert archive.files.get(left).closed_at is not None
    assert len(archive.files.get(left, 3).catalogue) == 3
    assert [one.who for one in archive.reshelving.done()] == ["王芳"]


def _signed() -> tuple[str, str]:
    return BY_WANG.who, BY_WANG.reason


def test_nothing_that_a_person_decided_is_changed(under: ByProfile) -> None:
    archive = under()
    made = _fill(archive)
    document = archive.documents.get(made["card"])
    archive.corrections.apply(
        correction(document, type_key="letter", part=Part.CORRESPONDENCE, customer=OTHER)
    )
    before = {ident: archive.documents.get(ident) for ident in made.values()}
    moved = under("installation")
    moved.reshelving.run(BY_WANG)
    for ident, held in before.items():
        now = moved.documents.get(ident)
        assert (now.type_key, now.part, now.customer, now.state, now.fields, now.reasons) == (
            held.type_key, held.part, held.customer, held.state, held.fields, held.reasons,
        )  # fmt: skip


def test_going_back_is_the_same_command_and_finds_the_old_numbers(under: ByProfile) -> None:
    _fill(under())
    before = _lies(under())
    under("installation").reshelving.run(BY_WANG)
    given = set(_lies(under("installation")).values()) | set(before.values())
    back = under()
    assert back.reshelving.preview().opened == ()
    back.reshelving.run(Signature("李强", "改回"))
    assert _lies(back) == before
    again = under("installation")
    again.reshelving.run(BY_WANG)
    assert set(_lies(again).values()) | set(before.values()) == given
    assert list(verify(again)) == []


def test_new_numbers_go_on_without_gap_and_none_is_given_twice(under: ByProfile) -> None:
    made = _fill(under())
    archive = under(numbers={"file": "XA-{sequence:3}"})
    archive.reshelving.run(BY_WANG)
    assert sorted(set(_lies(archive).values())) == ["XA-001", "XA-002"]
    with archive.database.read() as session:
        assert last_value(session, "file") == 2
    back = under()
    back.reshelving.run(BY_WANG)
    known(back, "KH-2024-0011", "天津海河贸易有限公司")
    filed(back, b"new", draft("KH-2024-0011"))
    numbers = {*_lies(back).values(), back.files.of("KH-2024-0011").number}
    assert sorted(number[-4:] for number in numbers) == ["0001", "0002", "0003"]
    assert made


def test_papers_of_one_customer_stay_together_until_all_are_re_shelved(under: ByProfile) -> None:
    _fill(under())
    archive = under(numbers={"file": "XA-{sequence:3}"})
    document = filed(archive, b"later", draft(CUSTOMER, title="补充资料卡"))[0]
    held = _lies(archive)
    assert (
        len({held[ident] for ident in held if archive.documents.get(ident).customer == CUSTOMER})
        == 1
    )
    archive.reshelving.run(BY_WANG)
    assert _lies(archive)[document.id] == "XA-001"


def test_a_catalogue_is_issued_anew_where_only_the_order_changes(under: ByProfile) -> None:
    archive = under()
    known(archive)
    papers = [
        filed(archive, bytes([n]), draft(CUSTOMER, day=date(2024, n, 1)))[0].id for n in (1, 2)
    ]
    newest_first = under(order={"within_part": "descending"})
    state = newest_first.reshelving.state()
    assert (state.placed_formerly, state.listed_formerly) == (0, 1)
    (file,) = newest_first.files.all_of(CUSTOMER)
    assert [entry.document for entry in file.catalogue] == papers
    done = newest_first.reshelving.run(BY_WANG)
    assert (done.moved, done.listed) == (0, 1)
    (file,) = newest_first.files.all_of(CUSTOMER)
    assert ([entry.document for entry in file.catalogue], file.version) == (papers[::-1], 3)
    assert [e.document for e in newest_first.files.get(file.number, 2).catalogue] == papers
    last = newest_first.files.changes(file.number)[-1]
    assert (last.what, last.document, last.who) == (ChangeKind.LISTED, None, "王芳")


def test_a_files_grade_goes_with_its_papers(under: ByProfile) -> None:
    archive = under()
    made = _fill(archive)
    archive.grading.set_file(
        _lies(archive)[made["HT-01"]], archive.grading.grade("company"), "王芳", "诉讼"
    )
    moved = under("installation", grade={"levels": _levels()})
    moved.reshelving.run(BY_WANG)
    for name in ("HT-01", "HT-02", "card"):
        assert moved.grading.of(made[name]).grade.key == "company", name
    assert moved.grading.of(made["other"]).grade.key != "company"


def _levels() -> list[dict[str, str]]:
    return [level.model_dump(exclude_none=True) for level in load_profile().grade.levels]


def test_a_merge_undone_after_a_re_shelving_restores_what_was(under: ByProfile) -> None:
    archive = under()
    made = _fill(archive)
    waiting = archive.documents.get(made["other"])
    event = archive.changes.merge(CUSTOMER, OTHER, Signature("王芳", "同一客户"))
    moved = under("installation")
    moved.reshelving.run(BY_WANG)
    moved.changes.undo(event.number, Signature("王芳", "不是"))
    assert moved.documents.get(made["other"]).customer == OTHER
    assert moved.documents.get(made["other"]).reasons == waiting.reasons
    assert list(verify(moved)) == []


class _Broken(Exception):
    """The process ended here."""


def test_one_that_was_broken_off_goes_on_under_its_number(under: ByProfile) -> None:
    _fill(under())
    archive = under("installation")
    seen: list[str] = []

    def break_off(step: str) -> None:
        seen.append(step)
        if seen.count("reshelving.before_commit") == 3:
            raise _Broken

    with steps.listening(break_off), pytest.raises(_Broken):
        archive.reshelving.run(BY_WANG, batch=1)
    state = archive.reshelving.state()
    assert (state.placed_formerly, state.begun) == (2, 1)
    assert list(verify(archive)) == []
    done = archive.reshelving.run(Signature("李强", "继续"), batch=1)
    assert (done.number, done.moved, done.closed) == (1, 4, 2)
    assert archive.reshelving.state().begun is None
    assert list(verify(archive)) == []


def test_nobody_re_shelves_without_saying_who_and_why(under: ByProfile) -> None:
    _fill(under())
    with pytest.raises(UsageError):
        under("installation").reshelving.run(Signature("王芳", " "))


def test_an_archive_from_before_knows_which_of_its_files_the_profile_numbered(
    under: ByProfile,
) -> None:
    archive = under()
    made = _fill(archive)
    before = _lies(archive)
    under("installation").reshelving.run(BY_WANG)
    with archive.database.connection() as connection:
        connection.execute(text("DELETE FROM stamps WHERE name = 'shelving'"))
        command.downgrade(_alembic(connection), "0017")
    state = under().reshelving.state()
    assert state.placed_formerly == 2
    held = _lies(under())
    assert (held[made["card"]], held[made["HT-01"]]) == (before[made["card"]], "HT-01")
    again = under()
    again.reshelving.run(BY_WANG)
    assert set(_lies(again).values()) == set(before.values())
    assert list(verify(again)) == []
