"""Whether a text is the title of a form, and of which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.text import folded
from ingest.forms.catalogue import Catalogue
from ingest.forms.near import COVERED, covered_titles, misread_titles

_HOUSES = (
    "公司|集团|厂|店|中心|局|处|部|行|院|所|会|社|物业|酒店|银行|大厦|广场|商场|超市|工厂|学校|医院|站|馆|"
    "有限|企业|研究所|管理处|服务处|办事处|分行|支行"
)
_AFTER_HOUSE = re.compile(rf".*(?:{_HOUSES})")
_HOUSE = re.compile(_HOUSES)
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
LISTED_TOO = 0.68
"""Factor for a shape where the text may as well be a bad reading of a listed title."""
MENTIONED = 0.12
"""The words of a title inside other words."""
SHORT = 3
"""Titles of so few characters may stand in any text; only a house or a number may be beside."""


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
    for start, title, key, printed in _contained(text, catalogue):
        end = start + len(title)
        if any(a <= start and end <= b and b - a > end - start for a, b in taken):
            continue
        weight = _weight(text, text[:start], text[end:])
        if len(title) <= SHORT and weight < WITH_TAIL:
            continue
        taken.append((start, end))
        yield TitleFound(key, printed, weight, len(title))


def _contained(text: str, catalogue: Catalogue) -> list[tuple[int, str, str, str]]:
    """(start, title, key, as listed) of all titles in `text`, the longest and last first."""
    found = [
        (start, *title)
        for start in range(len(text))
        for length in (1, 2)
        for title in catalogue.titles_by_start.get(text[start : start + length], ())
        if text.startswith(title[0], start)
    ]
    last = {(title, key): one for one in found for _, title, key, _ in [one]}
    return sorted(last.values(), key=lambda one: (-len(one[1]), -one[0], one[2]))


def _similar(text: str, catalogue: Catalogue) -> Iterable[TitleFound]:
    """Listed titles that `text`, or what follows the name of a house in it, is a bad reading of."""
    for start in (0, *(house.end() for house in _HOUSE.finditer(text))):
        weight = AFTER_NAME if start else EXACT
        for near in misread_titles(text[start:], catalogue, most=1 if start else 3):
            yield TitleFound(near.type_key, near.title, weight * near.factor, near.length)


def covered(text: str, catalogue: Catalogue) -> Iterable[TitleFound]:
    """Titles of which `text` may be what a stamp or a torn edge left."""
    for near in covered_titles(text, catalogue):
        yield TitleFound(near.type_key, near.title, near.factor, near.length)


def _shaped(text: str, share: float, catalogue: Catalogue) -> Iterable[TitleFound]:
    house = _AFTER_HOUSE.match(text)
    texts = {text, text[house.end() :]} if house and house.end() < len(text) else {text}
    for key, patterns in catalogue.patterns.items():
        if any(pattern.fullmatch(part) for pattern in patterns for part in texts if part):
            yield TitleFound(key, text, SHAPED * share, len(text) // 2)


def _guessed(text: str, found: Iterable[TitleFound], catalogue: Catalogue) -> Iterable[TitleFound]:
    """Titles that stand in `text` but for damage, and such as nobody listed but have the shape."""
    surest = max((title.weight for title in found), default=0.0)
    if surest >= WITH_TAIL:
        return []
    similar = list(_similar(text, catalogue))
    share = LISTED_TOO if similar else 1.0
    surest = max([surest, *(title.weight for title in similar)])
    if surest < PREFIXED and not _MENTION.search(text):
        similar += _shaped(text, share, catalogue)
    if surest < COVERED:
        similar += covered(text, catalogue)
    return similar


def _beside(exact: TitleFound, guessed: Iterable[TitleFound]) -> TitleFound:
    """A title with something before it, less sure where a longer one explains that as well."""
    longer = [
        other.weight
        for other in guessed
        if other.length > exact.length and plain(exact.title) in plain(other.title)
    ]
    return replace(exact, weight=min([exact.weight, *(0.9 * weight for weight in longer)]))


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
    sentence = _SENTENCE.search(whole) is not None
    if forgiving and not sentence and ":" not in whole and without not in catalogue.labels:
        guessed = list(_guessed(without, found, catalogue))
        found = [*(_beside(title, guessed) for title in found), *guessed]
    factor = 0.3 if sentence else 1.0
    best: dict[str, TitleFound] = {}
    for title in found:
        weighed = TitleFound(title.type_key, title.title, title.weight * factor, title.length)
        held = best.get(title.type_key)
        if held is None or (weighed.weight, weighed.length) > (held.weight, held.length):
            best[title.type_key] = weighed
    return tuple(sorted(best.values(), key=lambda title: (-title.weight, -title.length)))
