# SPDX-License-Identifier: Apache-2.0
"""Ink within a line that the reader jumped over, where a name or a unit is expected.

Scrawled into print, 本人张伟，今年… may read as 本人，今年…: the characters around the name stand
too far apart, and there is ink between them.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from blindscan.find.context import names_itself
from blindscan.find.ink import ink_quad
from blindscan.find.overlap import shared
from blindscan.find.thresholds import place_score
from blindscan.model.finding import Finding
from blindscan.model.geometry import grow_quad, quad_size, slice_quad
from blindscan.model.line import Head, Line
from blindscan.model.page import Pixels
from blindscan.model.words import Remark

FINDER = "gaps"
WIDE = 2.4
"""Distance of two characters, in pitches of their line, from which another one fits between them."""
GLYPH = 0.6
"""Half a character and a little, in pitches."""
LEAST_INK = 0.7
"""Length of the ink between, in line heights; less is a neighbour's stroke."""
LEAST_CHARACTERS = 4
"""Characters of a line of which a pitch can be told."""
_EXPECTED = re.compile(
    "(?:本人|姓名|我叫|兹证明|证明|兹有|授予|申报人|承诺人|保证人|工作单位|所在单位|单位)[:：]?$"
)


def find_gaps(
    pixels: Pixels, lines: Sequence[Line], found: Sequence[Finding], head: Head
) -> tuple[Finding, ...]:
    """What was jumped over on an upright (h, w, 3) RGB page, apart from what was `found` already."""
    gaps = (gap for line in lines if line.lattice is not None for gap in _in_line(pixels, line, head))
    return tuple(gap for gap in gaps if not any(shared(gap, other) > 0.2 for other in found))


def _in_line(pixels: Pixels, line: Line, head: Head) -> Iterator[Finding]:
    assert line.lattice is not None
    best, peaks = line.lattice.best, line.lattice.read_frames()
    if len(peaks) < LEAST_CHARACTERS:
        return
    text = "".join(head.characters[c] for c in best[peaks].tolist())
    steps = np.diff(peaks)
    pitch = float(np.median(steps))
    for k in np.flatnonzero(steps > WIDE * pitch).tolist():
        before, after = text[: k + 1], text[k + 1 :]
        if not _EXPECTED.search(before):
            continue
        own = names_itself(before, after)
        start, end = peaks[k] + 0.5 + GLYPH * pitch, peaks[k + 1] + 0.5 - GLYPH * pitch
        along = np.array([start, end]) / len(best)
        if line.knots is not None:
            along = np.interp(along, line.knots[:, 0], line.knots[:, 1])
        place = slice_quad(line.quad, float(along[0]), float(along[1]))
        ink = ink_quad(pixels, grow_quad(place, 0.0, 0.1 * quad_size(place)[1]), ())
        if ink is not None and quad_size(ink)[0] > LEAST_INK * quad_size(line.quad)[1]:
            why = None if own else Remark.of("find.cell_unread")
            yield Finding("field", ink, place_score(FINDER), FINDER, sure=own, why=why)
