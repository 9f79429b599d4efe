# SPDX-License-Identifier: Apache-2.0
"""A cheap look at a page: upright, legible, what kind, what it states.

survey_page     check -> read (a sample, or all where the kind asks for facts) -> classify -> facts

Lines are detected on a smaller page than for masking, and only headings, labels and the ends of the
page are read; the rest is read for the kinds whose wording the rules ask for, and for unknown ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from blindscan.check.look import picture_share, print_hash
from blindscan.check.orientation import choose_turn, read_characters, turn_beliefs
from blindscan.check.quality import judge_quality
from blindscan.check.skew import skew_deg
from blindscan.checklist.blanks import empty_cells
from blindscan.checklist.classify import classify
from blindscan.checklist.facts import facts_of
from blindscan.model.geometry import quad_size, slice_quad, turn_pixels
from blindscan.model.line import Line
from blindscan.model.page import Clarity, Inspection, Page, Pixels, Turn
from blindscan.model.survey import Facts, Kind, PageSurvey, Side, Sight
from blindscan.model.words import Remark
from blindscan.pipeline import Engine, Tools

DETECTION_SIDE = 960
"""On the development corpus every page's kind shows at this size, for a third of the time."""
LARGEST, FIRST, LAST, SHORTEST = 3, 4, 3, 4
"""Lines read first: the largest, the topmost, the lowest, and short ones, which are labels."""
SAMPLED_LENGTH = 16.0
"""Line heights of which a sampled line is read: headings are shorter, prose begins as it goes on."""
WHOLE: frozenset[Kind] = frozenset(
    ("summary", "publicity", "publicity_result", "ce_certificate", "chsi", "unknown")
)
"""Kinds that are read whole: the rules ask for their wording."""
FORMS: frozenset[Kind] = frozenset(("review_form", "assessment", "exemption"))
LEAST_TEXT = 12
TEXT_LINES = 25
"""Lines of a page of text; a cover has fewer."""
PICTURE_SHARE = 0.08
PICTURE_TEXT = 60
PICTURE_SCORE = 0.9
PORTRAIT_LONGEST_PX = 1300
PORTRAIT_ASPECT = (1.2, 1.6)


@dataclass(frozen=True)
class Surveyed:
    """A page's survey with the lines that were read, from which the applicant is worked out."""

    survey: PageSurvey
    lines: tuple[Line, ...] = field(repr=False)


def survey_page(page: Page, tools: Tools, jpeg_quality: int | None, size_bytes: int) -> Surveyed:
    """Everything that the checklist asks of one page. `size_bytes` is the file's; `jpeg_quality` what
    it was saved at, None for other files."""
    turn, certain, quads, lines = _upright_sample(page.pixels, tools)
    upright = turn_pixels(page.pixels, turn)
    sight = classify(lines)
    whole = sight.kind in WHOLE
    if whole and len(quads) > len(lines):
        lines = tools.engine.read_quads(upright, quads)
        sight = classify(lines)
    clarity, reasons = judge_quality(upright, lines, quads, jpeg_quality)
    sight = _part_of_article(_by_look(sight, upright, lines, reasons), len(quads))
    texts = tuple(line.text for line in lines if line.text)
    facts = facts_of(sight.kind, texts)
    survey = PageSurvey(
        file=page.source.relative,
        page=page.index,
        sha256=page.source.sha256,
        media_type=page.source.media_type,
        size_bytes=size_bytes,
        inspection=_inspection(page, turn, certain, clarity, lines, reasons),
        sight=sight,
        facts=_with_blanks(facts, sight.kind, upright),
        text=texts,
        print_hash=print_hash(upright),
        whole=whole,
    )
    return Surveyed(survey, lines)


def _with_blanks(facts: Facts, kind: Kind, upright: Pixels) -> Facts:
    return replace(facts, blanks=empty_cells(upright)) if kind in FORMS else facts


