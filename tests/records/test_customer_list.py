"""A list of customers is read however it was written, and each fault is named with its row."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import BadInput, StorageError, UnreadableFile
from records.customers.listed import Row, RowProblem, read_customers
from records.customers.spreadsheets import cell_text, decoded

HEADING = ("客户编号", "客户名称", "电话")
ROWS = (
    ("KH-2024-0001", "上海宏达贸易有限公司", "021-58881234"),
    ("KH-2024-0002", "北京安泰物业管理公司", "010-66778899"),
)


def _csv(path: Path, rows: tuple[tuple[str, ...], ...], encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _xlsx(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def _values(path: Path, **labels: str) -> list[dict[str, tuple[str, ...]]]:
    return [dict(row.values) for row in read_customers(path, labels) if isinstance(row, Row)]


def _problems(path: Path) -> list[tuple[int, str]]:
    found = read_customers(path)
    return [(row.row, row.message) for row in found if isinstance(row, RowProblem)]


EXPECTED = [
    {"customer_no": (number,), "customer_name": (name,), "phone": (phone,)}
    for number, name, phone in ROWS
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = _csv(tmp_path / "c.csv", (HEADING, *ROWS), encoding)
    assert _values(path) == EXPECTED


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=8),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
def test_chinese_is_never_read_in_the_wrong_encoding(
    tmp_path: Path, name: str, encoding: str
) -> None:
    text = f"客户编号,客户名称\nKH-1,{name}\n"
    assert decoded(tmp_path, text.encode(encoding)) == text


@pytest.mark.parametrize("content", [b"\xff\xff\xff,\x81\n", b"\x00\x01\x02", b"a\x00b"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.csv").write_bytes(content)
    with pytest.raises(UnreadableFile, match="neither UTF-8 nor GB18030"):
        list(read_customers(tmp_path / "c.csv"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_columns_may_be_divided_in_any_usual_way(
    tmp_path: Path, delimiter: str, ending: str
) -> None:
    text = ending.join(delimiter.join(row) for row in (HEADING, *ROWS))
    (tmp_path / "c.csv").write_bytes(text.encode())
    assert _values(tmp_path / "c.csv") == EXPECTED


@pytest.mark.parametrize(
    "heading",
    [
        ("customer_no", "customer_name", "phone"),
        ("CUSTOMER_NO", "Customer_Name", " phone "),
        ("客戶編號", "客戶名稱", "聯繫電話"),
        ("客户 编号：", "单位名称", "手机"),
    ],
)
def test_headings_are_keys_or_labels_in_either_script(
    tmp_path: Path, heading: tuple[str, ...]
) -> None:
    assert _values(_csv(tmp_path / "c.csv", (heading, *ROWS))) == EXPECTED


def test_a_callers_labels_come_first(tmp_path: Path) -> None:
    path = _csv(tmp_path / "c.csv", (("编号", "租户", "电话"), ROWS[0]))
    assert _values(path, 租户="customer_name", 电话="telephones") == [
        {
            "customer_no": ("KH-2024-0001",),
            "customer_name": ("上海宏达贸易有限公司",),
            "telephones": ("021-58881234",),
        }
    ]


def test_unknown_columns_are_reported_once_and_left_out(tmp_path: Path) -> None:
    path = _csv(tmp_path / "c.csv", (("名称", "心情", "星座"), ("甲公司", "好", "金牛")))
    assert _problems(path) == [(1, "unknown columns, left out: 心情, 星座")]
    assert _values(path) == [{"customer_name": ("甲公司",)}]


@pytest.mark.parametrize("heading", [("电话", "地址"), ("",), ("心情",)])
def test_a_list_without_numbers_and_names_is_no_list_of_customers(
    tmp_path: Path, heading: tuple[str, ...]
) -> None:
    with pytest.raises(BadInput, match="number or name"):
        list(read_customers(_csv(tmp_path / "c.csv", (heading, ("1", "2")))))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_list_is_no_list(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.csv").write_bytes(content)
    with pytest.raises(BadInput):
        list(read_customers(tmp_path / "c.csv"))


def test_rows_are_counted_as_the_file_counts_them(tmp_path: Path) -> None:
    text = '\n客户编号,客户名称\n\nKH-1,"两行的\n公司"\n,\nKH-2,\n,,\n-,——\n'
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    rows = list(read_customers(tmp_path / "c.csv"))
    assert [row.row for row in rows] == [4, 7, 9]
    assert rows[-1] == RowProblem(9, "neither a number nor a name")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("", "", "021-1"), "neither a number nor a name"),
        (("KH-1", "名" * 121, ""), "customer_name is longer than 120 characters"),
        (("K" * 65, "甲", ""), "customer_no is longer than 64 characters"),
        (("KH-1", "甲", "1" * 2_001), "phone is longer than 2000 characters"),
        (("KH-1", "甲\x07公司", ""), "customer_name holds characters that cannot be printed"),
        (("KH-1", "甲", "1", "多余"), "more cells than headings: 多余"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    tmp_path: Path, row: tuple[str, ...], message: str
) -> None:
    path = _csv(tmp_path / "c.csv", (HEADING, row, ROWS[0]))
    assert _problems(path) == [(2, message)]
    assert _values(path) == EXPECTED[:1]


def test_two_different_numbers_in_one_row_are_too_many(tmp_path: Path) -> None:
    path = _csv(tmp_path / "c.csv", (("客户编号", "统一编号", "名称"), ("1", "2", "甲")))
    assert _problems(path) == [(2, "several numbers in one row")]


def test_a_short_row_is_a_row(tmp_path: Path) -> None:
    path = _csv(tmp_path / "c.csv", (HEADING, ("KH-1",)))
    assert _values(path) == [{"customer_no": ("KH-1",)}]


def test_one_cell_and_two_columns_may_hold_several_telephones(tmp_path: Path) -> None:
    rows = (("名称", "电话", "手机"), ("甲、乙公司", "021-1；021-2/021-3", "138"))
    path = _csv(tmp_path / "c.csv", rows)
    assert _values(path) == [
        {"customer_name": ("甲、乙公司",), "phone": ("021-1", "021-2", "021-3", "138")}
    ]


def test_quotation_marks_left_open_are_a_fault_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text('客户编号,客户名称\nKH-1,"甲公司\nKH-2,乙公司\n', "utf-8")
    with pytest.raises(UnreadableFile, match="line 2"):
        list(read_customers(tmp_path / "c.csv"))


def test_a_workbook_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path / "c.xlsx",
        ["客户编号", "客户名称", "电话", "成立日期", "员工人数", "注册资本"],
        [20240007, "上海宏达贸易有限公司", 13800138000.0, datetime(2001, 2, 3), 12.0, 12.5],
        [None, None, None],
        ["KH-2", "甲公司", "010-1", date(1999, 12, 31)],
    )
    assert _values(path) == [
        {
            "customer_no": ("20240007",),
            "customer_name": ("上海宏达贸易有限公司",),
            "phone": ("13800138000",),
            "founded": ("2001-02-03",),
            "staff_count": ("12",),
            "registered_capital": ("12.5",),
        },
        {
            "customer_no": ("KH-2",),
            "customer_name": ("甲公司",),
            "phone": ("010-1",),
            "founded": ("1999-12-31",),
        },
    ]


def test_a_workbook_counts_its_rows_as_the_programme_shows_them(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "c.xlsx", ["名称", "电话"], [], ["甲", "1"], ["", "2"])
    rows = list(read_customers(path))
    assert [row.row for row in rows] == [3, 4]
    assert isinstance(rows[1], RowProblem)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (7, "7"),
        (7.0, "7"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        ("  x ", "x"),
        (datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04:00"),
    ],
)
def test_a_cell_is_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_workbook_of_whatever_name_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "c.xlsx", ["名称"], ["甲公司"]).rename(tmp_path / "c.csv")
    assert _values(path) == [{"customer_name": ("甲公司",)}]


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as packed:
        packed.writestr("hello.txt", "no workbook")
    with pytest.raises(UnreadableFile):
        list(read_customers(tmp_path / "c.xlsx"))


@pytest.mark.parametrize("cut", [10, 500, 3_000])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = _xlsx(tmp_path / "c.xlsx", ["名称"], ["甲公司"])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UnreadableFile):
        list(read_customers(path))


def test_a_file_that_is_gone_or_a_folder_is_the_files_fault(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput):
            list(read_customers(path))


def test_a_file_that_may_not_be_read_is_a_storage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        list(read_customers(tmp_path / "c.csv"))
