# SPDX-License-Identifier: Apache-2.0
"""QR codes and barcodes of a page, those included that are there but cannot be decoded."""

from collections.abc import Iterator

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from blindscan.model.marks import Code
from blindscan.model.page import Pixels
from blindscan.read.code_bars import find_bars, whole_bars
from blindscan.read.code_corners import find_corner_squares

QUIET_ZONE = 1.3
"""Growth of a square symbol: four modules on each side of the common 25."""
SURE_UNREAD = ("QRCode", "QR Code", "MicroQRCode", "Aztec")
"""Symbologies whose finder patterns are plain enough to be believed without their payload; of the
others zxing-cpp sees dozens in text and photographs."""
SQUARE = ("QR", "Aztec", "Matrix", "Maxi")
"""Parts of the names of symbologies that are no rows of bars."""
LEAST_AREA = 100
LEAST_PAGE = 32
"""Side in pixels of the smallest page that is searched."""


def read_codes(pixels: Pixels) -> tuple[Code, ...]:
    """All codes of an upright (h, w, 3) RGB page; () when there is none."""
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    codes: list[Code] = []
    if min(gray.shape) < LEAST_PAGE:
        return ()
    for code in (*sorted(_decoded(gray), key=lambda c: c.payload is None), *_undecoded(gray)):
        if not any(_overlap(code, other) for other in codes):
            codes.append(code)
    return tuple(codes)


def _decoded(gray: NDArray[np.uint8]) -> Iterator[Code]:
    """What zxing-cpp finds, damaged ones included (their payload is None)."""
    for found in zxingcpp.read_barcodes(gray, return_errors=True):
        symbology = str(found.format)
        p = found.position
        corners = [p.top_left, p.top_right, p.bottom_right, p.bottom_left]
        quad = np.array([[c.x, c.y] for c in corners], dtype=np.float32)
        if not found.valid and (symbology not in SURE_UNREAD or cv2.contourArea(quad) < LEAST_AREA):
            continue
        square = any(part in symbology for part in SQUARE)
        quad = _with_rim(quad) if square else whole_bars(gray, quad)
        yield Code(quad, found.text if found.valid else None, symbology)


def _undecoded(gray: NDArray[np.uint8]) -> Iterator[Code]:
    for quad in find_corner_squares(gray):
        yield Code(_with_rim(quad), None, "QRCode")
    for quad in find_bars(gray):
        yield Code(quad, None, "bars")


def _with_rim(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    centre = quad.mean(axis=0)
    grown: NDArray[np.float32] = (centre + (quad - centre) * QUIET_ZONE).astype(np.float32)
    return grown


def _overlap(one: Code, other: Code) -> bool:
    x, y = (float(v) for v in one.polygon.mean(axis=0))
    return cv2.pointPolygonTest(other.polygon, (x, y), False) >= 0
