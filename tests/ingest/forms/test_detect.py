"""A page says which form it is, and whether a document begins on it."""

from __future__ import annotations

from random import Random

import pytest
from rapidfuzz.distance import Levenshtein

from domain.filing import EvidenceKind
from domain.page import Line, Page
from ingest.forms.catalogue import load
from ingest.forms.detect import FormMatch, detect
from tests.ingest.fields.desk import line, page, titled, width_of

BODY = (
    "贵公司于本月十二日来函收悉，关于延期付款一事，经研究答复如下。",
    "根据双方约定，逾期款项应于月底前付清，否则按日计收违约金。",
    "我司将继续提供优质服务，期待与贵公司长期合作，共同发展。",
)


def _body(texts: tuple[str, ...] = BODY, top: float = 0.2) -> list[Line]:
    return [line(text, 0.1, top + 0.03 * number) for number, text in enumerate(texts)]


def _detected(read: Page) -> FormMatch:
    return detect(read, load())


def test_a_clean_title_is_nearly_proof() -> None:
    match = _detected(page([titled("客户资料卡"), *_body()]))
    assert match.evidence[0].says == "customer_card"
    assert match.evidence[0].weight >= 0.95
    assert match.evidence[0].box is not None
    assert match.title == "客户资料卡"
    assert match.starts_document


def test_a_title_spread_over_several_lines_of_the_reader_is_one_title() -> None:
    parts = [
        line(char, 0.3 + 0.08 * number, 0.05, 0.024) for number, char in enumerate("客户资料卡")
    ]
    match = _detected(page([*parts, *_body()]))
    assert (match.best, match.starts_document) == ("customer_card", True)


def test_a_title_beside_other_print_on_its_row_is_found() -> None:
    head = [line("客户拜访记录", 0.38, 0.05, 0.024), line("编号：BF-031", 0.75, 0.055)]
    assert _detected(page([*head, *_body()])).best == "visit_record"


def test_the_name_of_the_house_above_or_before_the_title_does_not_hide_it() -> None:
    above = _detected(
        page([titled("杭州西湖物业有限公司"), line("客户投诉处理单", 0.4, 0.09, 0.02)])
    )
    before = _detected(page([titled("杭州西湖物业有限公司客户投诉处理单", 0.02)]))
    assert above.best == before.best == "complaint_record"


def test_a_letter_that_encloses_a_card_is_no_card() -> None:
    read = page(
        [
            line("致：杭州西湖纺织有限公司", 0.1, 0.12),
            *_body(),
            line("附：客户资料卡一份", 0.1, 0.4),
            line("客户资料卡", 0.15, 0.43),
            line("此致", 0.14, 0.5),
            line("敬礼", 0.1, 0.53),
        ]
    )
    match = _detected(read)
    assert match.best == "letter"
    assert match.starts_document
    assert all(piece.weight < 0.5 for piece in match.evidence if piece.says == "customer_card")


def test_a_code_alone_tells_the_form_and_a_code_in_a_sentence_does_not() -> None:
    alone = _detected(page([line("QMS-PM-31301", 0.75, 0.04), *_body()]))
    spoken = _detected(page([*_body(("请按QMS-PM-31301表的要求填写并于月底前交回物业管理处。",))]))
    assert alone.evidence[0].kind is EvidenceKind.CODE
    assert alone.evidence[0].weight >= 0.95
    assert alone.starts_document
    assert all(piece.weight < 0.5 for piece in spoken.evidence)


def test_labels_speak_for_a_card_whose_title_is_cut_off() -> None:
    labels = ("客户编号", "客户名称", "法定代表人", "注册资本", "联系人", "职务", "传真", "邮编")
    read = page([line(f"{label}：甲乙丙", 0.1, 0.1 + 0.03 * n) for n, label in enumerate(labels)])
    assert "customer_card" in [piece.says for piece in _detected(read).evidence[:2]]


@pytest.mark.parametrize(
    ("mark", "starts"),
    [
        ("第1页 共3页", True),
        ("第 2 页 共 3 页", False),
        ("第二页", False),
        ("2/3", False),
        ("Page 2 of 3", False),
    ],
)
def test_a_printed_page_number_decides_where_a_document_begins(mark: str, starts: bool) -> None:
    read = page([titled("产品购销合同"), *_body(), line(mark, 0.45, 0.95)])
    assert _detected(read).starts_document is starts


