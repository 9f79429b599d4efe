# SPDX-License-Identifier: Apache-2.0
"""Ink that looks like a line of text and that nobody could read: it may bear anything, hence doubt.

Such a place is not masked; the page waits for a person.
"""

from collections.abc import Callable, Sequence

import numpy as np

from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Line
from blindscan.model.words import Remark

UNREAD = 0.70
"""Mean character probability below which a long line counts as unread."""
MURKY = 0.75
"""The same for a short line of a page that is hard to read: rare characters come out as others."""
READ = 0.90
"""Mean character probability from which another reading of the same place settles it."""
LEAST_CHARACTERS = 8
LEAST_RUN = 5
"""Unsure characters in a row that make a line unread, however clear the rest of it: print over print.
Lines of clear pages have 3 at most."""
LEAST_MISREAD = 4.0
"""Likewise, characters of a line that may be expected to be wrong, or one less where they stand
together; handwriting has 2, and they stand alone."""
LEAST_ASPECT = 5.0


def unread_remarks(lines: Sequence[Line]) -> tuple[Remark, ...]:
    """One remark when a long line of the page was read by no attempt; () otherwise."""
    return _remark(lines, lambda line: _is_unread(line) and _is_long(line))


def might_be_remarks(
    lines: Sequence[Line], terms: Sequence[Term], found: Sequence[Finding]
) -> tuple[Remark, ...]:
    """One remark when next to nothing could be read of a page that is hard to read, or when a line
    of it reads badly, is as long as the applicant's name or unit, and lies outside what was `found`;
    () otherwise."""
    if sum(len(line.text) for line in lines if line.score >= MURKY) < LEAST_CHARACTERS:
        return (Remark.of("find.unread"),)
    lengths = [len(term.text) for term in terms if term.sure and term.script == "han"]

    def might_be(line: Line) -> bool:
        han = sum("\u3400" <= c <= "\u9fff" for c in line.text)
        alike = any(abs(han - length) <= max(1, length // 4) for length in lengths)
        return 0 < line.score < MURKY and han >= 2 and alike and not _is_found(line, found)

    return _remark(lines, might_be)


def _remark(lines: Sequence[Line], concerns: Callable[[Line], bool]) -> tuple[Remark, ...]:
    """The remark, if a line concerns that no other reading of the same place settles."""
    boxes = np.array([bounds(line.quad) for line in lines]).reshape(-1, 4)
    scores = np.array([line.score for line in lines])
    for i, line in enumerate(lines):
        if concerns(line):
            left, top, right, bottom = boxes[i]
            width = np.minimum(right, boxes[:, 2]) - np.maximum(left, boxes[:, 0])
            height = np.minimum(bottom, boxes[:, 3]) - np.maximum(top, boxes[:, 1])
            same = (width > 0.6 * (right - left)) & (height > 0.3 * (bottom - top))
            if not (same & (scores >= READ)).any():
                return (Remark.of("find.unread"),)
    return ()


def _is_found(line: Line, found: Sequence[Finding]) -> bool:
    x, y = line.quad.mean(axis=0)
    boxes = (bounds(finding.polygon) for finding in found)
    return any(left < x < right and top < y < bottom for left, top, right, bottom in boxes)


def _is_unread(line: Line) -> bool:
    whole = line.score < UNREAD and len(line.text) >= LEAST_CHARACTERS
    mixed = line.misread >= LEAST_MISREAD - (1 if line.weak_run > 1 else 0)
    return whole or line.weak_run >= LEAST_RUN or mixed


def _is_long(line: Line) -> bool:
    length, height = quad_size(line.quad)
    return length >= LEAST_ASPECT * height
