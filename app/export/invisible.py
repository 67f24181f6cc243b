"""The font of the text layer: it has widths and meanings, but nothing to see.

Every character that occurs gets a number of its own, so that characters beyond the basic plane are
nothing special. All numbers share two glyphs, one as wide as an ideograph, one half so wide.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Stream, String

_NAME = Name("/AnjuanInvisible")
_EM = 1000
_FULL, _HALF = 1, 2
_WIDTHS = {_FULL: _EM, _HALF: _EM // 2}

_MOST = 100
"""Entries that one block of a character map may have."""


class InvisibleFont:
    """Collects the characters of one file, and becomes its only font of its own."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self.reference = pdf.make_indirect(Dictionary(Type=Name.Font))

    def width(self, text: str) -> float:
        """How wide `text` runs at a size of 1."""
        return sum(_WIDTHS[_glyph(char)] for char in text) / _EM

    def codes(self, text: str) -> str:
        """`text` as a PDF string in hexadecimal digits."""
        numbers = (self._codes.setdefault(char, len(self._codes) + 1) for char in text)
        return "<" + "".join(f"{number:04X}" for number in numbers) + ">"

    def finish(self) -> None:
        """Write the font into the file, now that all characters are known."""
        pdf, font = self._pdf, self.reference
        font.Subtype = Name.Type0
        font.BaseFont = _NAME
        font.Encoding = Name("/Identity-H")
        font.ToUnicode = Stream(pdf, _meanings(self._codes))
        font.DescendantFonts = Array([pdf.make_indirect(self._descendant())])

    def _descendant(self) -> Dictionary:
        pdf = self._pdf
        glyphs = [_glyph(char) for char in self._codes]
        numbers = b"".join(glyph.to_bytes(2, "big") for glyph in (0, *glyphs))
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=_NAME,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            DW=_EM,
            W=Array([1, Array([_WIDTHS[glyph] for glyph in glyphs])]),
            CIDToGIDMap=Stream(pdf, numbers),
            FontDescriptor=pdf.make_indirect(_descriptor(pdf)),
        )


def _glyph(char: str) -> int:
    return _FULL if unicodedata.east_asian_width(char) in "WF" else _HALF


def _descriptor(pdf: pikepdf.Pdf) -> Dictionary:
    programme = _programme()
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=_NAME,
        Flags=4,  # symbolic: its characters are not those of the standard Latin set
        FontBBox=Array([0, 0, _EM, _EM]),
        ItalicAngle=0,
        Ascent=_EM,
        Descent=0,
        CapHeight=_EM,
        StemV=80,
        FontFile2=Stream(pdf, programme, Length1=len(programme)),
    )


@lru_cache(maxsize=1)
def _programme() -> bytes:
    """The TrueType font: three glyphs without ink, the same bytes every time."""
    names = [".notdef", "full", "half"]
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    widths = dict(zip(names, (_EM, _WIDTHS[_FULL], _WIDTHS[_HALF]), strict=True))
    builder.setupGlyf({name: _stroke(width) for name, width in widths.items()})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=_EM, descent=0)
    builder.setupNameTable({"familyName": "Anjuan Invisible", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=_EM, usWinAscent=_EM, usWinDescent=0)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    held = io.BytesIO()
    builder.save(held)
    return held.getvalue()


def _stroke(width: int) -> Glyph:
    """A line there and back: it covers nothing, yet has a size.

    Viewers built on pdfium leave out a lone character whose glyph is empty.
    """
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((width, _EM))
    pen.closePath()
    return pen.glyph()


def _meanings(codes: dict[str, int]) -> bytes:
    """The map from numbers to characters that copying and searching go by."""
    entries = list(codes.items())
    blocks = (_block(entries[at : at + _MOST]) for at in range(0, len(entries), _MOST))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + "".join(blocks)
        + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _block(entries: Sequence[tuple[str, int]]) -> str:
    lines = [f"<{code:04X}> <{_utf16(char)}>\n" for char, code in entries]
    return f"{len(lines)} beginbfchar\n" + "".join(lines) + "endbfchar\n"


def _utf16(char: str) -> str:
    return char.encode("utf-16-be").hex().upper()
