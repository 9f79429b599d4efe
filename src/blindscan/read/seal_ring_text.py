# SPDX-License-Identifier: Apache-2.0
"""Read a ring seal: its ring band in several cuts, and the lines inside it."""

import cv2
import numpy as np

from blindscan.model.geometry import Points
from blindscan.model.marks import Seal
from blindscan.model.page import Pixels
from blindscan.read.recogniser import Reading
from blindscan.read.seal_engine import SealEngine
from blindscan.read.seal_ink import Layer
from blindscan.read.seal_legibility import legibility
from blindscan.read.seal_patch import Patch
from blindscan.read.seal_rings import Ellipse
from blindscan.read.unroll import Band, as_strip, ring_strip, widest_gap

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
    wide, narrow, full, below = _strips(patch)
    readings = list(engine.recognise([wide]))
    sure = [legibility(readings[0], wide)]
    if sure[0] < PLAIN:
        readings += engine.recognise([narrow, full, below])
        # Print that crosses the seal must not pass for its text: all ink has to explain clean ink.
        judged = zip(readings[1:], (narrow, wide, below), strict=True)
        sure += [legibility(reading, strip) for reading, strip in judged]
    best = int(np.argmax(sure))
    return Seal(
        outline=outline_of(outline),
        shape="ellipse",
        bearers=tuple(
            reading.bearer
            for reading in (*readings, *_inner(patch, engine))
            if reading.bearer is not None
        ),
        text=readings[best].text,
        legibility=sure[best],
    )


def outline_of(ellipse: Ellipse) -> Points:
    """(40, 2) polygon around the ellipse's ink."""
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False, dtype=np.float32)
    return ellipse.points(angles, MARGIN)


def _strips(patch: Patch) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """Clean ink in both bands; all ink, which has no holes; clean ink for text along the bottom."""
    clean, whole, ellipse = patch.clean, patch.whole, patch.ellipse
    begin = widest_gap(clean, ellipse, WIDE)
    wide = as_strip(ring_strip(clean, ellipse, WIDE, begin))
    narrow = as_strip(ring_strip(clean, ellipse, NARROW, begin))
    full = as_strip(ring_strip(whole, ellipse, WIDE, begin))
    return wide, narrow, full, np.ascontiguousarray(wide[::-1, ::-1])


def _inner(patch: Patch, engine: SealEngine) -> tuple[Reading, ...]:
    """Readings of the straight lines inside the ring."""
    inside = _disc(patch)
    if inside is None:
        return ()
    picture = as_strip(inside)
    quads = engine.detect(picture, INNER_LONGEST)
    return tuple(
        Reading(line.text, line.score, line.lattice, glyphs=line.glyphs)
        for line in engine.read_quads(picture, quads)
        if line.bearer is not None
    )


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
