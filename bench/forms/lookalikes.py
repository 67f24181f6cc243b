"""Characters that readers take for one another: those whose print looks most alike.

Apart from the table that the service has: one face, the 3,755 commonest characters, four of them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tests.factory import fonts
from tests.factory.fonts import Style
from tools.make_lookalikes import SIZE, Prints, common, prints

_KEPT = 4
_FIRST_LEVEL = 3755


@lru_cache(maxsize=1)
def _known() -> tuple[list[str], Prints]:
    """The characters of GB 2312's first level, and their print."""
    characters = common()[:_FIRST_LEVEL]
    return characters, _drawn(characters)


def _drawn(characters: list[str]) -> Prints:
    return prints(characters, fonts.sized(fonts.faces(Style.SANS)[0], SIZE - 4))


@lru_cache(maxsize=4096)
def lookalikes(character: str) -> tuple[str, ...]:
    """The few common characters that look most like `character`, most alike first."""
    known, drawn = _known()
    likeness = drawn @ _drawn([character])[0]
    nearest = [known[at] for at in np.argsort(-likeness)[: _KEPT + 1]]
    return tuple(one for one in nearest if one != character)[:_KEPT]
