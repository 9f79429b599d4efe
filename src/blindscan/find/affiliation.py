# SPDX-License-Identifier: Apache-2.0
"""A unit's spelled name that nobody told us: the affiliation line under the applicant's spelled name.

Papers give author and unit once more in English. Where the applicant's pinyin stands on a page and no
spelled unit name is known, an institution's line close to it is most likely theirs, hence doubt.
"""

import re
from collections.abc import Sequence

from blindscan.find.thresholds import place_score
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Line
from blindscan.model.words import Remark

FINDER = "affiliation"
NEAR = 4.0
"""How far below or above the name the line may stand, in line heights."""
_INSTITUTION = re.compile(
    r"(?i)college|school|universit|institut|hospital|academy|bureau|center|centre|station|company|co\.|ltd"
)


def find_affiliation(
    lines: Sequence[Line], terms: Sequence[Term], found: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Doubts over institutions' lines near the own spelled name; () when a spelled unit is known."""
    if any(term.kind == "unit" and term.script == "latin" for term in terms):
        return ()
    spelled = {term.id for term in terms if term.kind == "name" and term.script == "latin"}
    names = [finding for finding in found if finding.term in spelled]
    why = Remark.of("find.affiliation")
    return tuple(
        Finding("unit", line.quad, place_score(FINDER), FINDER, sure=False, why=why)
        for line in lines
        if _INSTITUTION.search(line.text) and any(_is_near(line, name) for name in names)
    )


def _is_near(line: Line, name: Finding) -> bool:
    _, top, _, bottom = bounds(line.quad)
    _, above, _, below = bounds(name.polygon)
    gap = max(top - below, above - bottom)
    return gap < NEAR * quad_size(line.quad)[1]
