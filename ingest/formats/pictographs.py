"""Signs set in fonts of pictographs, whose characters mean something only to their own font.

Office programs print boxes, ticks and bullets in Wingdings and Symbol. In a PDF they come out as
letters or as characters of the private area; here the commonest are given their sign in Unicode.
"""

from __future__ import annotations

_PRIVATE = 0xF000
"""Such fonts often name their 256 characters from here on."""

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□",
    0x75: "◆", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□",
    0xB2: "◇", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip

_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA2: "■",
    0xA3: "□", 0x97: "●", 0x99: "○",
}  # fmt: skip

_SYMBOL = {0xB7: "•", 0xB4: "×", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xD7: "·"}

_TABLES = (("wingdings2", _WINGDINGS_2), ("wingdings", _WINGDINGS), ("symbol", _SYMBOL))


def plain(text: str, font: str) -> str:
    """`text`, or the sign that it stands for in a font of pictographs.

    Letters are changed in Wingdings alone; Symbol's letters are Greek and come out as such.
    """
    if len(text) != 1:
        return text
    code = ord(text)
    name = font.lower().replace(" ", "").replace("-", "")
    own = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    for family, signs in _TABLES:
        if family in name and (own != code or family != "symbol"):
            return signs.get(own, text)
    return text
