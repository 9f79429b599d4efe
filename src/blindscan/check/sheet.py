# SPDX-License-Identifier: Apache-2.0
"""Where the sheet lies in the picture: its four corners, when it stands out from what is behind it."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.check.shrink import shrunk
from blindscan.model.page import Pixels

WORK_SIDE = 480
LEAST_SHARE = 0.25
MARGIN_SHARE = 0.01
STRAIGHT_SHARE = 0.93
"""Least share of its own quadrilateral that a sheet fills."""


@dataclass(frozen=True)
class Sheet:
    """`quad`: (4, 2) corners in page pixels, clockwise from the top left.
    `touches`: sides of the picture that the sheet runs into."""

    quad: NDArray[np.float32]
    touches: frozenset[str]

    @property
    def perspective(self) -> float:
        """How far opposite sides differ in length, as a share of the longer: 0 for a rectangle."""
        sides = [float(np.linalg.norm(self.quad[i] - self.quad[(i + 1) % 4])) for i in range(4)]
        pairs = ((sides[0], sides[2]), (sides[1], sides[3]))
        return max(1 - min(pair) / max(*pair, 1e-6) for pair in pairs)


def find_sheet(pixels: Pixels) -> Sheet | None:
    """The sheet on a (h, w, 3) page; None when the picture is all paper, or no sheet stands out."""
    small, scale = shrunk(pixels, WORK_SIDE)
    paper = _paper_mask(small)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(paper)
    if count < 2:
        return None
    biggest = 1 + int(boxes[1:, cv2.CC_STAT_AREA].argmax())
    shape = (labels == biggest).astype(np.uint8)
    if not shape.mean() >= LEAST_SHARE or _is_everything(shape):
        return None
    contours, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    quad = _quad_of(hull)
    if quad is None or cv2.contourArea(hull) < STRAIGHT_SHARE * cv2.contourArea(quad):
        return None
    return Sheet(np.ascontiguousarray(quad / scale, dtype=np.float32), _touched(quad, small.shape[:2]))


def _paper_mask(small: Pixels) -> NDArray[np.uint8]:
    """Bright pixels by Otsu's threshold on the maximum channel, print and small holes closed."""
    red, green, blue = cv2.split(small)
    bright = cv2.GaussianBlur(cv2.max(cv2.max(red, green), blue), (5, 5), 0)
    _, mask = cv2.threshold(bright, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    return cast(NDArray[np.uint8], cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)))


def _is_everything(shape: NDArray[np.uint8]) -> bool:
    """Whether nothing is left around the sheet: all of the picture's border is paper."""
    border = np.concatenate([shape[0], shape[-1], shape[:, 0], shape[:, -1]])
    return bool(border.mean() > 0.9)


def _quad_of(hull: NDArray[np.int32]) -> NDArray[np.float32] | None:
    """The hull simplified to four corners, clockwise from the top left."""
    around = cv2.arcLength(hull, True)
    for share in (0.02, 0.03, 0.05, 0.08):
        corners = cv2.approxPolyDP(hull, share * around, True).reshape(-1, 2).astype(np.float32)
        if len(corners) == 4:
            return _clockwise(corners)
    return None


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    ordered = corners[np.argsort(angles)]
    return np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0)


def _touched(quad: NDArray[np.float32], size: tuple[int, int]) -> frozenset[str]:
    height, width = size
    margin = MARGIN_SHARE * max(size)
    near = {
        "left": quad[:, 0] < margin,
        "top": quad[:, 1] < margin,
        "right": quad[:, 0] > width - margin,
        "bottom": quad[:, 1] > height - margin,
    }
    return frozenset(side for side, corners in near.items() if int(corners.sum()) >= 2)
