# SPDX-License-Identifier: Apache-2.0
"""Upright and clear? Pages turned, tilted and blurred on purpose."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from tests.drawn import as_page, body, draw

from blindscan.check.orientation import choose_turn
from blindscan.check.quality import judge_quality
from blindscan.check.sharpness import measure_sharpness
from blindscan.check.skew import skew_deg
from blindscan.model.geometry import turn_pixels
from blindscan.model.page import Pixels, Turn
from blindscan.pipeline import Tools, read_page
from blindscan.read.engine import PpOcrEngine

SAMPLES = Path(__file__).parents[2] / "samples" / "uploads"


def text_page(lines: int = 9) -> Pixels:
    texts = [line for n in range(lines // 3) for line in body(top=100 + 240 * n, step=70)]
    return draw(*texts, size=(1240, 1754)).pixels


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_turn_is_undone(tools: Tools, turn: Turn) -> None:
    page = turn_pixels(text_page(), (360 - turn) % 360)  # type: ignore[arg-type]
    assert read_page(as_page(page), tools).inspection.turn_cw == turn


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_columns_of_upright_glyphs_stay_columns(tools: Tools, turn: Turn) -> None:
    letter = SAMPLES / "S002" / "10_技术顾问聘书.jpg"
    upright = np.array(Image.open(letter).convert("RGB"))
    page = turn_pixels(upright, (360 - turn) % 360)  # type: ignore[arg-type]
    inspection = read_page(as_page(page), tools).inspection
    assert inspection.turn_cw == turn
    assert inspection.clarity == "clear"


@pytest.mark.parametrize("turn", [90, 180])
def test_a_photograph_is_turned_by_its_caption(tools: Tools, turn: Turn) -> None:
    rows = np.linspace(60, 200, 1754)[:, None, None]
    photo = np.repeat(np.repeat(rows, 1240, axis=1), 3, axis=2).astype(np.uint8)
    caption = draw((300, 40, "图1 学生实训现场（2022年秋季学期）"), size=(1240, 140)).pixels
    photo[1500:1640] = caption
    page = turn_pixels(photo, (360 - turn) % 360)  # type: ignore[arg-type]
    assert read_page(as_page(page), tools).inspection.turn_cw == turn


def test_a_mistaken_classifier_is_overruled_by_reading() -> None:
    reads = {0: 0.0, 90: 0.0, 180: 40.0, 270: 2.0}
    beliefs: dict[Turn, float] = {0: 0.99, 90: 0.0, 180: 0.01, 270: 0.0}
    assert choose_turn(beliefs, reads.__getitem__) == (180, True)
    assert choose_turn(beliefs, dict.fromkeys(beliefs, 0.0).__getitem__) == (0, False)


@pytest.mark.parametrize("angle", [-4.0, -1.5, 0.0, 2.5])
def test_skew_is_measured(engine: PpOcrEngine, angle: float) -> None:
    page = text_page()
    matrix = cv2.getRotationMatrix2D((620, 877), -angle, 1.0)
    tilted = cv2.warpAffine(page, matrix, (1240, 1754), borderValue=(255, 255, 255))
    assert skew_deg(engine.read(np.array(tilted))) == pytest.approx(angle, abs=0.4)


def verdict(engine: PpOcrEngine, pixels: Pixels) -> tuple[str, set[str]]:
    lines = engine.read(pixels)
    quads = np.array([line.quad for line in lines], dtype=np.float32).reshape(-1, 4, 2)
    clarity, reasons = judge_quality(pixels, lines, quads)
    return clarity, {reason.code for reason in reasons}


def test_sharp_soft_and_lost(engine: PpOcrEngine) -> None:
    page = text_page()
    assert verdict(engine, page) == ("clear", set())
    soft = cv2.GaussianBlur(page, (0, 0), 2.2)
    assert verdict(engine, np.array(soft))[0] == "borderline"
    lost = cv2.GaussianBlur(page, (0, 0), 9)
    assert verdict(engine, np.array(lost)) == ("unreadable", {"check.unreadable"})


def test_a_blank_page_is_told_as_such(engine: PpOcrEngine) -> None:
    clarity, reasons = verdict(engine, np.full((1754, 1240, 3), 250, dtype=np.uint8))
    assert clarity == "clear"
    assert reasons == {"check.blank"}


@pytest.mark.parametrize("sigma", [1.0, 2.0, 4.0])
def test_edge_width_is_that_of_a_blurred_step(sigma: float) -> None:
    step = np.full((400, 400, 3), 255, dtype=np.uint8)
    step[:, 200:] = 0
    sharpness = measure_sharpness(np.array(cv2.GaussianBlur(step, (0, 0), sigma)))
    assert sharpness is not None
    assert sharpness.width == pytest.approx(sigma * np.sqrt(2 * np.pi), rel=0.35)
