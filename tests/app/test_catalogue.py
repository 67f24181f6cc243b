"""Catalogues are printed for people, machines and paper, and say what is missing."""

from __future__ import annotations

import csv
import re
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from app.export.fonts import Face, dressed, lacking
from domain.errors import ExitCode
from domain.forms import Part
from records.archive import Archive
from records.signature import Signature
from tests.app.conftest import Run
from tests.records.papers import correction, draft, filed, known

CUSTOMER = "KH-2024-0007"


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a customer's contract and a letter whose title is a formula."""
    root = tmp_path_factory.mktemp("shelf") / "archive"
    with closing(Archive.create(root)) as archive:
        known(archive)
        contract = draft(
            CUSTOMER, type_key="contract", part=Part.CONTRACT, title="租賃合同 <甲> & 乙",
            day=date(2024, 3, 5), pages=(1, 2, 3),
        )  # fmt: skip
        filed(archive, b"1", contract)
        letter = draft(CUSTOMER, type_key="letter", part=Part.CORRESPONDENCE, title="=HYPERLINK(1)")
        document = filed(archive, b"2", letter)[0]
        archive.corrections.apply(correction(document, fields=(("sender", "王芳"),)))
    return root


@pytest.fixture
def shelf(_made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(_made, tmp_path / "archive")


def test_a_catalogue_names_maker_date_leaf_and_what_is_missing(run: Run, shelf: Path) -> None:
    said = run("catalogue", CUSTOMER, "--archive", shelf, "--json").record
    assert (said["version"], said["pages"]) == (3, 4)
    assert [(e["sequence"], e["responsible"], e["leaf"]) for e in said["catalogue"]] == [
        (1, "上海宏达贸易有限公司", 1),
        (2, "王芳", 4),
    ]
    assert [one["key"] for one in said["missing"]] == ["card", "licence"]
    for_people = run("catalogue", said["file"], "--archive", shelf)
    assert "租賃合同" in for_people.out
    assert "Customer card" in for_people.out


def test_an_earlier_version_is_printed_as_it_was(run: Run, shelf: Path) -> None:
    now = run("catalogue", CUSTOMER, "--archive", shelf, "--json").record
    before = run("catalogue", CUSTOMER, "--version", 1, "--archive", shelf, "--json").record
    assert before["catalogue"] == now["catalogue"][:1]
    changes = run("catalogue", CUSTOMER, "--changes", "--archive", shelf, "--json").records
    assert [change["what"] for change in changes] == ["added", "added", "changed"]
    assert run("catalogue", CUSTOMER, "--version", 9, "--archive", shelf).code == (
        ExitCode.NOT_FOUND
    )


def test_the_printed_catalogue_ends_with_the_form_for_signatures(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    target = tmp_path / "catalogue.pdf"
    for _ in range(2):  # a second time over the first
        assert run("catalogue", CUSTOMER, "--pdf", target, "--archive", shelf).code == 0
    with closing(pypdfium2.PdfDocument(target)) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(pages) == 2
    assert all(word in pages[0] for word in ("卷内文件目录", "责任者", "租賃合同 <甲> & 乙"))
    assert all(word in pages[1] for word in ("卷内备考表", "2 件", "4 页", "立卷人", "营业执照"))


def test_a_printed_catalogue_bears_its_fonts_and_is_archival(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    """Every font that a page draws with is in the file, as the part that is used."""
    target = tmp_path / "catalogue.pdf"
    assert run("catalogue", CUSTOMER, "--pdf", target, "--archive", shelf).code == 0
    with pikepdf.open(target) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert pikepdf.Name.FontFile2 in font.FontDescriptor
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
            assert len(font.FontDescriptor.FontFile2.read_bytes()) < 200_000
        said = pdf.open_metadata()
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "B")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pikepdf.Name.Info not in pdf.trailer or "/Creator" not in pdf.docinfo
    with pdfplumber.open(target) as printed:
        assert "卷内文件目录" in (printed.pages[0].extract_text() or "")
        embedded = {char["fontname"] for page in printed.pages for char in page.chars}
        assert all("+" in name for name in embedded)


def test_a_character_that_one_font_lacks_is_drawn_by_the_next() -> None:
    first, second = Face("a", frozenset(map(ord, "客户<"))), Face("b", frozenset(map(ord, "䶮")))
    assert dressed("客䶮户<", (first, second)) == '客<font name="b">䶮</font>户&lt;'
    assert lacking("客䶮鿏", (first, second)) == {"鿏"}


def test_a_table_opens_in_excel_and_no_title_is_a_formula(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    target = tmp_path / "catalogue.csv"
    for _ in range(2):
        assert run("catalogue", CUSTOMER, "--csv", target, "--archive", shelf).code == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["题名"] for row in rows] == ["租賃合同 <甲> & 乙", "'=HYPERLINK(1)"]


def test_a_catalogue_writes_over_nothing_but_its_own_kind(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.csv"
    precious.write_text("a,b\n", encoding="utf-8")
    for option, target in (("--csv", precious), ("--pdf", precious), ("--csv", shelf / "x.csv")):
        answer = run("catalogue", CUSTOMER, option, target, "--archive", shelf)
        assert answer.code == ExitCode.USAGE
    assert precious.read_text(encoding="utf-8") == "a,b\n"


def test_files_that_lack_papers_are_listed_with_a_count(run: Run, shelf: Path) -> None:
    (listed,) = run("missing", "--archive", shelf, "--json").records
    assert [paper["key"] for paper in listed["missing"]] == ["card", "licence"]
    for_people = run("missing", "--archive", shelf).out
    assert CUSTOMER in for_people
    assert "(1)" in for_people


def test_what_is_overdue_is_listed_as_of_a_day(run: Run, shelf: Path) -> None:
    with closing(Archive.open(shelf)) as archive:
        waiting = filed(archive, b"3", draft())[0].id
    assert run("overdue", "--archive", shelf, "--json").records == []
    listed = run("overdue", "--as-of", "2099-01-01", "--archive", shelf, "--json").records
    assert [(one["duty"], one["subject"]) for one in listed] == [("filing", waiting)]
    assert listed[0]["days"] > 1_000
    for_people = run("overdue", "--as-of", "2099-01-01", "--archive", shelf).out
    assert waiting in for_people
    assert "(1)" in for_people


def test_a_calendar_that_cannot_be_is_refused_by_name(run: Run, shelf: Path) -> None:
    with closing(Archive.open(shelf)) as archive:
        filed(archive, b"3", draft())
    (shelf / "anjuan.toml").write_text('[calendar]\ncountry = "XX"\n', encoding="utf-8")
    answer = run("overdue", "--archive", shelf)
    assert answer.code == ExitCode.SETTINGS
    assert "calendar.country" in answer.err


def test_no_personal_number_is_shown_or_printed_unless_asked_for(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    identity = "11010519491231002X"
    with closing(Archive.open(shelf)) as archive:
        title = f"身份证复印件 {identity}"
        filed(archive, b"4", draft(CUSTOMER, part=Part.IDENTITY, title=title))
    target = tmp_path / "catalogue.csv"
    masked = run("catalogue", CUSTOMER, "--csv", target, "--archive", shelf)
    assert identity not in masked.out
    assert identity not in target.read_text(encoding="utf-8-sig")
    whole = run("catalogue", CUSTOMER, "--unmasked", "--csv", target, "--archive", shelf)
    assert identity in target.read_text(encoding="utf-8-sig")
    assert identity in whole.out.replace("\n", "")


def test_a_paper_that_lies_with_another_customer_is_named_at_the_end(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    other = "KH-2024-0009"
    with closing(Archive.open(shelf)) as archive:
        known(archive, other, "北京安泰物业管理公司")
        paper = filed(archive, b"5", draft(other, title="三方协议"))[0].id
        archive.references.add(paper, CUSTOMER, Signature("王芳", "两家都有关"))
    said = run("catalogue", CUSTOMER, "--archive", shelf, "--json").record
    assert [(e["sequence"], e["document"], e["see"]) for e in said["references"]] == [
        (3, paper, other)
    ]
    assert said["pages"] == 4
    target = tmp_path / "catalogue.csv"
    assert f"see {other}" in run("catalogue", CUSTOMER, "--csv", target, "--archive", shelf).out
    assert f"见 {other}" in target.read_text(encoding="utf-8-sig")
