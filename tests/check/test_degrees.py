# SPDX-License-Identifier: Apache-2.0
"""Flaws that take more than one look: light across whole lines, compression that later savings hide,
and damage by degrees, which is never judged better for being worse."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.check import damage
from tests.drawn import body, draw

from blindscan.check.blocks import compression_quality
from blindscan.check.borders import cut_sides
from blindscan.check.light import measure_light
from blindscan.check.quality import judge_quality
from blindscan.check.sheet import find_sheet
from blindscan.model.geometry import rectangle
from blindscan.model.page import Clarity, Pixels
from blindscan.model.words import catalogue
from blindscan.read.engine import PpOcrEngine

SAMPLES = Path(__file__).parents[2] / "samples" / "uploads"
ORDER: tuple[Clarity, ...] = ("clear", "borderline", "unreadable")


@pytest.fixture(scope="module")
def page() -> Pixels:
    """A page full of prose as a scanner at 150 dpi gives it: neither paper nor ink at its limit."""
    texts = [line for n in range(6) for line in body(top=110 + 250 * n, left=160, step=80)]
    return damage.faded(draw(*texts, size=(1240, 1754)).pixels, 0.8, paper=235)


def judged(engine: PpOcrEngine, pixels: Pixels) -> tuple[Clarity, set[str]]:
    lines = engine.read(pixels)
    quads = np.array([line.quad for line in lines], dtype=np.float32).reshape(-1, 4, 2)
    clarity, reasons = judge_quality(pixels, lines, quads)
    return clarity, {reason.code.removeprefix("check.") for reason in reasons}


def test_a_clean_page_has_no_flaw(engine: PpOcrEngine, page: Pixels) -> None:
    assert judged(engine, page) == ("clear", set())


@pytest.mark.parametrize(
    "name", ["S001/02_毕业证书.jpg", "S001/05_论文首页.jpg", "S003/11_任职文件.jpg"]
)
def test_clean_samples_have_no_flaw(engine: PpOcrEngine, name: str) -> None:
    clarity, reasons = judged(engine, np.array(Image.open(SAMPLES / name).convert("RGB")))
    assert (clarity, reasons - {"low_dpi"}) == ("clear", set())


FLAWS: dict[str, tuple[Callable[[Pixels], Pixels], str, tuple[Clarity, ...]]] = {
    "shadow": (lambda p: damage.shadowed(p, 0.5), "shadow", ("clear",)),
    "deep shadow": (lambda p: damage.shadowed(p, 0.75), "deep_shadow", ("borderline",)),
    "finger": (damage.held_by_a_finger, "finger", ("borderline",)),
    "lamp": (damage.flashed, "glare", ("borderline",)),
    "burnt": (lambda p: damage.faded(p, 0.12), "overexposed", ("clear", "borderline")),
    "all but gone": (lambda p: damage.faded(p, 0.06, 240), "faint_lost", ("unreadable",)),
    "cut right": (lambda p: damage.cut(p, right=0.6), "cut_off_right", ("borderline",)),
    "cut above": (lambda p: damage.cut(p, top=120 / 1754), "cut_off_top", ("clear", "borderline")),
    "squeezed": (lambda p: damage.saved(p, 8), "blocky", ORDER),
    "squeezed long ago": (lambda p: damage.saved(p, 12, 92), "blocky", ORDER),
    "tiny": (lambda p: damage.shrunk(p, 0.25), "low_resolution", ("borderline", "unreadable")),
    "two ways": (damage.beside_itself, "two_directions", ("clear",)),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_every_flaw_is_named(engine: PpOcrEngine, page: Pixels, flaw: str) -> None:
    damaged, reason, verdicts = FLAWS[flaw]
    clarity, reasons = judged(engine, damaged(page))
    assert reason in reasons
    assert clarity in verdicts
    assert f"check.{reason}" in catalogue()


def test_a_picture_without_text_says_so_and_no_more(engine: PpOcrEngine) -> None:
    rows = np.linspace(60, 200, 1200)[:, None, None]
    picture = np.ascontiguousarray(np.broadcast_to(rows, (1200, 900, 3)).astype(np.uint8))
    assert judged(engine, picture) == ("clear", {"no_text"})


@pytest.mark.parametrize(
    "worse",
    [
        [lambda p, s=s: damage.defocus(p, s) for s in (0.0, 1.5, 3, 5, 9)],
        [lambda p, n=n: damage.shaken(p, n) for n in (1, 7, 15, 31)],
        [lambda p, s=s: damage.faded(p, s, 240) for s in (1.0, 0.3, 0.12, 0.06)],
        [lambda p, s=s: damage.shrunk(p, s) for s in (1.0, 0.5, 0.3, 0.2)],
    ],
    ids=["focus", "motion", "contrast", "resolution"],
)
def test_worse_damage_is_never_judged_better(
    engine: PpOcrEngine, page: Pixels, worse: list[Callable[[Pixels], Pixels]]
) -> None:
    verdicts = [ORDER.index(judged(engine, harm(page))[0]) for harm in worse]
    assert verdicts == sorted(verdicts)
    assert verdicts[0] == 0 < verdicts[-1]


@given(side=st.sampled_from(["left", "top", "right", "bottom"]), inset=st.integers(0, 60))
def test_only_lines_at_the_border_are_cut(side: str, inset: int) -> None:
    width, height = 1240, 1754
    lines = [rectangle(200, 200 + 80 * n, 1000, 240 + 80 * n) for n in range(12)]
    move = {
        "left": (inset - 200, 0),
        "right": (width - inset - 1000, 0),
        "top": (0, inset - 200),
        "bottom": (0, height - inset - lines[-1][:, 1].max()),
    }[side]
    quads = np.array(lines, dtype=np.float32) + np.array(move, dtype=np.float32)
    assert cut_sides(quads, (width, height)) == ((side,) if inset <= 6 else ())


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quality=st.integers(8, 28), again=st.sampled_from([(), (92,)]))
def test_compression_is_seen_through_later_savings(
    page: Pixels, quality: int, again: tuple[int, ...]
) -> None:
    seen = compression_quality(damage.saved(page, quality, *again))
    assert seen is not None
    assert seen == pytest.approx(quality, abs=3)


@pytest.mark.parametrize("quality", [60, 75, 95])
def test_good_compression_leaves_no_trace(page: Pixels, quality: int) -> None:
    assert compression_quality(damage.saved(page, quality)) is None


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(light=st.floats(0.3, 1.0), strength=st.floats(0.1, 1.0))
def test_light_is_measured_in_gray_levels(page: Pixels, light: float, strength: float) -> None:
    quads = np.array([rectangle(150, 100 + 250 * n, 1100, 160 + 250 * n) for n in range(6)])
    lit = measure_light(damage.darkened(damage.faded(page, strength, 244), light), quads, quads)
    assert lit is not None
    assert lit.paper == pytest.approx(light * (244 - 20 * strength), abs=4)
    assert lit.contrast == pytest.approx(light * strength * 0.8 * 235, abs=12)
    assert lit.shadow < 0.02


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(narrow=st.floats(0.0, 0.2))
def test_perspective_grows_with_the_slant(page: Pixels, narrow: float) -> None:
    sheet = find_sheet(damage.from_below(page, narrow))
    assert sheet is not None
    assert sheet.perspective == pytest.approx(1 - (0.88 - 2 * narrow) / 0.88, abs=0.05)
    assert not sheet.touches
