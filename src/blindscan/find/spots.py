# SPDX-License-Identifier: Apache-2.0
"""Spots of terms in whatever an engine gives: lattices, or text alone."""

from collections.abc import Sequence

from blindscan.find.edits import spot_glyphs
from blindscan.find.patterns import pattern_of
from blindscan.find.spotting import Spot, spot
from blindscan.model.applicant import Term
from blindscan.model.line import Bearer, Glyphs, Head, Lattice


def spots(
    bearers: Sequence[Bearer],
    terms: Sequence[Term],
    head: Head,
    floors: Sequence[float],
    cuts: Sequence[int] | None = None,
) -> list[tuple[int, int, Spot]]:
    """All spots that score at least their term's floor, as (bearer number, term number, spot).

    `cuts`: for each bearer, the frame (or character) across which a spot must reach.
    """
    lattices = [bearer for bearer in bearers if isinstance(bearer, Lattice)]
    glyphs = [bearer for bearer in bearers if isinstance(bearer, Glyphs)]
    own = [[n for n, b in enumerate(bearers) if isinstance(b, kind)] for kind in (Lattice, Glyphs)]
    parts = [[cuts[n] for n in numbers] if cuts is not None else None for numbers in own]
    patterns = [pattern_of(term, head) for term in terms] if lattices else []
    return [
        *((own[0][w], n, one) for w, n, one in spot(lattices, patterns, head, floors, parts[0])),
        *((own[1][w], n, one) for w, n, one in spot_glyphs(glyphs, terms, head, floors, parts[1])),
    ]
