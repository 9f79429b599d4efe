# SPDX-License-Identifier: Apache-2.0
"""The way of a page, in two steps, because who the applicant is shows only once all pages are read.

read_page       check -> read                          (pixels in, lattices out)
conclude_page   find -> mask -> verify                 (applicant's terms in, proven JPEG out)
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from blindscan.check.orientation import Classifier, choose_turn, read_characters, turn_beliefs
from blindscan.check.quality import judge_quality
from blindscan.check.sheet import find_sheet
from blindscan.check.skew import skew_deg
from blindscan.find.cells import unanswered_remarks
from blindscan.find.codes import Policy
from blindscan.find.seal_scope import SealScope
from blindscan.find.seals import find_seals
from blindscan.find.thresholds import seal_thresholds
from blindscan.find.unproven import unproven_remarks
from blindscan.find.unread import might_be_remarks, unread_remarks
from blindscan.mask.encode import encode_jpeg
from blindscan.mask.paint import Style, mask_polygons, paint
from blindscan.mask.repair import Repairs, repair
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.geometry import to_source, turn_pixels
from blindscan.model.line import Head, Line
from blindscan.model.marks import PageReading
from blindscan.model.page import Clarity, Inspection, Page, Pixels, Source, Turn
from blindscan.model.record import MaskRecord, Status, Verification
from blindscan.model.words import Remark
from blindscan.read.codes import read_codes
from blindscan.read.crowded import read_crowded
from blindscan.read.leftover import read_leftover
from blindscan.read.overprint import read_beneath
from blindscan.read.recogniser import Reading
from blindscan.read.scripts import read_scripts
from blindscan.read.seals import read_seals
from blindscan.read.watermark import read_watermark
from blindscan.search import (
    Basis,
    Question,
    bounds_digest,
    digest,
    find_by_ink,
    find_by_reading,
)
from blindscan.verify.again import Claim, SecondReading, decode, judge, moved, read_again
from blindscan.verify.opinion import objections

SAMPLE_LINES = 8
LEAST_TEXT = 8
"""Characters from which a page that reads in no direction is a riddle, not a photograph."""
ROUNDS = 2
"""How often a page may be masked: what the second reading finds is masked too, once."""


class Engine(Protocol):
    """What the pipeline asks of a reading engine; see `read.engine`."""

    head: Head

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads of the page's lines."""
        ...

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """The lines of the quads."""
        ...

    def recognise(self, strips: Sequence[Pixels]) -> tuple[Reading, ...]:
        """Read ready-made strips."""
        ...

    def read(self, pixels: Pixels) -> tuple[Line, ...]:
        """All lines of a page."""
        ...


@dataclass(frozen=True)
class Tools:
    """The loaded networks of one worker. `second`: the engine asked for a second opinion."""

    engine: Engine
    classifier: Classifier
    second: Engine | None = None


@dataclass(frozen=True)
class PageRead:
    """A page after reading: all that is needed to search it, without its pixels."""

    source: Source
    index: int
    size: tuple[int, int]
    inspection: Inspection
    reading: PageReading = field(repr=False)
    damaged: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Output:
    """How masks are painted and pages encoded, which codes are masked, and how much of own seals."""

    style: Style = "black"
    quality: int = 88
    max_bytes: int | None = None
    codes: Policy = "own"
    seals: SealScope = "whole"
    uniform_width: bool = False
    repairs: Repairs = field(default_factory=Repairs)


@dataclass(frozen=True)
class Concluded:
    """A page at the end of its way. `jpeg` holds the masked page whatever the status. `basis` is None
    where only concluding the page anew tells what another search would give."""

    status: Status
    reasons: tuple[Remark, ...]
    needs_mask: bool | None
    masks: tuple[MaskRecord, ...] = field(repr=False)
    jpeg: bytes = field(repr=False)
    kept: tuple[Remark, ...] = ()
    repairs: tuple[Remark, ...] = ()
    basis: Basis | None = field(repr=False, default=None)


def read_page(page: Page, tools: Tools) -> PageRead:
    """Turn the page upright, judge its clarity and read everything on it."""
    beliefs = turn_beliefs(page.pixels, tools.classifier)
    turn, certain, lines = _upright_lines(page.pixels, beliefs, tools.engine)
    upright = turn_pixels(page.pixels, turn)
    quads = np.array([line.quad for line in lines], dtype=np.float32).reshape(-1, 4, 2)
    clarity, reasons = judge_quality(upright, lines, quads)
    if page.remarks and clarity == "clear":
        clarity = "borderline"
    skew = skew_deg(lines)
    remarks = (*_turn_remarks(turn, certain, clarity, lines), *reasons)
    height, width = page.pixels.shape[:2]
    return PageRead(
        page.source,
        page.index,
        (width, height),
        Inspection(turn, round(skew, 2), clarity, remarks),
        _read_besides(upright, lines, tools.engine),
        page.remarks,
    )


