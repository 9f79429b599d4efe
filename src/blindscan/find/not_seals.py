# SPDX-License-Identifier: Apache-2.0
"""Red marks that nobody can read as a seal because they are none: headline glyphs, the state emblem.

Only doubts are looked at. A headline's glyph is told by the line that it belongs to, which reads well;
the emblem by its place beside or above 中华人民共和国 or 居民身份证.
"""

from collections.abc import Sequence

from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Line

READ = 0.9
"""Mean character probability from which a line is taken at its word."""
LEAST_HEADLINE = 2
"""Characters of a line that a glyph may belong to."""
COVERED = 0.8
"""Share of a glyph's place that its line covers."""
TITLES = ("中华人民共和国", "居民身份证")


def without_print(seals: Sequence[Finding], lines: Sequence[Line]) -> tuple[Finding, ...]:
    """The seals' findings without doubts over headline glyphs and the state emblem."""
    read = [line for line in lines if line.score >= READ]
    return tuple(
        seal
        for seal in seals
        if seal.sure or not any(_is_glyph_of(seal, line) or _is_emblem(seal, line) for line in read)
    )


def _is_glyph_of(seal: Finding, line: Line) -> bool:
    """Whether a mark stands within a line of its own height."""
    left, top, right, bottom = bounds(seal.polygon)
    l2, t2, r2, b2 = bounds(line.quad)
    width, height = min(right, r2) - max(left, l2), min(bottom, b2) - max(top, t2)
    covered = max(width, 0) * max(height, 0) / max((right - left) * (bottom - top), 1e-6)
    tall = min(quad_size(line.quad)) < 1.8 * (bottom - top)
    return covered > COVERED and tall and len(line.text.strip()) >= LEAST_HEADLINE


def _is_emblem(seal: Finding, line: Line) -> bool:
    """Whether a mark stands left of a title, level with it, or right above its middle."""
    if not any(title in line.text for title in TITLES):
        return False
    left, top, right, bottom = bounds(seal.polygon)
    l2, t2, r2, b2 = bounds(line.quad)
    size = max(right - left, bottom - top)
    level = abs((top + bottom) - (t2 + b2)) < 1.2 * size and 0 < l2 - right + 0.2 * size < 1.7 * size
    above = abs((left + right) - (l2 + r2)) < size and 0 < t2 - bottom + 0.2 * size < 1.7 * size
    return level or above
