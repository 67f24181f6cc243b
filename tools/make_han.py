"""Write domain/han.py: which ideographs are one character in Simplified script.

Derived with OpenCC's character tables (t2s, tw2s, hk2s), one character at a time, because a
phrase-level converter may fold a fragment differently from the document it was taken from.
"""

from __future__ import annotations

from pathlib import Path

from opencc import OpenCC

LEDGER = {"帐": "账"}
"""台帐 and 台账 are one term in these offices (domain.md, appendix B)."""

RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


def table() -> dict[str, str]:
    """Every ideograph that folds to another one, resolved to its end."""
    converters = [OpenCC(name) for name in ("t2s", "tw2s", "hk2s")]
    step: dict[str, str] = {}
    for low, high in RANGES:
        for char in map(chr, range(low, high + 1)):
            for converter in converters:
                plain = converter.convert(char)
                if len(plain) == 1 and plain != char:
                    step.setdefault(char, plain)
    step |= LEDGER
    return {char: resolved for char in step if (resolved := _end(char, step)) != char}


def _end(char: str, step: dict[str, str]) -> str:
    seen: set[str] = set()
    while char in step and char not in seen:
        seen.add(char)
        char = step[char]
    return char


def source(pairs: dict[str, str]) -> str:
    """The module's text: the two sides as strings of equal length, 40 characters a line."""
    left, right = "".join(pairs), "".join(pairs.values())

    def block(text: str) -> str:
        return "\n".join(f'    "{text[i : i + 40]}"' for i in range(0, len(text), 40))

    return (
        '"""Ideographs that fold to another one; written by tools/make_han.py."""\n\n'
        "_FROM = (\n" + block(left) + "\n)\n_TO = (\n" + block(right) + "\n)\n\n"
        "SIMPLIFIED: dict[str, str] = dict(zip(_FROM, _TO, strict=True))\n"
    )


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[1] / "domain" / "han.py"
    target.write_text(source(table()), encoding="utf-8")
