"""Write ingest/forms/lookalikes.py: what looks like the characters of the catalogue's titles.

Common characters are set in the printing faces at hand, blurred as a scan blurs them, and compared;
a recogniser's mistakes are among those whose ink covers each other best.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from domain.text import folded
from ingest.forms.catalogue import load
from tests.factory import fonts
from tests.factory.fonts import Style

SIZE = 40
KEPT = 16
RARE = 6
"""So many of the characters that office papers hardly use are kept beside the common ones."""
ROWS = range(0xB0, 0xF8)
"""Rows of GB 2312 that hold its 6,763 characters."""
Prints = npt.NDArray[np.float32]


def common() -> list[str]:
    """The characters of GB 2312, in its order."""
    codes = (bytes((row, column)) for row in ROWS for column in range(0xA1, 0xFF))
    return [text for code in codes if (text := code.decode("gb2312", "ignore"))]


def rare() -> list[str]:
    """The other characters of the basic block that are the same in Simplified script."""
    usual = set(common())
    block = (chr(code) for code in range(0x4E00, 0x9FA6))
    return [one for one in block if one not in usual and folded(one) == one]


def prints(characters: list[str], face: ImageFont.FreeTypeFont) -> Prints:
    """The blurred print of each as a vector of length one."""
    drawn = []
    for character in characters:
        sheet = Image.new("L", (SIZE, SIZE))
        middle = (SIZE / 2, SIZE / 2)
        ImageDraw.Draw(sheet).text(middle, character, 255, face, anchor="mm")
        ink = cv2.GaussianBlur(np.asarray(sheet, dtype=np.float32), (0, 0), 1.4).ravel()
        ink -= ink.mean()
        drawn.append(ink / max(1e-6, float(np.linalg.norm(ink))))
    return np.stack(drawn)


def table() -> dict[str, str]:
    """Lookalikes of every Han character in a title, in Simplified script."""
    wanted = sorted({c for title, *_ in load().titles for c in title if "一" <= c <= "鿿"})
    usual, unusual = _nearest(wanted, common(), KEPT), _nearest(wanted, rare(), RARE)
    return {character: usual[character] + unusual[character] for character in wanted}


def _nearest(wanted: list[str], known: list[str], kept: int) -> dict[str, str]:
    """For each wanted character the `kept` known ones most like it, the most alike first."""
    likeness = np.zeros((len(wanted), len(known)), dtype=np.float32)
    for style in (Style.SANS, Style.SONG, Style.KAI):
        face = fonts.sized(fonts.faces(style)[0], SIZE - 4)
        likeness += prints(wanted, face) @ prints(known, face).T
    found = {}
    for character, row in zip(wanted, likeness, strict=True):
        nearest = (known[at] for at in np.argsort(-row)[: kept + 6])
        alike = dict.fromkeys(other for one in nearest if (other := folded(one)) != character)
        found[character] = "".join(list(alike)[:kept])
    return found


def source(alike: dict[str, str]) -> str:
    """The module's text: one character and its lookalikes in each run, two runs a line."""
    runs = [character + others for character, others in alike.items()]
    lines = [
        "    " + repr(" ".join(runs[at : at + 2]) + " ").replace("'", '"')
        for at in range(0, len(runs), 2)
    ]
    return (
        '"""Characters that readers take for one another; from tools/make_lookalikes.py."""\n\n'
        "_RUNS = (\n" + "\n".join(lines) + "\n)\n\n"
        "LOOKALIKES: dict[str, frozenset[str]] = {\n"
        "    run[0]: frozenset(run[1:]) for run in _RUNS.split()\n}\n"
        '"""For a character of a title, those it may have been misread as (Simplified script)."""\n'
    )


if __name__ == "__main__":
    fonts.require()
    target = Path(__file__).resolve().parents[1] / "ingest" / "forms" / "lookalikes.py"
    target.write_text(source(table()), encoding="utf-8")
