# SPDX-License-Identifier: Apache-2.0
"""How wide edges are: the blur of a page in pixels, from its steepest places.

At an ideal step blurred by a Gaussian of σ, contrast / steepest gradient = σ · √(2π); so local
contrast over local gradient measures the width that a step is smeared to, whatever its height
(edge-width measure after Marziliano et al. 2002, doi:10.1109/ICIP.2002.1038902).
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels

WINDOW_PX = 15
LEAST_CONTRAST = 40
STEEPEST_SHARE = 0.002
SLOPE_SCALE = 2.0


def edge_width_px(pixels: Pixels) -> float | None:
    """Median smear of the page's steepest edges in pixels; None when nothing on it has contrast.

    `pixels`: (h, w, 3) uint8 RGB. A razor-sharp scan gives about 1.3.
    """
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    gray = gray[8:-8, 8:-8] if min(gray.shape) > 64 else gray
    # A light median takes salt-and-pepper scanner noise, which is steeper than any text.
    smooth = cast(NDArray[np.uint8], cv2.medianBlur(gray, 3))
    steep = cast(NDArray[np.uint8], cv2.max(_slope(smooth, 1, 0), _slope(smooth, 0, 1)))
    rows, columns = np.nonzero(steep >= _bar(steep))
    window = np.ones((WINDOW_PX, WINDOW_PX), dtype=np.uint8)
    contrast = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, window)[rows, columns].astype(np.float32)
    visible = contrast >= LEAST_CONTRAST
    if not visible.any():
        return None
    per_px = steep[rows, columns][visible].astype(np.float32) / SLOPE_SCALE
    return float(np.median(contrast[visible] / per_px))


def _slope(gray: NDArray[np.uint8], dx: int, dy: int) -> NDArray[np.uint8]:
    """Absolute Sobel slope in gray levels a pixel, times SLOPE_SCALE, in bytes (quick to count)."""
    slope = cv2.Sobel(gray, cv2.CV_16S, dx, dy)
    return cast(NDArray[np.uint8], cv2.convertScaleAbs(slope, alpha=SLOPE_SCALE / 8))


def _bar(steep: NDArray[np.uint8]) -> int:
    """The least slope among the page's steepest places."""
    counts = np.bincount(steep.ravel(), minlength=256)
    above = np.cumsum(counts[::-1])[::-1]
    return max(1, int(np.flatnonzero(above >= max(64, steep.size * STEEPEST_SHARE))[-1]))
