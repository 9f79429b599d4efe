# SPDX-License-Identifier: Apache-2.0
"""The only functions that go between the source frame and the upright frame, and quad algebra.

Turns are quarter turns, clockwise, in degrees. A size is (width, height) in pixels.
"""

import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels, Turn

Points = NDArray[np.float32]


def turn_pixels(pixels: Pixels, turn_cw: Turn) -> Pixels:
    """The (h, w, 3) page turned clockwise, C-contiguous. A turn of 0 gives the same array."""
    if turn_cw == 0:
        return pixels
    return np.ascontiguousarray(np.rot90(pixels, k=-(turn_cw // 90)))


def turned_size(size: tuple[int, int], turn_cw: Turn) -> tuple[int, int]:
    """(width, height) after a clockwise turn."""
    width, height = size
    return (height, width) if turn_cw in (90, 270) else (width, height)


def turn_points(points: Points, size: tuple[int, int], turn_cw: Turn) -> Points:
    """(n, 2) points of a page of `size`, in the frame of the page turned clockwise by `turn_cw`."""
    width, height = size
    x, y = points[:, 0], points[:, 1]
    turned = {
        0: (x, y),
        90: (height - y, x),
        180: (width - x, height - y),
        270: (y, width - x),
    }[turn_cw]
    return np.stack(turned, axis=1).astype(np.float32)


def to_source(points: Points, source_size: tuple[int, int], turn_cw: Turn) -> Points:
    """(n, 2) points of the upright frame, in the source frame."""
    back: Turn = (360 - turn_cw) % 360  # type: ignore[assignment]
    return turn_points(points, turned_size(source_size, turn_cw), back)


def rectangle(left: float, top: float, right: float, bottom: float) -> Points:
    """The (4, 2) corners of an upright rectangle, clockwise from the top left."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


def bounds(points: Points) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of (n, 2) points."""
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def quad_size(quad: Points) -> tuple[float, float]:
    """(length in reading direction, height across it) of a (4, 2) quad, means of opposite sides."""
    length = (np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    height = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    return float(length), float(height)


def slice_quad(quad: Points, start: float, end: float) -> Points:
    """The part of a (4, 2) quad between two fractions along its reading direction.

    Fractions outside [0, 1] extrapolate, so that a margin may reach past the quad.
    """
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    return np.array(
        [
            quad[0] + top * start,
            quad[0] + top * end,
            quad[3] + bottom * end,
            quad[3] + bottom * start,
        ],
        dtype=np.float32,
    )


def grow_quad(quad: Points, along: float, across: float) -> Points:
    """A (4, 2) quad moved outwards by `along` pixels at both ends and `across` at both sides."""
    u, v = quad[1] - quad[0], quad[3] - quad[0]
    u = u / max(float(np.linalg.norm(u)), 1e-6)
    v = v / max(float(np.linalg.norm(v)), 1e-6)
    step_u, step_v = u * along, v * across
    return np.array(
        [
            quad[0] - step_u - step_v,
            quad[1] + step_u - step_v,
            quad[2] + step_u + step_v,
            quad[3] - step_u + step_v,
        ],
        dtype=np.float32,
    )
