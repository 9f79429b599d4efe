# SPDX-License-Identifier: Apache-2.0
"""The name's line in a script that the engine cannot read, told by its place.

ID cards and certificates of the region write the name twice, the Uyghur line right above or below the
Han one. The engine detects that line and reads nothing in it. A line without a reading that touches
the applicant's own name is taken for its translation; nothing else on such a page stands there.
"""

from collections.abc import Iterator, Sequence

from blindscan.find.thresholds import place_score
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.geometry import Points, bounds, grow_quad, quad_size
from blindscan.model.marks import PageReading

FINDER = "bilingual"
UNREAD = 0.55
"""Mean character probability below which a reading of Arabic script is gibberish; the development
corpus has 0.0 to 0.2, han lines that near a name 0.7 and better."""
GAP = 1.1
"""Largest gap between the two lines, in heights of the name's line."""
TRANSCRIBED_LENGTH = 5
"""Han characters from which a name is a transcribed one, and so may have a second script."""


def find_bilingual(
    reading: PageReading, terms: Sequence[Term], found: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Unread and script lines right above or below the own name, for applicants whose name has two
    scripts."""
    if not any(_has_second_script(term) for term in terms):
        return ()
    names = [f for f in found if f.kind == "name" and f.sure and len(f.polygon) == 4]
    quads = [line.quad for line in reading.lines if line.score < UNREAD and len(line.text) < 12]
    quads += [script.quad for script in reading.scripts]
    return tuple(_findings(quads, names))


def _has_second_script(term: Term) -> bool:
    transcribed = term.script == "han" and len(term.text) >= TRANSCRIBED_LENGTH
    return term.kind == "name" and (term.script == "uyghur" or transcribed)


def _findings(quads: Sequence[Points], names: Sequence[Finding]) -> Iterator[Finding]:
    for quad in quads:
        if any(_adjoins(quad, name) for name in names):
            yield Finding(
                "name", grow_quad(quad, 0.05 * quad_size(quad)[1], 0.0), place_score(FINDER), FINDER
            )


def _adjoins(quad: Points, name: Finding) -> bool:
    l1, t1, r1, b1 = bounds(quad)
    l2, t2, r2, b2 = bounds(name.polygon)
    height = quad_size(name.polygon)[1]
    gap = max(t2 - b1, t1 - b2)
    shared = min(r1, r2) - max(l1, l2)
    beside = abs((t1 + b1) / 2 - (t2 + b2) / 2) < 0.5 * height
    alike = 0.4 < (b1 - t1) / max(b2 - t2, 1) < 2.0
    return alike and not beside and gap < GAP * height and shared > 0.3 * min(r1 - l1, r2 - l2)
