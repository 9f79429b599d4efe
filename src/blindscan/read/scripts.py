# SPDX-License-Identifier: Apache-2.0
"""Lines in Arabic script, which the engine detects and cannot read, through a second engine."""

from collections.abc import Iterator, Sequence

from blindscan.model.geometry import Points, grow_quad, quad_size
from blindscan.model.line import Line
from blindscan.model.marks import ScriptLine
from blindscan.model.page import Pixels
from blindscan.read.script_gaps import missed_quads
from blindscan.read.script_shape import cut_line, looks_arabic
from blindscan.read.tesseract import read_strip

LANGUAGE = "uig"
GIBBERISH = 0.7
"""Mean character probability below which the engine's reading may be gibberish: it gives 0.0 to 0.2
for most Arabic script, and up to 0.65 for some."""


def read_scripts(pixels: Pixels, lines: Sequence[Line]) -> tuple[ScriptLine, ...]:
    """The lines of an upright (h, w, 3) RGB page that look like Arabic script; () for most pages."""
    return tuple(_scripts(pixels, lines))


def _scripts(pixels: Pixels, lines: Sequence[Line]) -> Iterator[ScriptLine]:
    for quad in _suspects(pixels, lines):
        if looks_arabic(cut_line(pixels, quad)):
            height = quad_size(quad)[1]
            roomy = grow_quad(quad, 0.3 * height, 0.15 * height)
            read = read_strip(cut_line(pixels, roomy), LANGUAGE)
            yield ScriptLine(roomy, read.words, read.confidence) if read else ScriptLine(roomy, None)


def _suspects(pixels: Pixels, lines: Sequence[Line]) -> Iterator[Points]:
    for line in lines:
        if line.score < GIBBERISH and not _runs_down(line.quad):
            yield line.quad
    yield from missed_quads(pixels, lines)


def _runs_down(quad: Points) -> bool:
    """Whether a line runs up or down an upright page; Arabic script never does."""
    along = quad[1] - quad[0]
    return bool(abs(along[1]) > abs(along[0]))
