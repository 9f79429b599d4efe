# SPDX-License-Identifier: Apache-2.0
"""Light on the paper: shadow, glare, exposure and the contrast of print, where text stands."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points
from blindscan.model.page import Pixels

COARSE = 4
"""Pixels to one where paper is looked at and print is not."""
LEAST_LINES = 6
"""Lines below which a dark one may stand on a picture, and is no sign of shadow."""
LEAST_PATCH = 40
"""Pixels below which a line's patch says nothing of its light."""
BURNT = 250
"""Paper this bright has lost whatever was on it; scanners that clip all paper do so everywhere, which
is why only spots that stand out from their surroundings count."""
SURROUNDINGS = 242
SPOT_SHARE = 0.03
"""Least diameter of a spot of glare, as a share of the page's longer side: more than the gap between
two lines of text."""


ROUND = (0.66, 0.89)
"""Share of its narrowest rectangle that a round spot fills; a triangle fills half, a sheet all."""

COMPACT = 0.3
"""Width over length from which a spot is one."""
NEARLY = 0.75
"""Brightness of what lies around a spot, as a share of the paper's, from which it is paper too."""


@dataclass(frozen=True)
class Light:
    """Gray levels are 0 (black) to 255.

    `paper`: median brightness of the paper beneath the text. `contrast`: paper less ink, of the median
    line. `faintest`: the same for the faintest tenth of the lines. `shadow`: how much darker the
    paper is under the darkest tenth of the text than under the brightest, in [0, 1]. `glare`: share of
    the area of text that lies under burnt-out spots, in [0, 1].
    """

    paper: float
    contrast: float
    faintest: float
    shadow: float
    glare: float


def measure_light(pixels: Pixels, quads: Points, legible: Points) -> Light | None:
    """Light under the (n, 4, 2) text quads of a small (h, w, 3) page; None without text. `legible`: the
    quads that read well, among which shadow is sought: what else looks like a line may be a picture."""
    gray = cast(NDArray[np.uint8], cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    patches = [p for p in (_patch(gray, quad) for quad in quads) if p.size >= LEAST_PATCH]
    if not patches:
        return None
    levels = np.array([np.percentile(patch, (4, 85)) for patch in patches])
    paper, contrast = levels[:, 1], levels[:, 1] - levels[:, 0]
    coarse = cast(
        NDArray[np.uint8],
        cv2.resize(gray, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA),
    )
    under = np.asarray(quads / COARSE, dtype=np.float32)
    surely = np.asarray(legible / COARSE, dtype=np.float32)
    return Light(
        paper=float(np.median(paper)),
        contrast=float(np.median(contrast)),
        faintest=float(np.percentile(contrast, 10)),
        shadow=_shadow(coarse, surely),
        glare=_glare(coarse, under, float(np.median(paper))),
    )


def _patch(gray: NDArray[np.uint8], quad: Points) -> NDArray[np.uint8]:
    left, top = np.maximum(np.floor(quad.min(axis=0)), 0).astype(int)
    right, bottom = np.ceil(quad.max(axis=0)).astype(int)
    return gray[top:bottom, left:right]


def _shadow(gray: NDArray[np.uint8], quads: Points) -> float:
    """How much darker the paper is under a tenth of the text than under the brightest tenth."""
    paper = cv2.dilate(gray, np.ones((5, 5), np.uint8))
    if len(quads) < LEAST_LINES:
        return 0.0
    lines = np.zeros(gray.shape, dtype=np.uint8)
    cv2.fillPoly(lines, list(np.round(quads).astype(np.int32)), 1)
    if not lines.any():
        return 0.0
    dark, bright = np.percentile(paper[lines > 0], (10, 90))
    return float(1 - dark / max(float(bright), 1.0))


def _glare(gray: NDArray[np.uint8], quads: Points, paper: float) -> float:
    """Share of the text's area that burnt-out spots take. Only round ones count: a lamp or a flash.
    White paper around a card and the lit side of a shadow have corners."""
    area = text_area(quads, gray.shape)
    if paper >= SURROUNDINGS or not area.any():
        return 0.0
    size = max(3, round(SPOT_SHARE * max(gray.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    burnt = cv2.morphologyEx((gray >= BURNT).astype(np.uint8), cv2.MORPH_OPEN, disc)
    outlines, _ = cv2.findContours(burnt, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    spots = np.zeros(gray.shape, dtype=bool)
    for outline in outlines:
        spot = cv2.drawContours(np.zeros_like(gray), [outline], -1, 1, cv2.FILLED)
        around = gray[(cv2.dilate(spot, disc) > 0) & (spot == 0)]
        # Bright paper that ends at a dark desk is a sheet's lit corner.
        if _is_round(outline) and np.percentile(around, 20) >= NEARLY * paper:
            spots |= spot > 0
    return float(spots[area].mean())


def _is_round(outline: cv2.typing.MatLike) -> bool:
    """Whether an outline fills its hull, and its narrowest rectangle as an ellipse does (π/4)."""
    full = cv2.contourArea(outline)
    _, (width, height), _ = cv2.minAreaRect(outline)
    hull = cv2.contourArea(cv2.convexHull(outline))
    low, high = ROUND
    compact = min(width, height) >= COMPACT * max(width, height)
    return compact and full >= 0.85 * hull and low <= full / max(width * height, 1.0) <= high


def text_area(quads: Points, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which pixels lie within the convex hull of (n, 4, 2) quads."""
    area = np.zeros(shape[:2], dtype=np.uint8)
    if len(quads):
        hull = cv2.convexHull(np.ascontiguousarray(quads.reshape(-1, 2), dtype=np.float32))
        cv2.fillConvexPoly(area, np.round(hull).astype(np.int32), 1)
    return area.astype(bool)
