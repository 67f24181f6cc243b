"""What libraries raise when a file lies about itself; all of it is the file's fault, not ours."""

from __future__ import annotations

import struct

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    ArithmeticError,
    AssertionError,
    RuntimeError,  # with it RecursionError and NotImplementedError
    struct.error,
)
"""Decoders are written for sound files, and stumble over others in all these ways."""
