"""A page, or one form's part of it, as evidence is looked for on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from domain.page import Page
from ingest.forms.catalogue import Catalogue
from ingest.forms.strips import Strip
from ingest.forms.titles import bare


@dataclass(frozen=True)
class Sheet:
    """The rows of `page` that one form fills, top to bottom, and the catalogue to hold them to."""

    page: Page
    strips: tuple[Strip, ...]
    catalogue: Catalogue

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The rows' folded texts without any space."""
        return tuple(bare(strip.text) for strip in self.strips)

    def parted(self, y: float) -> tuple[Sheet, Sheet]:
        """What stands above `y` (0..1 of the page's height), and what stands from there on."""
        above = tuple(strip for strip in self.strips if strip.box.centre[1] < y)
        below = tuple(strip for strip in self.strips if strip.box.centre[1] >= y)
        return Sheet(self.page, above, self.catalogue), Sheet(self.page, below, self.catalogue)
