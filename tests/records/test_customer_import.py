"""Customers are imported once, however often it is done, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.customer import CustomerStatus
from domain.errors import UnreadableFile
from records.archive import Archive
from records.customers import importing as customer_import
from records.customers.importing import ImportReport, RowProblem, import_customers
from tests.records.papers import draft, filed

LIST = """客户编号,客户名称,统一社会信用代码,电话
KH-2024-0001,上海宏达贸易有限公司,91310000MA1FL1XX5R,021-58881234
KH-2024-0002,北京安泰物业管理公司,,010-66778899
,苏州恒信建材厂,,0512-1
,无锡大光电子厂,91320000MA1FL1XX5R,0510-1
"""


def _import(archive: Archive, text: str, name: str = "c.csv") -> ImportReport:
    path = archive.root / name
    path.write_text(text, encoding="utf-8")
    return import_customers(archive, path)


def _state(archive: Archive) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(customer.number, customer.values) for customer in archive.customers.list()]


def test_a_list_is_imported_and_doing_it_again_changes_nothing(archive: Archive) -> None:
    assert _import(archive, LIST) == ImportReport(created=4)
    before = _state(archive)
    assert _import(archive, LIST) == ImportReport(unchanged=4)
    assert _state(archive) == before
    first = archive.customers.get("KH-2024-0001")
    assert first.name == "上海宏达贸易有限公司"
    assert first.status is CustomerStatus.ACTIVE
    assert archive.customers.history("KH-2024-0001")[0].source == "c.csv"


def test_rows_without_a_number_get_one(archive: Archive) -> None:
    _import(archive, LIST)
    given = [number for number, _ in _state(archive)[2:]]
    assert [number[:3] + number[-4:] for number in given] == ["KH-0001", "KH-0002"]


def test_a_number_the_list_uses_is_not_given_away(archive: Archive) -> None:
    _import(archive, "客户名称\n甲商贸公司\n")
    number = archive.customers.list()[0].number
    taken = f"{number[:-1]}2"
    report = _import(archive, f"客户编号,客户名称\n{taken},乙建材市场\n,丙印刷厂\n")
    assert report == ImportReport(created=2)
    assert [customer.number for customer in archive.customers.list()] == [
        number,
        taken,
        f"{number[:-1]}3",
    ]


def test_a_row_is_matched_by_number_then_code_then_name(archive: Archive) -> None:
    _import(archive, LIST)
    changes = """客户编号,客户名称,统一社会信用代码,电话
kh-2024-0001,上海宏达贸易集团,,021-1
,无锡大光电器厂,91320000ma1fl1xx5r,0510-2
,蘇州恆信建材廠,,0512-2
"""
    assert _import(archive, changes) == ImportReport(changed=3)
    named = {customer.name: customer.first("phone") for customer in archive.customers.list()}
    assert named == {
        "上海宏达贸易集团": "021-1",
        "北京安泰物业管理公司": "010-66778899",
        "蘇州恆信建材廠": "0512-2",
        "无锡大光电器厂": "0510-2",
    }


def test_a_name_that_several_customers_bear_is_left_to_a_person(archive: Archive) -> None:
    report = _import(archive, "客户编号,客户名称\n1,甲公司\n2,甲公司\n,甲公司\n")
    assert report.created == 2
    assert report.problems == (RowProblem(4, "it has no number and fits several: 1, 2"),)


def test_two_rows_of_one_customer_without_number_are_one_customer(archive: Archive) -> None:
    text = "客户名称,电话\n甲商贸公司,1\n甲商贸公司,2\n"
    assert _import(archive, text) == ImportReport(created=1, changed=1)
    assert archive.customers.list()[0].all("phone") == ("2",)


def test_one_number_with_two_names_is_a_contradiction(archive: Archive) -> None:
    report = _import(archive, "客户编号,客户名称\nKH-1,甲公司\nkh 1,乙公司\nKH-1,甲 公司\n")
    assert report.created == 1
    assert report.problems == (RowProblem(3, "number kh 1 belongs to 甲公司 in row 2"),)
    assert archive.customers.get("KH-1").name == "甲 公司"


def test_bad_rows_are_reported_in_order_and_the_good_ones_taken(archive: Archive) -> None:
    text = f"客户编号,客户名称,心情\n,,好\nKH-1,甲公司,\nKH-2,{'名' * 200},\n"
    report = _import(archive, text)
    assert report.created == 1
    assert [problem.row for problem in report.problems] == [1, 2, 4]


def test_a_list_that_is_broken_further_down_changes_nothing(archive: Archive) -> None:
    with pytest.raises(UnreadableFile):
        _import(archive, '客户编号,客户名称\nKH-1,甲公司\nKH-2,"乙公司\n')
    assert archive.customers.count() == 0


def test_blank_cells_do_not_erase(archive: Archive) -> None:
    _import(archive, LIST)
    report = _import(archive, "客户编号,客户名称,电话\nKH-2024-0001,上海宏达贸易有限公司,\n")
    assert report == ImportReport(unchanged=1)
    assert archive.customers.get("KH-2024-0001").first("phone") == "021-58881234"


def test_the_list_confirms_a_provisional_customer_and_leaves_a_withdrawn_one(
    archive: Archive,
) -> None:
    said = (("customer_no", "KH-7"), ("customer_name", "甲商贸公司"))
    filed(archive, b"1", draft(provisional=said))
    archive.customers.put("KH-8", {"customer_name": "乙公司"}, CustomerStatus.WITHDRAWN)
    report = _import(archive, "客户编号,客户名称\nKH-7,甲商贸公司\nKH-8,乙公司\n")
    assert report == ImportReport(changed=1, unchanged=1)
    assert archive.customers.get("KH-7").status is CustomerStatus.ACTIVE
    assert archive.customers.get("KH-8").status is CustomerStatus.WITHDRAWN


def test_a_long_list_is_taken_in_batches(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_import, "_BATCH", 7)
    rows = "".join(f"KH-{n},第{n}公司\n,无号{n}商店\n" for n in range(30))
    text = f"客户编号,客户名称\n{rows}"
    assert _import(archive, text) == ImportReport(created=60)
    assert _import(archive, text) == ImportReport(unchanged=60)
    found = archive.customers.names_like("第17公司")
    assert found[0].number == "KH-17"


def test_labels_of_the_callers_catalogue_are_understood(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("租户号,租户\nA-1,甲公司\n", encoding="utf-8")
    labels = {"租户号": "customer_no", "租户": "customer_name"}
    assert import_customers(archive, path, label_keys=labels) == ImportReport(created=1)
    assert archive.customers.get("A-1").name == "甲公司"
