# SPDX-License-Identifier: Apache-2.0
"""A second opinion: another engine reads the page that is about to be released.

It can only object. That it finds nothing proves nothing, so it never releases a page.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.model.words import Remark
from blindscan.verify.again import Find, decode
from blindscan.verify.plain import mentions

Read = Callable[[Pixels], tuple[Line, ...]]


def objections(
    jpeg: bytes, kept: Sequence[NDArray[np.float32]], terms: Sequence[Term], find: Find, read: Read
) -> tuple[Finding, ...]:
    """What another engine finds in an encoded page, apart from the places that were `kept` readable
    for a reason. `find` is the finders' question to lines."""
    lines = read(decode(jpeg))
    polygons = [finding.polygon for finding in find(lines)]
    for _, touched in mentions(lines, [term for term in terms if term.sure]):
        polygons += [lines[n].quad for n in touched]
    return tuple(
        Finding("name", polygon, 0.0, "opinion", sure=False, why=Remark.of("verify.objection"))
        for polygon in polygons
        if not any(_meet(polygon, place) for place in kept)
    )


def _meet(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    l1, t1, r1, b1 = bounds(one)
    l2, t2, r2, b2 = bounds(other)
    return l1 < r2 and l2 < r1 and t1 < b2 and t2 < b1
