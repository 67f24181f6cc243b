"""Names by which scans, documents and customers are known everywhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NewType

ScanId = NewType("ScanId", str)
"""SHA-256 of the scan's bytes, 64 lower-case hex digits: the same bytes are the same scan."""

DocumentId = NewType("DocumentId", str)
"""`D` and 12 hex digits, made from the scan and its first page: filing twice gives one document."""

CustomerNumber = NewType("CustomerNumber", str)
"""客户编号: the number a customer keeps for life, e.g. `KH-2024-0007`."""

_SCAN = re.compile(r"[0-9a-f]{64}")
_DOCUMENT = re.compile(r"D[0-9a-f]{12}")


def scan_id(digest: str) -> ScanId:
    """Check that `digest` is a SHA-256 in lower-case hex. Raises ValueError."""
    if not _SCAN.fullmatch(digest):
        raise ValueError(f"not a SHA-256 digest: {digest!r}")
    return ScanId(digest)


def is_document_id(text: str) -> bool:
    """Whether `text` has the form of a document's id."""
    return bool(_DOCUMENT.fullmatch(text))


def document_id(scan: ScanId, pages: Iterable[int]) -> DocumentId:
    """Name the document that starts on the first of `pages` (counted from 1) of `scan`.

    The name depends on nothing else, so a filing that is done again after a crash
    meets its own earlier result instead of making a twin. Raises ValueError for no pages.
    """
    first = min(pages)
    digest = hashlib.sha256(f"{scan}:{first}".encode()).hexdigest()
    return DocumentId("D" + digest[:12])
