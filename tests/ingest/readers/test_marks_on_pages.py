"""Boxes to tick, all the way: from a page's pixels and text to options and states."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from domain.geometry import Box
from domain.page import Line, Word
from domain.text import squeezed
from ingest import formats
from ingest.formats.contract import Image, RawPage
from ingest.options import ReadingOptions
from ingest.readers.contract import Crop
from ingest.readers.page import Readers, make_readers, read
from ingest.readers.ticking import ticked
from tests.factory import boxes, boxes_drawn, degrade
from tests.ingest.images.test_marks import circle, square, tick

CORPORA = Path(os.environ.get("ANJUAN_CORPORA", Path(__file__).parents[4] / "shared/data"))
FORMS = CORPORA / "forms_zh"
WIDTH, HEIGHT = 1654, 2339


def line(text: str, x: int, y: int, end: int, tall: int = 44) -> Line:
    box = Box(x / WIDTH, y / HEIGHT, end / WIDTH, (y + tall) / HEIGHT)
    return Line(text, box, 0.95, (Word(text, box, 0.95),))


def blank() -> Image:
    return np.full((HEIGHT, WIDTH, 3), 255, np.uint8)


def silent(_: Image) -> Crop:
    return Crop("", 0.0)


def test_a_box_that_the_reader_lost_is_put_back_with_its_state() -> None:
    image = blank()
    for x in (300, 500):
        square(image, x, 405)
    tick(image, 500, 405)
    lines = [line("□国有", 296, 400, 420), line("民营", 545, 400, 620)]
    shown, found = ticked(image, lines, (), silent)
    assert [part.text for part in shown] == ["□国有", "☑民营"]
    assert [(box.option, box.checked) for box in found] == [("国有", False), ("民营", True)]


def test_the_question_before_the_boxes_is_their_group() -> None:
    image = blank()
    for x in (400, 560):
        square(image, x, 405)
    tick(image, 400, 405)
    lines = [line("性别：", 200, 400, 300), line("□男", 396, 400, 480), line("□女", 556, 400, 640)]
    _, found = ticked(image, lines, (), silent)
    assert [(box.group, box.option, box.checked) for box in found] == [
        ("性别", "男", True),
        ("性别", "女", False),
    ]


def test_the_cell_to_the_left_names_the_group() -> None:
    image = blank()
    for x in (400, 560):
        square(image, x, 405)
    cells = [Box(0.05, 0.16, 0.22, 0.20), Box(0.22, 0.16, 0.9, 0.20)]
    lines = [
        line("企业性质", 100, 400, 260),
        line("□国有", 396, 400, 500),
        line("□民营", 556, 400, 660),
    ]
    _, found = ticked(image, lines, cells, silent)
    assert {(box.group, box.option) for box in found} == {
        ("企业性质", "国有"),
        ("企业性质", "民营"),
    }


def test_boxes_behind_their_words_are_understood() -> None:
    image = blank()
    for x in (360, 620):
        square(image, x, 405)
    tick(image, 620, 405)
    lines = [line("自提□", 270, 400, 396), line("送货□", 530, 400, 656)]
    _, found = ticked(image, lines, (), silent)
    assert [(box.option, box.checked) for box in found] == [("自提", False), ("送货", True)]


def test_a_box_behind_each_question_answers_it_though_only_one_is_empty() -> None:
    image = blank()
    lines = []
    for x, word, crossed in (
        (120, "Delivered:", True),
        (520, "Paid:", False),
        (920, "Used:", True),
    ):
        end = x + 26 * len(word)
        lines.append(line(word, x, 400, end))
        cv2.rectangle(image, (end + 20, 404), (end + 56, 440), (90, 60, 20), 3)
        if crossed:
            cv2.line(image, (end + 20, 404), (end + 56, 440), (90, 60, 20), 3)
            cv2.line(image, (end + 56, 404), (end + 20, 440), (90, 60, 20), 3)
    _, found = ticked(image, lines, (), None)
    assert [(box.option, box.checked) for box in found] == [
        ("Delivered", True),
        ("Paid", False),
        ("Used", True),
    ]


def test_a_mouth_in_a_word_is_no_box() -> None:
    image = blank()
    for x in (344, 644):
        square(image, x, 408, 28)
    for text, other in (("户口所在", "人口普查"), ("、口盖骨", "，口小而")):
        lines = [line(text, 300, 400, 476), line(other, 600, 400, 776)]
        assert ticked(image, lines, (), silent) == (tuple(lines), ())


@pytest.mark.parametrize(("side", "stroke"), [(17, 0), (26, 8)])
def test_squares_within_characters_of_running_text_are_no_boxes(side: int, stroke: int) -> None:
    """The mouths of 识 are too small for boxes; at those of 五 strokes go on."""
    image, places = blank(), range(330, 1200, 132)
    for y in (408, 478, 548):
        for x in places:
            square(image, x, y, side)
            if stroke:
                cv2.line(image, (x - stroke, y + side), (x + side + stroke, y + side), (0, 0, 0), 4)
    text = "知识组织的意识与织物五年识别力的提高对企业来说无"
    lines = [line(text, 300, y - 8, 1210) for y in (408, 478, 548)]
    assert ticked(image, lines, (), silent) == (tuple(lines), ())


def test_empty_boxes_of_which_the_reader_saw_none_are_found_where_text_has_room() -> None:
    image = blank()
    for y in (408, 478, 548):
        for x in (400, 560):
            square(image, x, y, 26)
            cv2.putText(image, "xxxx", (x + 40, y + 26), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,) * 3, 2)
    lines = [line("是否合格男女", 300, 398 + at, 720, 44) for at in (0, 70, 140)]
    rest = [line("本表一式两份由客户填写后交回", 300, 700 + at, 762, 44) for at in (0, 60, 120)]
    words = Crop("合格", 0.9)
    _, found = ticked(
        image, [*lines, *rest], (), lambda part: words if part.shape[1] > 80 else silent(part)
    )
    assert [box.option for box in found] == ["合格"] * 6


def test_a_crossed_box_beside_a_character_with_a_frame_in_it_is_a_box() -> None:
    """The reader can make nothing of what is in the frame; of 回 it could."""
    image = blank()
    for x in (396, 530, 710):
        square(image, x, 408, 28)
        cv2.putText(image, "xxxx", (x + 40, 434), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0,) * 3, 2)
    for start, end in ((404, 440), (440, 404)):
        cv2.line(image, (706, start), (742, end), (0, 0, 0), 4)
    lines = [line("□同意□不同意退回补充", 392, 400, 860)]
    lines += [line("本表一式两份", 300, 600 + at, 564) for at in (0, 60, 120)]
    words, scrawl = Crop("退回补充", 0.9), Crop("冈", 0.3)
    _, found = ticked(image, lines, (), lambda part: words if part.shape[1] > 60 else scrawl)
    assert [box.checked for box in found if box.box.x0 * WIDTH > 680] == [True]


def test_boxes_of_a_row_that_was_not_read_are_found_by_their_likeness_to_others() -> None:
    image = blank()
    for y in (408, 478):
        for x in (400, 600, 800):
            square(image, x, y, 26)
    for x in (400, 600):
        square(image, x, 548, 26)
        cv2.putText(image, "xxxx", (x + 40, 574), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,) * 3, 2)
    square(image, 1300, 1800, 40)
    lines = [
        line(f"□{word}", x - 4, y - 8, x + 110) for y in (408, 478)
        for x, word in ((400, "国有"), (600, "民营"), (800, "外资"))
    ]  # fmt: skip
    words = Crop("合格", 0.9)
    shown, found = ticked(
        image, lines, (), lambda part: words if part.shape[1] > 60 else silent(part)
    )
    assert [box.option for box in found] == [*("国有", "民营", "外资") * 2, "合格", "合格"]
    assert "□合格 □合格" in [part.text for part in shown]


def test_letters_of_a_latin_word_are_no_boxes() -> None:
    image = blank()
    for x in (360, 520, 700, 860):
        circle(image, x, 408, 28)
    lines = [line("COUPON CODE", 330, 400, 620), line("FOR OFFICE USE", 640, 400, 1000)]
    assert ticked(image, lines, (), silent) == (tuple(lines), ())


def test_a_column_of_characters_hosts_no_box() -> None:
    image = blank()
    for y in (420, 540, 660):
        square(image, 308, y, 28)
    lines = [line("歸來見天子天子坐明堂策勳十二轉", 300, 400, 344, tall=700)]
    assert ticked(image, lines, (), silent) == (tuple(lines), ())


def test_text_set_by_a_machine_stays_as_it_is() -> None:
    image = blank()
    for x in (300, 500):
        square(image, x, 405)
    lines = [line("□国有", 296, 400, 420), line("□民营", 496, 400, 620)]
    same, found = ticked(image, lines, (), None)
    assert same == tuple(lines)
    assert [box.option for box in found] == ["国有", "民营"]


def test_boxes_set_as_characters_tell_their_state_themselves() -> None:
    lines = [line("性别：□男 ☑女", 200, 400, 500), line("婚否：□√已婚 □未婚", 200, 500, 600)]
    same, found = ticked(blank(), lines, (), None)
    assert same == tuple(lines)
    assert [(box.group, box.option, box.checked) for box in found] == [
        ("性别", "男", False),
        ("性别", "女", True),
        ("婚否", "已婚", True),
        ("婚否", "未婚", False),
    ]


@pytest.mark.parametrize("text", ["● 第一项", "√2 是无理数", "○ item", "二○二四年", "■ 说明"])
def test_bullets_roots_and_zeros_are_no_boxes(text: str) -> None:
    assert ticked(blank(), [line(text, 200, 400, 500)], (), None)[1] == ()


@pytest.fixture(scope="module")
def readers() -> Readers:
    return make_readers(ReadingOptions())


@pytest.mark.slow
@pytest.mark.fonts
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_fresh_form_is_read_with_its_states(readers: Readers, by_hand: bool) -> None:
    rng = Random(f"ticked {by_hand}")
    form = boxes.boxed_form(rng, by_hand=by_hand)
    page = read(RawPage(boxes_drawn.drawn(form, rng, degrade.NONE), 200.0, None), 1, readers).page
    got = {(squeezed(box.option), squeezed(box.group), box.checked) for box in page.checkboxes}
    wanted = [(squeezed(b.option), squeezed(b.group), b.checked) for b in form.boxes]
    wrong = [item for item in wanted if item not in got]
    assert len(wrong) <= 0.05 * len(wanted), wrong
    assert len(page.checkboxes) <= len(wanted)


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(not FORMS.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize("name", ["zh_val_21"])
def test_all_boxes_of_the_real_forms_are_right(readers: Readers, name: str) -> None:
    truth = json.loads((FORMS / "gt" / f"{name}.json").read_text(encoding="utf-8"))
    page = read(formats.page(FORMS / truth["image"], 1, ReadingOptions()), 1, readers).page
    wanted = [
        (option["text"], option["checked"])
        for group in truth.get("checkboxes", [])
        for option in group["options"]
    ]
    assert [(box.option, box.checked) for box in page.checkboxes] == wanted
    shown = "".join("".join(part.text.split()) for part in page.lines)
    for written in truth["lines"]:
        if "☑" in written or "□" in written:
            assert "".join(written.split()) in shown
