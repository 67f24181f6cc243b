"""How a page looks, as 64 bits that change little when it is scanned again.

The signs of the lowest frequencies of the upright, grey, shrunken page (a DCT hash, 感知哈希). With
OpenCV at hand that is ten lines, and a package of its own would bring nothing better.
"""

from __future__ import annotations

import cv2
import numpy as np

from ingest.formats.contract import Image

_SIDE = 32
_KEPT = 8


def look(image: Image) -> str:
    """The page's look as 16 hexadecimal digits; those of pages alike differ in few bits."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    lowest = cv2.dct(small.astype(np.float32))[:_KEPT, :_KEPT].flatten()
    bits = lowest > np.median(lowest[1:])
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"
