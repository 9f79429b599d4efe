# SPDX-License-Identifier: Apache-2.0
"""Find the seals of a page by shape: rings and blocks in red ink, rings in any other ink."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from blindscan.model.page import Pixels
from blindscan.read.seal_blocks import Block, ring_guesses, seal_blocks
from blindscan.read.seal_ink import Layer, ink_of, paper_of, shrink, shrunk_layer
from blindscan.read.seal_rings import Ellipse, Ring, filled_share, fit_ring
from blindscan.read.seal_votes import vote_circles

LOCATE_SIDE = 1000
"""Longest side in pixels of the picture that is searched; a 40 mm seal on A4 is 135 px."""
VOTE_SIDE = 600
OVAL = 0.69
"""Height over width of oval seals: 40 × 28 mm, 45 × 30 mm."""
SMALLEST, LARGEST = 0.03, 0.33
"""Bounds of a seal's radius as a share of the picture's longest side."""
THUMB, FILLED = 0.05, 0.36
"""Radius up to which a mark may be a thumb print, and the inked share of its inside from which it
is: the text and star of readable seals ink 0.28 of it at most."""
WHOLE = 0.85
"""Coverage from which a ring is round beyond doubt; a circle in a square frame has 0.6 to 0.75."""
STEEP = 0.12
"""Change of density between neighbours that the sharpest edges of a readable page exceed."""
CORNERS = np.linspace(0, 2 * np.pi, 48, endpoint=False, dtype=np.float32)
RED_PRESENT = 0.10
"""Redness of ink; JPEG colour bleeding around black print stays below."""
RED_SHARE = 3e-4
"""Share of a page that must be red before it is searched: a faint 100 px ring on 1000 × 700 px."""

LayerName = Literal["red", "dark"]


@dataclass(frozen=True)
class Place:
    """Where a seal is, in page pixels: a ring's ellipse or a block's quad, and its ink layer."""

    ring: Ring | None
    block: Block | None
    layer: LayerName


@dataclass(frozen=True)
class RingRule:
    """What counts as a ring in one layer: edge and ridge in density, shares of the ring."""

    edge: float
    ridge: float
    votes: float
    coverage: float
    tries: int
    by_hull: bool


RULES: dict[LayerName, RingRule] = {
    "red": RingRule(edge=0.03, ridge=0.03, votes=0.22, coverage=0.6, tries=8, by_hull=True),
    "dark": RingRule(edge=0.04, ridge=0.04, votes=0.28, coverage=0.75, tries=5, by_hull=False),
}


def find_places(pixels: Pixels) -> tuple[Place, ...]:
    """All places on an upright page that look like a seal, in page pixels."""
    small, factor = shrink(pixels, LOCATE_SIDE)
    ink = ink_of(small, paper_of(small))
    rings: list[tuple[Ring, LayerName]] = []
    blocks: list[Block] = []
    if float((ink.red > RED_PRESENT).mean()) > RED_SHARE:
        red = _not_square(list(_rings(ink.red, "red", [])), ink.red)
        rings += [(ring, "red") for ring in red]
        blocks = seal_blocks(ink.red, [ring.ellipse for ring in red])
    taken = [ring.ellipse for ring, _ in rings]
    rings += [(ring, "dark") for ring in _rings(ink.dark, "dark", taken)]
    found = [Place(_ring_scaled(ring, 1 / factor), None, name) for ring, name in rings]
    return (*found, *(Place(None, block.scaled(1 / factor), "red") for block in blocks))


def _rings(layer: Layer, name: LayerName, taken: list[Ellipse]) -> Iterator[Ring]:
    """Distinct rings of one layer, best shown first, none in the place of a `taken` one."""
    rule = _suited(RULES[name], layer)
    fitted = [fit_ring(layer, guess, rule.ridge) for guess in _guesses(layer, rule)]
    rings = [ring for ring in fitted if ring and _is_seal(ring, rule, layer)]
    for ring in sorted(rings, key=lambda r: -(r.coverage**4) * r.ellipse.radius):
        if not any(_same(ring.ellipse, other) for other in taken):
            taken.append(ring.ellipse)
            yield ring


def _suited(rule: RingRule, layer: Layer) -> RingRule:
    """The rule for a page without sharp edges: a blurred or faint ring has half the slope."""
    sample = layer[::2, ::2]
    steepest = float(np.quantile(np.abs(np.diff(sample, axis=1)), 0.995))
    ease = float(np.clip(steepest / STEEP, 0.5, 1.0))
    return replace(rule, edge=rule.edge * ease, ridge=rule.ridge * ease)


def _guesses(layer: Layer, rule: RingRule) -> Iterator[Ellipse]:
    """Ellipses to try: circles and wide ovals that edges vote for, hulls of connected red ink."""
    side = max(layer.shape)
    factor = min(1.0, VOTE_SIDE / side)
    for squeeze in (1.0, OVAL):
        small = shrunk_layer(layer, factor * squeeze, factor)
        radii = (SMALLEST * side * factor, 0.33 * side * factor)
        for circle in vote_circles(small, radii, rule.edge, rule.votes, rule.tries):
            yield Ellipse(
                circle.x / (factor * squeeze),
                circle.y / factor,
                circle.radius / (factor * squeeze),
                circle.radius / factor,
            )
    if rule.by_hull:
        yield from ring_guesses(layer)


def _is_seal(ring: Ring, rule: RingRule, layer: Layer) -> bool:
    """Whether the ring is shown well, has a seal's size, and is not filled like a thumb print."""
    size = ring.ellipse.radius / max(layer.shape)
    shown = ring.coverage * min(1.0, ring.visible + 0.2) > rule.coverage
    if not (SMALLEST < size < LARGEST and ring.visible > 0.3 and shown):
        return False
    return size > THUMB or filled_share(layer, ring) < FILLED


def _not_square(rings: list[Ring], layer: Layer) -> list[Ring]:
    """The rings without those that only touch the four sides of a square seal."""
    if all(ring.coverage > WHOLE for ring in rings):
        return rings
    squares = [Ellipse.within(block.quad) for block in seal_blocks(layer, [])]
    return [
        ring
        for ring in rings
        if ring.coverage > WHOLE or not any(_same(ring.ellipse, square) for square in squares)
    ]


def _same(one: Ellipse, other: Ellipse) -> bool:
    """Whether two rings belong to one seal: most of the smaller lies in the larger."""
    frame = np.concatenate([one.points(CORNERS), other.points(CORNERS)])
    low, span = frame.min(axis=0), float(np.ptp(frame, axis=0).max())
    masks = []
    for ellipse in (one, other):
        mask = np.zeros((64, 64), np.uint8)
        outline = np.round((ellipse.points(CORNERS) - low) * (63 / max(span, 1.0))).astype(np.int32)
        masks.append(cv2.fillPoly(mask, [outline], 1))
    smaller = min(int(masks[0].sum()), int(masks[1].sum()))
    return int(np.logical_and(*masks).sum()) > 0.65 * smaller


def _ring_scaled(ring: Ring, factor: float) -> Ring:
    return Ring(ring.ellipse.scaled(factor), ring.coverage, ring.visible, ring.density)
