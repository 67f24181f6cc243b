"""Documents handed out as searchable PDF: the original pages, with text that can be copied.

pikepdf puts the file together (qpdf beneath it is what OCRmyPDF rests on too), fontTools makes the
font without outlines, Pillow packs the pictures that are not JPEG.
"""

from __future__ import annotations

from app.export.book import Chapter, Exported, MissingPage, write

__all__ = ["Chapter", "Exported", "MissingPage", "write"]
