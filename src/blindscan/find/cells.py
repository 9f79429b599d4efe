# SPDX-License-Identifier: Apache-2.0
"""The value beside 姓名 or 工作单位 that nobody could read is doubt: its place says whose it is.

A value that reads well is judged by what it says, and stays when it says something else. An empty cell
stays too: rules of tables and the line that a value stands on are no ink of it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from blindscan.find.ink import ink_quad
from blindscan.find.label_ends import label_end
from blindscan.find.thresholds import place_score
from blindscan.model.finding import Finding
from blindscan.model.geometry import Points, bounds, quad_size, rectangle, slice_quad
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.model.words import Remark

Box = tuple[float, float, float, float]
"""left, top, right, bottom"""
FINDER = "cells"
READ = 0.70
"""Mean character probability from which a value is taken at its word."""
NOBODY = "无/-—一男女"
"""Single characters that fill a cell beside a name's label, or stand in the next one."""
REACH = {"name": 6.0, "unit": 12.0}
"""How far right of its label a value may end, in line heights."""
_COLON = frozenset(":：")
_LABELS = {
    "name": re.compile(
        "^(?:(?:本人|申报人|申请人|学生|教师)?姓名|法定代表人|联系人|持证人|获奖者|参赛选手|指导教师)[:]?$"
    ),
    "unit": re.compile("^(?:现?工作单位|所在单位|现单位|所在学校|单位名称)[:]?$"),
}


def find_unread_cells(
    pixels: Pixels, lines: Sequence[Line], found: Sequence[Finding], skew_deg: float = 0.0
) -> tuple[Finding, ...]:
    """Doubts on an upright (h, w, 3) RGB page whose lines fall by `skew_deg` clockwise, apart from
    what was `found` already."""
    return tuple(_findings(pixels, lines, found, _level(skew_deg)))


def _findings(
    pixels: Pixels, lines: Sequence[Line], found: Sequence[Finding], level: NDArray[np.float32]
) -> Iterator[Finding]:
    labels = [(line, kind) for line in lines if (kind := _kind_of(line))]
    taken = [bounds(finding.polygon @ level) for finding in found]
    for label, kind in labels:
        told = [line.quad for line in lines if line is not label and _tells(line, kind)]
        end = label_end(label, len(label.text), len(label.text))
        read = slice_quad(label.quad, 0.0, end)
        place = _place(read @ level, [bounds(quad @ level) for quad in told], REACH[kind])
        left, top, right, bottom = place
        if right - left < bottom - top or any(_meet(place, box) for box in taken):
            continue
        ink = ink_quad(pixels, rectangle(*place) @ level.T, [*told, read])
        if ink is not None:
            yield Finding(
                "field", ink, place_score(FINDER), FINDER, sure=False, why=Remark.of("find.cell_unread")
            )


def unanswered_remarks(lines: Sequence[Line], found: Sequence[Finding]) -> tuple[Remark, ...]:
    """One remark when a name's label has nothing beside it that reads, nor anything `found`; () if
    none. To be asked of pages that are hard to read: on a clear one an empty place is empty."""
    # A line with a colon is a label, or has one of its own.
    boxes = [bounds(line.quad) for line in lines if _tells(line, "name") and not _COLON & {*line.text}]
    boxes += [bounds(finding.polygon) for finding in found if finding.kind != "seal"]
    labels = (line for line in lines if _kind_of(line) == "name")
    if all(any(_is_beside(label, box) for box in boxes) for label in labels):
        return ()
    return (Remark.of("find.cell_unread"),)


def _is_beside(label: Line, box: Box) -> bool:
    left, top, right, bottom = bounds(label.quad)
    height = bottom - top
    shared = min(bottom, box[3]) - max(top, box[1])
    inner = left + (right - left) / 2
    return inner < box[0] < right + REACH["name"] * height and shared > 0.5 * height


def _level(skew_deg: float) -> NDArray[np.float32]:
    """(2, 2) turn of points (rows) that lays lines of that skew level; its transpose undoes it."""
    angle = np.deg2rad(skew_deg)
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]], dtype=np.float32)


def _kind_of(line: Line) -> str | None:
    text = "".join(unicodedata.normalize("NFKC", line.text).split())
    return next((kind for kind, label in _LABELS.items() if label.match(text)), None)


def _place(label: Points, boxes: Sequence[Box], reach: float) -> Box:
    """The place right of a level label, up to the next of the level `boxes` that read well."""
    _, top, right, bottom = bounds(label)
    height = quad_size(label)[1]
    nexts = [l2 for l2, t2, _, b2 in boxes if l2 > right and t2 < bottom and top < b2]
    end = min([right + reach * height, *nexts])
    return right + 0.2 * height, top - 0.3 * height, end - 0.2 * height, bottom + 0.3 * height


def _tells(line: Line, kind: str) -> bool:
    """Whether a line reads well enough to say what it is; a name has two characters."""
    one = kind == "name" and len(line.text.strip()) == 1 and line.text.strip() not in NOBODY
    return line.score >= READ and bool(line.text) and not one


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
