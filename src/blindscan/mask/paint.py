# SPDX-License-Identifier: Apache-2.0
"""Paint masks: flat colour over every finding, on a copy of the page."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.mask.reach import reach_gaps
from blindscan.mask.uniform import uniform_quads
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, grow_quad, quad_size
from blindscan.model.page import Pixels

Style = Literal["black", "white", "label"]
GROUND = {"black": (0, 0, 0), "white": (255, 255, 255), "label": (236, 236, 236)}
MARGIN = 0.06
"""Share of a line's height by which a mask outgrows its finding, so that blurred edges go with it."""


def mask_polygons(
    pixels: Pixels, findings: Sequence[Finding], uniform_width: bool = False
) -> tuple[NDArray[np.float32], ...]:
    """What to paint for each finding, in the same order and frame: (n, 2) polygons. With
    `uniform_width` all names of the page are painted equally wide, and all units."""
    polygons = tuple(_polygon(pixels, finding) for finding in findings)
    if not uniform_width:
        return polygons
    size = (pixels.shape[1], pixels.shape[0])
    return uniform_quads(polygons, [finding.kind for finding in findings], size)


def _polygon(pixels: Pixels, finding: Finding) -> NDArray[np.float32]:
    quad = finding.polygon
    if len(quad) != 4 or finding.kind in ("seal", "barcode"):
        return quad
    if finding.finder in ("text", "edits"):
        quad = reach_gaps(pixels, quad)
    margin = max(1.0, MARGIN * quad_size(quad)[1])
    return grow_quad(quad, margin, margin)


def paint(
    pixels: Pixels,
    findings: Sequence[Finding],
    polygons: Sequence[NDArray[np.float32]],
    style: Style,
) -> Pixels:
    """A copy of the page with every polygon filled; with `label`, the words 本人 or 本单位 on it.

    Nothing of what lay beneath a polygon is left in the copy.
    """
    painted = pixels.copy()
    for polygon in polygons:
        outline = np.round(polygon).astype(np.int32)
        cv2.fillPoly(painted, [outline], GROUND[style])
        # fillPoly rounds to pixel centres; the outline takes the pixels that are cut in half.
        cv2.polylines(painted, [outline], True, GROUND[style], 2)
    if style == "label":
        for finding, polygon in zip(findings, polygons, strict=True):
            _stamp(painted, "name" if finding.kind in ("name", "signature") else "unit", polygon)
    return painted


def _stamp(painted: Pixels, word: str, polygon: NDArray[np.float32]) -> None:
    """Write the label in the middle of an (about upright) mask, as large as fits."""
    left, top, right, bottom = bounds(polygon)
    label = _label(word)
    scale = min(0.7 * (bottom - top) / label.shape[0], 0.9 * (right - left) / label.shape[1])
    size = (int(label.shape[1] * scale), int(label.shape[0] * scale))
    if min(size) < 6:
        return
    small = cv2.resize(label, size, interpolation=cv2.INTER_AREA)
    x, y = int((left + right - size[0]) / 2), int((top + bottom - size[1]) / 2)
    height, width = painted.shape[:2]
    if x < 0 or y < 0 or x + size[0] > width or y + size[1] > height:
        return
    part = painted[y : y + size[1], x : x + size[0]]
    part[...] = (part * (small[:, :, None] / 255.0)).astype(np.uint8)


@cache
def _label(word: str) -> NDArray[np.uint8]:
    from PIL import Image

    content = resources.files("blindscan.mask").joinpath(f"labels/{word}.png").read_bytes()
    return np.array(Image.open(BytesIO(content)).convert("L"))
