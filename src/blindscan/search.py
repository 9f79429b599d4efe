# SPDX-License-Identifier: Apache-2.0
"""Every finder's question to one page: first to what was read on it, then to its ink."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from blindscan.find.affiliation import find_affiliation
from blindscan.find.bilingual import TRANSCRIBED_LENGTH, find_bilingual
from blindscan.find.cells import find_unread_cells
from blindscan.find.codes import Policy, find_codes
from blindscan.find.fields import find_fields, settled_by_labels
from blindscan.find.gaps import find_gaps
from blindscan.find.not_seals import without_print
from blindscan.find.overlap import settled_by_seals
from blindscan.find.seal_scope import SealScope, own_words
from blindscan.find.seals import find_seals
from blindscan.find.text import find_text
from blindscan.find.thresholds import seal_thresholds, thresholds
from blindscan.find.uyghur import find_uyghur
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.line import Head, Line
from blindscan.model.marks import PageReading
from blindscan.model.page import Clarity, Pixels
from blindscan.verify.again import SecondReading

SEARCHED = ("text", "edits", "seals", "uyghur")
"""Tables of the calibration file that only decide what is found by reading."""


@dataclass(frozen=True)
class Question:
    """What is searched for, and in whose readings: `head` is that of the engine that read."""

    terms: tuple[Term, ...] = field(repr=False)
    head: Head = field(repr=False)
    codes: Policy = "own"
    seals: SealScope = "whole"

    def of_lines(self, lines: tuple[Line, ...]) -> tuple[Finding, ...]:
        """What lines bear that is not to stay readable."""
        found = find_text(lines, self.terms, self.head)
        return tuple(finding for finding in found if not finding.kept)


@dataclass(frozen=True)
class Basis:
    """What a page's result rests on, so that it can be told later whether it still stands.

    `found`: digest of all that was found by reading alone, for these `terms`, with the scores of
    `bounds`. `second`: the masked page as it was read again. The rest follows from the page's pixels
    and these.
    """

    terms: tuple[Term, ...] = field(repr=False)
    bounds: str
    found: str
    second: SecondReading = field(repr=False)


def find_by_reading(
    reading: PageReading, size: tuple[int, int], question: Question
) -> tuple[Finding, ...]:
    """What every finder finds without a look at pixels. `size`: (width, height) of the upright page."""
    terms, head = question.terms, question.head
    seals = without_print(
        find_seals(reading.seals, terms, head, seal_thresholds(), size), reading.lines
    )
    if question.seals == "text":
        seals = own_words(reading.seals, seals, terms, head, seal_thresholds().mask)
    texts = settled_by_labels(reading.lines, find_text(reading.lines, terms, head))
    found = (
        *settled_by_seals(texts, seals),
        *seals,
        *find_codes(reading.codes, terms, question.codes),
        *find_uyghur(reading.scripts, terms),
    )
    return (
        *found,
        *find_bilingual(reading, terms, found),
        *find_affiliation(reading.lines, terms, found),
    )


def is_borne(reading: PageReading, size: tuple[int, int], question: Question) -> bool:
    """Whether a page bears any of the terms, surely or perhaps; quicker than finding all there is."""
    terms, head = question.terms, question.head
    by_code = find_codes(reading.codes, terms, question.codes)
    return (
        bool(find_text(reading.lines, terms, head))
        or any(f.term for f in find_seals(reading.seals, terms, head, seal_thresholds(), size))
        or any(finding.term for finding in find_uyghur(reading.scripts, terms))
        or len(by_code) > len(find_codes(reading.codes, (), question.codes))
    )


def decides_more(added: Sequence[Term], terms: Sequence[Term], clarity: Clarity) -> bool:
    """Whether terms that come to others decide more on a page of that `clarity` than where they
    stand: an English unit settles affiliations, a second script what stands beside the name, and on
    a hard page a length what may be it."""
    lengths = {len(term.text) for term in terms}
    return any(
        term.script != "han"
        or (term.kind == "name" and len(term.text) >= TRANSCRIBED_LENGTH)
        or (clarity != "clear" and len(term.text) not in lengths)
        for term in added
        if term.script != "latin" or term.kind == "unit"
    )


def said(term: Term) -> tuple[str, str, bool]:
    """A term without its number."""
    return term.kind, term.text, term.sure


def find_by_ink(
    upright: Pixels,
    lines: tuple[Line, ...],
    skew_deg: float,
    found: tuple[Finding, ...],
    head: Head,
) -> tuple[Finding, ...]:
    """Ink on the upright (h, w, 3) page that stands where the applicant's name or unit must stand,
    read or not, apart from what was `found`. Depends on nothing that is asked but through `found`."""
    return (
        *find_fields(upright, lines, found),
        *find_unread_cells(upright, lines, found, skew_deg),
        *find_gaps(upright, lines, found, head),
    )


def bounds_digest() -> str:
    """SHA-256 of the scores from which reading finds something."""
    bounds = {table: values for table, values in thresholds().items() if table in SEARCHED}
    return hashlib.sha256(json.dumps(bounds, sort_keys=True).encode("ascii")).hexdigest()


def digest(found: Sequence[Finding], terms: Sequence[Term], clarity: Clarity) -> str:
    """SHA-256 of what was found by reading a page, and of what else terms decide there."""
    texts = {term.id: term.text for term in terms}
    told: list[object] = [
        [
            *(f.kind, f.polygon.tolist(), f.score, f.finder, texts.get(f.term or "")),
            *(f.sure, f.kept, f.why and f.why.to_json()),
        ]
        for f in found
    ]
    if clarity != "clear":
        # There, a badly read line as long as a term is doubt.
        told.append(sorted({len(term.text) for term in terms if term.sure and term.script == "han"}))
    return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()
