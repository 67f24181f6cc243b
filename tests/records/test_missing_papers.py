"""What a file must have and has not is known, and since when."""

from __future__ import annotations

from domain.forms import Part
from records.archive import Archive
from tests.records.conftest import Opened
from tests.records.papers import correction, draft, field, filed, known

CUSTOMER = "KH-2024-0007"
OTHER = "KH-2024-0009"


def _licence(archive: Archive, content: bytes = b"licence") -> str:
    proposed = draft(CUSTOMER, type_key="business_licence", part=Part.IDENTITY)
    return filed(archive, content, proposed)[0].id


def test_a_companys_file_lacks_the_licence_until_it_comes(archive: Archive) -> None:
    known(archive)
    assert archive.missing_papers.incomplete() == ()
    filed(archive, b"card", draft(CUSTOMER))
    (file,) = archive.files.all_of(CUSTOMER)
    (lacking,) = archive.missing_papers.incomplete()
    assert (lacking.number, lacking.customer) == (file.number, CUSTOMER)
    assert [(one.key, one.since) for one in lacking.missing] == [("licence", file.opened_at)]
    assert archive.missing_papers.count() == 1
    _licence(archive)
    assert archive.missing_papers.incomplete() == ()
    assert archive.missing_papers.of(file.number) == ()


def test_a_person_needs_an_identity_card_and_no_licence(archive: Archive) -> None:
    archive.customers.put(CUSTOMER, {"person_name": "王小芳"})
    filed(archive, b"card", draft(CUSTOMER))
    (lacking,) = archive.missing_papers.incomplete()
    assert [one.key for one in lacking.missing] == ["identity"]


def test_a_paper_that_leaves_is_missing_since_it_left(archive: Archive) -> None:
    known(archive)
    known(archive, OTHER, "北京安泰物业管理公司")
    filed(archive, b"card", draft(CUSTOMER))
    licence = _licence(archive)
    moved = archive.corrections.apply(correction(archive.documents.get(licence), customer=OTHER))
    number = archive.files.all_of(CUSTOMER)[0].number
    (paper,) = archive.missing_papers.of(number)
    assert paper.since == archive.files.changes(number)[-1].at
    assert paper.since > moved.filed_at


def test_a_paper_that_turns_out_to_be_another_is_missing_since_then(archive: Archive) -> None:
    known(archive)
    filed(archive, b"card", draft(CUSTOMER))
    document = archive.documents.get(_licence(archive))
    archive.corrections.apply(correction(document, type_key="letter", part=Part.CORRESPONDENCE))
    number = archive.files.all_of(CUSTOMER)[0].number
    (paper,) = archive.missing_papers.of(number)
    assert paper.since == archive.files.changes(number)[-1].at


def test_papers_of_the_customer_serve_all_his_contracts_files(opened_by: Opened) -> None:
    own = {
        "documents": [
            {"key": "card", "name": "卡", "name_en": "card", "any_of": ["P02"]},
            {"key": "completion", "name": "竣工", "name_en": "completion",
             "any_of": ["completion_documents"]},
        ]
    }  # fmt: skip
    archive = opened_by("installation", completeness=own)
    known(archive)
    filed(archive, b"card", draft(CUSTOMER))
    for number in ("HT-1", "HT-2"):
        fields = (field("contract_no", number),)
        proposed = draft(CUSTOMER, type_key="contract", part=Part.CONTRACT, fields=fields)
        filed(archive, number.encode(), proposed)
    lacking = archive.missing_papers.incomplete()
    assert [(one.unit, [paper.key for paper in one.missing]) for one in lacking] == [
        ("HT-1", ["completion"]),
        ("HT-2", ["completion"]),
    ]


def test_files_that_lack_most_come_first_and_pages_do_not_overlap(archive: Archive) -> None:
    for number, name in ((CUSTOMER, "甲公司"), (OTHER, "乙公司"), ("KH-2024-0011", "丙公司")):
        known(archive, number, name)
    filed(archive, b"1", draft(CUSTOMER))
    for content, number in ((b"2", OTHER), (b"3", "KH-2024-0011")):
        proposed = draft(number, type_key="letter", part=Part.CORRESPONDENCE)
        filed(archive, content, proposed)
    listed = archive.missing_papers.incomplete()
    assert [one.customer for one in listed] == [OTHER, "KH-2024-0011", CUSTOMER]
    pages = [archive.missing_papers.incomplete(1, offset) for offset in range(3)]
    assert tuple(one for page in pages for one in page) == listed
