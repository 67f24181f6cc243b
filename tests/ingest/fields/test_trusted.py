"""What speaks for a value that was found, and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.fields import Check, FieldReading
from domain.geometry import Box
from ingest.fields.extract import SecondReader
from tests.ingest.fields.desk import line, titled, width_of, wired
from tests.ingest.fields.extracted import read


class TestTrust:
    """What speaks for a value and against it."""

    def _one(
        self, text: str, second: SecondReader | None = None, sure: float = 0.99
    ) -> FieldReading:
        (reading,) = read(
            [titled("客户资料卡"), line(text, 0.1, 0.15, confidence=sure)], second=second
        )
        return reading

    def test_a_second_reader_who_agrees_raises_and_one_who_differs_lowers(self) -> None:
        text = "客户名称：杭州西湖纺织有限公司"
        alone = self._one(text, sure=0.97)
        agreed = self._one(text, lambda _: ("杭 州西湖紡織有限公司", 0.9), sure=0.97)
        differed = self._one(text, lambda _: ("杭州西湖", 0.4), sure=0.97)
        assert differed.confidence < alone.confidence < agreed.confidence
        assert Check.READERS_AGREE in agreed.checks
        assert Check.READERS_DIFFER in differed.checks

    def test_the_second_reader_is_not_asked_where_nothing_hangs_on_it(self) -> None:
        def second(_: Box) -> None:
            raise AssertionError("asked in vain")

        sure = self._one("客户名称：杭州西湖纺织有限公司", second, sure=0.9999)
        assert not sure.needs_review

    def test_a_character_of_the_other_script_needs_a_person(self) -> None:
        assert self._one("客户名称：杭州西湖紡织有限公司", sure=0.9999).needs_review

    def test_the_second_reader_is_shown_the_value_and_not_the_label(self) -> None:
        shown: list[Box] = []

        def second(box: Box) -> None:
            shown.append(box)

        reading = self._one("客户名称：杭州西湖纺织有限公司", second, sure=0.97)
        assert shown == [reading.box]
        assert shown[0].x0 > 0.1 + width_of("客户名称")

    def test_a_check_digit_proves_a_value_that_was_read_poorly(self) -> None:
        proved = self._one("统一社会信用代码：91350100M000100Y43", sure=0.9)
        broken = self._one("统一社会信用代码：91350100M000100Y44", sure=0.99)
        assert (proved.needs_review, Check.CHECK_DIGIT in proved.checks) == (False, True)
        assert (broken.needs_review, Check.ILL_FORMED in broken.checks) == (True, True)

    def test_a_poor_reading_needs_a_person(self) -> None:
        assert self._one("联系人：王小明", sure=0.9).needs_review
        assert not self._one("联系人：王小明", sure=0.99).needs_review

    def test_handwriting_always_needs_a_person(self) -> None:
        written = line("王小明", 0.3, 0.15, handwritten=True)
        (reading,) = read([titled("客户资料卡"), line("联系人：", 0.1, 0.15), written])
        assert reading.needs_review
        assert Check.HANDWRITTEN in reading.checks

    def test_only_a_check_digit_proves_what_is_written_by_hand(self) -> None:
        written = line("91350100M000100Y43", 0.45, 0.15, handwritten=True)
        label = line("统一社会信用代码：", 0.1, 0.15)
        (proved,) = read([titled("客户资料卡"), label, written])
        assert {Check.HANDWRITTEN, Check.CHECK_DIGIT} <= set(proved.checks)
        assert not proved.needs_review

    def test_a_page_on_which_the_readers_hardly_agree_is_doubted_as_handwriting(self) -> None:
        labels = ("联系人", "法人代表", "建档人", "经营品牌", "行业类型", "信用等级")
        lines = [titled("客户资料卡")]
        lines += [line(f"{label}：王小明", 0.1, 0.15 + 0.03 * n) for n, label in enumerate(labels)]
        strange = read(lines, second=lambda _: ("士小日", 0.5))
        usual = read(lines, second=lambda _: ("王小明", 0.9))
        assert all(reading.needs_review for reading in strange)
        assert not any(reading.needs_review for reading in usual)

    def test_a_blank_is_doubted_where_the_second_reader_sees_writing(self) -> None:
        sure = self._one("联系人：________", lambda _: ("", 0.0))
        doubtful = self._one("联系人：________", lambda _: ("王小明", 0.8))
        assert (sure.value, sure.needs_review) == ("", False)
        assert (doubtful.value, doubtful.needs_review) == ("", True)


def _doubted(rows: Sequence[Sequence[tuple[str, int]]]) -> dict[str, bool]:
    table, lines = wired(rows)
    sure = [replace(one, confidence=0.9995) for one in lines]
    found = read([titled("客户资料卡"), *sure], [table], lambda _box: ("", 0.0))
    return {reading.raw: reading.needs_review for reading in found}


def test_a_value_that_is_another_fields_label_is_doubted() -> None:
    doubted = _doubted([[("备注", 1), ("注册资本", 1), ("联系人", 1), ("王小明", 1)]])
    assert doubted.get("注册资本", True)