def _read_besides(upright: Pixels, lines: tuple[Line, ...], engine: Engine) -> PageReading:
    """Everything else on a page of which the lines are read. The search for codes, which keeps one
    core busy, runs beside the rest."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        codes = beside.submit(read_codes, upright)
        seals = read_seals(upright, engine)
        beneath = read_beneath(upright, lines, engine)
        crowded = read_crowded(upright, lines, engine)
        scripts = read_scripts(upright, lines)
        known = [*(line.quad for line in (*lines, *beneath)), *(seal.outline for seal in seals)]
        known += [*(script.quad for script in scripts), *(code.polygon for code in codes.result())]
        passed_over = (
            *read_leftover(upright, known, engine),
            *read_watermark(upright, known, engine),
        )
        everything = (*lines, *beneath, *crowded, *passed_over)
        return PageReading(everything, seals, codes.result(), scripts)


def _upright_lines(
    pixels: Pixels, beliefs: dict[Turn, float], engine: Engine
) -> tuple[Turn, bool, tuple[Line, ...]]:
    """(turn, certain, lines): the page is read as the classifier believes, which settles most pages;
    other directions are sampled only where that does not read."""
    first = max(beliefs, key=lambda turn: beliefs[turn])
    turned = turn_pixels(pixels, first)
    lines = engine.read_quads(turned, engine.detect(turned))
    turn, certain = choose_turn(
        beliefs,
        lambda t: read_characters(lines, beliefs[first]) if t == first else _sampled(pixels, t, engine),
    )
    if turn != first:
        turned = turn_pixels(pixels, turn)
        lines = engine.read_quads(turned, engine.detect(turned))
    return turn, certain, lines


def _sampled(pixels: Pixels, turn: Turn, engine: Engine) -> float:
    """Characters that read well in a direction, in a sample of the page's longest lines."""
    turned = turn_pixels(pixels, turn)
    quads = engine.detect(turned, 1280)
    lengths = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1) if len(quads) else np.zeros(0)
    return read_characters(engine.read_quads(turned, quads[np.argsort(-lengths)[:SAMPLE_LINES]]))


def _turn_remarks(
    turn: Turn, certain: bool, clarity: Clarity, lines: Sequence[Line]
) -> tuple[Remark, ...]:
    # A photograph without text has a direction only for the classifier; nobody reads it.
    has_text = sum(len(line.text) for line in lines if line.score >= 0.6) >= LEAST_TEXT
    if not certain and has_text and clarity != "unreadable":
        return (Remark.of("check.turn_unsure"),)
    return (Remark.of("check.turned", degrees=turn),) if turn else ()


def conclude_page(
    page: Page,
    read: PageRead,
    terms: tuple[Term, ...],
    tools: Tools,
    output: Output,
    unsettled: tuple[Remark, ...] = (),
) -> Concluded:
    """Mask the page and prove it. `unsettled`: why the applicant is not known well enough; such a
    page is masked as far as possible and held for a person."""
    upright = turn_pixels(page.pixels, read.inspection.turn_cw)
    head = tools.engine.head
    question = question_of(terms, head, output)
    by_reading = find_by_reading(read.reading, upright_size(read), question)
    seen = (
        *by_reading,
        *find_by_ink(upright, read.reading.lines, read.inspection.skew_deg, by_reading, head),
    )
    kept = tuple(finding for finding in seen if finding.kept)
    proven = _mask_and_verify(upright, read, seen, question, tools.engine, output)
    findings, polygons, jpeg, verdict = proven.findings, proven.polygons, proven.jpeg, proven.verdict
    reasons = (
        *unsettled,
        *read.damaged,
        *_unread(read, terms, seen),
        *unproven_remarks(read.reading.lines, polygons),
        *((Remark.of("verify.not_proven"),) if not verdict.passed else ()),
        *(_own_seals_left(jpeg, terms, tools) if output.seals == "text" else ()),
        *dict.fromkeys(f.why for f in findings if f.why and not f.sure),
    )
    if verdict.passed and not reasons:
        reasons = _second_opinion(jpeg, proven.second.claim.kept, terms, tools)
    # What was found only in the masked page, or asked of it by others, cannot be told from readings.
    rests_on_reading = (
        verdict.passed
        and tools.second is None
        and output.seals == "whole"
        and len(findings) + len(kept) == len(seen)
    )
    clarity = read.inspection.clarity
    held = bool(reasons) or clarity == "unreadable" or _direction_unknown(read)
    return Concluded(
        status="review" if held else ("masked" if findings else "clean"),
        reasons=reasons,
        needs_mask=True if any(f.sure for f in findings) else (None if held or findings else False),
        masks=tuple(_mask_record(f, p, read) for f, p in zip(findings, polygons, strict=True)),
        jpeg=jpeg,
        kept=tuple(_kept_remark(finding.why, finding, read) for finding in kept if finding.why),
        repairs=proven.repairs,
        basis=Basis(terms, bounds_digest(), digest(by_reading, terms, clarity), proven.second)
        if rests_on_reading
        else None,
    )


