# SPDX-License-Identifier: Apache-2.0
"""How much of a seal's ring was read: sure characters, and no ink between them left unexplained.

The mean probability alone would call a blurred ring legible of which two glyphs came out well.
"""

import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels
from blindscan.read.recogniser import STRIDE, Reading
from blindscan.read.unroll import TURNS

SHORTEST = 4
"""Characters of the shortest body's name (新疆大学): fewer in a turn are a remnant, not a name."""


def legibility(reading: Reading, strip: Pixels) -> float:
    """In [0, 1]: mean character probability × share of enough characters × share of ink explained.

    `strip`: the (48, width, 3) strip that was read, black on white.
    """
    han = sum("\u3400" <= c <= "\u9fff" for c in reading.text)
    if not han:
        return 0.0
    return reading.score * _enough(han) * _explained(_places(reading, strip), strip)


def _enough(han: int) -> float:
    return float(np.clip(han / TURNS - (SHORTEST - 1), 0, 1))


def _places(reading: Reading, strip: Pixels) -> NDArray[np.float64]:
    """(n,) where along the strip the characters stand, in frames."""
    if reading.lattice is not None:
        return reading.lattice.read_frames().astype(np.float64)
    if reading.glyphs is None or not len(reading.glyphs):
        return np.zeros(0)
    places = reading.glyphs.places * (strip.shape[1] / STRIDE)
    return np.asarray(places.mean(axis=1), dtype=np.float64)


def _explained(peaks: NDArray[np.float64], strip: Pixels) -> float:
    """Share of inked frames that lie within three quarters of a glyph's pitch of a character."""
    ink = (strip[:, :, 0] < 128).sum(axis=0)
    frames = -(-strip.shape[1] // STRIDE)
    padded = np.pad(ink, (0, frames * STRIDE - len(ink)))
    busy = np.flatnonzero(padded.reshape(frames, STRIDE).max(axis=1) >= strip.shape[0] // 8)
    if not len(busy) or len(peaks) < 2:
        return 0.0
    pitch = float(np.median(np.diff(peaks)))
    away = np.abs(busy[:, None] - peaks[None, :]).min(axis=1)
    return float((away <= 0.75 * pitch).mean())
