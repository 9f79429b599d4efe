# SPDX-License-Identifier: Apache-2.0
"""Where a place bears handwriting or print, apart from rules and lines already understood."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points, bounds
from blindscan.model.page import Pixels

Box = tuple[float, float, float, float]
"""left, top, right, bottom"""

LEAST_INK = 0.01
"""Share of the place that ink must cover not to be dust."""
LEAST_CONTRAST = 25
"""Gray levels between paper and ink."""


def ink_box(pixels: Pixels, place: Box, understood: Iterable[Points]) -> Box | None:
    """Bounds of the dark ink in a place of a (h, w, 3) RGB page, without the `understood` quads' and
    without long straight rules; None where there is none."""
    left, top = max(0, int(place[0])), max(0, int(place[1]))
    part = pixels[top : max(top, int(place[3])), left : max(left, int(place[2]))]
    if min(part.shape[:2]) < 8:
        return None
    # The red channel: a thumbprint or a seal over a signature is no ink of it.
    gray = np.ascontiguousarray(part[:, :, 0])
    level, dark = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if float(np.median(gray)) - level < LEAST_CONTRAST:
        return None
    ink = _without_rules(np.asarray(dark, dtype=np.uint8))
    for quad in understood:
        l2, t2, r2, b2 = (int(v) for v in bounds(quad))
        ink[max(0, t2 - top) : max(0, b2 - top), max(0, l2 - left) : max(0, r2 - left)] = 0
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), dtype=np.uint8)))
    if ink.mean() < LEAST_INK:
        return None
    rows, columns = np.nonzero(ink)
    low, high = np.percentile(rows, [0.5, 99.5])
    return (
        left + float(columns.min()) - 2,
        top + float(low) - 2,
        left + float(columns.max()) + 3,
        top + float(high) + 3,
    )


def _without_rules(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink without straight runs across half of the place's width or most of its height."""
    height, width = ink.shape
    across = np.ones((1, max(8, width // 2)), dtype=np.uint8)
    down = np.ones((max(8, 3 * height // 4), 1), dtype=np.uint8)
    rows = cv2.morphologyEx(ink, cv2.MORPH_OPEN, across)
    columns = cv2.morphologyEx(ink, cv2.MORPH_OPEN, down)
    rules = cv2.dilate(cv2.max(rows, columns), np.ones((3, 3), dtype=np.uint8))
    return np.asarray(ink * (1 - rules), dtype=np.uint8)
