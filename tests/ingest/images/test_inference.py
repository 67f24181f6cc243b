"""Two reading processes compute side by side, whatever the library would rather do."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from ingest.images import inference

THREADS = Path("/proc/self/task")


def cores_while_it_computes() -> list[set[int]]:
    """Where each thread of this process may run, asked again and again while a network computes."""
    model = inference.model_path("rapidocr", "PP-OCRv6_rec_small.onnx")
    network = inference.OpenVinoNetwork(model, 1)
    batch = np.zeros((1, 3, 48, 1280), dtype=np.float32)
    work = threading.Thread(target=lambda: [network(batch) for _ in range(10)])
    work.start()
    seen: list[set[int]] = []
    while work.is_alive():
        for task in THREADS.iterdir():
            try:
                seen.append(os.sched_getaffinity(int(task.name)))
            except ProcessLookupError:
                continue
        time.sleep(0.002)
    return seen


@pytest.mark.skipif(not THREADS.is_dir(), reason="only Linux tells where a thread may run")
def test_no_thread_is_bound_to_one_core_while_it_computes() -> None:
    """In a process of its own: other tests load networks in ways of their own."""
    pytest.importorskip("openvino")
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        pytest.skip("one core")
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        seen = pool.submit(cores_while_it_computes).result()
    assert seen
    assert all(cores == allowed for cores in seen)
