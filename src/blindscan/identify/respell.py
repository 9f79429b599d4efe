# SPDX-License-Identifier: Apache-2.0
"""Two readings of one unit that differ in a character: the one that fits both places is right.

A claim is as good as the engine's reading of one place. Where another line of the applicant's papers
says the same but for one character, and that spelling is spotted on the claim's own page too, and on
more pages than the claimed one, the claim was misread. Units whose names differ by a character in
truth (第十一中学, 第十二中学) are not spotted in each other's places.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from blindscan.identify.names import as_unit
from blindscan.identify.values import Claim, plain
from blindscan.identify.variants import fold
from blindscan.identify.votes import PagesBearing
from blindscan.model.line import Line

LEAST_LENGTH = 6
"""Characters of a unit's name: in shorter ones a character is too much of the whole."""


def respelled(
    claims_by_page: Mapping[int, Sequence[Claim]],
    lines_by_page: Mapping[int, Sequence[Line]],
    pages_bearing: PagesBearing,
) -> dict[int, tuple[Claim, ...]]:
    """The claims by page, misread units replaced by the spelling that the other pages bear out.
    `pages_bearing` tells where exactly that spelling is spotted, shortened forms left aside."""
    readings = {unit for lines in lines_by_page.values() for unit in _units(lines)}

    def right(claim: Claim, page: int) -> Claim:
        if claim.kind != "unit" or len(claim.text) < LEAST_LENGTH:
            return claim
        own = pages_bearing("unit", claim.text)
        for reading in sorted(readings):
            if _one_apart(fold(claim.text), fold(reading)):
                pages = pages_bearing("unit", reading)
                if page in pages and len(pages) > len(own):
                    return replace(claim, text=reading, misread=0.0)
        return claim

    return {page: tuple(right(claim, page) for claim in made) for page, made in claims_by_page.items()}


def _units(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        unit = as_unit(plain(line.text))
        if unit:
            yield unit


def _one_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