def test_a_page_of_running_text_goes_on_with_the_document_before_it() -> None:
    assert not _detected(page(_body(top=0.06))).starts_document


def test_an_unknown_title_begins_a_document_of_no_known_type() -> None:
    match = _detected(page([titled("纾困申请表"), *_body()]))
    assert (match.title, match.starts_document) == ("纾困申请表", True)
    assert all(piece.weight < 0.8 for piece in match.evidence)


def test_a_blank_page_says_nothing() -> None:
    assert _detected(page([])) == FormMatch("", (), False)


def test_a_long_title_on_two_rows_is_read_whole() -> None:
    rows = [titled("客户投诉产品"), line("质量检测表", 0.38, 0.08, 0.024)]
    assert _detected(page([*rows, *_body()])).best == "quality_test_form_complained_product"


def test_one_wrong_character_anywhere_in_a_title_does_not_hide_it() -> None:
    seed = Random().randrange(10**6)
    rng = Random(seed)
    titles = [title for title in load().titles if len(title[0]) >= 5]
    for title, key, printed in rng.sample(titles, 60):
        place = rng.randrange(len(title))
        misread = title[:place] + rng.choice("囗亍丿彡尸") + title[place + 1 :]
        match = _detected(page([titled(misread), *_body()]))
        near = {k for other, k, _ in load().titles if Levenshtein.distance(misread, other) <= 1}
        assert match.best == key or {key, match.best} <= near, f"seed {seed}: {printed}: {misread}"


def test_of_two_forms_on_a_page_both_are_seen_and_the_upper_one_is_meant() -> None:
    lower = line("车位申请单", 0.4, 0.55, 0.024)
    read = page([titled("客户投诉记录表"), *_body(), lower, *_body(top=0.65)])
    weights = {piece.says: piece.weight for piece in _detected(read).evidence}
    assert weights["complaint_record_form"] >= 0.95
    assert 0.4 <= weights["parking_application_slip"] < 0.7


def test_what_a_stamp_left_of_a_title_names_the_form_but_never_surely() -> None:
    whole, size = "非机动车车牌办理登记表", 0.024
    x = 0.5 - width_of(whole, size) / 2
    match = _detected(page([line(whole[:7], x, 0.05, size), *_body()]))
    assert match.best == "non_motor_vehicle_plate_registration"
    assert match.evidence[0].weight < 0.8


def test_the_rest_of_a_covered_title_is_not_surely_the_short_title_it_reads_as() -> None:
    whole, size = "权证移交清单", 0.024
    x = 0.5 - width_of(whole, size) / 2
    aside = _detected(page([line("移交清单", x + width_of("权证", size), 0.05, size), *_body()]))
    centred = _detected(page([titled("移交清单"), *_body()]))
    assert (aside.best, centred.best) == ("transfer_list", "transfer_list")
    assert aside.evidence[0].weight < 0.8 < centred.evidence[0].weight
    assert "title_instrument_transfer_list" in {piece.says for piece in aside.evidence}


def test_a_name_one_character_from_a_listed_one_is_only_believed_when_readers_confuse_the_two() -> (
    None
):
    misread = _detected(page([titled("供热遍知单"), *_body()]))
    another = _detected(page([titled("供水通知单"), *_body()]))
    assert misread.evidence[0].weight >= 0.9
    assert all(piece.weight < 0.8 for piece in another.evidence)


def test_a_title_that_is_a_label_elsewhere_is_a_title_in_the_head() -> None:
    head = line("一般納稅人證明", 0.5 - width_of("一般納稅人證明") / 2, 0.06)
    assert _detected(page([head, *_body()])).best == "general_taxpayer_certificate"


def test_a_label_that_is_a_title_elsewhere_makes_no_form() -> None:
    match = _detected(page([line("税务登记", 0.1, 0.1), line("甲乙丙", 0.3, 0.1), *_body()]))
    assert all(piece.weight < 0.6 for piece in match.evidence if piece.kind is EvidenceKind.TITLE)


def test_the_number_of_an_annex_speaks_faintly_for_the_forms_that_bear_it() -> None:
    read = page([line("附表五", 0.1, 0.04), *_body(), line("见附件一所列各项内容", 0.1, 0.3)])
    pieces = [one for one in _detected(read).evidence if one.kind is EvidenceKind.CODE]
    assert [one.says for one in pieces] == ["performance_statistics_credit_assessment"]
    assert pieces[0].weight <= 0.35
