"""Customers keep their numbers, their values keep their time, and each way finds the right one."""

from __future__ import annotations

from random import Random

import pytest

from domain.customer import Customer, CustomerStatus
from domain.errors import NotFound, UsageError
from domain.text import squeezed
from records.archive import Archive
from records.customers.customers import PutResult
from tests.records.papers import draft, filed, known


def _numbers(found: tuple[Customer, ...]) -> list[str]:
    return [customer.number for customer in found]


def test_a_customer_is_created_changed_and_left_alone(archive: Archive) -> None:
    put = archive.customers.put
    assert put("KH-1", {"customer_name": "甲公司", "phone": ["1", "2"]}) is PutResult.CREATED
    assert put("KH-1", {"customer_name": "甲公司", "phone": ["1", "2"]}) is PutResult.UNCHANGED
    assert put("KH-1", {"phone": ["1", "3"]}) is PutResult.CHANGED
    customer = archive.customers.get("KH-1")
    assert customer.name == "甲公司"
    assert customer.status is CustomerStatus.ACTIVE
    assert customer.all("phone") == ("1", "3")
    assert archive.customers.count() == 1


def test_blank_and_missing_values_say_nothing(archive: Archive) -> None:
    archive.customers.put("KH-1", {"customer_name": "甲公司", "phone": "1"})
    assert archive.customers.put("KH-1", {"phone": " ", "fax": []}) is PutResult.UNCHANGED
    assert archive.customers.get("KH-1").first("phone") == "1"


def test_old_values_are_kept_with_the_time_they_held(archive: Archive) -> None:
    archive.customers.put("KH-1", {"customer_name": "旧名称公司"}, source="a.csv")
    archive.customers.put("KH-1", {"customer_name": "新名称公司"}, source="b.csv")
    old, new = archive.customers.history("KH-1")
    assert (old.value, old.source, new.value, new.source) == (
        "旧名称公司",
        "a.csv",
        "新名称公司",
        "b.csv",
    )
    assert old.until == new.since
    assert old.since <= new.since
    assert new.until is None
    with pytest.raises(NotFound):
        archive.customers.history("KH-2")


def test_a_new_order_of_values_is_a_change(archive: Archive) -> None:
    archive.customers.put("KH-1", {"customer_name": ["甲公司", "乙公司"]})
    assert (
        archive.customers.put("KH-1", {"customer_name": ["乙公司", "甲公司"]}) is PutResult.CHANGED
    )
    assert archive.customers.get("KH-1").name == "乙公司"


def test_the_first_company_or_person_name_is_shown_else_the_number(archive: Archive) -> None:
    archive.customers.put("1", {"person_name": "王芳", "customer_name": "甲公司"})
    archive.customers.put("2", {"person_name": "王芳"})
    archive.customers.put("3", {"phone": "1"})
    assert [customer.name for customer in archive.customers.list()] == ["甲公司", "王芳", "3"]


@pytest.mark.parametrize(
    "written", ["KH-2024-0007", "kh-2024-0007", "ＫＨ-2024-0007", " KH-2024-0007"]
)
def test_one_number_is_one_customer_however_it_is_written(archive: Archive, written: str) -> None:
    known(archive)
    assert archive.customers.put(written, {"phone": "1"}) is PutResult.CHANGED
    assert archive.customers.count() == 1


def test_numbers_that_differ_by_their_hyphens_stay_two_customers(archive: Archive) -> None:
    archive.customers.put("A-11", {"customer_name": "甲公司"})
    archive.customers.put("A1-1", {"customer_name": "乙公司"})
    assert archive.customers.count() == 2
    assert archive.customers.get("a-11").name == "甲公司"
    assert archive.customers.by_number("A11") is None


@pytest.mark.parametrize("number", ["", " ", "-", "。", "9" * 65, "K\tH"])
def test_an_impossible_number_is_refused(archive: Archive, number: str) -> None:
    with pytest.raises(UsageError):
        archive.customers.put(number, {"customer_name": "甲公司"})
    assert archive.customers.count() == 0


def test_a_known_customer_is_not_made_provisional_again(archive: Archive) -> None:
    archive.customers.put("1", {}, status=CustomerStatus.PROVISIONAL)
    assert archive.customers.get("1").status is CustomerStatus.PROVISIONAL
    assert archive.customers.put("1", {}) is PutResult.CHANGED
    archive.customers.put("1", {}, status=CustomerStatus.PROVISIONAL)
    assert archive.customers.get("1").status is CustomerStatus.ACTIVE
    archive.customers.put("1", {}, status=CustomerStatus.WITHDRAWN)
    assert archive.customers.get("1").status is CustomerStatus.WITHDRAWN


@pytest.mark.parametrize("written", ["KH20240007", "kh 2024/0007", "KH—2024—0007", "KH-2024-0007"])
def test_a_number_is_found_whatever_its_signs(archive: Archive, written: str) -> None:
    known(archive)
    found = archive.customers.by_number(written)
    assert found is not None
    assert found.number == "KH-2024-0007"


@pytest.mark.parametrize("written", ["", "-", "KH-2024-0008", "KH-2024-000", "%", "7"])
def test_a_number_nobody_has_is_nobody(archive: Archive, written: str) -> None:
    known(archive)
    assert archive.customers.by_number(written) is None
    with pytest.raises(NotFound):
        archive.customers.get(written)


