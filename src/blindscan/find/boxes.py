# SPDX-License-Identifier: Apache-2.0
"""From the frames of a spot to the place on the page that it covers.

The recogniser's peaks sit near the middle of their glyphs, so a string's box reaches from half a
glyph before its first peak to half a glyph after its last, but not past the middle between a peak and
its foreign neighbour's.
"""

import numpy as np
from numpy.typing import NDArray

from blindscan.find.spotting import Spot
from blindscan.model.geometry import grow_quad, quad_size, slice_quad
from blindscan.model.line import Bearer, Glyphs, Lattice, Line

HALF_GLYPH = {"han": 0.60, "latin": 0.95, "cyrillic": 0.95, "uyghur": 1.0}
"""Half a glyph's width as a share of the glyph pitch. Measured on drawn lines in eight fonts: han
peaks lie within 0.1 pitch of the middle, latin ones up to half a pitch off."""
PITCH_FRAMES = (2.5, 6.5)
"""Bounds of a han glyph's width in frames: a strip is six frames tall, a glyph at most a bit wider."""
LATIN_PITCH_FRAMES = (1.2, 4.0)
GLYPH_SLACK = 0.2
"""What a text-only engine's places may be off, as a share of the line's glyph pitch."""


def spot_box(line: Line, spot: Spot, script: str) -> NDArray[np.float32]:
    """The quad (4, 2), in the line's frame, of a spot in the line's own reading."""
    assert line.bearer is not None
    along = np.clip(along_strip(line.bearer, spot, script), -0.02, 1.02)
    if line.knots is not None:
        along = np.interp(along, line.knots[:, 0], line.knots[:, 1])
    _, height = quad_size(line.quad)
    box = slice_quad(line.quad, float(along[0]), float(along[1]))
    return grow_quad(box, 0.0, max(1.0, 0.03 * height))


def along_strip(bearer: Bearer, spot: Spot, script: str) -> NDArray[np.float64]:
    """(2,) where along its strip a spot starts and ends, as shares of the strip's length."""
    if isinstance(bearer, Glyphs):
        return _by_glyphs(bearer, spot)
    return _by_frames(bearer, spot, script)


def _by_glyphs(glyphs: Glyphs, spot: Spot) -> NDArray[np.float64]:
    """From the places that a text-only engine gave."""
    places = glyphs.places
    middles = places.mean(axis=1)
    pitch = float(np.median(np.diff(middles))) if len(middles) > 1 else float(np.ptp(places))
    own = places[spot.start : spot.end + 1]
    slack = GLYPH_SLACK * max(pitch, 0.0)
    return np.array([own[:, 0].min() - slack, own[:, 1].max() + slack], dtype=np.float64)


def _by_frames(lattice: Lattice, spot: Spot, script: str) -> NDArray[np.float64]:
    """From the frames of the peaks."""
    pitch = _pitch(spot.peaks, script)
    reach = HALF_GLYPH[script] * pitch
    before, after = _neighbours(lattice.best, spot)
    # A peak is a frame's middle, hence the half; a neighbour's midpoint gets a tenth of slack.
    start = max(spot.start + 0.5 - reach, (before + spot.start + 1) / 2 - 0.1 * pitch)
    end = min(spot.end + 0.5 + reach, (after + spot.end + 1) / 2 + 0.1 * pitch)
    return np.array([start, end], dtype=np.float64) / len(lattice)


def _pitch(peaks: tuple[int, ...], script: str) -> float:
    """Frames a glyph takes. Spread-out names have wide gaps, hence the bound from above."""
    low, high = PITCH_FRAMES if script == "han" else LATIN_PITCH_FRAMES
    if len(peaks) < 2:
        return high
    return float(np.clip(np.median(np.diff(peaks)), low, high))


def _neighbours(best: NDArray[np.int32], spot: Spot) -> tuple[float, float]:
    """Frames of the nearest foreign characters before and after, or far away."""
    read = np.flatnonzero(best)
    before, after = read[read < spot.start], read[read > spot.end]
    return (
        float(before[-1]) if len(before) else -1e3,
        float(after[0]) if len(after) else 1e6,
    )
