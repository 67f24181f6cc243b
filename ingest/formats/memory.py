"""Memory that is free again given back to the system.

The C library keeps what large pictures and networks have used, scattered over its heap: some three
hundred megabytes after a few pages. One call returns it in a few milliseconds.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import lru_cache


def give_back() -> None:
    """Return freed memory to the system where the C library can; elsewhere do nothing."""
    trim = _trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    """The GNU library's malloc_trim; other libraries have none, or give back by themselves."""
    if not sys.platform.startswith("linux"):
        return None
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found
