"""The order of exact hits: titles and names first, then the whole query as one, then count.

Every rule is a term of one sum, so that the order can be explained; ties go to the newer document,
then by id and page, so that the same question gives the same answer.
"""

from __future__ import annotations

from index.contract import Candidate
from index.entry import ITEMS
from search.query import Phrase, Query

_IS_REMARK = 4.0
"""The phrase is a title, a name or a value, wholly."""
_IN_REMARK = 2.0
"""The phrase stands in one."""
_IS_LINE_START = 0.5
"""The page itself begins with the phrase, as a heading does."""
_TOGETHER = 3.0
"""Several words stand together exactly as they were typed."""
_AS_A_WORD = 0.5
"""A Latin word or number stands alone, not inside a longer one."""
_OPENING = 40
"""Characters at the top of a page that count as its heading."""
_K = 1.2
_B = 0.5
_USUAL_LENGTH = 500.0


def score(candidate: Candidate, query: Query) -> float:
    """How well `candidate`, which holds all of `query`, answers it; higher is better."""
    total = sum(_phrase_score(candidate, phrase) for phrase in query.phrases)
    if len(query.phrases) > 1 and _stands(query.whole, candidate):
        total += _TOGETHER
    return total


def order(candidate: Candidate, points: float) -> tuple[float, tuple[int, ...], str, int]:
    """The sorting key of a hit: best first, newest first, then by id and page."""
    newest_first = tuple(-ord(char) for char in candidate.date) or (0,)
    return (-round(points, 6), newest_first, candidate.document, candidate.page)


def _phrase_score(candidate: Candidate, phrase: Phrase) -> float:
    times = candidate.body.count(phrase.text)
    if times == 0 and phrase.is_code:
        times = sum(1 for _ in phrase.spans(candidate.body))
    norm = 1.0 - _B + _B * len(candidate.body) / _USUAL_LENGTH
    points = times * (_K + 1.0) / (times + _K * norm)
    if times and phrase.text in candidate.body[:_OPENING]:
        points += _IS_LINE_START
    points += _remark_score(candidate.remarks, phrase)
    if phrase.text.isascii() and _stands_alone(candidate.body, phrase.text):
        points += _AS_A_WORD
    return points


def _remark_score(remarks: str, phrase: Phrase) -> float:
    if not phrase.stands_in(remarks):
        return 0.0
    whole = any(phrase.text == item for item in remarks.split(ITEMS))
    return _IS_REMARK if whole else _IN_REMARK


def _stands(text: str, candidate: Candidate) -> bool:
    return text in candidate.body or text in candidate.remarks


def _stands_alone(body: str, word: str) -> bool:
    at = body.find(word)
    while at >= 0:
        end = at + len(word)
        before = body[at - 1 : at] if at else ""
        if not _is_latin(before) and not _is_latin(body[end : end + 1]):
            return True
        at = body.find(word, at + 1)
    return False


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
