# SPDX-License-Identifier: Apache-2.0
"""Where a place bears handwriting or print, apart from rules and lines already understood."""

from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points, bounds, quad_size, rectangle
from blindscan.model.page import Pixels

LEAST_SIDE = 8
"""Pixels of a place that is worth looking at."""
LEAST_INK = 0.01
"""Share of the place that ink must cover not to be dust."""
LONGEST_STROKE = 2
"""In heights of the place: what runs on longer is a rule, or half of the place's width does."""
LEAST_CONTRAST = 25
"""Gray levels between paper and ink."""


def ink_quad(pixels: Pixels, place: Points, understood: Iterable[Points]) -> Points | None:
    """The (4, 2) part of a rectangular place of a (h, w, 3) RGB page that its dark ink takes up,
    without the `understood` quads and without long straight rules along the place's own axes; None
    where there is no ink."""
    length, height = quad_size(place)
    size = (round(length), round(height))
    if min(size) < LEAST_SIDE:
        return None
    there = cv2.getPerspectiveTransform(place, rectangle(0, 0, *size))
    # The red channel: a thumbprint or a seal over a signature is no ink of it.
    gray = cv2.warpPerspective(
        np.ascontiguousarray(pixels[:, :, 0]), there, size, borderMode=cv2.BORDER_REPLICATE
    )
    paper = int(np.median(gray))
    for quad in understood:
        left, top, right, bottom = bounds(_moved(quad, there))
        gray[max(0, int(top)) : max(0, int(bottom)), max(0, int(left)) : max(0, int(right))] = paper
    level, dark = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if paper - level < LEAST_CONTRAST:
        return None
    ink = _without_rules(np.asarray(dark, dtype=np.uint8))
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), dtype=np.uint8)))
    if ink.mean() < LEAST_INK:
        return None
    rows, columns = np.nonzero(ink)
    low, high = np.percentile(rows, [0.5, 99.5])
    box = rectangle(columns.min() - 2, low - 2, columns.max() + 3, high + 3)
    return _moved(box, np.linalg.inv(there))


def _moved(points: Points, transform: NDArray[Any]) -> Points:
    moved = cv2.perspectiveTransform(points[None].astype(np.float32), transform)[0]
    return np.asarray(moved, dtype=np.float32)


def _without_rules(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink without straight runs longer than strokes across, or over most of the height."""
    height, width = ink.shape
    across = np.ones((1, max(8, min(width // 2, LONGEST_STROKE * height))), dtype=np.uint8)
    down = np.ones((max(8, 3 * height // 4), 1), dtype=np.uint8)
    # A rule that is not quite straight leaves its row; two pixels of play keep it in one piece.
    rows = cv2.morphologyEx(cv2.dilate(ink, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, across)
    columns = cv2.morphologyEx(cv2.dilate(ink, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, down)
    rules = cv2.dilate(cv2.max(rows, columns), np.ones((3, 3), dtype=np.uint8))
    return np.asarray(ink * (1 - rules), dtype=np.uint8)
