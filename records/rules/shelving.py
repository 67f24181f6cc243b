"""What of a profile decides where papers lie, and what decides how files are listed.

Each has a stamp, so that an archive knows which of its papers and files follow other rules than
those in force, and leaves alone what a change of profile does not touch.
"""

from __future__ import annotations

from domain.forms import Part
from records.rules.base import Stamped
from records.rules.filing import FileUnit, OrderRules
from records.rules.patterns import places


class PlacingRules(Stamped):
    """In which file a paper lies, and what number file and paper bear (C-02, C-03, C-30)."""

    unit: FileUnit
    keys: tuple[str, ...]
    year_rule: str
    file: str
    file_without_unit: str
    papers: dict[Part, str]

    def kind(self, unit: str) -> str:
        """What the file of `unit` is about; empty for the customer as a whole."""
        return self.unit.value if unit else ""

    def pattern(self, unit: str) -> str:
        """By which pattern the file of `unit` is numbered."""
        needs_unit = "unit" in places(self.file) and not unit
        return self.file_without_unit if needs_unit else self.file


class ListingRules(Stamped):
    """How the catalogue of a file is ordered, counted and divided (C-01, C-28, C-29)."""

    order: OrderRules
    annex_coded: bool
    annex_types: tuple[str, ...]
    pages_counted: str
    volume_pages: int
    papers: dict[Part, str]
