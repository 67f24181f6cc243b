"""What becomes of a title, or of a code, between the press and the reader's answer.

Each manner of damage takes the printed text and gives what a reader would hand over: parts side by
side on a row, or rows below each other.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.forms.lookalikes import lookalikes
from tests.factory import names, people
from tests.factory.script import Script

Rows = tuple[tuple[str, ...], ...]
"""Rows of a title, each of one or more runs that stand apart on it."""

_DIGITS = {"0": "OoQ", "1": "Il", "5": "S", "2": "Z"}
_LETTERS = {"Q": "O0", "M": "NW", "S": "5", "P": "F"}


def noisy(rng: Random, text: str, share: float) -> str:
    """`text` as a reader may give it: a `share` of its Han characters taken for lookalikes."""
    return "".join(misread(rng, char) if rng.random() < share else char for char in text)


def misread(rng: Random, character: str) -> str:
    """One of the characters that look like it; punctuation and letters stay."""
    alike = lookalikes(character) if "一" <= character <= "鿿" else ()
    return rng.choice(alike) if alike else character


def plain(_rng: Random, title: str) -> Rows:
    """The title as it is."""
    return ((title,),)


def spaced(rng: Random, title: str) -> Rows:
    """客 户 资 料 卡, as one run or as a run for each character."""
    if rng.random() < 0.4 and len(title) <= 10:
        return (tuple(title),)
    return ((rng.choice((" ", "  ", "　")).join(title),),)


def other_script(rng: Random, title: str) -> Rows:
    """Traditional print, or a reader that gives some characters in the other script."""
    written = Script.TRADITIONAL.write(title)
    if rng.random() < 0.5:
        return ((written,),)
    mixed = (rng.choice(pair) for pair in zip(title, written, strict=True))
    return (("".join(mixed),),)


def one_misread(rng: Random, title: str) -> Rows:
    """One character taken for one that looks like it."""
    return ((_with_misread(rng, title, 1),),)


def two_misread(rng: Random, title: str) -> Rows:
    """Two wrong characters, one only in a short title."""
    return ((_with_misread(rng, title, 2 if len(title) > 5 else 1),),)


def _with_misread(rng: Random, title: str, count: int) -> str:
    chars = list(title)
    han = [at for at, char in enumerate(chars) if "一" <= char <= "鿿"]
    for at in rng.sample(han, min(count, len(han))):
        chars[at] = misread(rng, chars[at])
    return "".join(chars)


def dropped(rng: Random, title: str) -> Rows:
    """One character lost, or two that the reader merged into one other."""
    at = rng.randrange(len(title))
    if rng.random() < 0.6 or at + 1 == len(title):
        return ((title[:at] + title[at + 1 :],),)
    return ((title[:at] + misread(rng, title[at]) + title[at + 2 :],),)


def glued(rng: Random, title: str) -> Rows:
    """The title in one run with what stands beside it: the house, a number, a copy's name."""
    house = people.company_name(rng, people.place(rng), rng.choice(names.TRADES)[0])
    tail = rng.choice(
        (
            f"No.{rng.randint(1, 99999):06d}",
            f"编号：{rng.randint(1, 9999):04d}",
            f"第{rng.choice('一二三')}联",
            "（复印件）",
            "(存根)",
            f"{rng.randint(2015, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
        )
    )
    return ((rng.choice((house + title, title + tail, house + title + tail)),),)


def two_rows(rng: Random, title: str) -> Rows:
    """A long title broken over two rows; a short one in two runs of one row."""
    at = rng.randint(2, max(2, len(title) - 2))
    if len(title) >= 8:
        return ((title[:at],), (title[at:],))
    return ((title[:at], title[at:]),)


def half_covered(rng: Random, title: str) -> Rows:
    """A stamp, a finger or a torn edge over a third to a half of it: blanks on that side."""
    covered = min(len(title) - 1, round(len(title) * rng.uniform(0.3, 0.5)))
    blank = "　" * covered
    return ((blank + title[covered:] if rng.random() < 0.5 else title[:-covered] + blank,),)


def missing(_rng: Random, _title: str) -> Rows:
    """Nothing of the title left."""
    return ()


Manner = Callable[[Random, str], Rows]

MANNERS: dict[str, Manner] = {
    "plain": plain,
    "spaced": spaced,
    "other script": other_script,
    "one misread": one_misread,
    "two misread": two_misread,
    "dropped or merged": dropped,
    "glued": glued,
    "two rows or runs": two_rows,
    "half covered": half_covered,
    "title missing": missing,
}


def code(rng: Random, printed: str) -> str:
    """A form code as printers and readers leave it: case, hyphens, O for 0, glued to Han."""
    told = rng.choice((printed.upper(), printed.lower(), printed))
    mark = rng.choice(("-", "-", "", " ", "—", "–"))
    told = told.replace("-", mark) if rng.random() < 0.6 else told
    if rng.random() < 0.5:
        told = _swapped(rng, told)
    before = rng.choice(("", "", "表格编号：", "编号", "表号", "文件编号："))
    return before + told + rng.choice(("", "", "", " A/0", "第1版"))


def _swapped(rng: Random, text: str) -> str:
    """One character of a code taken for one that looks like it."""
    table = {**_DIGITS, **_LETTERS}
    able = [at for at, char in enumerate(text) if char.upper() in table]
    if not able:
        return text
    at = rng.choice(able)
    return text[:at] + rng.choice(table[text[at].upper()]) + text[at + 1 :]
