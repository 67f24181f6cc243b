"""Where the documents of a scan begin, when a person says so (拆分, 合并)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.document import Document
from domain.errors import UsageError
from domain.ids import DocumentId, ScanId


@dataclass(frozen=True, slots=True)
class Division:
    """A person's word on which pages of a scan make a document; appended, never overwritten.

    `documents` are those concerned, each with the revision that the person saw; `spans` are the
    pages of those that are to be, which are the same pages in the same order.
    """

    scan: ScanId
    documents: tuple[tuple[DocumentId, int], ...]
    spans: tuple[tuple[int, ...], ...]
    who: str
    reason: str

    @property
    def begins(self) -> dict[int, bool]:
        """For each page concerned whether a document begins there; so it does behind the last."""
        said = {page: False for span in self.spans for page in span}
        said |= {span[0]: True for span in self.spans}
        return said | {max(said) + 1: True}


def split_of(document: Document, at: Iterable[int], who: str, reason: str) -> Division:
    """The document divided so that a new one begins at each page of `at`, counted in the scan.

    Raises UsageError for a page that is not in it, or that is its first.
    """
    pages, wanted = document.pages, sorted(set(at))
    strange = [page for page in wanted if page not in pages[1:]]
    if strange or not wanted:
        rest = ", ".join(str(page) for page in pages[1:]) or "none, it has one page"
        detail = (
            f"no new document can begin at page {strange[0] if strange else '-'}; choose of {rest}"
        )
        raise UsageError(document.id, detail)
    edges = [0, *(pages.index(page) for page in wanted), len(pages)]
    spans = tuple(pages[start:end] for start, end in pairwise(edges))
    return Division(document.scan, ((document.id, document.revision),), spans, who, reason)


def join_of(documents: Sequence[Document], who: str, reason: str) -> Division:
    """The documents made one, the first of them keeping its name.

    Raises UsageError unless they are several documents of one scan with none between them.
    """
    found = sorted({one.id: one for one in documents}.values(), key=lambda one: one.pages[0])
    if len(found) < 2:
        raise UsageError(", ".join(one.id for one in found), "to join takes two documents")
    if len({one.scan for one in found}) > 1:
        detail = "pages of several scans cannot be one document: scan them together"
        raise UsageError(", ".join(one.id for one in found), detail)
    for one, following in pairwise(found):
        if one.pages[-1] + 1 != following.pages[0]:
            detail = (
                f"page {one.pages[-1] + 1} lies between {one.id} and {following.id}: join it too"
            )
            raise UsageError(following.id, detail)
    pages = tuple(page for one in found for page in one.pages)
    seen = tuple((one.id, one.revision) for one in found)
    return Division(found[0].scan, seen, (pages,), who, reason)
