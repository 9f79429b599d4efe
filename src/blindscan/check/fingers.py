# SPDX-License-Identifier: Apache-2.0
"""Fingers that hold the sheet: round patches of skin that reach into the picture from its edge.

Skin is told by its chroma, which differs little between people while brightness does (Chai and Ngan
1999, doi:10.1109/76.767122). A wooden desk has that colour too, but lies along a whole side.
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points
from blindscan.model.page import Pixels

WORK_SIDE = 400
CHROMA_LOW, CHROMA_HIGH = (60, 136, 80), (255, 173, 126)
"""Bounds of skin in (Y, Cr, Cb)."""
AREA = (0.004, 0.10)
"""Share of the picture that a finger covers."""
DEPTH = 0.05
"""How far it reaches in, as a share of the picture's longer side."""
MOST_ALONG = 0.30
"""Share of a side that it may take up."""
LEAST_SOLID = 0.80
LEAST_ON_SHEET = 0.4
SMOOTH = 14.0
"""Skin has no print on it: most that its brightness varies within a few pixels, in gray levels."""


def has_finger(pixels: Pixels, sheet: Points | None) -> bool:
    """Whether a finger reaches into a (h, w, 3) RGB page. `sheet`: (4, 2) corners where the paper lies
    in the picture, None where it fills it: what lies beside the sheet hides nothing."""
    scale = WORK_SIDE / max(pixels.shape[:2])
    small = cast(Pixels, cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    tones = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb)
    skin = cv2.inRange(tones, np.array(CHROMA_LOW), np.array(CHROMA_HIGH)) // 255
    skin = cv2.morphologyEx(skin, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    skin = cv2.morphologyEx(skin, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    bright = np.ascontiguousarray(tones[:, :, 0], dtype=np.uint8)
    detail = np.asarray(cv2.absdiff(bright, cv2.medianBlur(bright, 5)), dtype=np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(skin, dtype=np.uint8))
    on_sheet = np.full(small.shape[:2], sheet is None, dtype=np.uint8)
    if sheet is not None:
        cv2.fillPoly(on_sheet, [np.round(sheet * scale).astype(np.int32)], 1)
    return any(
        on_sheet[labels == n].mean() >= LEAST_ON_SHEET
        and _is_finger(boxes[n], labels == n, detail, small.shape[:2])
        for n in range(1, int(count))
    )


def _is_finger(
    box: NDArray[np.int32], patch: NDArray[np.bool_], detail: NDArray[np.uint8], size: tuple[int, ...]
) -> bool:
    left, top, width, height, area = (int(v) for v in box)
    tall, wide = size
    if not AREA[0] * tall * wide <= area <= AREA[1] * tall * wide:
        return False
    deep = DEPTH * max(size)
    from_side = (
        (left <= 1 or left + width >= wide - 1) and width >= deep and height <= MOST_ALONG * tall
    )
    from_end = (top <= 1 or top + height >= tall - 1) and height >= deep and width <= MOST_ALONG * wide
    if not (from_side or from_end):
        return False
    contours, _ = cv2.findContours(patch.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.contourArea(cv2.convexHull(max(contours, key=cv2.contourArea)))
    solid = area >= LEAST_SOLID * max(hull, 1.0)
    return bool(solid and np.percentile(detail[patch], 90) <= SMOOTH)
