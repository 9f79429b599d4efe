# SPDX-License-Identifier: Apache-2.0
"""QR codes and barcodes of a page, those included that are there but cannot be decoded."""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from blindscan.model.marks import Code
from blindscan.model.page import Pixels

LONGEST = 1600
"""Side in pixels to which a page is shrunk for the search for finder patterns."""
QUIET_ZONE = 1.3
SURE_UNREAD = ("QRCode", "QR Code", "MicroQRCode", "Aztec")
"""Symbologies whose finder patterns are plain enough to be believed without their payload."""


def read_codes(pixels: Pixels) -> tuple[Code, ...]:
    """All codes of an upright (h, w, 3) RGB page; () when there is none."""
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    codes: list[Code] = []
    for code in (*sorted(_decoded(gray), key=lambda c: c.payload is None), *_finder_patterns(gray)):
        if not any(_overlap(code, other) for other in codes):
            codes.append(code)
    return tuple(codes)


def _decoded(gray: NDArray[np.uint8]) -> Iterator[Code]:
    """What zxing-cpp finds, damaged ones included (their payload is None)."""
    for found in zxingcpp.read_barcodes(gray, return_errors=True):
        p = found.position
        corners = [p.top_left, p.top_right, p.bottom_right, p.bottom_left]
        quad = np.array([[c.x, c.y] for c in corners], dtype=np.float32)
        if _area(quad) < 100 or (not found.valid and str(found.format) not in SURE_UNREAD):
            continue
        yield Code(_with_rim(quad), found.text if found.valid else None, str(found.format))


def _with_rim(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    """The quad with its quiet zone: four modules on a side of the common 25."""
    centre = quad.mean(axis=0)
    grown: NDArray[np.float32] = (centre + (quad - centre) * QUIET_ZONE).astype(np.float32)
    return grown


def _finder_patterns(gray: NDArray[np.uint8]) -> Iterator[Code]:
    """Places with three nested squares of one size at the corners of a square: an unread QR code."""
    scale = min(1.0, LONGEST / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    binary = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 12
    )
    contours, tree = cv2.findContours(binary, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    hierarchy: NDArray[Any] = np.asarray(tree).reshape(-1, 4)
    squares = [
        (cv2.boundingRect(contours[i]), i)
        for i in range(len(contours))
        if _nested(hierarchy, i) and _is_square(contours[i])
    ]
    boxes = np.array([box for box, _ in squares], dtype=np.float32).reshape(-1, 4)
    for a, b, c in _corner_triples(boxes):
        group = boxes[[a, b, c]]
        low, high = group[:, :2].min(axis=0), (group[:, :2] + group[:, 2:]).max(axis=0)
        quad = np.array([low, [high[0], low[1]], high, [low[0], high[1]]], dtype=np.float32)
        yield Code(_with_rim((quad / scale).astype(np.float32)), None, "QRCode")


def _nested(tree: NDArray[Any], i: int) -> bool:
    """Whether contour i holds a hole that holds a core."""
    child = tree[i][2]
    return bool(child >= 0 and tree[child][2] >= 0)


def _is_square(contour: NDArray[Any]) -> bool:
    (_, (width, height), _) = cv2.minAreaRect(contour)
    if min(width, height) < 8 or max(width, height) > 1.35 * min(width, height):
        return False
    return cv2.contourArea(contour) > 0.75 * width * height


def _corner_triples(boxes: NDArray[np.float32]) -> Iterator[tuple[int, int, int]]:
    """Indices of three squares of about one size that stand at a right angle, each used once."""
    centres, sizes = boxes[:, :2] + boxes[:, 2:] / 2, boxes[:, 2:].mean(axis=1)
    used: set[int] = set()
    for a in range(len(boxes)):
        near = [
            b
            for b in range(len(boxes))
            if b != a
            and b not in used
            and 0.7 < sizes[b] / sizes[a] < 1.4
            and 1.7 * sizes[a] < np.linalg.norm(centres[b] - centres[a]) < 9 * sizes[a]
        ]
        pair = _right_angle(centres, a, near)
        if a not in used and pair:
            used |= {a, *pair}
            yield a, *pair


def _right_angle(centres: NDArray[Any], a: int, near: list[int]) -> tuple[int, int] | None:
    for i, b in enumerate(near):
        for c in near[i + 1 :]:
            u, v = centres[b] - centres[a], centres[c] - centres[a]
            lengths = np.linalg.norm(u), np.linalg.norm(v)
            cosine = abs(float(u @ v)) / float(lengths[0] * lengths[1])
            if cosine < 0.2 and 0.75 < lengths[0] / lengths[1] < 1.33:
                return b, c
    return None


def _area(quad: NDArray[np.float32]) -> float:
    return float(cv2.contourArea(quad))


def _overlap(one: Code, other: Code) -> bool:
    x, y = (float(v) for v in one.polygon.mean(axis=0))
    return cv2.pointPolygonTest(other.polygon, (x, y), False) >= 0
