# SPDX-License-Identifier: Apache-2.0
"""Find the applicant's terms in lines of text, by spotting every term in what was read of each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from blindscan.find.boxes import spot_box
from blindscan.find.chains import chains
from blindscan.find.context import meaning, names_itself, sign_of_word, stands_alone
from blindscan.find.joins import joins
from blindscan.find.overlap import shared
from blindscan.find.spots import spots
from blindscan.find.spotting import Spot
from blindscan.find.thresholds import text_bounds
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.line import Bearer, Head, Line
from blindscan.model.words import Remark

FINDER, WITHOUT_LATTICE = "text", "edits"
"""What the ledger calls finds in lattices, and those in what a text-only engine read."""
SAME_PLACE = 0.5
"""Share of a doubt's place that a sure finding must take up to settle it."""


def find_text(lines: tuple[Line, ...], terms: tuple[Term, ...], head: Head) -> tuple[Finding, ...]:
    """Findings of all terms in all lines and across line breaks, doubts included.

    Lines of which nothing was read and terms in Uyghur script are passed over.
    """
    sought = tuple(t for t in terms if t.script != "uyghur")
    readable = tuple(line for line in lines if line.bearer is not None and len(line.bearer))
    if not sought or not readable:
        return ()
    return tuple(
        _without_shadows(
            [*_within_lines(readable, sought, head), *_across_lines(readable, sought, head)]
        )
    )


def _within_lines(lines: tuple[Line, ...], terms: tuple[Term, ...], head: Head) -> Iterator[Finding]:
    bearers = [line.bearer for line in lines if line.bearer is not None]
    for which, term, one in _spots(bearers, terms, head):
        if term.sure and one.score < text_bounds(term.script, lines[which]).doubt:
            continue
        before, after = _around(lines[which], one, head)
        if term.sure or term.kind == "unit" or stands_alone(term.text, before, after):
            yield _in_context(_finding(lines[which], term, one), term, before, after)


def _across_lines(lines: tuple[Line, ...], terms: tuple[Term, ...], head: Head) -> Iterator[Finding]:
    joined = joins(lines)
    cuts = [join.cut for join in joined]
    whole = tuple(term for term in terms if term.sure)
    for which, term, one in _spots([join.bearer for join in joined], whole, head, cuts):
        parts = joined[which].split(one)
        if parts:
            yield _finding(lines[joined[which].first], term, parts[0])
            yield _finding(lines[joined[which].second], term, parts[1])
    linked = chains(lines)
    for which, term, one in _spots([chain.bearer for chain in linked], whole, head):
        for number, part in linked[which].parts(one):
            yield _finding(lines[number], term, part)


def _spots(
    bearers: Sequence[Bearer],
    terms: tuple[Term, ...],
    head: Head,
    cuts: Sequence[int] | None = None,
) -> Iterator[tuple[int, Term, Spot]]:
    for which, number, one in spots(bearers, terms, head, [_floor(t) for t in terms], cuts):
        yield which, terms[number], one


def _floor(term: Term) -> float:
    """A part of a name is doubt where it is read well; where it is not, it is nothing."""
    bounds = text_bounds(term.script)
    lowest = min(bounds.doubt, text_bounds("hand").doubt) if term.script == "han" else bounds.doubt
    return lowest if term.sure else bounds.mask


def _finding(line: Line, term: Term, one: Spot) -> Finding:
    sure = term.sure and one.score >= text_bounds(term.script, line).mask
    return Finding(
        kind=term.kind,
        polygon=spot_box(line, one, term.script),
        score=one.score,
        finder=FINDER if line.lattice is not None else WITHOUT_LATTICE,
        term=term.id,
        sure=sure,
        why=None if sure else Remark.of("find.text_doubt"),
    )


def _in_context(finding: Finding, term: Term, before: str, after: str) -> Finding:
    """The finding as it stands; sure where the applicant speaks of himself; or a doubt or a kept place
    where its name is an ordinary word."""
    if term.kind != "name" or not term.sure:
        return finding
    if names_itself(before, after):
        return replace(finding, sure=True, why=None)
    meant = meaning(term.text, before, after)
    if meant == "name":
        return finding
    if meant == "word":
        why = Remark.of("find.kept_word", sign=sign_of_word(before, after))
        return replace(finding, sure=False, why=why, kept=True)
    return replace(finding, sure=False, why=Remark.of("find.word_doubt"))


def _around(line: Line, one: Spot, head: Head) -> tuple[str, str]:
    """What was read before and after a spot on its line."""
    if line.lattice is None:
        return line.text[: one.start], line.text[one.end + 1 :]
    best = line.lattice.best
    read = [(frame, head.characters[best[frame]]) for frame in line.lattice.read_frames()]
    before = "".join(c for frame, c in read if frame < one.start)
    after = "".join(c for frame, c in read if frame > one.end)
    return before, after


def _without_shadows(findings: list[Finding]) -> Iterator[Finding]:
    """Drop what another finding covers better: the short form within the long one, a doubt beneath
    a sure finding."""
    best_first = sorted(findings, key=lambda f: (f.kept, not f.sure, -_area(f), -f.score))
    passed: list[Finding] = []
    for finding in best_first:
        if any(_covers(other, finding) for other in passed):
            continue
        if not finding.sure and not finding.kept:
            finding = _settled(finding, passed)
        passed.append(finding)
        yield finding


def _settled(doubt: Finding, passed: Sequence[Finding]) -> Finding:
    """A doubt no longer, where a sure finding of its kind takes up most of its place: the same string
    was read there better, on a second look."""
    for other in passed:
        if other.sure and other.kind == doubt.kind and shared(doubt, other) > SAME_PLACE:
            return replace(doubt, sure=True, why=None)
    return doubt


def _area(finding: Finding) -> float:
    p = finding.polygon
    return 0.5 * abs(float(np.dot(p[:, 0], np.roll(p[:, 1], 1)) - np.dot(p[:, 1], np.roll(p[:, 0], 1))))


def _covers(outer: Finding, inner: Finding) -> bool:
    """Whether the inner quad's corners, drawn in a little, lie within the outer quad."""
    centre = inner.polygon.mean(axis=0)
    corners = centre + (inner.polygon - centre) * 0.9
    edges = np.roll(outer.polygon, -1, axis=0) - outer.polygon
    away = corners[:, None, :] - outer.polygon[None, :, :]
    cross = edges[None, :, 0] * away[:, :, 1] - edges[None, :, 1] * away[:, :, 0]
    return bool((cross >= 0).all())
