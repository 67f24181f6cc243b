"""One figure of the bench: a share, its counts, and the aim it is held against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`part` of `whole`, and what the share should be: ">= 0.98", "<= 0.005", or "-"."""

    name: str
    part: int
    whole: int
    aim: str = "-"

    @property
    def share(self) -> float:
        return self.part / max(1, self.whole)

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None where there is none, or nothing was measured."""
        sign, _, wanted = self.aim.partition(" ")
        if not wanted or not self.whole:
            return None
        return self.share >= float(wanted) if sign == ">=" else self.share <= float(wanted)

    def __str__(self) -> str:
        verdict = {True: "met", False: "missed", None: ""}[self.met]
        counts = f"{self.part} of {self.whole}"
        return f"{self.name:<34} {self.share:.4f} {counts:>16}  {self.aim:<9} {verdict}".rstrip()
