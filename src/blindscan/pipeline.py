# SPDX-License-Identifier: Apache-2.0
"""The way of a page, in two steps, because who the applicant is shows only once all pages are read.

read_page       check -> read                          (pixels in, lattices out)
conclude_page   find -> mask -> verify                 (applicant's terms in, proven JPEG out)
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from blindscan.check.orientation import Classifier, choose_turn, read_characters, turn_beliefs
from blindscan.check.quality import judge_quality
from blindscan.check.skew import skew_deg
from blindscan.find.affiliation import find_affiliation
from blindscan.find.bilingual import find_bilingual
from blindscan.find.cells import find_unread_cells
from blindscan.find.codes import Policy, find_codes
from blindscan.find.fields import find_fields, settled_by_labels
from blindscan.find.gaps import find_gaps
from blindscan.find.not_seals import without_print
from blindscan.find.overlap import settled_by_seals
from blindscan.find.seal_scope import SealScope, own_words
from blindscan.find.seals import find_seals
from blindscan.find.text import find_text
from blindscan.find.thresholds import seal_thresholds
from blindscan.find.unproven import unproven_remarks
from blindscan.find.unread import might_be_remarks, unread_remarks
from blindscan.find.uyghur import find_uyghur
from blindscan.mask.encode import encode_jpeg
from blindscan.mask.paint import Style, mask_polygons, paint
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
from blindscan.verify.again import Claim, decode, verify
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


@dataclass(frozen=True)
class Concluded:
    """A page at the end of its way. `jpeg` holds the masked page whatever the status."""

    status: Status
    reasons: tuple[Remark, ...]
    needs_mask: bool | None
    masks: tuple[MaskRecord, ...] = field(repr=False)
    jpeg: bytes = field(repr=False)
    kept: tuple[Remark, ...] = ()


def read_page(page: Page, tools: Tools) -> PageRead:
    """Turn the page upright, judge its clarity and read everything on it."""
    beliefs = turn_beliefs(page.pixels, tools.classifier)
    turn, certain, lines = _upright_lines(page.pixels, beliefs, tools.engine)
    upright = turn_pixels(page.pixels, turn)
    clarity, reasons = judge_quality(upright, lines, _quads_of(lines))
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
        leftover = read_leftover(upright, known, engine)
        everything = (*lines, *beneath, *crowded, *leftover)
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


def _quads_of(lines: Sequence[Line]) -> NDArray[np.float32]:
    """(n, 4, 2) places of the lines."""
    return np.array([line.quad for line in lines], dtype=np.float32).reshape(-1, 4, 2)


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
    size = (upright.shape[1], upright.shape[0])
    seen = find_all(read.reading, terms, tools, size, output)
    seen = (*seen, *_by_layout(upright, read, terms, seen, tools.engine.head))
    kept = tuple(finding for finding in seen if finding.kept)
    findings, polygons, jpeg, verdict = _mask_and_verify(
        upright, read.reading, seen, terms, tools, output
    )
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
        reasons = _second_opinion(jpeg, kept, terms, tools)
    held = bool(reasons) or read.inspection.clarity == "unreadable" or _direction_unknown(read)
    return Concluded(
        status="review" if held else ("masked" if findings else "clean"),
        reasons=reasons,
        needs_mask=True if any(f.sure for f in findings) else (None if held or findings else False),
        masks=tuple(_mask_record(f, p, read) for f, p in zip(findings, polygons, strict=True)),
        jpeg=jpeg,
        kept=tuple(finding.why for finding in kept if finding.why),
    )


def find_all(
    reading: PageReading,
    terms: tuple[Term, ...],
    tools: Tools,
    size: tuple[int, int],
    output: Output,
) -> tuple[Finding, ...]:
    """Every finder's findings on one page. `size`: (width, height) of the upright page."""
    head = tools.engine.head
    seals = without_print(
        find_seals(reading.seals, terms, head, seal_thresholds(), size), reading.lines
    )
    if output.seals == "text":
        seals = own_words(reading.seals, seals, terms, head, seal_thresholds().mask)
    texts = settled_by_labels(reading.lines, find_text(reading.lines, terms, head))
    return (
        *settled_by_seals(texts, seals),
        *seals,
        *find_codes(reading.codes, terms, output.codes),
        *find_uyghur(reading.scripts, terms),
    )


def _by_layout(
    upright: Pixels,
    read: PageRead,
    terms: tuple[Term, ...],
    seen: tuple[Finding, ...],
    head: Head,
) -> tuple[Finding, ...]:
    """What stands where the applicant's name or unit must stand, read or not."""
    lines = read.reading.lines
    return (
        *find_bilingual(read.reading, terms, seen),
        *find_affiliation(lines, terms, seen),
        *find_fields(upright, lines, seen),
        *find_unread_cells(upright, lines, seen, read.inspection.skew_deg),
        *find_gaps(upright, lines, seen, head),
    )


def _mask_and_verify(
    upright: Pixels,
    reading: PageReading,
    seen: tuple[Finding, ...],
    terms: tuple[Term, ...],
    tools: Tools,
    output: Output,
) -> tuple[tuple[Finding, ...], tuple[NDArray[np.float32], ...], bytes, Verification]:
    """Paint, encode, read again; what is found then is painted too, and the page read once more.

    Gives what was painted in the end (findings and residuals), their polygons, the encoded page and
    the verdict on it.
    """
    findings = tuple(finding for finding in seen if not finding.kept)
    kept = tuple(finding.polygon for finding in seen if finding.kept)
    for attempt in range(ROUNDS):
        polygons = mask_polygons(upright, findings, output.uniform_width)
        jpeg = encode_jpeg(
            paint(upright, findings, polygons, output.style), output.quality, output.max_bytes
        )
        verdict = verify(
            jpeg,
            Claim(polygons, reading.lines, kept),
            terms,
            lambda lines: tuple(f for f in find_text(lines, terms, tools.engine.head) if not f.kept),
            tools.engine,
        )
        if verdict.passed or attempt == ROUNDS - 1:
            break
        findings = (*findings, *verdict.residuals)
    return findings, polygons, jpeg, verdict


def _own_seals_left(jpeg: bytes, terms: tuple[Term, ...], tools: Tools) -> tuple[Remark, ...]:
    """Why masks over a seal's words alone do not do: the seal is read again and still bears a term."""
    seals = read_seals(decode(jpeg), tools.engine)
    found = find_seals(seals, terms, tools.engine.head, seal_thresholds())
    left = any(finding.term is not None for finding in found)
    return (Remark.of("verify.not_proven"),) if left else ()


def _second_opinion(
    jpeg: bytes, kept: Sequence[Finding], terms: tuple[Term, ...], tools: Tools
) -> tuple[Remark, ...]:
    """Why another engine objects to the release of a page; () when it does not, or none was asked."""
    second = tools.second
    if second is None:
        return ()
    found = objections(
        jpeg,
        [finding.polygon for finding in kept],
        terms,
        lambda lines: tuple(f for f in find_text(lines, terms, second.head) if not f.kept),
        second.read,
    )
    return (Remark.of("verify.objection"),) if found else ()


def _unread(read: PageRead, terms: tuple[Term, ...], seen: tuple[Finding, ...]) -> tuple[Remark, ...]:
    lines = read.reading.lines
    return unread_remarks(lines) or (
        might_be_remarks(lines, terms, seen) if read.inspection.clarity != "clear" else ()
    )


def _direction_unknown(read: PageRead) -> bool:
    return any(remark.code == "check.turn_unsure" for remark in read.inspection.reasons)


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
