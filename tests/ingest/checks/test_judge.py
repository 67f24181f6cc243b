"""What a paper must bear follows from its type, and what it lacks is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from domain.fields import FieldReading
from domain.finding import Finding, FindingCode
from domain.forms import DocumentType, Part, SealOwner, Signatory
from domain.geometry import Box
from domain.page import Seal, SealColour, SealShape
from domain.reading import PageReading
from domain.signing import SignPlace, SignState
from ingest.checks.judge import judged
from tests.ingest.known import reading, value

USER = Signatory("user", "用户签字", "User", ("用户签字", "客户签字"))
CHECKER = Signatory("checker", "检查人", "Checker", ("审核",))
WITNESS = Signatory("witness", "监销人", "Witness", ("监销人",), least=2)
PARTY = Signatory("party_a", "甲方", "Party A", ("甲方",))
COMPANY = SealOwner("company", "公司公章", "Company seal", ("公章", "盖章"))
SIDES = tuple(
    SealOwner(key, name, name, (name,)) for key, name in (("party_a", "甲方"), ("party_b", "乙方"))
)
RECORD = DocumentType(
    "record", "测温记录", "", "", Part.SERVICE, signs=(USER,), sign_row=(CHECKER,)
)


def place(label: str, state: SignState, y: float = 0.8, *, in_row: bool = False) -> SignPlace:
    box = Box(0.1, y, 0.2, y + 0.02)
    return SignPlace(label, box, Box(0.2, y, 0.4, y + 0.02), state, 0.0, in_row)


def scan(*lines: str, places: Iterable[SignPlace] = (), number: int = 1) -> PageReading:
    return replace(reading(lines=lines or ("正文",), number=number), signatures=tuple(places))


def sealed(made: PageReading, *seals: Seal) -> PageReading:
    return replace(made, page=replace(made.page, seals=seals))


def seal(x: float, y: float, colour: SealColour = SealColour.RED) -> Seal:
    return Seal(Box(x, y, x + 0.1, y + 0.08), colour, SealShape.ROUND)


def codes(found: Iterable[Finding]) -> list[tuple[FindingCode, str]]:
    return [(one.code, one.subject) for one in found]


MISSING = FindingCode.SIGNATURE_MISSING


@pytest.mark.parametrize(
    ("user", "checker", "expected"),
    [
        (SignState.SIGNED, SignState.SIGNED, []),
        (SignState.EMPTY, SignState.SIGNED, [(MISSING, "user")]),
        (SignState.SIGNED, SignState.EMPTY, [(MISSING, "checker")]),
        (SignState.PRINTED, SignState.PRINTED, [(FindingCode.SIGNATURE_PRINTED, "user")]),
    ],
)
def test_signatures_that_a_form_demands_and_does_not_bear_are_missing(
    user: SignState, checker: SignState, expected: list[tuple[FindingCode, str]]
) -> None:
    page = scan(places=(place("用户签字", user), place("审核", checker)))
    assert codes(judged([page], RECORD)) == expected


def test_a_signature_that_must_be_there_is_missing_even_without_a_place_for_it() -> None:
    assert codes(judged([scan()], RECORD)) == [(MISSING, "user")]
    elsewhere = scan(places=(place("签名", SignState.SIGNED),))
    assert codes(judged([elsewhere], RECORD)) == []


def test_of_a_page_read_before_signatures_were_looked_for_nothing_is_claimed() -> None:
    old = replace(scan(), signatures=None)
    assert codes(judged([old], RECORD)) == []


def test_two_witnesses_are_two() -> None:
    kind = replace(RECORD, signs=(WITNESS,), sign_row=())
    one = (place("监销人", SignState.SIGNED), place("监销人", SignState.EMPTY, 0.9))
    assert codes(judged([scan(places=one)], kind)) == [(MISSING, "witness")]
    both = (place("监销人", SignState.SIGNED), place("监销人", SignState.SIGNED, 0.9))
    assert codes(judged([scan(places=both)], kind)) == []


def test_for_a_party_its_representative_signs_below_its_name() -> None:
    kind = replace(RECORD, signs=(PARTY,), sign_row=())
    head = place("甲方", SignState.PRINTED, 0.1)
    foot = place("甲方(盖章)", SignState.PRINTED, 0.7)
    for state, expected in ((SignState.SIGNED, []), (SignState.EMPTY, [(MISSING, "party_a")])):
        page = scan(places=(head, foot, place("法定代表人", state, 0.76)))
        assert codes(judged([page], kind)) == expected


def test_an_empty_box_of_a_sign_off_row_is_told_on_any_form() -> None:
    row = [place(label, SignState.EMPTY, in_row=True) for label in ("出纳", "会计")]
    kind = replace(RECORD, signs=(), sign_row=())
    assert [one.detail for one in judged([scan(places=row)], kind)] == ["出纳", "会计"]


def test_seals_are_told_with_their_owner_and_missed_where_demanded() -> None:
    kind = replace(RECORD, signs=(), sign_row=(), seals=SIDES)
    page = scan("甲方：", *["正文"] * 5, "乙方：")
    upper = seal(0.2, 0.05)
    assert codes(judged([sealed(page, upper)], kind)) == [
        (FindingCode.SEAL_PRESENT, "party_a"),
        (FindingCode.SEAL_MISSING, "party_b"),
    ]
    assert codes(judged([sealed(page, upper, seal(0.2, 0.85))], kind)) == [
        (FindingCode.SEAL_PRESENT, "party_a"),
        (FindingCode.SEAL_PRESENT, "party_b"),
    ]


def test_a_photocopy_must_bear_a_seal_of_its_own_and_tell_where_the_original_is() -> None:
    kind = replace(RECORD, signs=(), sign_row=(), copy_seals=(COMPANY,))
    assert codes(judged([scan("营业执照")], kind)) == []
    copied = sealed(scan("营业执照", "复印件"), seal(0.5, 0.7, SealColour.GREY))
    assert (FindingCode.SEAL_MISSING, "company") in codes(judged([copied], kind))
    assert (FindingCode.ORIGINAL_UNTOLD, "") in codes(judged([copied], kind))
    stamped = sealed(scan("营业执照", "复印件，原件存于财务部"), seal(0.2, 0.5))
    assert codes(judged([stamped], kind)) == [
        (FindingCode.ORIGINAL_KEPT, "财务部"),
        (FindingCode.SEAL_PRESENT, ""),
    ]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("原件存于档案室", "档案室"),
        ("原件現存放於總公司", "总公司"),
        ("与原件核对一致", ""),
        ("原件核对无误", ""),
    ],
)
def test_stamps_tell_of_the_original_in_several_ways(said: str, place: str) -> None:
    found = [one for one in judged([scan(said)], None) if one.code is FindingCode.ORIGINAL_KEPT]
    assert [one.subject for one in found] == [place]


def test_the_part_of_a_set_is_told_with_its_keeper() -> None:
    kind = replace(RECORD, signs=(), sign_row=(), copies=("发货人", "仓库", "财务部"))
    (only,) = judged([scan("第二联")], kind)
    assert (only.code, only.subject, only.detail) == (FindingCode.COPY_NUMBER, "2", "仓库")
    (named,) = judged([scan("第三联：客户")], kind)
    assert (named.subject, named.detail) == ("3", "客户")
    assert (
        judged([scan("本单一式三份，第一联由发货人留存，其余各联随货同行并由收货人签收")], kind)
        == ()
    )


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        (("第1页共3页", "第3页共3页"), ["2"]),
        (("第1页共3页",), ["2, 3"]),
        (("第1页共3页", "正文", "第3页共3页"), []),
        (("第1页共2页", "第2页共2页"), []),
        (("正文", "正文"), []),
    ],
)
def test_pages_that_a_document_counts_and_the_scan_lacks_are_told(
    said: tuple[str, ...], lacking: list[str]
) -> None:
    pages = [scan(text, number=number) for number, text in enumerate(said, 1)]
    assert [one.detail for one in judged(pages, None)] == lacking


def test_mandatory_fields_without_a_value_are_told_with_their_place() -> None:
    blank = value("phone", "")
    fields: list[FieldReading] = [value("customer_name", "甲公司"), blank]
    kind = replace(RECORD, signs=(), sign_row=())
    found = judged([scan()], kind, fields, ("phone", "address"))
    assert codes(found) == [
        (FindingCode.FIELD_MISSING, "phone"),
        (FindingCode.FIELD_MISSING, "address"),
    ]
    assert (found[0].box, found[1].box) == (blank.box, None)


def test_some_forms_must_be_filled_in_altogether() -> None:
    kind = replace(RECORD, key="cross_region_sales_control", signs=(), sign_row=())
    found = judged([scan()], kind, [value("phone", ""), value("address", "某路1号")])
    assert codes(found) == [(FindingCode.FIELD_MISSING, "phone")]
