# SPDX-License-Identifier: Apache-2.0
"""How wide edges are: the blur of a page in pixels, from its steepest places.

At an ideal step blurred by a Gaussian of σ, contrast / steepest gradient = σ · √(2π); so local
contrast over local gradient measures the width that a step is smeared to, whatever its height
(edge-width measure after Marziliano et al. 2002, doi:10.1109/ICIP.2002.1038902).
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels

WINDOW_PX = 15
LEAST_CONTRAST = 40
STEEPEST_SHARE = 0.002
SLOPE_SCALE = 2.0
SHAKEN = 1.6
"""Ratio of the two directions' widths. On the 182 pages of the development corpus it stays below 1.3; a
motion of 7 pixels at 200 dpi makes it 1.8 and more."""


@dataclass(frozen=True)
class Sharpness:
    """Median smear of the page's steepest edges in pixels: of all, of those that are steep `across`
    the page, and `down` it. A razor-sharp scan gives about 1.3."""

    width: float
    across: float
    down: float

    @property
    def is_shaken(self) -> bool:
        """Whether edges are smeared along one direction alone, as by a moving camera or sheet."""
        return max(self.across, self.down) >= SHAKEN * min(self.across, self.down)

    @property
    def smear(self) -> float:
        """The width that decides: out of focus smears all edges alike, motion those that it crosses."""
        return max(self.across, self.down) if self.is_shaken else self.width


def measure_sharpness(pixels: Pixels) -> Sharpness | None:
    """Sharpness of a (h, w, 3) RGB page; None when nothing on it has contrast."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    gray = gray[8:-8, 8:-8] if min(gray.shape) > 64 else gray
    # A light median takes salt-and-pepper scanner noise, which is steeper than any text.
    smooth = cast(NDArray[np.uint8], cv2.medianBlur(gray, 3))
    window = np.ones((WINDOW_PX, WINDOW_PX), dtype=np.uint8)
    contrast = cast(NDArray[np.uint8], cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, window))
    across, down = _slope(smooth, 1, 0), _slope(smooth, 0, 1)
    width = _width(cast(NDArray[np.uint8], cv2.max(across, down)), contrast)
    if width is None:
        return None
    # Every other row is enough to compare directions.
    right, below = (_width(slope[::2], contrast[::2]) for slope in (across, down))
    return Sharpness(width, right or width, below or width)


def _width(steep: NDArray[np.uint8], contrast: NDArray[np.uint8]) -> float | None:
    places = steep >= _bar(steep)
    seen = contrast[places].astype(np.float32)
    visible = seen >= LEAST_CONTRAST
    if not visible.any():
        return None
    per_px = steep[places][visible].astype(np.float32) / SLOPE_SCALE
    return float(np.median(seen[visible] / per_px))


def _slope(gray: NDArray[np.uint8], dx: int, dy: int) -> NDArray[np.uint8]:
    """Absolute Sobel slope in gray levels a pixel, times SLOPE_SCALE, in bytes (quick to count)."""
    slope = cv2.Sobel(gray, cv2.CV_16S, dx, dy)
    return cast(NDArray[np.uint8], cv2.convertScaleAbs(slope, alpha=SLOPE_SCALE / 8))


def _bar(steep: NDArray[np.uint8]) -> int:
    """The least slope among the page's steepest places."""
    counts = cv2.calcHist([steep], [0], None, [256], [0, 256]).ravel()
    above = np.cumsum(counts[::-1])[::-1]
    return max(1, int(np.flatnonzero(above >= max(64, steep.size * STEEPEST_SHARE))[-1]))
