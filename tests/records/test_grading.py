"""A paper's grade follows from its type and file, until a person says otherwise; highest wins."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from domain.errors import NotFound, UsageError
from domain.forms import Part
from ingest.forms.catalogue import load as load_catalogue
from records.archive import Archive
from records.profile import ProfileChoice, load_profile, names, variants
from records.signature import Signature
from tests.records.papers import draft, filed, known

CUSTOMER = "KH-2024-0007"


@pytest.fixture
def graded(empty_archive: Path, tmp_path: Path) -> Archive:
    root = shutil.copytree(empty_archive, tmp_path / "graded")
    return Archive.open(root, load_profile(), load_catalogue().types)


def _paper(archive: Archive, type_key: str, part: Part, content: bytes = b"1") -> str:
    known(archive)
    return filed(archive, content, draft(CUSTOMER, type_key=type_key, part=part))[0].id


def test_the_type_grades_a_paper_and_a_taught_type_is_graded_by_its_part(graded: Archive) -> None:
    identity = _paper(graded, "identity_card_copy", Part.IDENTITY, b"1")
    taught = _paper(graded, "own_form", Part.CREDIT, b"2")
    letter = _paper(graded, "letter", Part.CORRESPONDENCE, b"3")
    assert [graded.grading.of(one).grade.key for one in (identity, taught, letter)] == [
        "department",
        "department",
        "internal",
    ]
    assert graded.grading.of(identity).grade.role == "department_manager"


def test_a_person_grades_a_document_up_or_down_and_may_take_it_back(graded: Archive) -> None:
    document = _paper(graded, "identity_card_copy", Part.IDENTITY)
    grading = graded.grading
    before = graded.outbox.last()
    held = grading.set_document(document, grading.grade("公开"), "王芳", "已公开")
    assert (held.own.key, held.grade.key) == ("open", "internal")  # the file is internal
    held = grading.set_document(document, grading.grade("company"), "李娜", "含隐私")
    assert held.grade.key == "company"
    held = grading.set_document(document, None, "李娜", "误定")
    assert held.grade.key == "department"
    assert [(one.who, one.reason) for one in held.given] == [
        ("王芳", "已公开"),
        ("李娜", "含隐私"),
        ("李娜", "误定"),
    ]
    assert graded.outbox.last() == before + 3


def test_a_files_grade_goes_down_to_all_that_lies_in_it(graded: Archive) -> None:
    letter = _paper(graded, "letter", Part.CORRESPONDENCE, b"1")
    number = graded.files.of(CUSTOMER).number
    before = graded.outbox.last()
    graded.grading.set_file(number, graded.grading.grade("company"), "王芳", "重点客户")
    later = _paper(graded, "letter", Part.CORRESPONDENCE, b"2")
    for document in (letter, later):
        assert graded.grading.of(document).grade.key == "company"
        assert graded.grading.of(document).own.key == "internal"
    assert graded.outbox.after(before, 1)[0][1] == letter
    graded.grading.set_file(number, None, "王芳", "不再")
    assert graded.grading.of(later).grade.key == "internal"


def test_papers_of_a_merged_customer_stay_as_secret_as_they_were_until_it_is_undone(
    graded: Archive,
) -> None:
    other = "KH-2024-0009"
    known(graded, other, "上海宏大贸易有限公司")
    here = _paper(graded, "letter", Part.CORRESPONDENCE, b"1")
    proposed = draft(other, type_key="letter", part=Part.CORRESPONDENCE)
    there = filed(graded, b"2", proposed)[0].id
    number = graded.files.of(other).number
    graded.grading.set_file(number, graded.grading.grade("company"), "王芳", "重点客户")
    before = graded.outbox.last()
    event = graded.changes.merge(CUSTOMER, other, Signature("王芳", "同一家"))
    assert {graded.grading.of(one).grade.key for one in (here, there)} == {"company"}
    assert {here, there} <= {document for _, document in graded.outbox.after(before, 99)}
    graded.changes.undo(event.number, Signature("王芳", "不是"))
    assert [graded.grading.of(one).grade.key for one in (here, there)] == ["internal", "company"]


def test_a_grade_that_is_not_in_the_scheme_is_refused_and_one_needs_a_reason(
    graded: Archive,
) -> None:
    document = _paper(graded, "letter", Part.CORRESPONDENCE)
    with pytest.raises(NotFound, match="internal, department, company"):
        graded.grading.grade("cosmic")
    with pytest.raises(UsageError):
        graded.grading.set_document(document, None, "王芳", " ")


def test_new_rules_about_grades_tell_the_index_of_every_document_once(graded: Archive) -> None:
    _paper(graded, "letter", Part.CORRESPONDENCE)
    before = graded.outbox.last()
    graded.close()
    for name, more in (("default", 0), ("document_archive", 1), ("document_archive", 0)):
        again = Archive.open(graded.root, load_profile(name), load_catalogue().types)
        assert again.outbox.last() == before + more
        before = again.outbox.last()
        again.close()


def test_a_grade_that_the_scheme_no_longer_has_is_the_highest(graded: Archive) -> None:
    document = _paper(graded, "letter", Part.CORRESPONDENCE)
    graded.grading.set_document(document, graded.grading.grade("open"), "王芳", "公开")
    graded.close()
    again = Archive.open(graded.root, load_profile("document_archive"), load_catalogue().types)
    assert again.grading.of(document).grade.key == "top_secret"
    again.close()


def test_every_profile_grades_every_type_by_what_its_secrecy_follows_from() -> None:
    types = load_catalogue().types
    for name in names():
        for variant in ("", *variants(name)):
            profile = load_profile(ProfileChoice(name, variant))
            classes = {kind.secrecy.value for kind in types.values()}
            assert classes <= set(profile.grade.classes), name
            kinds = {kind.retention.value for kind in types.values()}
            assert kinds <= set(profile.retention.by_class), name
