"""Cards add to the record of their customer, and never overwrite it."""

from __future__ import annotations

import pytest

from domain.customer import Difference
from domain.document import Document, DocumentDraft
from domain.errors import NotFound, UsageError
from domain.forms import Part
from records.archive import Archive
from tests.records.papers import correction, draft, field, filed, known

NUMBER = "KH-2024-0007"


def _card(*fields: tuple[str, str], part: Part = Part.CARD, sure: float = 0.97) -> DocumentDraft:
    read = tuple(field(key, value, confidence=sure) for key, value in fields)
    return draft(NUMBER, fields=read, part=part)


def _filed(archive: Archive, content: bytes, *fields: tuple[str, str]) -> Document:
    return filed(archive, content, _card(*fields))[0]


def _values(archive: Archive, number: str = NUMBER) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for key, value in archive.customers.get(number).values:
        values.setdefault(key, []).append(value)
    values.pop("customer_name")
    return values


def _open(archive: Archive) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(one.key, one.on_record, one.said) for one in archive.differences.open()]


def _only(archive: Archive) -> Difference:
    (one,) = archive.differences.open()
    return one


def test_a_card_fills_in_what_the_record_does_not_know_and_says_where_from(
    archive: Archive,
) -> None:
    known(archive)
    card = _filed(archive, b"1", ("contact", "王芳"), ("phone", "021-58881234"))
    assert _values(archive) == {"contact": ["王芳"], "phone": ["021-58881234"]}
    sources = {v.key: v.source for v in archive.customers.history(NUMBER)}
    assert sources["contact"] == card.id
    assert _open(archive) == []


def test_a_card_that_says_otherwise_is_shown_and_overwrites_nothing(archive: Archive) -> None:
    known(archive)
    _filed(archive, b"1", ("contact", "王芳"))
    second = _filed(archive, b"2", ("contact", "李强"))
    assert _values(archive) == {"contact": ["王芳"]}
    assert _open(archive) == [("contact", ("王芳",), ("李强",))]
    assert _only(archive).document == second.id
    assert archive.differences.count() == archive.differences.count(NUMBER) == 1


@pytest.mark.parametrize("same", ["(021) 5888-1234", "０２１－５８８８１２３４", "021 58881234"])
def test_signs_and_width_make_no_difference(archive: Archive, same: str) -> None:
    known(archive)
    archive.customers.put(NUMBER, {"phone": ["021-58881234", "13800138000"]})
    _filed(archive, b"1", ("phone", same))
    assert _open(archive) == []


def test_doubtful_values_and_blanks_say_nothing(archive: Archive) -> None:
    known(archive)
    archive.customers.put(NUMBER, {"contact": "王芳"})
    filed(archive, b"1", _card(("contact", "李强"), ("phone", "1"), sure=0.5))
    filed(archive, b"2", _card(("contact", "")))
    assert _values(archive) == {"contact": ["王芳"]}
    assert _open(archive) == []


@pytest.mark.parametrize("part", [Part.CONTRACT, Part.COMPLAINT, Part.CORRESPONDENCE])
def test_only_cards_and_contact_papers_speak_for_the_record(archive: Archive, part: Part) -> None:
    known(archive)
    filed(archive, b"1", _card(("contact", "李强"), part=part))
    assert _values(archive) == {}


def test_a_card_in_review_says_nothing_until_a_person_files_it(archive: Archive) -> None:
    known(archive)
    (waiting,) = filed(archive, b"1", draft(fields=(field("contact", "王芳"),)))
    assert _values(archive) == {}
    archive.corrections.apply(correction(waiting, customer=NUMBER))
    assert _values(archive) == {"contact": ["王芳"]}


def test_a_misfiled_card_takes_its_data_along(archive: Archive) -> None:
    known(archive)
    archive.customers.put("KH-2024-0008", {"customer_name": "北京安泰物业", "phone": "1"})
    card = _filed(archive, b"1", ("contact", "王芳"), ("phone", "2"))
    archive.corrections.apply(correction(card, customer="KH-2024-0008"))
    assert _values(archive) == {}
    assert _values(archive, "KH-2024-0008") == {"phone": ["1"], "contact": ["王芳"]}
    assert _only(archive).customer == "KH-2024-0008"


