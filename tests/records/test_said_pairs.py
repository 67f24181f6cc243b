"""A pair that no catalogue lists is put right by a person, with history, and back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.division import join_of, split_of
from domain.document import Document, Undoing
from domain.errors import LaterFacts, UsageError
from domain.fields import Pair
from domain.ids import ScanId
from domain.reading import PageReading
from index.catch_up import catch_up
from records.archive import Archive
from records.corrections.said_pairs import named, with_said
from search.service import Search
from tests.records.papers import BOX, correction, draft, known, reading, taken


def _pair(label: str, value: str, page: int = 1) -> Pair:
    return Pair(label, value, page, BOX, BOX, 0.9)


READ = (_pair("钥匙数", "3把"), _pair("备用号", "A-1"), _pair("备用号", "A-2"))


def _read(number: int, *pairs: Pair) -> PageReading:
    text = " ".join(f"{pair.label} {pair.value}" for pair in pairs)
    return replace(reading(number, text or "空"), pairs=pairs)


def _scan(archive: Archive) -> ScanId:
    scan = taken(archive)
    archive.journal.set_contents(scan, 2, "image/jpeg")
    archive.journal.store_page(scan, 1, _read(1, *READ))
    archive.journal.store_page(scan, 2, _read(2, _pair("电表底数", "118", 2)))
    return scan


@pytest.fixture
def document(archive: Archive) -> Document:
    whole = draft(known(archive), pages=(1, 2))
    return archive.filing.file(_scan(archive), [whole], 1.0)[0]


def _said(archive: Archive, document: Document, *pairs: tuple[str, str]) -> Document:
    return archive.corrections.apply(correction(document, pairs=pairs))


def _pairs(archive: Archive, document: Document) -> dict[str, str]:
    pairs = archive.documents.text(document.id).pairs
    return {name: pair.value for name, pair in named(pairs)}


def test_a_pair_is_put_right_added_and_removed_with_who_and_why(
    archive: Archive, document: Document
) -> None:
    _said(
        archive, document, ("钥匙数", "5把"), ("备用号@2", "B-7"), ("车位", "12"), ("电表底数", "")
    )
    held = {"钥匙数": "5把", "备用号@1": "A-1", "备用号@2": "B-7", "车位": "12"}
    assert _pairs(archive, document) == held
    made = archive.documents.history(document.id)[-1]
    assert (made.who, made.reason) == ("王芳", "看错了")
    assert set(made.what) == {
        ("pair 钥匙数", "3把", "5把"), ("pair 备用号@2", "A-2", "B-7"), ("pair 车位", "", "12"),
        ("pair 电表底数", "118", ""),
    }  # fmt: skip


def test_what_the_machine_files_by_is_left_as_it_is(archive: Archive, document: Document) -> None:
    after = _said(archive, document, ("钥匙数", "5把"))
    assert replace(after, revision=document.revision) == document


def test_a_word_is_taken_back_and_only_a_later_one_on_the_same_label_forbids_it(
    archive: Archive, document: Document
) -> None:
    before = _pairs(archive, document)
    _said(archive, document, ("钥匙数", "5把"))
    _said(archive, document, ("备用号@1", "C"))
    archive.corrections.undo(Undoing(document.id, "王芳", "是 3 把", 2))
    assert _pairs(archive, document) == before | {"备用号@1": "C"}
    assert ("pair 钥匙数", "5把", "3把") in archive.documents.history(document.id)[-1].what
    _said(archive, document, ("备用号@1", "D"))
    with pytest.raises(LaterFacts):
        archive.corrections.undo(Undoing(document.id, "王芳", "看错", 3))
    for _ in range(2):
        archive.corrections.undo(Undoing(document.id, "王芳", "看错"))
    assert _pairs(archive, document) == before


def test_reading_again_keeps_a_persons_pair(archive: Archive, document: Document) -> None:
    _said(archive, document, ("钥匙数", "5把"))
    archive.journal.store_page(document.scan, 1, _read(1, _pair("钥匙数", "8把")))
    archive.filing.file(document.scan, [draft(known(archive), pages=(1, 2))], 1.0)
    assert _pairs(archive, document) == {"钥匙数": "5把", "电表底数": "118"}


def test_what_was_said_stays_with_its_page(archive: Archive, document: Document) -> None:
    _said(archive, document, ("钥匙数", "5把"), ("电表底数", "120"))
    owner = known(archive)
    halves = [draft(owner), draft(owner, pages=(2,))]
    document = archive.documents.get(document.id)
    made = archive.divisions.apply(split_of(document, [2], "王芳", "两份"), halves)
    assert [_pairs(archive, one).get("电表底数") for one in made] == [None, "120"]
    assert _pairs(archive, made[0])["钥匙数"] == "5把"
    whole = draft(owner, pages=(1, 2))
    (again,) = archive.divisions.apply(join_of(made, "王芳", "一份"), [whole])
    held = _pairs(archive, again)
    assert (held["钥匙数"], held["电表底数"]) == ("5把", "120")


def test_one_of_several_labels_is_named_by_its_place(archive: Archive, document: Document) -> None:
    with pytest.raises(UsageError) as refused:
        _said(archive, document, ("备用号", "C"))
    assert "备用号@2" in refused.value.detail
    with pytest.raises(UsageError):
        _said(archive, document, (" ", "C"))


def test_search_finds_the_new_value_after_one_catch_up(
    archive: Archive, document: Document
) -> None:
    catch_up(archive)
    with closing(Search(archive)) as searching:
        assert not [hit for hit in searching.find("玄铁钥匙").hits if "玄铁钥匙" in hit.snippet]
        _said(archive, document, ("钥匙数", "玄铁钥匙五把"))
        catch_up(archive)
        (hit,) = searching.find("玄铁钥匙").hits
        assert (hit.document, hit.page) == (document.id, 1)
        assert hit.boxes
        archive.corrections.undo(Undoing(document.id, "王芳", "看错"))
        catch_up(archive)
        assert searching.find("玄铁钥匙").similar or not searching.find("玄铁钥匙").hits


_LABELS = st.sampled_from(["钥匙数", "备用号", "车位", "电表底数"])


@given(st.lists(_LABELS, max_size=6), st.data())
def test_every_pair_has_a_name_of_its_own_by_which_it_alone_changes(
    labels: list[str], data: st.DataObject
) -> None:
    pairs = tuple(_pair(label, f"值{place}") for place, label in enumerate(labels))
    names = [name for name, _ in named(pairs)]
    assert len(set(names)) == len(names)
    if not names:
        return
    chosen = data.draw(st.sampled_from(names))
    after = dict(named(with_said(pairs, {chosen: "新"}, 1)))
    before = dict(named(pairs))
    assert {name for name in names if after[name] != before[name]} == {chosen}
