# SPDX-License-Identifier: Apache-2.0
"""Repairs of a painted page that the caller may ask for: lay it straight, cut the sheet out of a
photograph, even its light. They come after painting, so that nothing secret takes part, and before the
proof.
"""

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points
from blindscan.model.page import Pixels
from blindscan.model.words import Remark

LEAST_SKEW_DEG = 0.3
"""Less is not seen, and every turn costs sharpness."""
LIGHT_SIDE = 200
WHITE = 246.0
"""Gray level that paper is brought to."""
DARKEST_PAPER = 60.0
"""What is darker is no paper but a picture or a mask; it is not brightened beyond this."""


@dataclass(frozen=True)
class Repairs:
    """Which repairs are wanted."""

    deskew: bool = False
    dewarp: bool = False
    enhance: bool = False


@dataclass(frozen=True)
class Repaired:
    """A page after repairs. `matrix`: (3, 3) homography from the page before to the page after.
    `done`: one remark for each repair that was carried out."""

    pixels: Pixels = field(repr=False)
    matrix: NDArray[Any] = field(repr=False)
    done: tuple[Remark, ...] = ()

    def moved(self, points: Points) -> Points:
        """(n, 2) points of the page before, on the page after."""
        return _apply(self.matrix, points)

    def moved_back(self, points: Points) -> Points:
        """(n, 2) points of the page after, on the page before."""
        return _apply(np.linalg.inv(self.matrix), points)


def repair(pixels: Pixels, wanted: Repairs, skew_deg: float, sheet: Points | None) -> Repaired:
    """Repair a painted (h, w, 3) RGB page whose lines fall by `skew_deg` clockwise.

    `sheet`: (4, 2) corners of the paper, clockwise from the top left, None when it fills the picture;
    cut out, it lies straight, and is not turned besides.
    """
    repaired = Repaired(pixels, np.eye(3))
    if wanted.dewarp and sheet is not None:
        repaired = _cut_out(pixels, sheet)
    elif wanted.deskew and abs(skew_deg) >= LEAST_SKEW_DEG:
        repaired = _turned(pixels, skew_deg)
    if wanted.enhance:
        even = _evenly_lit(repaired.pixels)
        repaired = Repaired(even, repaired.matrix, (*repaired.done, Remark.of("mask.enhanced")))
    return repaired


def _cut_out(pixels: Pixels, sheet: Points) -> Repaired:
    top, right, bottom, left = (float(np.linalg.norm(sheet[n] - sheet[(n + 1) % 4])) for n in range(4))
    width, height = round(max(top, bottom)), round(max(left, right))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(sheet.astype(np.float32), corners)
    flat = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return Repaired(np.asarray(flat, dtype=np.uint8), matrix, (Remark.of("mask.dewarped"),))


def _turned(pixels: Pixels, skew_deg: float) -> Repaired:
    """The whole page on a larger picture, the corners filled with the colour of its border."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew_deg, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = round(width * cos + height * sin), round(width * sin + height * cos)
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    fill = tuple(int(v) for v in np.median(border, axis=0))
    turned = cv2.warpAffine(pixels, turn, size, flags=cv2.INTER_CUBIC, borderValue=fill)
    told = Remark.of("mask.deskewed", degrees=round(abs(skew_deg), 1))
    return Repaired(np.asarray(turned, dtype=np.uint8), np.vstack([turn, [0, 0, 1]]), (told,))


def _evenly_lit(pixels: Pixels) -> Pixels:
    """The page divided by the light on its paper, channel by channel (flat-field correction)."""
    height, width = pixels.shape[:2]
    scale = LIGHT_SIDE / max(height, width)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Paper is the brightest thing around: closing fills ink, the median takes speckles.
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), dtype=np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 9), (0, 0), 5).astype(np.float32)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = pixels.astype(np.float32) * (WHITE / np.maximum(light, DARKEST_PAPER))
    return np.asarray(np.clip(even, 0, 255), dtype=np.uint8)


def _apply(matrix: NDArray[Any], points: Points) -> Points:
    moved = cv2.perspectiveTransform(points[None].astype(np.float64), matrix)[0]
    return np.asarray(moved, dtype=np.float32)
