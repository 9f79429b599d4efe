# SPDX-License-Identifier: Apache-2.0
"""Settle who an applicant is: the command line, else the roster, else the pages themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from blindscan.find.text import find_text
from blindscan.identify.respell import respelled
from blindscan.identify.roster import match_applicant
from blindscan.identify.values import claims
from blindscan.identify.variants import fold, terms_of, unit_forms
from blindscan.identify.votes import Elected, elect
from blindscan.model.applicant import Applicant, Term, TermKind
from blindscan.model.line import Head, Line
from blindscan.model.words import Remark
from blindscan.pipeline import PageRead

Origin = Literal["roster", "command", "pages", "unknown"]


@dataclass(frozen=True)
class Given:
    """What the caller said of the applicants. `applicant` holds the command line's names and units."""

    applicant: Applicant | None = field(repr=False, default=None)
    roster: tuple[Applicant, ...] | None = field(repr=False, default=None)


@dataclass(frozen=True)
class Settled:
    """An applicant, where that came from, the pages that say so, and why it may not be enough."""

    applicant: Applicant = field(repr=False)
    origin: Origin
    pages: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        return terms_of(self.applicant)


def settle(folder_id: str, reads: Sequence[PageRead], given: Given, head: Head) -> Settled:
    """Who the applicant of these pages is. Remarks say what a person must still settle."""
    if given.applicant and given.applicant.names and given.applicant.units:
        return Settled(Applicant(folder_id, given.applicant.names, given.applicant.units), "command")
    if given.roster is not None:
        listed = match_applicant(given.roster, folder_id) or _by_pages(reads, given.roster, head)
        return _from_roster(folder_id, listed, reads, head)
    return _from_pages(folder_id, reads, given.applicant, head)


def _from_roster(
    folder_id: str, listed: Applicant | None, reads: Sequence[PageRead], head: Head
) -> Settled:
    if listed is None:
        found = _from_pages(folder_id, reads, None, head)
        remark = Remark.of("identify.not_in_roster")
        return Settled(found.applicant, found.origin, found.pages, (remark, *found.remarks))
    applicant = Applicant(folder_id, listed.names, listed.units)
    pages = tuple(sorted(_bearing(reads, head, "name", listed.names[:1])))
    remarks = () if listed.units else (Remark.of("identify.roster_no_unit"),)
    if reads and not pages and not _bearing(reads, head, "name", listed.names):
        # A folder under the wrong number would be searched for somebody else's name.
        remarks = (*remarks, Remark.of("identify.roster_mismatch"))
    return Settled(applicant, "roster", pages, remarks)


def _by_pages(reads: Sequence[PageRead], roster: tuple[Applicant, ...], head: Head) -> Applicant | None:
    """The roster's only applicant whom the pages name, and whose unit they name if two share it."""
    name = _elected("name", reads, head)
    same = [a for a in roster if name.text and fold(name.text) in {fold(n) for n in a.names}]
    if len(same) > 1:
        unit = _elected("unit", reads, head)
        forms = {f for a in (unit.text, *unit.aliases) if a for f, _ in unit_forms(a)}
        same = [a for a in same if forms & {fold(u) for u in a.units}]
    return same[0] if len(same) == 1 else None


def _from_pages(
    folder_id: str, reads: Sequence[PageRead], said: Applicant | None, head: Head
) -> Settled:
    name, unit = _elected("name", reads, head), _elected("unit", reads, head)
    names = said.names if said and said.names else ((name.text,) if name.text else ())
    units = said.units if said and said.units else ((unit.text, *unit.aliases) if unit.text else ())
    remarks = tuple(
        outcome.remark
        for outcome, told in ((name, said and said.names), (unit, said and said.units))
        if outcome.remark and not told
    )
    return Settled(
        Applicant(folder_id, names, units),
        "pages" if names or units else "unknown",
        tuple(sorted({*name.pages, *unit.pages})),
        remarks,
    )


class _Lines(Mapping[int, Sequence[Line]]):
    """Page number -> lines, page by page from the readings, which need not all be in memory."""

    def __init__(self, reads: Sequence[PageRead]) -> None:
        self._reads = reads

    def __getitem__(self, page: int) -> Sequence[Line]:
        return self._reads[page].reading.lines

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self._reads)))

    def __len__(self) -> int:
        return len(self._reads)


def _elected(kind: TermKind, reads: Sequence[PageRead], head: Head) -> Elected:
    lines = _Lines(reads)

    def bearing(asked: TermKind, text: str) -> frozenset[int]:
        forms = (text,) if asked == "name" else tuple(form for form, _ in unit_forms(text))
        return _bearing(reads, head, asked, forms)

    def spelled(asked: TermKind, text: str) -> frozenset[int]:
        return _bearing(reads, head, asked, (text,))

    made = {number: claims(read) for number, read in lines.items()}
    return elect(kind, respelled(made, lines, spelled), bearing)


def _bearing(
    reads: Sequence[PageRead], head: Head, kind: TermKind, forms: Sequence[str]
) -> frozenset[int]:
    """Numbers of the pages on which any of the forms is surely spotted."""
    terms = tuple(Term(f"candidate-{i}", kind, fold(form)) for i, form in enumerate(forms) if form)
    return frozenset(
        number
        for number, read in enumerate(reads)
        if any(finding.sure for finding in find_text(read.reading.lines, terms, head))
    )
