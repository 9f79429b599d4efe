# SPDX-License-Identifier: Apache-2.0
"""Where reading fails, layout speaks: ink beside the applicant's own signature label is a signature.

Only labels that nobody but the applicant signs are taken at their word (承诺人, 申报人签名, 本人签字
…); a bare 签字 may be anybody's. The finding is bounded by the ink itself, not by a blind rectangle.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from blindscan.find.ink import ink_quad
from blindscan.find.label_ends import label_end
from blindscan.find.thresholds import place_score
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, quad_size, rectangle
from blindscan.model.line import Line
from blindscan.model.page import Pixels

FINDER = "fields"
_WHO = "承诺人|保证人|申报人|申请人|本人|被考核人|持证人|考生"
_OWN_LABEL = re.compile(
    rf"(?:签字|签名|签章)[:：]?[(（]?(?:{_WHO})[)）]?[:：]?|"
    rf"(?:{_WHO})[(（]?(?:签字|签名|签章|手写签名)[)）]?[:：]?|(?:承诺人|保证人)[:：]"
)
_NOT_A_NAME = re.compile(r"^\W*$|\d{2,}|年|月|日|无|同意")
Box = tuple[float, float, float, float]
"""left, top, right, bottom"""
READ = 0.6
"""Mean character probability from which a short line is taken at its word; scrawls read as # and 井."""
REACH = 9.0
"""How far right of its label a signature may end, in line heights."""


def find_fields(pixels: Pixels, lines: Sequence[Line], found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Own signatures that the text finder did not `find`, on an upright (h, w, 3) RGB page."""
    return tuple(_findings(pixels, lines, found))


def settled_by_labels(lines: Sequence[Line], found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings; doubtful names where only the applicant signs are sure: two witnesses agree."""
    regions = [region for _, region in _own_places(lines)]
    return tuple(
        replace(finding, sure=True, why=None)
        if finding.kind == "name"
        and not finding.sure
        and not finding.kept
        and _within(finding, regions)
        else finding
        for finding in found
    )


def _within(finding: Finding, regions: Sequence[Box]) -> bool:
    x, y = finding.polygon.mean(axis=0)
    return any(left < x < right and top < y < bottom for left, top, right, bottom in regions)


def _findings(pixels: Pixels, lines: Sequence[Line], found: Sequence[Finding]) -> Iterator[Finding]:
    for label, region in _own_places(lines):
        if any(_meets(region, finding.polygon) for finding in found if finding.kind == "name"):
            continue
        others = [line.quad for line in lines if line is not label and _says_else(line)]
        ink = ink_quad(pixels, rectangle(*region), others)
        if ink is not None:
            yield Finding("signature", ink, place_score(FINDER), FINDER)


def _own_places(lines: Sequence[Line]) -> Iterator[tuple[Line, Box]]:
    """Lines that end in a label which nobody but the applicant signs, and where the signature is
    expected: (left, top, right, bottom), right of the label."""
    for line in lines:
        text = "".join(unicodedata.normalize("NFKC", line.text).split())
        label = _OWN_LABEL.search(text)
        if label is None or label.end() < len(text) - 6:
            continue
        left, top, right, bottom = bounds(line.quad)
        height = quad_size(line.quad)[1]
        start = left + (right - left) * label_end(line, label.end(), len(text))
        yield line, (start, top - 0.5 * height, start + REACH * height, bottom + 0.5 * height)


def _meets(region: Box, polygon: NDArray[np.float32]) -> bool:
    left, top, right, bottom = bounds(polygon)
    return left < region[2] and region[0] < right and top < region[3] and region[1] < bottom


def _says_else(line: Line) -> bool:
    """Whether a line plainly is no signature: a date, a word of the form, anything long."""
    text = "".join(line.text.split())
    plain = bool(_NOT_A_NAME.search(text)) or bool(_OWN_LABEL.search(text))
    return len(text) > 14 or (plain and line.score >= READ)
