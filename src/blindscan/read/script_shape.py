# SPDX-License-Identifier: Apache-2.0
"""Does a line look like Arabic script? Told by its ink alone.

Arabic letters join on one baseline a little below the middle: the rows of ink there are far denser
than the others. Han ink spreads over all rows, latin ink over those of the small letters, and what
else reads badly (parts of seals, signatures, photographs) is short or has no such row.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points, quad_size, rectangle
from blindscan.model.page import Pixels

HEIGHT = 56
"""Pixels; Tesseract reads lines of 40 to 70 best."""
LEAST_LENGTH = 2.2
"""In heights: one short word."""
RULE = 0.3
"""Share of the strip's width from which a straight run of ink is a rule of a form, no letter."""
LEAST_PEAK = 1.7
"""Ink in the densest eighth of the rows, over the mean. Naskh on the development corpus has 1.9 to
2.6, other lines of that length that read badly 1.2 to 1.5."""
BASELINE = (0.4, 0.78)
"""Where that row lies, as a share of the ink's height."""
FILL = (0.08, 0.55)
"""Share of the box that is ink."""


def cut_line(pixels: Pixels, quad: Points, height: int = HEIGHT) -> NDArray[np.uint8]:
    """The quad's (height, w) gray pixels, straightened, stretched to full contrast."""
    length, thickness = quad_size(quad)
    width = max(4, min(60 * height, round(length / max(thickness, 1) * height)))
    target = rectangle(0, 0, width, height)
    turn = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    patch = cv2.warpPerspective(
        pixels, turn, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    gray = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.normalize(gray, gray, 0, 255, cv2.NORM_MINMAX), dtype=np.uint8)


def looks_arabic(strip: NDArray[np.uint8]) -> bool:
    """Whether a (h, w) gray strip of one line shows the dense baseline of Arabic script."""
    _, ink = cv2.threshold(strip, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = _without_rules(np.asarray(ink, dtype=np.uint8))
    columns = np.flatnonzero(ink.any(axis=0))
    rows = np.flatnonzero(ink.sum(axis=1) > 0.02 * ink.shape[1])
    if len(rows) < HEIGHT // 5 or not len(columns):
        return False
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = ink.shape
    band = max(height // 8, 2)
    profile = np.convolve(ink.sum(axis=1), np.ones(band) / band, "same")
    peak, place = profile.max() / profile.mean(), profile.argmax() / height
    return bool(
        width >= LEAST_LENGTH * height
        and peak >= LEAST_PEAK
        and BASELINE[0] <= place <= BASELINE[1]
        and FILL[0] <= ink.mean() <= FILL[1]
    )


def _without_rules(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    run = np.ones((1, max(HEIGHT, round(RULE * ink.shape[1]))), dtype=np.uint8)
    rules = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, run), np.ones((5, 3), dtype=np.uint8))
    return np.asarray(ink * (1 - rules), dtype=np.uint8)
