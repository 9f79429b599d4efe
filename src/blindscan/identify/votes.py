# SPDX-License-Identifier: Apache-2.0
"""Who is the applicant? Candidates from labels and phrases, elected by the pages that bear them.

A label's value is one vote; then every candidate is spotted on every page. The applicant's own name
is on most of their papers, everybody else's on one or two; a misread candidate is spotted less often
than the true one.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from blindscan.identify.values import Claim
from blindscan.identify.variants import fold, unit_forms
from blindscan.model.applicant import TermKind
from blindscan.model.words import Remark

PagesBearing = Callable[[TermKind, str], frozenset[int]]
"""(kind, candidate) -> numbers of the pages on which it was spotted."""


@dataclass(frozen=True)
class Elected:
    """The outcome for one kind. `text` is None when nobody, or nobody clearly, was elected; a `remark`
    beside a text says that a person should look at it."""

    kind: TermKind
    text: str | None = field(repr=False)
    aliases: tuple[str, ...] = field(repr=False)
    pages: tuple[int, ...]
    remark: Remark | None = None


CLEAR_LEAD = 1.35
"""How many times the runner-up's tally the winner's must be."""
LEAST_TALLY = 3.0
CANDIDATES = 8
MISREAD = 0.25
"""Characters of the only place that names someone, which may be expected to be wrong."""


def elect(
    kind: TermKind, claims_by_page: Mapping[int, Sequence[Claim]], pages_bearing: PagesBearing
) -> Elected:
    """Elect the applicant's name or unit from all claims on their pages."""
    labelled: dict[str, dict[int, float]] = defaultdict(dict)
    spelled: dict[str, str] = {}
    misread: dict[str, float] = {}
    for page, made in claims_by_page.items():
        for claim in made:
            if claim.kind == kind:
                key = fold(claim.text)
                labelled[key][page] = max(claim.weight, labelled[key].get(page, 0.0))
                spelled[key] = max(spelled.get(key, ""), claim.text, key=len)
                misread[key] = min(misread.get(key, claim.misread), claim.misread)
    if not labelled:
        return Elected(kind, None, (), (), Remark.of(f"identify.no_{kind}"))
    ranked = sorted(labelled, key=lambda k: -sum(labelled[k].values()))[:CANDIDATES]
    bearing = {key: pages_bearing(kind, key) for key in ranked}
    tally = {key: sum(labelled[key].values()) + len(bearing[key]) for key in ranked}
    groups = _groups(kind, tally)
    best = groups[0]
    if best.votes < LEAST_TALLY:
        return Elected(kind, None, (), (), Remark.of(f"identify.no_{kind}"))
    if len(groups) > 1 and best.votes < CLEAR_LEAD * groups[1].votes:
        return Elected(kind, None, (), (), Remark.of(f"identify.close_{kind}"))
    pages = frozenset().union(*(bearing[member] for member in best.members))
    aliases = tuple(m for m in best.members[1:] if kind == "unit")
    unsure = len(pages) < 2 and misread[best.members[0]] > MISREAD
    remark = Remark.of(f"identify.misread_{kind}") if unsure else None
    return Elected(kind, spelled[best.members[0]], aliases, tuple(sorted(pages)), remark)


@dataclass(frozen=True)
class _Group:
    """Forms of one name or unit, the canonical one first."""

    members: tuple[str, ...] = field(repr=False)
    votes: float


def _groups(kind: TermKind, tally: Mapping[str, float]) -> list[_Group]:
    """Candidates that are forms of one another vote together. Best first.

    A unit's canonical form is its longest; a person's the one with the most votes, because what makes
    a name longer is more often a neighbouring word than a missing part.
    """
    groups: list[list[str]] = []
    for key in sorted(tally, key=len, reverse=True):
        home = next((g for g in groups if any(_is_form(kind, key, other) for other in g)), None)
        if home is None:
            groups.append([key])
        else:
            home.append(key)
    order = (lambda m: (-len(m),)) if kind == "unit" else (lambda m: (-tally[m], -len(m)))
    made = [_Group(tuple(sorted(g, key=order)), sum(tally[m] for m in g)) for g in groups]
    return sorted(made, key=lambda group: -group.votes)


def _is_form(kind: TermKind, short: str, long: str) -> bool:
    if kind == "unit":
        forms = {form for form, _ in unit_forms(long)}
        return short in forms or long.endswith(short) or _abbreviates(short, long)
    return len(short) >= 2 and long.startswith(short) and len(long) >= len(short) + 2


def _abbreviates(short: str, long: str) -> bool:
    """和静职校 for 和静县职业技术学校: the same first characters, the rest picked out in order."""
    rest = iter(long[2:])
    return short[:2] == long[:2] and all(c in rest for c in short[2:])