def _upright_sample(
    pixels: Pixels, tools: Tools
) -> tuple[Turn, bool, NDArray[np.float32], tuple[Line, ...]]:
    """(turn, certain, quads of all lines, sampled lines), as `pipeline` turns a page."""
    beliefs = turn_beliefs(pixels, tools.classifier)
    tried: dict[Turn, tuple[NDArray[np.float32], tuple[Line, ...]]] = {}

    def read(turn: Turn) -> float:
        tried[turn] = _sample(turn_pixels(pixels, turn), tools.engine)
        return read_characters(tried[turn][1])

    turn, certain = choose_turn(beliefs, read)
    return turn, certain, *tried[turn]


def _sample(pixels: Pixels, engine: Engine) -> tuple[NDArray[np.float32], tuple[Line, ...]]:
    quads = engine.detect(pixels, DETECTION_SIDE)
    begun = np.array([_beginning(quad) for quad in quads[sampled(quads)]], dtype=np.float32)
    return quads, engine.read_quads(pixels, begun.reshape(-1, 4, 2))


def _beginning(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    length, height = quad_size(quad)
    return slice_quad(quad, 0.0, min(1.0, SAMPLED_LENGTH * height / max(length, 1.0)))


def sampled(quads: NDArray[np.float32]) -> NDArray[np.intp]:
    """Numbers, in reading order, of the lines (n, 4, 2) to read first."""
    count = len(quads)
    if count <= LARGEST + FIRST + LAST + SHORTEST:
        return np.arange(count)
    sizes = np.array([quad_size(quad) for quad in quads])
    length, height = sizes[:, 0], sizes[:, 1]
    upright = np.where(length >= 1.5 * height, height, 0)
    order = np.arange(count)
    chosen = {
        *np.argsort(-upright, kind="stable")[:LARGEST].tolist(),
        *order[:FIRST].tolist(),
        *order[-LAST:].tolist(),
    }
    rest = [n for n in np.argsort(length, kind="stable").tolist() if n not in chosen]
    return np.array(sorted({*chosen, *rest[:SHORTEST]}), dtype=np.intp)


def _by_look(sight: Sight, upright: Pixels, lines: Sequence[Line], reasons: Sequence[Remark]) -> Sight:
    """Pages that words do not tell: blank ones, portraits and pictures."""
    if sight.kind != "unknown":
        return sight
    if any(reason.code == "check.blank" for reason in reasons):
        return Sight("blank", 1.0)
    characters = sum(len(line.text) for line in lines if line.score >= 0.6)
    longer, shorter = max(upright.shape[:2]), min(upright.shape[:2])
    aspect = longer / shorter
    if not characters and upright.shape[0] > upright.shape[1] and longer <= PORTRAIT_LONGEST_PX:
        low, high = PORTRAIT_ASPECT
        if low <= aspect <= high:
            return Sight("portrait", PICTURE_SCORE)
    if characters <= PICTURE_TEXT and picture_share(upright) >= PICTURE_SHARE:
        return Sight("picture", PICTURE_SCORE)
    return sight


def _part_of_article(sight: Sight, lines: int) -> Sight:
    """A full page of an article on which the sample shows no mark of any part is its text."""
    if sight.kind == "article" and sight.sides == {"cover"} and lines >= TEXT_LINES:
        return replace(sight, sides=frozenset[Side](("body",)))
    return sight


def _inspection(
    page: Page,
    turn: Turn,
    certain: bool,
    clarity: Clarity,
    lines: Sequence[Line],
    reasons: Sequence[Remark],
) -> Inspection:
    text = sum(len(line.text) for line in lines if line.score >= 0.6)
    turned: tuple[Remark, ...] = ()
    if not certain and text >= LEAST_TEXT and clarity != "unreadable":
        turned = (Remark.of("check.turn_unsure"),)
    elif turn:
        turned = (Remark.of("check.turn_by", degrees=turn),)
    if page.remarks and clarity == "clear":
        clarity = "borderline"
    return Inspection(turn, round(skew_deg(lines), 2), clarity, (*turned, *page.remarks, *reasons))