def test_values_are_compared_squeezed_and_only_while_they_hold(archive: Archive) -> None:
    archive.customers.put("1", {"phone": ["021-5888 1234", "138"], "fax": "777"})
    archive.customers.put("2", {"phone": "（021）58881234"})
    by_value = archive.customers.by_value
    assert _numbers(by_value("phone", "02158881234")) == ["1", "2"]
    assert _numbers(by_value("fax", "02158881234")) == []
    assert _numbers(by_value("phone", "777")) == []
    assert _numbers(by_value("phone", "")) == []
    archive.customers.put("1", {"phone": "138"})
    assert _numbers(by_value("phone", "02158881234")) == ["2"]


def test_listing_goes_in_portions(archive: Archive) -> None:
    for number in range(5):
        archive.customers.put(f"K{number}", {})
    assert _numbers(archive.customers.list(limit=2, offset=1)) == ["K1", "K2"]
    assert len(archive.customers.list()) == 5


# Names -------------------------------------------------------------------------------------------


def _wrong(rng: Random, name: str) -> str:
    place = rng.randrange(len(name))
    return name[:place] + "口" + name[place + 1 :]


def test_a_name_with_one_wrong_character_is_found_first(archive: Archive) -> None:
    rng = Random(7)
    places = ("上海", "北京", "广州市", "苏州")
    names = {
        rng.choice(places) + "".join(rng.sample("宏达远新华安泰利丰盛昌隆鑫源", 2)) + "贸易有限公司"
        for _ in range(60)
    }
    for number, name in enumerate(sorted(names)):
        archive.customers.put(f"K{number}", {"customer_name": name})
    for name in sorted(names):
        found = archive.customers.names_like(_wrong(rng, name))
        likest = [customer.name for customer in found]
        assert name in likest[:5], f"{name} was not found"


@pytest.mark.parametrize(
    "written",
    ["上海宏達貿易有限公司", "上海 宏达 贸易有限公司", "（上海宏达）贸易有限公司", "上海宏达"],
)
def test_a_name_is_found_in_any_script_width_and_spacing(archive: Archive, written: str) -> None:
    known(archive)
    known(archive, "KH-2", "北京安泰物业管理公司")
    assert _numbers(archive.customers.names_like(written))[0] == "KH-2024-0007"


def test_every_name_is_a_name(archive: Archive) -> None:
    names = {
        "customer_name": ["上海宏达贸易有限公司", "宏达国际"],
        "person_name": "欧阳修文",
        "former_name": "上海第九百货",
    }
    archive.customers.put("1", names)
    for name in ("宏达国际", "欧阳修文", "上海第九百货"):
        assert _numbers(archive.customers.names_like(name)) == ["1"]
        assert _numbers(archive.customers.named_in(f"致：{name}。")) == ["1"]


def test_short_names_are_found_though_one_of_two_characters_is_wrong(archive: Archive) -> None:
    archive.customers.put("1", {"person_name": "王芳"})
    archive.customers.put("2", {"person_name": "李强"})
    assert _numbers(archive.customers.names_like("王苏")) == ["1"]


def test_likeness_is_limited_and_nothing_is_like_nothing(archive: Archive) -> None:
    for number in range(5):
        archive.customers.put(f"K{number}", {"customer_name": f"上海宏达{number}公司"})
    assert len(archive.customers.names_like("上海宏达公司", limit=3)) == 3
    assert archive.customers.names_like("") == ()
    assert archive.customers.names_like("——") == ()
    assert archive.customers.names_like("渝涪") == ()


def test_a_name_that_no_longer_holds_is_no_longer_found(archive: Archive) -> None:
    known(archive)
    archive.customers.put("KH-2024-0007", {"customer_name": "北京安泰物业"})
    assert archive.customers.named_in("上海宏达贸易有限公司") == ()
    assert archive.customers.names_like("宏达贸易") == ()
    assert _numbers(archive.customers.names_like("安泰物业")) == ["KH-2024-0007"]


def test_names_standing_whole_in_a_text_are_found_longest_first(archive: Archive) -> None:
    archive.customers.put("1", {"customer_name": "宏达贸易"})
    archive.customers.put("2", {"customer_name": "上海宏达贸易有限公司"})
    archive.customers.put("3", {"customer_name": "安泰物业管理公司"})
    archive.customers.put("4", {"person_name": "王芳"})
    text = "甲方：上海宏达\n贸易 有限公司（以下简称甲方），联系人王芳，安泰物业管理"
    assert _numbers(archive.customers.named_in(text)) == ["2", "1"]
    assert archive.customers.named_in("") == ()


@pytest.mark.parametrize("length", range(1, 12))
def test_names_of_every_length_are_found_in_a_text(archive: Archive, length: int) -> None:
    name = "甲乙丙丁戊己庚辛壬癸子"[:length]
    archive.customers.put("1", {"customer_name": name})
    assert len(squeezed(name)) == length
    found = archive.customers.named_in(f"前文{name}后文")
    assert _numbers(found) == (["1"] if length >= 4 else [])


def test_a_renamed_customers_papers_are_announced_to_the_index(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    before = archive.outbox.last()
    archive.customers.put("KH-2024-0007", {"customer_name": "北京更名后有限公司"})
    assert [paper for _, paper in archive.outbox.after(before, 10)] == [document.id]
    archive.customers.put("KH-2024-0007", {"customer_name": "北京更名后有限公司"})
    assert archive.outbox.last() == before + 1
