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
SMALLEST, LARGEST, WHOLE_LARGEST = 0.03, 0.33, 0.52
"""Bounds of a seal's radius as a share of the picture's longest side; the last one, for rings that are
round beyond doubt, lets a photograph of nothing but a seal pass."""
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
    """Where a seal is, in page pixels: a ring's ellipse or a block's quad, and its ink layer.
    `weak`: the ring is shown so badly that only its text can tell whether it is one."""

    ring: Ring | None
    block: Block | None
    layer: LayerName
    weak: bool = False


@dataclass(frozen=True)
class RingRule:
    """What counts as a ring in one layer: edge and ridge in density, shares of the ring, from
    `weak` on if its text is legible, too."""

    edge: float
    ridge: float
    votes: float
    coverage: float
    weak: float
    tries: int
    by_hull: bool


RULES: dict[LayerName, RingRule] = {
    "red": RingRule(0.03, 0.03, votes=0.22, coverage=0.6, weak=0.42, tries=8, by_hull=True),
    "dark": RingRule(0.04, 0.04, votes=0.28, coverage=0.75, weak=0.66, tries=5, by_hull=False),
}


def find_places(pixels: Pixels) -> tuple[Place, ...]:
    """All places on an upright page that look like a seal, in page pixels, weak ones last."""
    small, factor = shrink(pixels, LOCATE_SIDE)
    ink = ink_of(small, paper_of(small))
    red: list[Ring] = []
    weak_red: list[Ring] = []
    blocks: list[Block] = []
    if float((ink.red > RED_PRESENT).mean()) > RED_SHARE:
        shown, weak_red = _rings(ink.red, "red")
        red = _not_square(_apart(shown, []), ink.red)
        blocks = seal_blocks(ink.red, [ring.ellipse for ring in red])
    shown, weak_dark = _rings(ink.dark, "dark")
    taken = [ring.ellipse for ring in red]
    dark = _apart(shown, taken)
    taken += [ring.ellipse for ring in dark] + [Ellipse.within(block.quad) for block in blocks]
    places = [Place(ring, None, "red") for ring in red]
    places += [Place(ring, None, "dark") for ring in dark]
    places += [Place(None, block, "red") for block in blocks]
    faint = _apart(weak_red, taken)
    places += [Place(ring, None, "red", weak=True) for ring in faint]
    taken += [ring.ellipse for ring in faint]
    places += [Place(ring, None, "dark", weak=True) for ring in _apart(weak_dark, taken)]
    return tuple(_scaled(place, 1 / factor) for place in places)


def _rings(layer: Layer, name: LayerName) -> tuple[list[Ring], list[Ring]]:
    """The rings of one layer that are shown, and the weak ones."""
    rule = _suited(RULES[name], layer)
    fitted = [fit_ring(layer, guess, rule.ridge) for guess in _guesses(layer, rule)]
    rings = [ring for ring in fitted if ring and _is_sized(ring, layer)]
    shown = [ring for ring in rings if _shown(ring) > rule.coverage]
    return shown, [ring for ring in rings if rule.coverage >= _shown(ring) > rule.weak]


def _apart(rings: list[Ring], taken: list[Ellipse]) -> list[Ring]:
    """Distinct rings, best shown first, none in the place of a `taken` one."""
    apart: list[Ring] = []
    for ring in sorted(rings, key=lambda r: -(r.coverage**4) * r.ellipse.radius):
        others = [*taken, *(other.ellipse for other in apart)]
        if not any(_same(ring.ellipse, other) for other in others):
            apart.append(ring)
    return apart


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


def _shown(ring: Ring) -> float:
    """How well a ring is shown, in [0, 1]."""
    return ring.coverage * min(1.0, ring.visible + 0.2)


def _is_sized(ring: Ring, layer: Layer) -> bool:
    """Whether the ring has a seal's size, and is not filled like a thumb print."""
    size = ring.ellipse.radius / max(layer.shape)
    largest = WHOLE_LARGEST if _shown(ring) > WHOLE else LARGEST
    if not (SMALLEST < size < largest and ring.visible > 0.3):
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


def _scaled(place: Place, factor: float) -> Place:
    ring, block = place.ring, place.block
    return replace(
        place,
        ring=ring and replace(ring, ellipse=ring.ellipse.scaled(factor)),
        block=block and block.scaled(factor),
    )
