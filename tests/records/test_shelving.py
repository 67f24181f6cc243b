"""What a file is, and how it is numbered, is the profile's; every change of it is a version."""

from __future__ import annotations

from datetime import date

import pytest

from domain.document import Document
from domain.errors import NotFound
from domain.forms import Part
from records.archive import Archive
from records.verify import verify
from tests.records.conftest import Opened
from tests.records.papers import correction, draft, field, filed, known, scanned

CUSTOMER = "KH-2024-0007"


def _contract(archive: Archive, content: bytes, number: str, sure: float = 0.99) -> Document:
    fields = (field("contract_no", number, confidence=sure),)
    proposed = draft(CUSTOMER, type_key="contract", part=Part.CONTRACT, fields=fields)
    return filed(archive, content, proposed)[0]


def _numbers(archive: Archive) -> dict[str, list[str]]:
    return {
        file.number: [entry.document for entry in file.catalogue]
        for file in archive.files.all_of(CUSTOMER)
    }


def test_each_contract_has_a_file_of_its_own_and_other_papers_the_customers(
    opened_by: Opened,
) -> None:
    archive = opened_by("installation")
    known(archive)
    first = _contract(archive, b"1", "HT-2024-01")
    card = filed(archive, b"2", draft(CUSTOMER))[0]
    second = _contract(archive, b"3", "HT-2024-02")
    again = _contract(archive, b"4", "ＨＴ 2024-01")
    general = archive.files.all_of(CUSTOMER)[1].number
    assert _numbers(archive) == {
        "HT-2024-01": [first.id, again.id],
        general: [card.id],
        "HT-2024-02": [second.id],
    }
    assert general.startswith("LS-DA-")
    assert len(archive.files.of(CUSTOMER).catalogue) == 4
    assert archive.files.count() == 3
    assert list(verify(archive)) == []


def test_no_file_is_opened_on_a_doubtful_number_and_a_correction_opens_it(
    opened_by: Opened,
) -> None:
    archive = opened_by("installation")
    known(archive)
    document = _contract(archive, b"1", "HT-2O24-01", sure=0.5)
    assert [file.unit for file in archive.files.all_of(CUSTOMER)] == [""]
    archive.corrections.apply(correction(document, fields=(("contract_no", "HT-2024-01"),)))
    empty, own = archive.files.all_of(CUSTOMER)
    assert (empty.catalogue, own.number) == ((), "HT-2024-01")
    assert empty.version == 2
    assert archive.files.get(empty.number, 1).catalogue[0].document == document.id


def test_a_tenants_flat_names_the_file_and_the_next_tenants_another(opened_by: Opened) -> None:
    archive = opened_by("property")
    archive.customers.put(CUSTOMER, {"customer_name": "上海宏达贸易有限公司", "unit_no": "1203"})
    archive.customers.put("KH-2024-0009", {"customer_name": "北京安泰", "unit_no": "1203"})
    filed(archive, b"1", draft(CUSTOMER))
    filed(archive, b"2", draft("KH-2024-0009"))
    assert archive.files.of(CUSTOMER).number == "1203-01"
    assert archive.files.of("KH-2024-0009").number == "1203-02"


def test_papers_go_to_the_flats_file_once_the_flat_is_known(opened_by: Opened) -> None:
    archive = opened_by("property")
    known(archive)
    document = filed(archive, b"1", draft(CUSTOMER))[0]
    assert archive.files.of(CUSTOMER).number.startswith("WY-")
    archive.customers.put(CUSTOMER, {"unit_no": "12-03室"})
    general, own = archive.files.all_of(CUSTOMER)
    assert general.catalogue == ()
    assert (own.number, own.unit) == ("12-03室-01", "12-03室")
    assert [entry.document for entry in own.catalogue] == [document.id]


def test_contracts_and_instruments_are_numbered_from_their_file_and_keep_it(
    opened_by: Opened,
) -> None:
    archive = opened_by("loan")
    archive.customers.put(CUSTOMER, {"customer_name": "鸿运建材", "loan_project": "P-1"})
    contracts = [_contract(archive, bytes([n]), f"C{n}") for n in range(2)]
    deed = filed(
        archive,
        b"deed",
        draft(CUSTOMER, type_key="property_title_certificate", part=Part.TITLE),
    )[0]
    (file,) = archive.files.all_of(CUSTOMER)
    assert file.number == "鸿借字第001号"
    numbers = {entry.document: entry.number for entry in file.catalogue}
    assert numbers[contracts[0].id] == "鸿借字第001号-01"
    assert numbers[contracts[1].id] == "鸿借字第001号-02"
    assert numbers[deed.id] == "鸿借字第001号"


def test_an_annex_gets_no_number_where_the_profile_says_so(opened_by: Opened) -> None:
    archive = opened_by("loan")
    archive.customers.put(CUSTOMER, {"customer_name": "鸿运建材", "loan_project": "P-1"})
    _contract(archive, b"1", "C1")
    filed(archive, b"2", draft(CUSTOMER, type_key="annex", part=Part.CONTRACT, pages=(1, 2)))
    (file,) = archive.files.all_of(CUSTOMER)
    assert [entry.sequence for entry in file.catalogue] == [1, None]
    assert file.pages == 3


