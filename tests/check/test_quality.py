# SPDX-License-Identifier: Apache-2.0
"""Every flaw that is done to a good page is told, with the verdict that a person would give."""

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import draw

from blindscan.check.fingers import finger_share
from blindscan.check.quality import judge_quality
from blindscan.check.sharpness import measure_sharpness
from blindscan.check.sheet import find_sheet
from blindscan.model.geometry import rectangle
from blindscan.model.page import Pixels
from blindscan.model.words import catalogue
from blindscan.read.engine import PpOcrEngine

PROSE = "在教学中注重理论与实践相结合，以项目为载体组织课堂教学"
ORDER = ("clear", "borderline", "unreadable")


@cache
def good() -> Pixels:
    """An A4 page at 200 dpi, on paper that is not quite white."""
    texts = [(180, 240 + 70 * row, PROSE) for row in range(26)]
    return draw(*texts, size=(1654, 2339), height=42, paper=(238, 238, 236)).pixels


def judged(engine: PpOcrEngine, pixels: Pixels, quality: int | None = None) -> tuple[str, set[str]]:
    quads = engine.detect(pixels, 1280)
    lines = engine.read_quads(pixels, quads[::2])
    clarity, reasons = judge_quality(pixels, lines, quads, quality)
    return clarity, {reason.code for reason in reasons}


def motion(length: int, down: bool = False) -> Pixels:
    kernel = np.zeros((length, length), np.float32)
    kernel[:, length // 2] = 1 / length
    return np.array(cv2.filter2D(good(), -1, kernel if down else kernel.T))


def lit(strength: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Pixels:
    """The page under a light of that strength at (x, y), both 0 to 1."""
    height, width = good().shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = strength(x / width, y / height)[:, :, None]
    return np.clip(good().astype(np.float32) * light, 0, 255).astype(np.uint8)


def glaring() -> Pixels:
    page = good().copy()
    spot = np.zeros(page.shape[:2], np.float32)
    cv2.ellipse(spot, (800, 900), (420, 300), 0, 0, 360, 1.0, -1)
    spot = cv2.GaussianBlur(spot, (0, 0), 25)[:, :, None]
    return (page * (1 - spot) + 255 * spot).astype(np.uint8)


def fingered() -> Pixels:
    page = good().copy()
    cv2.ellipse(page, (0, 1200), (300, 130), 8, 0, 360, (205, 150, 125), -1)
    return page


def slanted() -> Pixels:
    """Photographed at a slant, on a dark desk."""
    height, width = good().shape[:2]
    seen = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = np.array([[420, 200], [1300, 200], [1600, 2200], [120, 2200]], np.float32)
    transform = cv2.getPerspectiveTransform(seen, there)
    return np.array(cv2.warpPerspective(good(), transform, (width, height), borderValue=(40, 45, 50)))


def skewed() -> Pixels:
    matrix = cv2.getRotationMatrix2D((827, 1170), -3.0, 1.0)
    return np.array(cv2.warpAffine(good(), matrix, (1654, 2339), borderValue=(238, 238, 236)))


def two_ways() -> Pixels:
    page = good().copy()
    side = draw((60, 60, PROSE), (60, 160, PROSE), (60, 260, PROSE), (60, 360, PROSE), size=(1254, 480))
    page[1200:2280] = 238
    page[1050:2304, 900:1380] = np.rot90(side.pixels)
    return page


def burnt() -> Pixels:
    return np.clip(good().astype(np.int16) // 6 + 215, 0, 255).astype(np.uint8)


def faint(contrast: int) -> Pixels:
    return (238 - (238 - good().astype(np.int16)) * contrast // 220).astype(np.uint8)


FLAWS: dict[str, tuple[Callable[[], Pixels], str, str]] = {
    "soft": (lambda: np.array(cv2.GaussianBlur(good(), (0, 0), 3.0)), "check.blurred", "borderline"),
    "lost": (lambda: np.array(cv2.GaussianBlur(good(), (0, 0), 9)), "check.unreadable", "unreadable"),
    "shaken": (lambda: motion(11), "check.shaken", "borderline"),
    "shaken down": (lambda: motion(11, down=True), "check.shaken", "borderline"),
    "skewed": (skewed, "check.skewed", "clear"),
    "slanted": (slanted, "check.perspective", "clear"),
    "cut at the left": (
        lambda: np.ascontiguousarray(good()[:, 330:]),
        "check.cut_off_left",
        "borderline",
    ),
    "cut below": (lambda: good()[:1268].copy(), "check.cut_off_bottom", "clear"),
    "finger": (fingered, "check.finger", "borderline"),
    "shadow": (lambda: lit(lambda x, y: np.where(x + y > 1, 0.55, 1.0)), "check.shadow", "clear"),
    "glare": (glaring, "check.glare", "borderline"),
    "dark": (lambda: lit(lambda x, _: np.full_like(x, 0.45)), "check.dark", "clear"),
    "faint": (lambda: faint(40), "check.faint", "clear"),
    "overexposed": (burnt, "check.overexposed", "clear"),
    "too faint": (lambda: faint(12), "check.faint_lost", "unreadable"),
    "two directions": (two_ways, "check.two_directions", "clear"),
}


def test_a_good_page_has_no_flaw(engine: PpOcrEngine) -> None:
    assert judged(engine, good(), 90) == ("clear", set())


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_is_told(engine: PpOcrEngine, flaw: str) -> None:
    make, code, verdict = FLAWS[flaw]
    clarity, codes = judged(engine, make())
    assert code in codes
    assert ORDER.index(clarity) >= ORDER.index(verdict)


def test_a_small_scan_and_a_hard_pressed_jpeg_are_told(engine: PpOcrEngine) -> None:
    small = cv2.resize(good(), None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    assert "check.low_dpi" in judged(engine, np.array(small))[1]
    assert "check.blocky" in judged(engine, good(), 12)[1]


def test_pages_without_text_are_not_guessed_at(engine: PpOcrEngine) -> None:
    assert judged(engine, np.full((2339, 1654, 3), 244, np.uint8))[1] == {"check.blank"}
    noise = np.random.default_rng(5).integers(0, 255, (60, 40, 3), dtype=np.uint8)
    clouds = cv2.resize(noise, (1240, 1754), interpolation=cv2.INTER_CUBIC)
    clarity, codes = judged(engine, np.array(clouds))
    assert "check.unreadable" not in codes or clarity == "unreadable"


def test_a_red_desk_is_no_finger() -> None:
    page = np.full((2600, 1900, 3), (112, 40, 52), np.uint8)
    page[120:2459, 120:1774] = good()
    sheet = find_sheet(page)
    assert sheet is not None
    text = np.array([rectangle(180, 230 + 70 * row, 1350, 290 + 70 * row) for row in range(26)])
    assert finger_share(page, text + np.array([120, 120], np.float32)) == 0
    assert finger_share(good(), text) == 0
    assert finger_share(fingered(), text) > 0.006


@settings(max_examples=12, deadline=None)
@given(st.floats(0.5, 5.0), st.floats(1.1, 2.0))
def test_more_blur_is_never_measured_as_less(sigma: float, more: float) -> None:
    part = good()[200:900, 150:1100]
    less_blurred = measure_sharpness(np.array(cv2.GaussianBlur(part, (0, 0), sigma)))
    more_blurred = measure_sharpness(np.array(cv2.GaussianBlur(part, (0, 0), sigma * more)))
    assert more_blurred is None or (less_blurred and more_blurred.width > 0.9 * less_blurred.width)


def test_every_reason_has_its_words() -> None:
    known = catalogue()
    assert {code for _, code, _ in FLAWS.values()} <= set(known)