def test_a_corrected_card_corrects_what_the_record_took_from_it(archive: Archive) -> None:
    known(archive)
    card = _filed(archive, b"1", ("contact", "王旁"))
    archive.corrections.apply(correction(card, fields=(("contact", "王芳"),)))
    assert _values(archive) == {"contact": ["王芳"]}
    held = [v.value for v in archive.customers.history(NUMBER) if v.key == "contact"]
    assert held == ["王旁", "王芳"]


def test_a_difference_goes_when_the_card_turns_out_to_say_the_same(archive: Archive) -> None:
    known(archive)
    archive.customers.put(NUMBER, {"contact": "王芳"})
    card = _filed(archive, b"1", ("contact", "王旁"))
    assert len(archive.differences.open()) == 1
    archive.corrections.apply(correction(card, fields=(("contact", "王芳"),)))
    assert _open(archive) == []


def test_a_person_lets_the_record_follow_the_card_and_the_old_value_is_kept(
    archive: Archive,
) -> None:
    known(archive)
    archive.customers.put(NUMBER, {"contact": "王芳"}, source="list.csv")
    card = _filed(archive, b"1", ("contact", "李强"))
    other = _filed(archive, b"2", ("contact", "李强"))
    settled = archive.differences.settle(_only_first(archive), take=True, who="赵敏", reason="来电")
    assert settled.said == ("李强",)
    assert _values(archive) == {"contact": ["李强"]}
    assert _open(archive) == []
    history = [v for v in archive.customers.history(NUMBER) if v.key == "contact"]
    assert [(v.value, v.source, v.until is None) for v in history] == [
        ("王芳", "list.csv", False),
        ("李强", card.id, True),
    ]
    assert other.id != card.id


def _only_first(archive: Archive) -> int:
    return archive.differences.open()[0].number


def test_a_difference_that_a_person_declined_does_not_come_back_on_rereading(
    archive: Archive,
) -> None:
    known(archive)
    archive.customers.put(NUMBER, {"contact": "王芳"})
    card = _filed(archive, b"1", ("contact", "李强"))
    archive.differences.settle(_only(archive).number, take=False, who="赵敏", reason="已离职")
    archive.filing.file(card.scan, [_card(("contact", "李强"))], 1.0)
    assert _open(archive) == []
    assert _values(archive) == {"contact": ["王芳"]}


def test_a_name_or_code_is_never_filled_in_by_a_later_card(archive: Archive) -> None:
    known(archive)
    code = "91310000MA1FL1XX5R"
    _filed(archive, b"1", ("customer_name", "上海宏达国际贸易有限公司"), ("registration_no", code))
    assert _values(archive) == {}
    assert _open(archive) == [
        ("customer_name", ("上海宏达贸易有限公司",), ("上海宏达国际贸易有限公司",)),
        ("registration_no", (), (code,)),
    ]


def test_filing_a_card_twice_adds_nothing_twice(archive: Archive) -> None:
    known(archive)
    archive.customers.put(NUMBER, {"contact": "王芳"})
    card = _filed(archive, b"1", ("contact", "李强"), ("phone", "1"))
    before = archive.customers.history(NUMBER)
    archive.filing.file(card.scan, [_card(("contact", "李强"), ("phone", "1"))], 1.0)
    assert archive.customers.history(NUMBER) == before
    assert archive.differences.count() == 1


def test_the_index_hears_when_a_record_follows_a_card(archive: Archive) -> None:
    known(archive)
    paper = _filed(archive, b"1", ("phone", "1"))
    last = archive.outbox.last()
    _filed(archive, b"2", ("contact", "王芳"))
    assert paper.id in {document for _, document in archive.outbox.after(last, 10)}


def test_settling_needs_an_open_difference_a_person_and_a_reason(archive: Archive) -> None:
    known(archive)
    archive.customers.put(NUMBER, {"contact": "王芳"})
    _filed(archive, b"1", ("contact", "李强"))
    number = _only(archive).number
    with pytest.raises(UsageError):
        archive.differences.settle(number, take=True, who=" ", reason="来电")
    archive.differences.settle(number, take=False, who="赵敏", reason="来电")
    with pytest.raises(NotFound):
        archive.differences.settle(number, take=True, who="赵敏", reason="来电")
    with pytest.raises(NotFound):
        archive.differences.open("nobody")
