# SPDX-License-Identifier: Apache-2.0
"""QR codes that cannot be decoded, by their three corner squares (ISO/IEC 18004, finder patterns)."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

LONGEST = 1600
"""Side in pixels to which a page is shrunk for the search."""
LEAST_SIDE = 8
"""Side in pixels of the smallest square: seven modules."""


def find_corner_squares(gray: NDArray[np.uint8]) -> Iterator[NDArray[np.float32]]:
    """(4, 2) quads of places with three nested squares of one size at the corners of a square.

    `gray`: the (h, w) upright page; the quads end with the symbol's last module.
    """
    scale = min(1.0, LONGEST / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    binary = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 12
    )
    contours, tree = cv2.findContours(binary, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    hierarchy: NDArray[Any] = np.asarray(tree if contours else []).reshape(-1, 4)
    squares = [
        cv2.minAreaRect(contours[i])
        for i in range(len(contours))
        if _nested(hierarchy, i) and _is_square(contours[i])
    ]
    centres = np.array([centre for centre, _, _ in squares], dtype=np.float32).reshape(-1, 2)
    sides = np.array([sum(size) / 2 for _, size, _ in squares], dtype=np.float32)
    for corner, one, other in _corner_triples(centres, sides):
        yield _quad(centres[[corner, one, other]], float(sides[corner])) / np.float32(scale)


def _quad(centres: NDArray[np.float32], side: float) -> NDArray[np.float32]:
    """The symbol around the centres of its corner squares, the right-angled one first."""
    corner, one, other = centres
    quad = np.stack([corner, one, one + other - corner, other])
    middle = quad.mean(axis=0)
    span = (np.linalg.norm(one - corner) + np.linalg.norm(other - corner)) / 2
    grown: NDArray[np.float32] = (middle + (quad - middle) * (1 + side / span)).astype(np.float32)
    return grown


def _nested(tree: NDArray[Any], i: int) -> bool:
    """Whether contour i holds a hole that holds a core."""
    child = tree[i][2]
    return bool(child >= 0 and tree[child][2] >= 0)


def _is_square(contour: NDArray[Any]) -> bool:
    (_, (width, height), _) = cv2.minAreaRect(contour)
    if min(width, height) < LEAST_SIDE or max(width, height) > 1.35 * min(width, height):
        return False
    return cv2.contourArea(contour) > 0.75 * width * height


def _corner_triples(
    centres: NDArray[np.float32], sides: NDArray[np.float32]
) -> Iterator[tuple[int, int, int]]:
    """Indices of three squares of about one size that stand at a right angle, each used once."""
    used: set[int] = set()
    for a in range(len(centres)):
        near = [b for b in range(len(centres)) if b not in used and _alike(centres, sides, a, b)]
        pair = _right_angle(centres, a, near)
        if a not in used and pair:
            used |= {a, *pair}
            yield a, *pair


def _alike(centres: NDArray[np.float32], sides: NDArray[np.float32], a: int, b: int) -> bool:
    """Two other squares of one size; from 14 modules (two squares, version 1) to nine squares apart."""
    apart = float(np.linalg.norm(centres[b] - centres[a]))
    return a != b and 0.7 < sides[b] / sides[a] < 1.4 and 1.7 < apart / sides[a] < 9


def _right_angle(centres: NDArray[Any], a: int, near: list[int]) -> tuple[int, int] | None:
    for b, c in combinations(near, 2):
        u, v = centres[b] - centres[a], centres[c] - centres[a]
        lengths = np.linalg.norm(u), np.linalg.norm(v)
        cosine = abs(float(u @ v)) / float(lengths[0] * lengths[1])
        if cosine < 0.2 and 0.75 < lengths[0] / lengths[1] < 1.33:
            return b, c
    return None
