# SPDX-License-Identifier: Apache-2.0
"""Let a text finding's quad reach to the end of the glyphs it cuts.

A spot's ends are good to about a fifth of a glyph. Where an end falls into ink, it moves outwards to
the next white gap, but no further than a third of the line's height, and never over a ruling line.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import grow_quad, quad_size, slice_quad
from blindscan.model.page import Pixels

HEIGHT = 32
REACH = 0.35
"""How far an end may move, as a share of the line's height."""
RULE = 0.92
"""Share of inked rows from which a column is a ruling line, not a glyph."""


def reach_gaps(pixels: Pixels, quad: NDArray[np.float32]) -> NDArray[np.float32]:
    """The quad (4, 2) with both ends moved out to white gaps. `pixels`: (h, w, 3) RGB."""
    length, height = quad_size(quad)
    if min(length, height) < 4:
        return quad
    wide = grow_quad(quad, REACH * height, 0.0)
    step = round(REACH * HEIGHT)
    width = max(4 * step, round((length + 2 * REACH * height) * HEIGHT / height))
    ink = _ink(_strip(pixels, wide, width))
    share = ink[2:-2].mean(axis=0)
    start = step - _outward(share[: step + 1][::-1])
    end = width - 1 - step + _outward(share[width - 1 - step :])
    return slice_quad(wide, start / width, (end + 1) / width)


def _strip(pixels: Pixels, quad: NDArray[np.float32], width: int) -> NDArray[np.uint8]:
    target = np.array([[0, 0], [width, 0], [width, HEIGHT], [0, HEIGHT]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    strip = cv2.warpPerspective(
        pixels, matrix, (width, HEIGHT), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _ink(gray: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which pixels are ink: the rarer side of Otsu's threshold."""
    _, dark = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    ink: NDArray[np.bool_] = (dark == 1) if dark.mean() < 0.5 else (dark == 0)
    return ink


def _outward(share: NDArray[np.float64]) -> int:
    """Columns to move outwards from column 0 of `share`: up to the first gap or rule."""
    for step, inked in enumerate(share):
        if inked < 0.04:
            return step
        if inked > RULE:
            return max(0, step - 1)
    return len(share) - 1
