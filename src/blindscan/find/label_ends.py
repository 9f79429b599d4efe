# SPDX-License-Identifier: Apache-2.0
"""Where a label ends on a line whose box may hold more than was read."""

from blindscan.model.line import Line

HALF_GLYPH_FRAMES = 3.0


def label_end(line: Line, characters: int, of: int) -> float:
    """Where on the line, from 0 to 1, its first so many characters end. A line's box may hold a
    signature of which nothing was read, so the frames tell, not the share of the characters."""
    if line.lattice is None:
        return _by_glyphs(line, characters, of)
    peaks = line.lattice.read_frames()
    if not len(peaks):
        return 0.0
    last = peaks[min(characters, len(peaks)) - 1]
    return float(min(1.0, (last + HALF_GLYPH_FRAMES) / len(line.lattice)))


def _by_glyphs(line: Line, characters: int, of: int) -> float:
    if line.glyphs is None or not len(line.glyphs):
        return characters / max(1, of)
    written = [n for n, c in enumerate(line.glyphs.text) if not c.isspace()]
    if not written:
        return 0.0
    return float(line.glyphs.places[written[min(characters, len(written)) - 1], 1])
