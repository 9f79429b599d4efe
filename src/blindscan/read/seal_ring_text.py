# SPDX-License-Identifier: Apache-2.0
"""Read a ring seal: its ring band in several cuts, and the lines inside it."""

import cv2
import numpy as np

from blindscan.model.geometry import Points
from blindscan.model.line import Line
from blindscan.model.marks import Seal
from blindscan.model.page import Pixels
from blindscan.read.seal_engine import SealEngine
from blindscan.read.seal_ink import Layer
from blindscan.read.seal_legibility import legibility
from blindscan.read.seal_patch import Patch
from blindscan.read.seal_rings import Ellipse
from blindscan.read.unroll import RIBBON_STEPS, Band, as_strip, ribbon, ring_strip, widest_gap

WIDE, NARROW = Band(0.95, 0.62), Band(0.95, 0.72)
"""Where ring text stands: few large glyphs, or many small ones."""
INNER = 0.60
"""Share of the radius within which a seal has straight lines (and its star)."""
INNER_LONGEST = 320
"""Pixels that the picture of the inside is sized to for detecting its lines."""
PLAIN = 0.97
"""Legibility of the first cut from which the others would say nothing new."""
MARGIN = 1.05
"""The outline stands this far out, so that the ring's own width and blur are inside."""


def read_ring(patch: Patch, outline: Ellipse, engine: SealEngine) -> Seal:
    """The seal of a patch; `outline` is its ellipse on the page."""
    begin = widest_gap(patch.clean, patch.ellipse, WIDE)
    wide, narrow, full, below = _strips(patch, begin)
    readings = list(engine.recognise([wide]))
    sure = [legibility(readings[0], wide)]
    if sure[0] < PLAIN:
        readings += engine.recognise([narrow, full, below])
        # Print that crosses the seal must not pass for its text: all ink has to explain clean ink.
        judged = zip(readings[1:], (narrow, wide, below), strict=True)
        sure += [legibility(reading, strip) for reading, strip in judged]
    best = int(np.argmax(sure))
    around = _ribbons(outline, begin)[: len(readings)]
    borne = [(r.bearer, ribbon) for r, ribbon in zip(readings, around, strict=True)]
    borne += [(line.bearer, _across(line, patch, outline)) for line in _inner(patch, engine)]
    return Seal(
        outline=outline_of(outline),
        shape="ellipse",
        bearers=tuple(bearer for bearer, _ in borne if bearer is not None),
        text=readings[best].text,
        legibility=sure[best],
        ribbons=tuple(ribbon for bearer, ribbon in borne if bearer is not None),
    )


def _ribbons(outline: Ellipse, begin: float) -> tuple[Points, ...]:
    """Where the strips of a ring lie on the page, in their order."""
    wide = ribbon(outline, WIDE, begin)
    return wide, ribbon(outline, NARROW, begin), wide, ribbon(outline, WIDE, begin, upended=True)


def _across(line: Line, patch: Patch, outline: Ellipse) -> Points:
    """Where a straight line inside the ring lies on the page."""
    scale = outline.radius / patch.ellipse.radius
    middle = np.array([patch.ellipse.x, patch.ellipse.y])
    quad = (line.quad - middle) * scale + np.array([outline.x, outline.y])
    share = np.linspace(0, 1, RIBBON_STEPS)[:, None]
    edges = [quad[0] + (quad[1] - quad[0]) * share, quad[3] + (quad[2] - quad[3]) * share]
    return np.stack(edges, axis=1).astype(np.float32)


def outline_of(ellipse: Ellipse) -> Points:
    """(40, 2) polygon around the ellipse's ink."""
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False, dtype=np.float32)
    return ellipse.points(angles, MARGIN)


def _strips(patch: Patch, begin: float) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """Clean ink in both bands; all ink, which has no holes; clean ink for text along the bottom."""
    clean, whole, ellipse = patch.clean, patch.whole, patch.ellipse
    wide = as_strip(ring_strip(clean, ellipse, WIDE, begin))
    narrow = as_strip(ring_strip(clean, ellipse, NARROW, begin))
    full = as_strip(ring_strip(whole, ellipse, WIDE, begin))
    return wide, narrow, full, np.ascontiguousarray(wide[::-1, ::-1])


def _inner(patch: Patch, engine: SealEngine) -> tuple[Line, ...]:
    """The straight lines inside the ring, in the patch."""
    inside = _disc(patch)
    if inside is None:
        return ()
    picture = as_strip(inside)
    return engine.read_quads(picture, engine.detect(picture, INNER_LONGEST))


def _disc(patch: Patch) -> Layer | None:
    """The densities inside the ring text; None when there is nothing but a star."""
    mask = np.zeros(patch.clean.shape, np.uint8)
    rim = patch.ellipse.points(np.linspace(0, 2 * np.pi, 60, dtype=np.float32), INNER)
    cv2.fillPoly(mask, [np.round(rim).astype(np.int32)], 1)
    inside: Layer = np.where(mask > 0, patch.clean, np.float32(0))
    star = np.zeros_like(mask)
    core = patch.ellipse.points(np.linspace(0, 2 * np.pi, 60, dtype=np.float32), 0.36)
    cv2.fillPoly(star, [np.round(core).astype(np.int32)], 1)
    outside_star = float((inside * (1 - star)).sum()) / max(1.0, float((mask - star).sum()))
    return inside if outside_star > 0.03 or patch.ellipse.a > 1.2 * patch.ellipse.b else None
