"""What a layout yields: a label with the strips of its value, before the value is understood."""

from __future__ import annotations

from dataclasses import dataclass

from domain.fields import FieldKey
from domain.geometry import Box
from ingest.forms.strips import Strip


@dataclass(frozen=True, slots=True)
class Found:
    """A label and its value's strips, top to bottom; none for a blank.

    `place` is where the value stands or would stand; `label_box` where the label does.
    """

    key: FieldKey
    squeezed: str
    printed: str
    value: tuple[Strip, ...]
    place: Box
    label_box: Box
    unit: str = ""

    @property
    def raw(self) -> str:
        """What was read, line by line."""
        return "\n".join(" ".join(strip.text.split()) for strip in self.value)
