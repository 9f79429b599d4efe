# SPDX-License-Identifier: Apache-2.0
"""The value beside 姓名 or 工作单位 that nobody could read is doubt: its place says whose it is.

A value that reads well is judged by what it says, and stays when it says something else. An empty cell
stays too: rules of tables and the line that a value stands on are no ink of it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from blindscan.find.ink import Box, ink_box
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, quad_size, rectangle
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.model.words import Remark

FINDER = "cells"
SCORE = -3.0
"""Stands for "not read, but by its place": between the text finder's mask and doubt bounds."""
READ = 0.70
"""Mean character probability from which a value is taken at its word."""
REACH = {"name": 6.0, "unit": 12.0}
"""How far right of its label a value may end, in line heights."""
_LABELS = {
    "name": re.compile("^(?:本人|申报人|申请人)?姓名[:]?$"),
    "unit": re.compile("^(?:现?工作单位|所在单位|现单位|所在学校|单位名称)[:]?$"),
}


def find_unread_cells(
    pixels: Pixels, lines: Sequence[Line], found: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Doubts on an upright (h, w, 3) RGB page, apart from what was `found` already."""
    return tuple(_findings(pixels, lines, found))


def _findings(pixels: Pixels, lines: Sequence[Line], found: Sequence[Finding]) -> Iterator[Finding]:
    for line in lines:
        kind = _kind_of(line)
        if kind is None:
            continue
        place = _place(line, lines, REACH[kind])
        if any(_meet(place, bounds(finding.polygon)) for finding in found):
            continue
        if place[2] - place[0] < place[3] - place[1]:
            continue
        box = ink_box(pixels, place, [other.quad for other in lines if _reads(other)])
        if box is not None:
            why = Remark.of("find.cell_unread")
            yield Finding("field", rectangle(*box), SCORE, FINDER, sure=False, why=why)


def _kind_of(line: Line) -> str | None:
    text = "".join(unicodedata.normalize("NFKC", line.text).split())
    return next((kind for kind, label in _LABELS.items() if label.match(text)), None)


def _place(label: Line, lines: Sequence[Line], reach: float) -> Box:
    """(left, top, right, bottom) right of a label, up to the next line that reads well."""
    _, top, right, bottom = bounds(label.quad)
    height = quad_size(label.quad)[1]
    end = right + reach * height
    for line in lines:
        l2, t2, _, b2 = bounds(line.quad)
        if _reads(line) and l2 > right and t2 < bottom and top < b2:
            end = min(end, l2)
    return right + 0.2 * height, top - 0.3 * height, end - 0.2 * height, bottom + 0.3 * height


def _reads(line: Line) -> bool:
    return line.score >= READ and bool(line.text)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
