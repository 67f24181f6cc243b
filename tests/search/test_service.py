"""An archivist finds what is printed, what was corrected, and what was misread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from domain.document import Correction, Document
from domain.geometry import Box
from domain.ids import CustomerNumber
from index.catch_up import catch_up, rebuild
from index.place import Place
from records.archive import Archive
from search import matching
from search.service import Search
from tests.index.archives import page, put, value

CARD = "客 戶 資 料 卡\nQMS-PM-31301\n聯絡電話 138 0013 8000\n客戶名稱 北京華潤大廈"
LETTER = "投诉记录 王小明\n电话 010-8888 9999\n<script>alert(1)</script> & 噪音"


@pytest.fixture
def card(archive: Archive) -> Document:
    return put(archive, CARD, title="客户资料卡", type_key="customer_card", customer="KH-2024-0001")


@pytest.fixture
def letter(archive: Archive) -> Document:
    return put(archive, LETTER, "第二页 违约金", title="投诉记录表", customer="KH-2024-0007")


@pytest.fixture
def search(archive: Archive, card: Document, letter: Document) -> Iterator[Search]:
    assert card.id != letter.id
    catch_up(archive)
    opened = Search(archive)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "typed",
    [
        "客户",
        "客戶",
        "资料卡",
        "資料卡",
        "卡",
        "qms-pm-31301",
        "QMSPM31301",
        "31301",
        "13800138000",
        "138 0013 8000",
        "8000",
        "华润",
        "ＱＭＳ",
        '"客户资料卡 QMS"',
        "客户 8000",
    ],
)
def test_what_is_on_the_card_finds_the_card_alone(
    search: Search, card: Document, typed: str
) -> None:
    result = search.find(typed)
    assert [(hit.document, hit.page) for hit in result.hits] == [(card.id, 1)]
    assert (result.total, result.total_exact, result.similar) == (1, True, False)


def test_a_hit_says_all_about_itself(search: Search) -> None:
    (hit,) = search.find("資料卡").hits
    assert hit.type_key == "customer_card"
    assert hit.customer == "KH-2024-0001"
    assert "<mark>資 料 卡</mark>" in hit.snippet
    words = page(CARD).lines[0].words
    assert [box.as_tuple() for box in hit.boxes] == [
        pytest.approx(word.box.as_tuple()) for word in words[2:]
    ]


def test_a_part_of_a_word_gives_a_part_of_its_box(search: Search) -> None:
    (hit,) = search.find("31301").hits
    whole = page(CARD).lines[1].words[0].box
    (box,) = hit.boxes
    assert box.x0 == pytest.approx(whole.x0 + whole.width * 7 / 12)
    assert box.x1 == pytest.approx(whole.x1)


def test_what_is_printed_cannot_become_markup(search: Search) -> None:
    (hit,) = search.find("噪音").hits
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>噪音</mark>" in hit.snippet


def test_a_word_of_the_page_and_a_name_from_the_documents_head_meet(
    search: Search, letter: Document
) -> None:
    (hit,) = search.find("顺风 违约金").hits
    assert (hit.document, hit.page) == (letter.id, 2)


def test_a_name_alone_finds_the_first_page_only(search: Search, letter: Document) -> None:
    (hit,) = search.find("順風貿易").hits
    assert (hit.document, hit.page) == (letter.id, 1)
    assert hit.snippet == "臺灣<mark>順風貿易</mark>有限公司"
    assert hit.boxes == ()


def test_filters_let_through_what_they_name(search: Search, letter: Document) -> None:
    assert search.find("有限公司").total == 2
    (hit,) = search.find("有限公司", customer="KH-2024-0007").hits
    assert hit.document == letter.id
    assert search.find("有限公司", type_key="customer_card").total == 1
    assert search.find("有限公司", type_key="invoice").total == 0


def test_a_correction_is_found_filtered_and_shown(
    archive: Archive, search: Search, letter: Document
) -> None:
    archive.corrections.apply(
        Correction(
            letter.id,
            "王",
            "放错了",
            type_key="contract",
            customer=CustomerNumber("KH-2024-0001"),
            fields=(("contact", "赵子龙"),),
        )
    )
    catch_up(archive)
    assert search.find("顺风").total == 0
    (hit,) = search.find("趙子龍").hits
    assert (hit.document, hit.type_key, hit.customer) == (letter.id, "contract", "KH-2024-0001")
    assert hit.snippet == "<mark>赵子龙</mark>"
    assert search.find("违约金", customer="KH-2024-0001").total == 1
    assert search.find("违约金", customer="KH-2024-0007").total == 0


def test_a_value_that_is_not_printed_is_found_in_its_box(archive: Archive) -> None:
    put(archive, "姓名 张三", "附页", fields=[value("contact", "章三丰", number=2)])
    catch_up(archive)
    (hit,) = Search(archive).find("章三丰").hits
    assert hit.page == 2
    assert hit.boxes == (Box(0.5, 0.5, 0.7, 0.52),)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("王小朋", "王小明"),
        ("客户资科卡", "客 戶 資 料 卡"),
        ("QMS-PM-3I301", "QMS-PM-31301"),
        ("138001380O0", "138 0013 8000"),
    ],
)
def test_one_wrong_character_still_finds_and_says_so(
    search: Search, typed: str, marked: str
) -> None:
    result = search.find(typed)
    assert result.similar
    assert result.total == 1
    assert f"<mark>{marked}</mark>" in result.hits[0].snippet


def test_a_question_finds_the_page_that_shares_its_words(search: Search, card: Document) -> None:
    result = search.find("北京華潤大廈的聯絡電話是多少？")
    assert result.similar
    assert result.hits[0].document == card.id


@pytest.mark.parametrize("typed", ["", "   ", "。", '""', "合同", "不存在", "zq", "量子力学导论"])
def test_what_is_nowhere_is_not_found(search: Search, typed: str) -> None:
    result = search.find(typed)
    assert (result.total, result.total_exact, result.similar, result.hits) == (0, True, False, ())


def test_titles_come_first_then_words_together_then_count(archive: Archive) -> None:
    often = put(archive, "客户投诉 客户投诉 客户投诉")
    titled = put(archive, "客户投诉", title="客户投诉")
    apart = put(archive, "客户很多年来都没有投诉")
    catch_up(archive)
    found = [hit.document for hit in Search(archive).find("客户投诉").hits]
    assert found == [titled.id, often.id]
    found = [hit.document for hit in Search(archive).find("客户 投诉").hits]
    assert found == [titled.id, often.id, apart.id]


def test_the_same_question_gives_the_same_order_however_the_index_came_about(
    archive: Archive,
) -> None:
    for _ in range(6):
        put(archive, "客户来函")
        catch_up(archive)
    search = Search(archive)
    before = [hit.document for hit in search.find("客户").hits]
    rebuild(archive)
    assert [hit.document for hit in search.find("客户").hits] == before
    pages = [search.find("客户", limit=2, offset=offset).hits for offset in (0, 2, 4, 6)]
    assert [hit.document for some in pages for hit in some] == before


def test_a_total_beyond_the_bound_says_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        put(archive, f"客户资料 {number}")
    catch_up(archive)
    monkeypatch.setattr(matching, "COUNT_BOUND", 4)
    monkeypatch.setattr(matching, "BLOCK", 2)
    search = Search(archive)
    two = search.find("客户")
    assert (two.total, two.total_exact, len({hit.document for hit in two.hits})) == (6, True, 6)
    paged = [search.find("客户", limit=1, offset=offset).hits[0] for offset in range(6)]
    assert [hit.document for hit in paged] == [hit.document for hit in two.hits]
    four = search.find("客户资料")
    assert (four.total, four.total_exact) == (4, False)


def test_an_archive_without_an_index_is_indexed_and_searched(
    archive: Archive, card: Document
) -> None:
    assert Search(archive).find("客户").hits[0].document == card.id


def _spoil(path_suffix: str) -> Callable[[Archive], None]:
    def spoil(archive: Archive) -> None:
        folder = Place(archive.index_folder).current()
        assert folder is not None
        for path in folder.glob(f"*{path_suffix}"):
            path.write_bytes(b"spoilt")

    return spoil


@pytest.mark.parametrize("spoil", [_spoil(".toc"), _spoil(".seg")])
def test_a_damaged_index_is_built_again_under_the_search(
    archive: Archive, card: Document, spoil: Callable[[Archive], None]
) -> None:
    catch_up(archive)
    spoil(archive)
    assert Search(archive).find("资料卡").hits[0].document == card.id


def test_an_open_search_sees_what_is_written_and_rebuilt(archive: Archive, search: Search) -> None:
    assert search.find("保修").total == 0
    later = put(archive, "保修卡")
    catch_up(archive)
    assert search.find("保修").hits[0].document == later.id
    rebuild(archive)
    assert search.find("保修").hits[0].document == later.id


def test_many_threads_may_search_while_the_index_is_written(
    archive: Archive, search: Search
) -> None:
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            total = search.find("资料卡").total
            if total != 1:
                wrong.append(total)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(5):
        put(archive, f"来函 {number}")
        catch_up(archive)
    for thread in threads:
        thread.join()
    assert wrong == []
