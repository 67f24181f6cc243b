"""The piece of printed text that shows why a page was found, with the words marked on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

WIDTH = 80
"""Printed characters a snippet shows, about one line on a screen."""

_LEAD = 20
"""Characters shown before the first marked word."""

_SPACES = re.compile(r"\s+")

Span = tuple[int, int]


def snippet(printed: str, spans: Sequence[Span], width: int = WIDTH) -> str:
    """The part of `printed` with most of `spans`, those marked, as safe HTML.

    `spans` are sorted places in `printed`. Without any, the beginning is shown. Line breaks
    become spaces; an ellipsis says that the text goes on.
    """
    start, end = _window(printed, spans, width)
    pieces = ["…" if start > 0 else ""]
    position = start
    for first, last in spans:
        if first < start or last > end:
            continue
        pieces.append(_safe(printed[position:first]))
        pieces.append(f"<mark>{_safe(printed[first:last])}</mark>")
        position = last
    pieces += [_safe(printed[position:end]), "…" if end < len(printed) else ""]
    return "".join(pieces).strip()


def best_span(spans: Sequence[Span], width: int = WIDTH) -> Span | None:
    """The first of the spans that stand closest together within `width`; None for none."""
    if not spans:
        return None
    return max(spans, key=lambda span: (_covered(spans, span[0], span[0] + width), -span[0]))


def _covered(spans: Sequence[Span], start: int, end: int) -> int:
    return sum(last - first for first, last in spans if first >= start and last <= end)


def _window(printed: str, spans: Sequence[Span], width: int) -> Span:
    best = best_span(spans, width - _LEAD)
    if best is None:
        return 0, min(len(printed), width)
    start = max(0, min(best[0] - _LEAD, len(printed) - width))
    return start, min(len(printed), max(start + width, best[1]))


def _safe(text: str) -> str:
    return escape(_SPACES.sub(" ", text), quote=False)
