# SPDX-License-Identifier: Apache-2.0
"""Connected red ink: first guesses for rings, and the square or oblong seals that have no ring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points, quad_size
from blindscan.read.seal_ink import Layer
from blindscan.read.seal_rings import Ellipse

RED = 0.08
"""Redness from which a pixel belongs to a mark; a faint pink seal has 0.12 to 0.2."""
SMALLEST = 0.035
LEAST_PX = 30
"""Shortest side in pixels of a block whose glyphs could still be read."""
LARGEST = 0.5
"""Longest side of a mark as a share of the picture's: from an 18 mm name seal on a photo on."""
LONGEST_ASPECT = 2.4
"""Long over short side; lines of red headlines are longer."""
FRAMED = 0.6
"""Share of the outline that must bear ink for a block to be a seal: its frame or its solid edge."""
SOLID = 0.55
"""Share of a block that is inked when its glyphs are white on red."""
EDGED = 0.055
"""Mean change of density from pixel to pixel within a solid seal, as a share of its ink's. Drawn seals
of 6 to 12 mm have 0.11 and more, 0.06 where a blur has taken their glyphs; a drawn face has 0.05."""
SOLID_LARGEST = 0.105
"""Longest side of a solid block as a share of the picture's; a photo on red ground is larger."""


@dataclass(frozen=True)
class Block:
    """A rectangular mark: (4, 2) quad clockwise from its top left; `solid` when white on red."""

    quad: Points
    solid: bool

    def scaled(self, factor: float) -> "Block":
        return Block(self.quad * np.float32(factor), self.solid)


def ring_guesses(layer: Layer) -> Iterator[Ellipse]:
    """An ellipse for each round-ish mark: that of its hull's rectangle."""
    for points, _ in _marks(layer, gap=0.012):
        (x, y), (width, height), degrees = cv2.minAreaRect(points)
        if abs(width - height) < 0.15 * max(width, height):
            yield Ellipse(x, y, (width + height) / 4, (width + height) / 4)
        else:
            yield Ellipse(x, y, width / 2, height / 2, float(np.deg2rad(degrees)))


def seal_blocks(layer: Layer, rings: Sequence[Ellipse]) -> list[Block]:
    """Rectangular seals outside the `rings`, that stand in no row of alike marks."""
    left = layer.copy()
    for ring in rings:
        grown = ring.points(np.linspace(0, 2 * np.pi, 60, dtype=np.float32), 1.06)
        cv2.fillPoly(left, [np.round(grown).astype(np.int32)], 0.0)
    marks = list(_marks(left, gap=0.006))
    blocks = []
    for points, mask in marks:
        quad = _upright_quad(points)
        frame, fill = _framed(mask, quad), _filled(mask, quad)
        solid = fill > SOLID
        if solid and not _has_glyphs(layer, mask, quad):
            continue
        if solid and np.ptp(quad, axis=0).max() > SOLID_LARGEST * max(layer.shape):
            continue
        if (
            frame > FRAMED
            and min(quad_size(quad)) > LEAST_PX
            and _is_rectangular(points, quad)
            and not _in_row(quad, marks)
        ):
            blocks.append(Block(quad, solid))
    return blocks


def _marks(layer: Layer, gap: float) -> Iterator[tuple[Points, NDArray[np.uint8]]]:
    """(hull points, ink mask) of marks as large as a seal; ink closer than `gap` (a share of the
    picture's longest side) is one mark."""
    side = max(layer.shape)
    ink = (layer > RED).astype(np.uint8)
    ink = np.asarray(cv2.medianBlur(ink, 3), np.uint8)
    reach = 2 * round(gap * side / 2) + 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for label in range(1, count):
        width, height = int(stats[label, 2]), int(stats[label, 3])
        if not SMALLEST * side <= max(width, height) <= LARGEST * side:
            continue
        mask = ((labels == label) & (ink > 0)).astype(np.uint8)
        ys, xs = np.nonzero(mask)
        if len(xs) < 40:
            continue
        hull = cv2.convexHull(np.stack([xs, ys], axis=1).astype(np.float32))
        points = np.asarray(hull[:, 0], np.float32)
        (_, _), (one, other), _ = cv2.minAreaRect(points)
        if min(one, other) > 0.6 * SMALLEST * side and max(one, other) < LONGEST_ASPECT * min(
            one, other
        ):
            yield points, mask


def _upright_quad(points: Points) -> Points:
    """The smallest rectangle around the points, first corner at the top left."""
    corners = cv2.boxPoints(cv2.minAreaRect(points))
    start = int(corners.sum(axis=1).argmin())
    quad: Points = np.roll(corners, -start, axis=0).astype(np.float32)
    return quad


def _framed(mask: NDArray[np.uint8], quad: Points) -> float:
    """Share of the quad's outline that has ink within a tenth of its short side."""
    side = min(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    reach = 2 * max(1, round(0.06 * side)) + 1
    near = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    steps = np.linspace(0.04, 0.96, 24, dtype=np.float32)[:, None]
    hits = []
    for i in range(4):
        line = np.round(quad[i] + (quad[(i + 1) % 4] - quad[i]) * steps).astype(int)
        x = np.clip(line[:, 0], 0, mask.shape[1] - 1)
        y = np.clip(line[:, 1], 0, mask.shape[0] - 1)
        hits.append(float(near[y, x].mean()))
    return (sum(hits) - max(hits)) / 3 if min(hits) < 0.3 else sum(hits) / 4


def _filled(mask: NDArray[np.uint8], quad: Points) -> float:
    area = cv2.contourArea(quad)
    return float(mask.sum()) / max(area, 1.0)


def _has_glyphs(layer: Layer, mask: NDArray[np.uint8], quad: Points) -> bool:
    """Whether the density within the quad has edges: glyphs cut out of a solid seal do, however small;
    a face or a colour field does not."""
    middle = quad.mean(axis=0)
    inner = cv2.fillPoly(
        np.zeros_like(mask), [np.round(middle + (quad - middle) * 0.8).astype(np.int32)], 1
    )
    steps = np.abs(np.diff(layer, axis=1, append=0))[inner > 0]
    return len(steps) > 0 and float(steps.mean()) > EDGED * float(np.median(layer[mask > 0]))


def _is_rectangular(points: Points, quad: Points) -> bool:
    """Whether the hull fills its rectangle; an ellipse (a thumb print) fills 0.785 of it."""
    return cv2.contourArea(points) > 0.86 * cv2.contourArea(quad)


def _in_row(quad: Points, marks: Sequence[tuple[Points, NDArray[np.uint8]]]) -> bool:
    """Whether two other marks of like size stand level with the quad, as in a headline."""
    centre, size = quad.mean(axis=0), float(np.ptp(quad[:, 1]))
    others = [points for points, _ in marks]
    level = [
        p
        for p in others
        if abs(float(p[:, 1].mean()) - centre[1]) < 0.35 * size
        and 0.6 < float(np.ptp(p[:, 1])) / max(size, 1.0) < 1.7
    ]
    return len(level) >= 3
