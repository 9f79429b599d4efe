# SPDX-License-Identifier: Apache-2.0
"""Find the seals that bear the applicant's unit or name, and those that nobody can read.

A seal is judged by the best spot of any term in any of its readings. Another body's seal that reads
well is left alone; a seal that reads badly may be anybody's, which is doubt. Of a seal that the
page's edge cuts, or that reads with holes, only a part of the name is left: there a run of the
unit's characters is doubt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from blindscan.find.spots import spots
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.line import Bearer, Head
from blindscan.model.marks import Seal
from blindscan.model.words import Remark

FINDER = "seals"
EDGE = 0.04
"""Share of an outline's size that is margin, not ink."""
CUT_RUN = 3
"""Characters in a row of a unit that betray it when the rest is cut off."""


@dataclass(frozen=True)
class SealThresholds:
    """`mask`, `doubt`: scores (log ratios per character) from which a term is there, or may be.
    `legible`: legibility in [0, 1] from which a seal without the terms is another body's; `plain`:
    legibility from which half of a unit's characters in a row are no evidence."""

    mask: float
    doubt: float
    legible: float
    plain: float = 0.9


def find_seals(
    seals: Sequence[Seal],
    terms: Sequence[Term],
    head: Head,
    thresholds: SealThresholds,
    page_size: tuple[int, int] | None = None,
) -> tuple[Finding, ...]:
    """One finding for each seal that bears a term, may bear one, or cannot be read.

    `page_size` (width, height) of the upright page tells which seals its edge cuts.
    """
    sought = tuple(t for t in terms if t.script != "uyghur" and len(t.text) >= 2)
    return tuple(_findings(seals, sought, head, thresholds, page_size))


def _findings(
    seals: Sequence[Seal],
    terms: Sequence[Term],
    head: Head,
    thresholds: SealThresholds,
    page_size: tuple[int, int] | None,
) -> Iterator[Finding]:
    for seal in seals:
        term, score = best_term(seal.bearers, terms, head, thresholds)
        if term is not None:
            sure = term.sure and score >= thresholds.mask
            yield _finding(seal, score, term, None if sure else "find.seal_doubt")
        elif page_size and is_cut(seal, page_size) and _bears_part(seal, terms, head, thresholds, 0):
            yield _finding(seal, thresholds.doubt, None, "find.seal_cut")
        elif seal.legibility < thresholds.legible:
            yield _finding(seal, thresholds.doubt, None, "find.seal_unreadable")
        elif seal.legibility < thresholds.plain and (
            _bears_part(seal, terms, head, thresholds, 0.5) or _made_of(seal.text, terms)
        ):
            yield _finding(seal, thresholds.doubt, None, "find.seal_doubt")


def best_term(
    bearers: Sequence[Bearer], terms: Sequence[Term], head: Head, thresholds: SealThresholds
) -> tuple[Term | None, float]:
    """The term that the readings bear best, sure terms first, and its score; (None, doubt) if none.

    Long spelled strings meet long gibberish in a ring, so only han terms may score below `mask`.
    """
    readable = [bearer for bearer in bearers if len(bearer)]
    found = [
        (terms[number], one.score)
        for _, number, one in spots(readable, terms, head, [thresholds.doubt] * len(terms))
        if terms[number].script == "han" or one.score >= thresholds.mask
    ]
    none = (None, thresholds.doubt)
    return max(found, key=lambda one: (one[0].sure, one[1]), default=none)


def is_cut(seal: Seal, page_size: tuple[int, int]) -> bool:
    """Whether the seal reaches past the page by more than the margin of its outline."""
    low, high = seal.outline.min(axis=0), seal.outline.max(axis=0)
    slack = EDGE * (high - low)
    return bool((low < -slack).any() or (high > np.array(page_size) + slack).any())


def _bears_part(
    seal: Seal, terms: Sequence[Term], head: Head, thresholds: SealThresholds, share: float
) -> bool:
    """Whether the seal plainly bears a run of a unit's characters, at least `share` of them."""
    parts = {run for term in terms for run in _runs(term, share)}
    pieces = [Term(f"part-{n}", "unit", text) for n, text in enumerate(sorted(parts))]
    plainly = replace(thresholds, doubt=thresholds.mask)
    return best_term(seal.bearers, pieces, head, plainly)[0] is not None


def _made_of(text: str, terms: Sequence[Term]) -> bool:
    """Whether half of what was read of a ring, in whatever order, are characters of one own unit."""
    han = [c for c in text if "\u3400" <= c <= "\u9fff"]
    units = (term.text for term in terms if term.kind == "unit" and term.script == "han")
    return any(2 * sum(c in unit for c in han) >= len(han) > 0 for unit in units)


def _runs(term: Term, share: float) -> Iterator[str]:
    if term.kind == "unit" and term.script == "han":
        length = max(CUT_RUN, ceil(share * len(term.text)))
        for start in range(len(term.text) - length + 1):
            yield term.text[start : start + length]


def _finding(seal: Seal, score: float, term: Term | None, doubt: str | None) -> Finding:
    return Finding(
        kind="seal",
        polygon=seal.outline,
        score=score,
        finder=FINDER,
        term=term.id if term else None,
        sure=doubt is None,
        why=Remark.of(doubt) if doubt else None,
    )
