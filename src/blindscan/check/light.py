# SPDX-License-Identifier: Apache-2.0
"""Light on the paper: shadow, glare, exposure and the contrast of print, where text stands."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points
from blindscan.model.page import Pixels

WORK_SIDE = 1000
PAPER_WINDOW_PX = 41


@dataclass(frozen=True)
class Light:
    """Gray levels are 0 (black) to 255.

    `paper`: median brightness of the paper beneath the text. `contrast`: paper less ink, of the median
    line. `faintest`: the same for the faintest tenth of the lines. `shadow`: how much darker the
    darkest fifth of the lines' paper is than the brightest fifth's, in [0, 1]. `burnt`: share of lines
    that lie, even in part, on burnt-out paper that has lost its ink.
    """

    paper: float
    contrast: float
    faintest: float
    shadow: float
    burnt: float


def measure_light(pixels: Pixels, quads: Points) -> Light | None:
    """Light under the (n, 4, 2) text quads of a (h, w, 3) page; None without text."""
    if not len(quads):
        return None
    scale = min(1.0, WORK_SIDE / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    gray = cast(NDArray[np.uint8], cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    patches = [p for p in (_patch(gray, quad * scale) for quad in quads) if p.size >= 40]
    if not patches:
        return None
    paper = np.array([float(np.percentile(p, 85)) for p in patches])
    contrast = np.array([float(np.percentile(p, 85) - np.percentile(p, 4)) for p in patches])
    dark, bright = np.percentile(paper, (10, 90))
    return Light(
        paper=float(np.median(paper)),
        contrast=float(np.median(contrast)),
        faintest=float(np.percentile(contrast, 10)),
        shadow=float(1 - dark / max(bright, 1.0)),
        burnt=_burnt_share(gray, quads * scale),
    )


def _patch(gray: NDArray[np.uint8], quad: Points) -> NDArray[np.uint8]:
    left, top = np.maximum(np.floor(quad.min(axis=0)), 0).astype(int)
    right, bottom = np.ceil(quad.max(axis=0)).astype(int)
    return gray[top:bottom, left:right]


BURNT = 253
"""Paper this bright has lost whatever was on it; scanners that clip all paper do so everywhere, which
is why only spots that stand out from their surroundings count."""
SURROUNDINGS = 246


def _burnt_share(gray: NDArray[np.uint8], quads: Points) -> float:
    """Share of text lines that run into a bright round spot."""
    burnt = (gray >= BURNT).astype(np.uint8)
    usual = float(np.median(gray[gray >= np.percentile(gray, 50)]))
    if usual >= SURROUNDINGS:
        return 0.0
    opened = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    spots = cast(NDArray[np.uint8], opened)
    hit = [bool(_patch(spots, quad).any()) for quad in quads]
    return sum(hit) / len(hit)
