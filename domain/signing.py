"""Places at which a paper asks for a signature (签字栏), and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.geometry import Box


class SignState(StrEnum):
    """What stands at a place for a signature.

    `PRINTED`: a typed name, which says who should have signed and not that he did.
    """

    SIGNED = "signed"
    PRINTED = "printed"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SignPlace:
    """A place for a signature: the words that mark it as printed, where it is, what is in it.

    `ink` is how much is written there by hand, in squares of the label's height. `in_row`: it
    stands beside others of its kind, in a form's sign-off row. `around` is the ink that nobody
    could read in the wider surroundings, where a seal would be pressed.
    """

    label: str
    label_box: Box
    box: Box
    state: SignState
    ink: float = 0.0
    in_row: bool = False
    around: float = 0.0
