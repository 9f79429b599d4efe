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


@dataclass(frozen=True)
class Edges:
    """How far the page's steepest edges are smeared, in pixels; a razor-sharp scan gives about 1.3.

    `width`: in whatever direction they are steepest. `across` and `down`: of edges that the eye crosses
    going right, and going down the page; motion smears one of the two and leaves the other sharp.
    """

    width: float
    across: float
    down: float


def measure_edges(pixels: Pixels) -> Edges | None:
    """Smear of a page's edges; None when nothing on it has contrast. `pixels`: (h, w, 3) uint8 RGB."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    gray = gray[8:-8, 8:-8] if min(gray.shape) > 64 else gray
    # A light median takes salt-and-pepper scanner noise, which is steeper than any text.
    smooth = cast(NDArray[np.uint8], cv2.medianBlur(gray, 3))
    window = np.ones((WINDOW_PX, WINDOW_PX), dtype=np.uint8)
    contrast = cast(NDArray[np.uint8], cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, window))
    right, below = _slope(smooth, 1, 0), _slope(smooth, 0, 1)
    width = _smear(cast(NDArray[np.uint8], cv2.max(right, below)), contrast)
    if width is None:
        return None
    # Every other row is enough to compare directions.
    across, down = (_smear(slope[::2], contrast[::2]) for slope in (right, below))
    return Edges(width, across or width, down or width)


def edge_width_px(pixels: Pixels) -> float | None:
    """Median smear of the page's steepest edges in pixels; None when nothing on it has contrast."""
    edges = measure_edges(pixels)
    return edges.width if edges else None


def _smear(steep: NDArray[np.uint8], contrast: NDArray[np.uint8]) -> float | None:
    """Median of contrast over slope at the steepest places that have contrast."""
    places = steep >= _bar(steep)
    local = contrast[places].astype(np.float32)
    visible = local >= LEAST_CONTRAST
    if not visible.any():
        return None
    return float(np.median(local[visible] / (steep[places][visible] / SLOPE_SCALE)))


def _slope(gray: NDArray[np.uint8], dx: int, dy: int) -> NDArray[np.uint8]:
    """Absolute Sobel slope in gray levels a pixel, times SLOPE_SCALE, in bytes (quick to count)."""
    slope = cv2.Sobel(gray, cv2.CV_16S, dx, dy)
    return cast(NDArray[np.uint8], cv2.convertScaleAbs(slope, alpha=SLOPE_SCALE / 8))


def _bar(steep: NDArray[np.uint8]) -> int:
    """The least slope among the page's steepest places."""
    counts = cv2.calcHist([steep], [0], None, [256], [0, 256]).ravel()
    above = np.cumsum(counts[::-1])[::-1]
    return max(1, int(np.flatnonzero(above >= max(64, steep.size * STEEPEST_SHARE))[-1]))
