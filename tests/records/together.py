"""Many at work in one archive at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence


def together(works: Sequence[Callable[[], object]]) -> None:
    """Run all at once; the first error of any of them is raised."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the test below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def stranger(number: int) -> str:
    """Names no two of which are alike."""
    return chr(0x5000 + 3 * number) * 2 + chr(0x7000 + 5 * number) * 2 + "厂"
