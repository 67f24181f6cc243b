"""How a runner's threads learn that they shall stop, and how long they may still take."""

from __future__ import annotations

import threading
import time

_ENDED_TOGETHER_WITHIN = 0.5
"""Seconds after a process's end in which an order to stop explains it."""


class Halt:
    """Asked once; after that a page in hand may still take `finish` seconds."""

    def __init__(self, finish: float) -> None:
        self._finish = finish
        self._asked = threading.Event()
        self._deadline = float("inf")

    def ask(self) -> None:
        """Stop soon; asking again does not prolong it."""
        if not self._asked.is_set():
            self._deadline = time.monotonic() + self._finish
            self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether anybody asked."""
        return self._asked.is_set()

    @property
    def overdue(self) -> bool:
        """Whether the page in hand has had its time."""
        return time.monotonic() > self._deadline

    def wait(self, seconds: float) -> bool:
        """Sleep, unless or until asked; whether asked."""
        return self._asked.wait(seconds)


def ended_together(halt: Halt) -> bool:
    """Whether a process that just ended did so because the whole service is being stopped.

    Ctrl-C and service managers signal all processes at once, and the order to stop may be seen
    a little later than the end of a child.
    """
    return halt.wait(_ENDED_TOGETHER_WITHIN)