def question_of(terms: tuple[Term, ...], head: Head, output: Output) -> Question:
    """What is asked of pages for an applicant's terms."""
    return Question(terms, head, output.codes, output.seals)


def upright_size(read: PageRead) -> tuple[int, int]:
    """(width, height) of the page when it stands upright."""
    width, height = read.size
    return (height, width) if read.inspection.turn_cw in (90, 270) else (width, height)


@dataclass(frozen=True)
class _Proven:
    """A page that was painted, encoded and read again. `polygons` belong to `findings`, before repairs;
    what the second reading speaks of lies on the page after them."""

    findings: tuple[Finding, ...]
    polygons: tuple[NDArray[np.float32], ...]
    jpeg: bytes
    repairs: tuple[Remark, ...]
    second: SecondReading
    verdict: Verification


def _mask_and_verify(
    upright: Pixels,
    read: PageRead,
    seen: tuple[Finding, ...],
    question: Question,
    engine: Engine,
    output: Output,
) -> _Proven:
    """Paint, repair, encode, read again; what is found then is painted too, and the page read once
    more."""
    findings = tuple(finding for finding in seen if not finding.kept)
    kept = tuple(finding.polygon for finding in seen if finding.kept)
    for attempt in range(ROUNDS):
        polygons = mask_polygons(upright, findings, output.uniform_width)
        painted = paint(upright, findings, polygons, output.style)
        sheet = find_sheet(painted) if output.repairs.dewarp else None
        repaired = repair(
            painted, output.repairs, read.inspection.skew_deg, sheet.quad if sheet else None
        )
        jpeg = encode_jpeg(repaired.pixels, output.quality, output.max_bytes)
        claim = Claim(polygons, read.reading.lines, kept)
        second = read_again(jpeg, moved(claim, repaired.moved) if repaired.done else claim, engine)
        verdict = judge(second, question.terms, question.of_lines)
        if verdict.passed or attempt == ROUNDS - 1:
            break
        findings = (
            *findings,
            *(replace(f, polygon=repaired.moved_back(f.polygon)) for f in verdict.residuals),
        )
    return _Proven(findings, polygons, jpeg, repaired.done, second, verdict)


def _own_seals_left(jpeg: bytes, terms: tuple[Term, ...], tools: Tools) -> tuple[Remark, ...]:
    """Why masks over a seal's words alone do not do: the seal is read again and still bears a term."""
    seals = read_seals(decode(jpeg), tools.engine)
    found = find_seals(seals, terms, tools.engine.head, seal_thresholds())
    left = any(finding.term is not None for finding in found)
    return (Remark.of("verify.not_proven"),) if left else ()


def _second_opinion(
    jpeg: bytes, kept: Sequence[NDArray[np.float32]], terms: tuple[Term, ...], tools: Tools
) -> tuple[Remark, ...]:
    """Why another engine objects to the release of a page; () when it does not, or none was asked."""
    second = tools.second
    if second is None:
        return ()
    found = objections(
        jpeg,
        kept,
        terms,
        Question(terms, second.head).of_lines,
        second.read,
    )
    return (Remark.of("verify.objection"),) if found else ()


def _unread(read: PageRead, terms: tuple[Term, ...], seen: tuple[Finding, ...]) -> tuple[Remark, ...]:
    lines = read.reading.lines
    if remarks := unread_remarks(lines):
        return remarks
    if read.inspection.clarity == "clear":
        return ()
    return might_be_remarks(lines, terms, seen) or unanswered_remarks(lines, seen)


def _direction_unknown(read: PageRead) -> bool:
    return any(remark.code == "check.turn_unsure" for remark in read.inspection.reasons)


def _kept_remark(why: Remark, finding: Finding, read: PageRead) -> Remark:
    """Why a place was kept, and where it is: its middle in pixels of the source frame."""
    x, y = to_source(finding.polygon, read.size, read.inspection.turn_cw).mean(axis=0)
    return Remark.of(why.code, **dict(why.values), x=round(float(x)), y=round(float(y)))


def _mask_record(finding: Finding, polygon: NDArray[np.float32], read: PageRead) -> MaskRecord:
    points = to_source(polygon, read.size, read.inspection.turn_cw)
    return MaskRecord(
        tuple((round(float(x), 1), round(float(y), 1)) for x, y in points),
        finding.kind,
        finding.finder,
        round(finding.score, 3),
        finding.sure,
        finding.why,
    )
