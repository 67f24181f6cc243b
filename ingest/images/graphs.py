"""Networks changed before they are compiled: the same answers, from fewer and smaller layers.

A change is made only where the layers are those that it expects; any other network stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CLOSING = ("Softmax", "Sigmoid")
"""Functions that turn a network's answer into probabilities, and change no order among them."""

Weights = NDArray[np.float32]


def bared(network: Any) -> bool:
    """Let the first answer of OpenVINO's `network` be what its closing function is given.

    False where it ends with no such function, and is left as it is.
    """
    result = network.get_results()[0]
    closing = result.input_value(0).get_node()
    if closing.get_type_name() not in _CLOSING:
        return False
    result.input(0).replace_source_output(_before(closing.input_value(0)))
    network.validate_nodes_and_infer_types()
    return True


def halved(network: Any) -> Any:
    """OpenVINO's `network` with its first answer in half precision, as it is reckoned."""
    import openvino
    from openvino.preprocess import PrePostProcessor

    ends = PrePostProcessor(network)
    ends.output(0).tensor().set_element_type(openvino.Type.bf16)
    return ends.build()


@dataclass(frozen=True, slots=True, eq=False)
class _Expanding:
    """A layer that makes a square of pixels of each one: what it takes, its weights, its bias.

    Weights are channels in x channels out x rows x columns of the square.
    """

    taken: Any
    weights: Weights
    bias: Weights


def flattened(network: Any) -> bool:
    """Let two expanding layers at the end of OpenVINO's `network` reckon before they expand.

    Each pixel's square depends on that pixel alone, so both are layers of single pixels, with a
    channel for each pixel of a square, which are laid out once, at the end. The pictures between
    the two, which took the network a tenth of its time, are never made.
    False where the network ends otherwise, and is left as it is.
    """
    result = network.get_results()[0]
    last = _expanding(result.input_value(0))
    if last is None or last.taken.get_node().get_type_name() != "Relu":
        return False
    first = _expanding(_before(last.taken.get_node().input_value(0)))
    if first is None:
        return False
    result.input(0).replace_source_output(_laid_out(first, last))
    network.validate_nodes_and_infer_types()
    return True


def _before(output: Any) -> Any:
    """The layer that made this, past those that change nothing."""
    while output.get_node().get_type_name() == "Identity":
        output = output.get_node().input_value(0)
    return output


def _constant(output: Any) -> Weights | None:
    node = output.get_node()
    return np.array(node.data, np.float32) if node.get_type_name() == "Constant" else None


def _expanding(output: Any) -> _Expanding | None:
    """The layer that expands and adds a bias, if that is what made this."""
    adds = _before(output).get_node()
    if adds.get_type_name() != "Add":
        return None
    expands = _before(adds.input_value(0)).get_node()
    if expands.get_type_name() != "ConvolutionBackpropData" or expands.get_input_size() != 2:
        return None
    weights, bias = _constant(expands.input_value(1)), _constant(adds.input_value(1))
    if weights is None or bias is None or bias.shape != (1, weights.shape[1], 1, 1):
        return None
    how = expands.get_attributes()
    plain = (how["pads_begin"], how["pads_end"], how["output_padding"], how["dilations"])
    square = (
        list(weights.shape[2:]) == list(how["strides"]) and weights.shape[2] == weights.shape[3]
    )
    if not square or [list(one) for one in plain] != [[0, 0], [0, 0], [0, 0], [1, 1]]:
        return None
    return _Expanding(_before(expands.input_value(0)), weights, bias.reshape(-1))


def _laid_out(first: _Expanding, last: _Expanding) -> Any:
    from openvino import opset13 as ops

    side, inner_side = first.weights.shape[2], last.weights.shape[2]
    middle = _by_pixel(ops, first.taken, _stacked(first.weights), np.tile(first.bias, side * side))
    weights = _squares_of_squares(last.weights, side)
    bias = np.repeat(last.bias, len(weights) // len(last.bias))
    fine = _by_pixel(ops, ops.relu(middle).output(0), weights, bias)
    return ops.depth_to_space(fine, "depth_first", side * inner_side).output(0)


def _by_pixel(ops: Any, taken: Any, weights: Weights, bias: Weights) -> Any:
    """A layer that looks at single pixels; weights are channels out x channels in."""
    kernel = ops.constant(np.ascontiguousarray(weights[:, :, None, None]))
    made = ops.convolution(taken, kernel, [1, 1], [0, 0], [0, 0], [1, 1])
    return ops.add(made.output(0), ops.constant(bias.reshape(1, -1, 1, 1))).output(0)


def _stacked(weights: Weights) -> Weights:
    """Channels out for every pixel of the square, row by row, x channels in."""
    taken, made, rows, columns = weights.shape
    return weights.transpose(2, 3, 1, 0).reshape(rows * columns * made, taken)


def _squares_of_squares(weights: Weights, side: int) -> Weights:
    """Channels out for each pixel of the fine square, row by row, x channels in of all coarse ones.

    A pixel of the fine square lies in one pixel of the coarse square, and sees its channels only.
    """
    taken, made, rows, columns = weights.shape
    fine = np.zeros((made, side, rows, side, columns, side * side, taken), np.float32)
    for row in range(side):
        for column in range(side):
            fine[:, row, :, column, :, row * side + column] = weights.transpose(1, 2, 3, 0)
    return fine.reshape(made * side * rows * side * columns, side * side * taken)
