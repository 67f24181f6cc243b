"""Memory that is free again given back to the system.

The C library keeps what large pictures and networks have used, scattered over its heap: some three
hundred megabytes after a few pages. One call returns it in a few milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from functools import lru_cache


def give_back() -> None:
    """Return freed memory to the system where the C library can; elsewhere do nothing."""
    trim = _trim()
    if trim is not None:
        trim(0)


def ask_for_large_pages() -> None:
    """Let processes that start from now on hold what they reckon with in pages of two megabytes.

    In pages of four kilobytes a process spends a tenth of its time on getting them from the system
    and finding them again. Only the GNU library hears of it; what is set already stays.
    """
    os.environ.setdefault("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    """The GNU library's malloc_trim; other libraries have none, or give back by themselves."""
    if not sys.platform.startswith("linux"):
        return None
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found
