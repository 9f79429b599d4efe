# SPDX-License-Identifier: Apache-2.0
"""How much of an own seal is masked: all of it, or the own words alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from blindscan.find.boxes import along_strip
from blindscan.find.spots import spots
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.line import Head
from blindscan.model.marks import Seal

SealScope = Literal["whole", "text"]
OVERHANG = 0.25
"""How far above and below a strip its glyphs may reach, as a share of the strip's height."""


def own_words(
    seals: Sequence[Seal],
    findings: Sequence[Finding],
    terms: Sequence[Term],
    head: Head,
    floor: float,
) -> tuple[Finding, ...]:
    """The seals' findings, those that are sure narrowed to every place in the seal that bears a term
    with at least the score `floor`. Doubts, and seals in which those places are not known, stay whole.
    """
    sought = [term for term in terms if term.sure and term.script != "uyghur" and len(term.text) >= 2]
    narrowed: list[Finding] = []
    for finding in findings:
        seal = next((s for s in seals if s.outline is finding.polygon), None)
        places = list(_places(seal, sought, head, floor)) if seal and finding.sure else []
        narrowed += [replace(finding, polygon=place) for place in places] or [finding]
    return tuple(narrowed)


def _places(
    seal: Seal, terms: Sequence[Term], head: Head, floor: float
) -> Iterator[NDArray[np.float32]]:
    if len(seal.ribbons) != len(seal.bearers):
        return
    readable = [n for n, bearer in enumerate(seal.bearers) if len(bearer)]
    bearers = [seal.bearers[n] for n in readable]
    for which, number, one in spots(bearers, terms, head, [floor] * len(terms)):
        along = along_strip(bearers[which], one, terms[number].script)
        yield _part(seal.ribbons[readable[which]], along)


def _part(ribbon: NDArray[np.float32], along: NDArray[np.float64]) -> NDArray[np.float32]:
    """(n, 2) polygon around the part of a (k, 2, 2) ribbon between two shares of its length."""
    steps = len(ribbon) - 1
    first = int(np.clip(np.floor(along[0] * steps), 0, steps - 1))
    last = int(np.clip(np.ceil(along[1] * steps), first + 1, steps))
    part = ribbon[first : last + 1]
    lift = OVERHANG * (part[:, 0] - part[:, 1])
    return np.concatenate([part[:, 0] + lift, (part[:, 1] - lift)[::-1]]).astype(np.float32)
