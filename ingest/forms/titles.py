"""Whether a text is the title of a form, and of which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from domain.text import folded
from ingest.forms.catalogue import Catalogue

_HOUSES = (
    "公司|集团|厂|店|中心|局|处|部|行|院|所|会|社|物业|酒店|银行|大厦|广场|商场|超市|工厂|学校|医院|站|馆|"
    "有限|企业|研究所|管理处|服务处|办事处|分行|支行"
)
_AFTER_HOUSE = re.compile(rf".*(?:{_HOUSES})")
_YEAR = re.compile(r"[0-9〇零一二三四五六七八九十]{2,4}年(?:度|[0-9]{1,2}月份?)?(?:第.{1,3}季度)?")
_AFTER = re.compile(
    r"(?:正本|副本|复印件|正面|背面|续页?|续表|样本|存根|草稿|范本|电子版|新版|第?[一二三四五六七八九十0-9]+[联页号份]"
    r"|[a-z0-9]+|[0-9]{4}年.*|(?:客户|投诉|合同|档案)?(?:编号|号码|no).*|附表.{1,2}|附件.{1,2}|[一二三四五])*"
)
_BRACKETED = re.compile(r"[(\[【〔〈《][^()\[\]【】〔〕]{0,24}[)\]】〕〉》]")
_MENTION = re.compile(
    r"^(?:附|见|填写?|按|请|依据|根据|随函|兹|现|如|详见|参见|参照|并|和|及|或|本|该|此|为|在|凭)|填写说明|管理制度|管理办法"
    r"|一[份张式]|说明$|办法$|制度$|规定$|流程$|须知$|如下$"
)
_SENTENCE = re.compile(r"[，。；！？,;!?]")

EXACT = 0.97
"""Weight of a text that is the title and nothing else."""
AFTER_NAME = 0.96
"""The title behind the name of the house whose form it is."""
WITH_TAIL = 0.93
"""The title with a copy's name, a number or a bracket behind it."""
PREFIXED = 0.90
SHAPED = 0.88
"""A title nobody listed that has the shape of a type's titles."""
MENTIONED = 0.12
"""The words of a title inside other words."""
ONE_WRONG = 0.96
"""Factor for a title with one character read wrongly."""
SHORT = 3
"""Titles of so few characters may stand in any text; they must be the whole line."""


@dataclass(frozen=True, slots=True)
class TitleFound:
    """A type's title in a text; `length` counts its characters, `weight` is for a clean place."""

    type_key: str
    title: str
    weight: float
    length: int


def bare(text: str) -> str:
    """Folded text without any space, as titles are compared; `客 戶 資 料 卡` is `客户资料卡`."""
    return "".join(folded(text).split())


def plain(text: str) -> str:
    """Bare text without its punctuation, which readers lose."""
    return "".join(char for char in bare(text) if char.isalnum())


def _weight(text: str, before: str, after: str) -> float:
    """How far a line is believed that is a title with `before` and `after` around it."""
    if not before and not after:
        return EXACT
    if _MENTION.search(text) and not _AFTER_HOUSE.fullmatch(before):
        return MENTIONED
    if after and not _AFTER.fullmatch(after):
        return MENTIONED
    if before and not (_AFTER_HOUSE.fullmatch(before) or _YEAR.fullmatch(before)):
        return min(PREFIXED, WITH_TAIL if after else 1.0) if len(before) <= 12 else 0.5
    return WITH_TAIL if after else AFTER_NAME


def _exact(text: str, catalogue: Catalogue) -> Iterable[TitleFound]:
    """Listed titles that `text` contains; a title inside a longer one found is left out."""
    taken: list[tuple[int, int]] = []
    for title, key, printed in catalogue.titles:
        start = text.rfind(title)
        if start < 0:
            continue
        end = start + len(title)
        if any(a <= start and end <= b and b - a > end - start for a, b in taken):
            continue
        if len(title) <= SHORT and (start or end < len(text)):
            continue
        taken.append((start, end))
        yield TitleFound(key, printed, _weight(text, text[:start], text[end:]), len(title))


def _similar(text: str, catalogue: Catalogue) -> Iterable[TitleFound]:
    """Listed titles at the end, or the whole, of `text` with one character wrong or lost."""
    for length in range(len(text), SHORT - 1, -1):
        whole = length == len(text)
        if not whole and not _AFTER_HOUSE.fullmatch(text[:-length]):
            continue
        weight = (EXACT if whole else AFTER_NAME) * ONE_WRONG
        for nearby in (length, length - 1, length + 1):
            for title, key, printed in catalogue.titles_by_length.get(nearby, ()):
                near = Levenshtein.distance(text[-length:], title, score_cutoff=1) == 1
                if near and nearby > SHORT:
                    yield TitleFound(key, printed, weight, len(title))


def _shaped(text: str, catalogue: Catalogue) -> Iterable[TitleFound]:
    house = _AFTER_HOUSE.match(text)
    texts = {text, text[house.end() :]} if house and house.end() < len(text) else {text}
    for key, patterns in catalogue.patterns.items():
        if any(pattern.fullmatch(part) for pattern in patterns for part in texts if part):
            yield TitleFound(key, text, SHAPED, len(text) // 2)


def find_titles(text: str, catalogue: Catalogue, forgiving: bool = True) -> tuple[TitleFound, ...]:
    """Titles in a line of text, the most telling first; the longest of those that overlap.

    A sentence that speaks of a form gives small weights, a line that is a title gives large ones.
    `forgiving` also knows titles with one wrong character, and such as nobody listed.
    """
    whole = bare(text)
    without = plain(_BRACKETED.sub("", whole)) or plain(whole)
    if not without or len(without) > 60:
        return ()
    found = [*_exact(without, catalogue), *_exact(plain(whole), catalogue)]
    if forgiving and all(title.weight < WITH_TAIL for title in found):
        found += _similar(without, catalogue)
    sentence = _SENTENCE.search(whole) is not None
    unsure = all(title.weight < PREFIXED for title in found)
    if forgiving and unsure and not _MENTION.search(without):
        found += _shaped(without, catalogue)
    factor = 0.3 if sentence else 1.0
    best: dict[str, TitleFound] = {}
    for title in found:
        weighed = TitleFound(title.type_key, title.title, title.weight * factor, title.length)
        held = best.get(title.type_key)
        if held is None or (weighed.weight, weighed.length) > (held.weight, held.length):
            best[title.type_key] = weighed
    return tuple(sorted(best.values(), key=lambda title: (-title.weight, -title.length)))
