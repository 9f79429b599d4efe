# SPDX-License-Identifier: Apache-2.0
"""Empty cells of a ruled form, which must read 无.

Rules are found by morphological opening with long thin elements (the usual way to separate table rules
from text); what they enclose are cells.
"""

from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels

WORK_SIDE = 1400
RULE_SHARE = 0.03
"""Least length of a rule, as a share of the page's longer side."""
LEAST_SIDE_PX = 14
LARGEST_SHARE = 0.25
BORDER_PX = 4
INK_SHARE = 0.002


def empty_cells(pixels: Pixels) -> int:
    """How many cells of the tables on an upright (h, w, 3) page have no ink in them."""
    scale = min(1.0, WORK_SIDE / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    rules = _rules(cast(NDArray[np.uint8], ink))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(255 - rules, connectivity=4)
    text = cast(NDArray[np.uint8], cv2.medianBlur(ink, 3))
    text[rules > 0] = 0
    return sum(_is_empty(box, text) for box in boxes[1:] if _is_cell(box, rules))


def _rules(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    length = max(25, round(RULE_SHARE * max(ink.shape)))
    # A slight tilt breaks a rule into steps: closing across it first keeps it whole.
    thick = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    across = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return cast(NDArray[np.uint8], cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8)))


def _is_cell(box: NDArray[Any], rules: NDArray[np.uint8]) -> bool:
    """A rectangle filled by its component, with a rule on each of its sides, not the page around."""
    left, top, width, height, area = (int(v) for v in box[:5])
    if min(width, height) < LEAST_SIDE_PX or area > LARGEST_SHARE * rules.size:
        return False
    inside = left > 0 and top > 0 and left + width < rules.shape[1] and top + height < rules.shape[0]
    return inside and area >= 0.8 * width * height


def _is_empty(box: NDArray[Any], text: NDArray[np.uint8]) -> bool:
    left, top, width, height = (int(v) for v in box[:4])
    cell = text[top + BORDER_PX : top + height - BORDER_PX, left + BORDER_PX : left + width - BORDER_PX]
    return cell.size > 0 and float((cell > 0).mean()) < INK_SHARE
