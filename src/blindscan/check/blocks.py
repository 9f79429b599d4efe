# SPDX-License-Identifier: Apache-2.0
"""How hard a page was compressed as JPEG, seen in its pixels, however the file was saved since.

Rounding leaves the cosine coefficients of every 8 x 8 block at multiples of the quantising step
(after Fan and de Queiroz 2003, doi:10.1109/TIP.2002.807361). Scaling loses this, and pages whose paper
and ink are both clipped do not show it: their file's own table must tell.
"""

from itertools import product
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels

BLOCK = 8
CROP_PX = 720
MOST_VALUES = 1500
CLIPPED = 2
LEAST_STEP, MOST_STEP = 15, 121
STANDARD_STEP = 12.0
"""Step of the lowest diagonal coefficient in ITU-T T.81, annex K.1, which quality 50 stands for."""
OFF, MOSTLY = 1.5, 0.7
"""Gray levels that a value may lie off a multiple of the step (rounding of pixels, and later savings at
good quality), and the share of values that must lie so near: by chance a fifth does at most."""
ENOUGH = 12


def compression_quality(pixels: Pixels) -> int | None:
    """The quality (1 to 40, IJG's scale) to which the (h, w, 3) page was compressed; None for better
    ones, and where nothing of it is seen."""
    height, width = pixels.shape[:2]
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    # A page turned upright has its grid begin where the file's last, incomplete block ended.
    phases = product(sorted({0, height % BLOCK}), sorted({0, width % BLOCK}))
    steps = (_step(_diagonals(cast(NDArray[np.uint8], gray), top, left)) for top, left in phases)
    step = next((step for step in steps if step), None)
    return max(1, round(50 * STANDARD_STEP / step)) if step else None


def _diagonals(gray: NDArray[np.uint8], top: int, left: int) -> NDArray[np.float64]:
    """The lowest diagonal coefficient of blocks in the page's middle, of a grid that begins there."""
    rows, columns = (
        (side - start) // BLOCK for side, start in zip(gray.shape, (top, left), strict=True)
    )
    used = [min(count, CROP_PX // BLOCK) for count in (rows, columns)]
    skip = [(count - use) // 2 for count, use in zip((rows, columns), used, strict=True)]
    y, x = top + skip[0] * BLOCK, left + skip[1] * BLOCK
    part = gray[y : y + used[0] * BLOCK, x : x + used[1] * BLOCK].reshape(used[0], BLOCK, -1)
    wave = np.cos((2 * np.arange(BLOCK, dtype=np.float32) + 1) * np.pi / (2 * BLOCK)) / 2
    down = np.asarray((part * wave[:, None]).sum(axis=1)).reshape(used[0], used[1], BLOCK)
    values = np.asarray((down * wave).sum(axis=2), dtype=np.float64)
    # What overshot black or white was clipped, which moves a block's coefficients off their multiples.
    low = part.min(axis=1).reshape(used[0], used[1], BLOCK).min(axis=2)
    high = part.max(axis=1).reshape(used[0], used[1], BLOCK).max(axis=2)
    kept = (low >= CLIPPED) & (high <= 255 - CLIPPED)
    return np.asarray(values[kept], dtype=np.float64)


def _step(values: NDArray[np.float64]) -> int:
    """The largest step at whose multiples the values lie; 0 when there is none."""
    size = np.abs(values)
    size = size[size >= 0.4 * LEAST_STEP][:MOST_VALUES, None]
    steps = np.arange(LEAST_STEP, MOST_STEP + 1)
    shares = size / steps
    large = shares >= 0.4
    near = large & (np.abs(shares - np.round(shares)) * steps <= OFF)
    count = large.sum(axis=0)
    found = steps[(count >= ENOUGH) & (near.sum(axis=0) >= MOSTLY * count)]
    return int(found.max()) if len(found) else 0
