"""Pages of a made-up form, filled in, and scanned in any way, without pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from domain.document import Document
from domain.fields import FieldKey, FieldReading
from domain.geometry import Box
from domain.ids import DocumentId
from domain.page import Line, Page
from tests.records.papers import document

PRINT: tuple[tuple[str, float, float], ...] = (
    ("二次装修施工许可申请书", 0.32, 0.05),
    ("编号", 0.70, 0.09),
    ("申请单位", 0.08, 0.14),
    ("施工单位", 0.08, 0.19),
    ("装修位置", 0.08, 0.24),
    ("装修面积", 0.55, 0.24),
    ("开工日期", 0.08, 0.29),
    ("完工日期", 0.55, 0.29),
    ("现场负责人", 0.08, 0.34),
    ("联系电话", 0.55, 0.34),
    ("装修内容及材料说明", 0.08, 0.40),
    ("以上所填内容属实，如有不符愿承担相应责任", 0.08, 0.62),
    ("物业管理处意见", 0.08, 0.68),
    ("Application for fit-out works", 0.30, 0.08),
    ("Approved by", 0.08, 0.80),
    ("本表一式三份", 0.08, 0.92),
)
PLACES: Mapping[str, tuple[float, float]] = {
    "permit_no": (0.76, 0.09),
    "applicant": (0.22, 0.14),
    "contractor": (0.22, 0.19),
    "place": (0.22, 0.24),
    "area": (0.68, 0.24),
    "begins_on": (0.22, 0.29),
    "ends_on": (0.68, 0.29),
    "foreman": (0.22, 0.34),
    "phone": (0.68, 0.34),
}
FIRST = {
    "permit_no": "ZX-0017",
    "applicant": "深圳市恒通达物流有限公司",
    "contractor": "广州利业装饰工程有限公司",
    "place": "A座1203室",
    "area": "86平方米",
    "begins_on": "2024年3月1日",
    "ends_on": "2024年4月20日",
    "foreman": "欧阳震华",
    "phone": "13800138000",
}
SECOND = {
    "permit_no": "ZX-0461",
    "applicant": "上海宏达贸易有限公司",
    "contractor": "苏州丰图建设集团股份有限公司第二分公司",
    "place": "C座803室",
    "area": "1206平方米",
    "begins_on": "2025年11月9日",
    "ends_on": "2026年1月5日",
    "foreman": "李强",
    "phone": "021-58881234转806",
}
ASPECT = 0.707
HEIGHT = 0.016

Move = Callable[[float, float], tuple[float, float]]


def _width(text: str) -> float:
    return sum(0.022 if ord(char) >= 0x2E80 else 0.011 for char in text)


@dataclass(frozen=True)
class Bent:
    """A way of scanning: where the sheet's corners lie, (x, y) from the top left, clockwise."""

    corners: tuple[tuple[float, float], ...] = ((0, 0), (1, 0), (1, 1), (0, 1))

    def move(self) -> Move:
        square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
        matrix = cv2.getPerspectiveTransform(square, np.array(self.corners, dtype=np.float32))

        def moved(x: float, y: float) -> tuple[float, float]:
            point = cv2.perspectiveTransform(np.array([[[x, y]]], dtype=np.float32), matrix)
            return float(point[0, 0, 0]), float(point[0, 0, 1])

        return moved


def sheet(
    values: Mapping[str, str],
    bent: Bent | None = None,
    *,
    misread: Callable[[str], str] = lambda text: text,
    number: int = 1,
) -> Page:
    """The form with these values, as read from a scan made in this way."""
    move = (bent or Bent()).move()
    lines = [_line(misread(text), x, y, move) for text, x, y in PRINT]
    lines += [_line(text, *PLACES[key], move) for key, text in values.items() if text]
    return Page(number, 1000, round(1000 / ASPECT), tuple(lines))


def _line(text: str, x: float, y: float, move: Move) -> Line:
    left, right = move(x, y), move(x + _width(text), y + HEIGHT)
    return Line(text, Box.clipped(left[0], left[1], right[0], right[1]), 0.99)


def filed(values: Mapping[str, str], page: Page, ident: str = "D000000000001") -> Document:
    """A corrected document of one such page: every value with its place."""
    fields = tuple(
        FieldReading(FieldKey(key), key, text, text, page.number, box, 1.0, needs_review=False)
        for key, text in values.items()
        for box in [next(line.box for line in page.lines if line.text == text)]
    )
    return document(id=DocumentId(ident), pages=(page.number,), fields=fields)


def without_places(document: Document) -> Document:
    """The same as a person typed it: values without a place."""
    nowhere = Box(0.0, 0.0, 0.0, 0.0)
    return replace(document, fields=tuple(replace(f, box=nowhere, raw="") for f in document.fields))
