# SPDX-License-Identifier: Apache-2.0
"""Only a page that is really covered passes: maskers that fail in every way are caught."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.drawn import body, draw

from blindscan.find.text import find_text
from blindscan.identify.variants import terms_of
from blindscan.mask.encode import encode_jpeg
from blindscan.mask.paint import mask_polygons, paint
from blindscan.model.applicant import Applicant
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.model.record import Verification
from blindscan.read.engine import PpOcrEngine
from blindscan.verify.again import Claim, judge, read_again
from blindscan.verify.plain import mentions

TERMS = terms_of(Applicant("a", ("陆砚秋",), ("浙江临岚技师学院",)))
DRAWN = draw(*body(), (120, 300, "兹证明陆砚秋同志系浙江临岚技师学院教师"))
Polygons = tuple[NDArray[np.float32], ...]


def judged(
    engine: PpOcrEngine, spoil: Callable[[Polygons], Polygons], style: str = "black"
) -> Verification:
    lines = engine.read(DRAWN.pixels)
    findings = find_text(lines, TERMS, engine.head)
    assert len(findings) == 2
    polygons = spoil(mask_polygons(DRAWN.pixels, findings))
    painted = paint(DRAWN.pixels, findings, polygons, style)  # type: ignore[arg-type]
    return ask(engine, painted, Claim(polygons, lines))


def ask(engine: PpOcrEngine, pixels: Pixels, claim: Claim) -> Verification:
    second = read_again(encode_jpeg(pixels), claim, engine)
    return judge(second, TERMS, lambda seen: find_text(seen, TERMS, engine.head))


@pytest.mark.parametrize("style", ["black", "white", "label"])
def test_an_honest_mask_passes(engine: PpOcrEngine, style: str) -> None:
    assert judged(engine, lambda polygons: polygons, style).passed


@pytest.mark.parametrize(
    "spoil",
    [
        lambda polygons: polygons[:1],
        lambda polygons: polygons[:0],
        lambda polygons: tuple(p + np.float32(70) for p in polygons),
        lambda polygons: tuple(
            p.mean(axis=0) + (p - p.mean(axis=0)) * np.float32(0.3) for p in polygons
        ),
    ],
    ids=["one forgotten", "none painted", "shifted", "too small"],
)
def test_a_failing_masker_is_caught(engine: PpOcrEngine, spoil: Callable[[Polygons], Polygons]) -> None:
    verdict = judged(engine, spoil)
    assert not verdict.passed
    assert verdict.residuals


def test_a_mask_that_was_claimed_but_not_painted_is_caught(engine: PpOcrEngine) -> None:
    lines = engine.read(DRAWN.pixels)
    polygons = mask_polygons(DRAWN.pixels, find_text(lines, TERMS, engine.head))
    assert not ask(engine, DRAWN.pixels, Claim(polygons, lines)).passed


def test_a_line_that_the_first_reading_missed_is_read(engine: PpOcrEngine) -> None:
    lines = tuple(line for line in engine.read(DRAWN.pixels) if "陆" not in line.text)
    assert not ask(engine, DRAWN.pixels, Claim((), lines)).passed


def test_the_plain_search_knows_no_line_breaks_and_no_case() -> None:
    sure = [term for term in TERMS if term.sure]
    quad = np.zeros((4, 2), dtype=np.float32)
    lines = [Line(quad, text, 1.0) for text in ("同意推荐陆 砚", "秋同志，LU Yan-", "qiu")]
    assert {term.text: touched for term, touched in mentions(lines, sure)} == {
        "陆砚秋": (0, 1),
        "luyanqiu": (1, 2),
    }
