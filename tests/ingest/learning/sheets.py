"""Three forms that no catalogue lists, filled in by chance."""

from __future__ import annotations

from random import Random

from domain.forms import DocumentType, Part
from domain.reading import PageReading
from tests.ingest.known import reading, value

KINDS = {
    "loan": ("器材借用单", "借用人", "器材名称", "归还日期", "借用人应于三日内归还器材并签字"),
    "visit": ("园区参观回执", "来访单位", "陪同人员", "到访时间", "请凭本回执在南门换领参观证"),
    "gate": ("门禁停用说明", "门禁卡号", "停用原因", "经办部门", "停用后如需恢复请提前一周申请"),
}
TYPES = {key: DocumentType(key, rows[0], "", "", Part.SERVICE) for key, rows in KINDS.items()}


def sheet(rng: Random, key: str) -> PageReading:
    title, *rows, note = KINDS[key]
    name = "".join(rng.choices("海丰凯达宏远瑞安", k=4)) + "有限公司"
    filled = [f"{row}：{rng.randint(1, 9999)}" for row in rows]
    lines = [title, f"客户名称：{name}", *filled, note]
    spoilt = [line if rng.random() > 0.1 else line[1:] for line in lines]
    return reading(value("customer_name", name), lines=spoilt)