def test_volumes_by_year_hold_all_customers_and_the_reply_decides_the_year(
    opened_by: Opened,
) -> None:
    archive = opened_by("document_archive")
    known(archive)
    known(archive, "KH-2024-0009", "北京安泰物业管理公司")

    def letter(content: bytes, title: str, day: date | None, whose: str = CUSTOMER) -> Document:
        proposed = draft(whose, type_key="letter", part=Part.CORRESPONDENCE, title=title, day=day)
        return filed(archive, content, proposed)[0]

    request = letter(b"1", "关于增加供热面积的请示", date(2023, 12, 20))
    other = letter(b"2", "缴费通知单", date(2023, 3, 1), "KH-2024-0009")
    undated = letter(b"3", "情况说明材料", None)
    volume = archive.files.all_of(CUSTOMER)[0]
    assert (volume.number, volume.unit, volume.customer) == ("WS-2023-001", "2023", None)
    assert [entry.document for entry in volume.catalogue] == [other.id, request.id]
    assert archive.files.get("WS-0000-001").catalogue[0].document == undated.id

    reply = letter(b"4", "关于增加供热面积的批复", date(2024, 1, 9))
    moved = archive.files.get("WS-2024-001")
    assert [entry.document for entry in moved.catalogue] == [reply.id, request.id]
    left = archive.files.get("WS-2023-001")
    assert [entry.document for entry in left.catalogue] == [other.id]
    assert [change.what for change in archive.files.changes("WS-2023-001")] == [
        "added",
        "added",
        "removed",
    ]
    papers = archive.files.of(CUSTOMER).catalogue
    assert {entry.document for entry in papers} == {request.id, undated.id, reply.id}


def test_cases_are_numbered_by_year_and_month(opened_by: Opened) -> None:
    archive = opened_by("complaints")
    known(archive)
    for number in ("A1", "A2"):
        fields = (field("complaint_no", number),)
        proposed = draft(CUSTOMER, type_key="complaint_record", part=Part.COMPLAINT, fields=fields)
        filed(archive, number.encode(), proposed)
    numbers = list(_numbers(archive))
    assert [number[4:] for number in numbers] == ["01", "02"]
    assert all(len(number) == 6 for number in numbers)


def test_a_file_is_divided_into_volumes_between_papers(opened_by: Opened) -> None:
    archive = opened_by(file={"volume_pages": 5})
    known(archive)
    for content, pages in ((b"1", 3), (b"2", 2), (b"3", 1), (b"4", 9), (b"5", 1)):
        filed(archive, content, draft(CUSTOMER, pages=range(1, pages + 1)))
    (file,) = archive.files.all_of(CUSTOMER)
    placed = [(entry.volume, entry.leaf, entry.pages) for entry in file.catalogue]
    assert placed == [(1, 1, 3), (1, 4, 2), (2, 1, 1), (3, 1, 9), (4, 1, 1)]
    assert [len(volume) for volume in file.volumes] == [2, 1, 1, 1]


def test_every_change_makes_a_version_and_earlier_ones_can_be_read_again(
    archive: Archive,
) -> None:
    known(archive)
    known(archive, "KH-2024-0009", "北京安泰物业管理公司")
    first = filed(archive, b"1", draft(CUSTOMER))[0]
    second = filed(archive, b"2", draft(CUSTOMER, title="补充资料卡"))[0]
    archive.corrections.apply(correction(first, fields=(("phone", "1"),)))
    archive.corrections.apply(correction(first, customer="KH-2024-0009"))
    number = archive.files.of(CUSTOMER).number
    assert archive.files.get(number).version == 4
    listed = [
        [entry.document for entry in archive.files.get(number, version).catalogue]
        for version in (1, 2, 3, 4)
    ]
    assert listed == [[first.id], [first.id, second.id], [first.id, second.id], [second.id]]
    changes = archive.files.changes(number)
    assert [(one.version, one.what.value, one.who) for one in changes] == [
        (1, "added", "machine"),
        (2, "added", "machine"),
        (3, "changed", "王芳"),
        (4, "removed", "王芳"),
    ]
    with pytest.raises(NotFound, match="4 versions"):
        archive.files.get(number, 5)


def test_filing_the_same_again_makes_no_version(archive: Archive) -> None:
    known(archive)
    scan = scanned(archive)
    for _ in range(2):
        archive.filing.file(scan, [draft(CUSTOMER)], 1.0)
    (file,) = archive.files.all_of(CUSTOMER)
    assert file.version == 1


def test_the_maker_of_a_paper_is_read_from_it_else_it_is_the_customer(archive: Archive) -> None:
    known(archive)
    sides = (field("party_a", "甲公司"), field("party_b", "乙公司"))
    filed(archive, b"1", draft(CUSTOMER, type_key="contract", part=Part.CONTRACT, fields=sides))
    filed(archive, b"2", draft(CUSTOMER, fields=(field("created_by", "王芳"),)))
    filed(archive, b"3", draft(CUSTOMER, type_key="letter", part=Part.CORRESPONDENCE))
    entries = archive.files.of(CUSTOMER).catalogue
    makers = [entry.responsible for entry in entries]
    assert makers == ["王芳", "甲公司、乙公司", "上海宏达贸易有限公司"]
