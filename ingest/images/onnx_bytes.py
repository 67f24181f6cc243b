"""What a network's file says of its layers, read without the library that writes such files.

The file is a message of protocol buffers: fields, each a number and its content.
"""

from __future__ import annotations

from collections.abc import Iterator

_CLOSING = (b"Softmax", b"Sigmoid")

_GRAPH = 7
_LAYER, _OUTPUT = 1, 12
_TAKES, _MAKES, _KIND = 1, 2, 4
_NAME = 1
"""Numbers of fields: of the file, of its graph, of a layer, of an output."""

_VARYING, _EIGHT, _PIECE, _FOUR = 0, 1, 2, 5
"""How a field is written: as a number, or as so many bytes."""


def telling(model: bytes, layer: str) -> bytes:
    """The network with the inner layer `layer` as a further output.

    A message may be put together from pieces: what follows is one more graph that holds nothing
    but one more output, and readers merge the two.
    """
    name = _field(_NAME, layer.encode())
    return model + _field(_GRAPH, _field(_OUTPUT, name))


def before_closing(model: bytes) -> str:
    """The layer that the network's closing softmax or sigmoid is given; empty if it has none."""
    makers: dict[bytes, dict[int, bytes]] = {}
    answers = []
    for graph in (content for number, content in _fields(model) if number == _GRAPH):
        for number, content in _fields(graph):
            if number == _OUTPUT:
                answers.append(dict(_fields(content))[_NAME])
            elif number == _LAYER:
                # Of a field that comes often the last is kept: closing functions take one thing.
                layer = dict(_fields(content))
                makers[layer.get(_MAKES, b"")] = layer
    last = makers.get(answers[0], {}) if answers else {}
    return last[_TAKES].decode() if last.get(_KIND) in _CLOSING else ""


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a message with their numbers; of plain numbers the content is left out."""
    view, at = memoryview(message), 0
    while at < len(view):
        key, at = _number(view, at)
        if key & 7 == _VARYING:
            _, at = _number(view, at)
            continue
        length = {_EIGHT: 8, _FOUR: 4}.get(key & 7)
        if length is None:
            length, at = _number(view, at)
        yield key >> 3, bytes(view[at : at + length])
        at += length


def _number(view: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the least first, and where it ends."""
    value = shift = 0
    while True:
        byte = view[at]
        value |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if byte < 0x80:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    length, size = len(content), b""
    while length > 0x7F:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return bytes([number << 3 | _PIECE]) + size + bytes([length]) + content
