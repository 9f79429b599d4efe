# SPDX-License-Identifier: Apache-2.0
"""Names in Uyghur script: drawn, read by Tesseract, found by their letters, or held."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter
from tests.drawn import draw
from tests.drawn_seals import font

from blindscan.find.uyghur import find_uyghur
from blindscan.find.uyghur_letters import best_match, folded
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.geometry import bounds
from blindscan.model.marks import ScriptLine
from blindscan.model.page import Pixels
from blindscan.read.engine import PpOcrEngine
from blindscan.read.script_shape import looks_arabic
from blindscan.read.scripts import read_scripts
from blindscan.read.tesseract import read_strip

OWN = "دىلنۇر پەرھات"
OTHER = "گۈلنار ئەخمەت"
TERMS = terms_of(Applicant("a", ("迪丽努尔·帕尔哈提", OWN), ("浙江临岚技师学院",)))
NASKH = "NotoNaskhArabic-Regular.ttf"


def page_with(*texts: tuple[int, int, str], blur: float = 0.0) -> Pixels:
    page = Image.fromarray(
        draw((120, 600, "本证书由主管部门统一印制"), (120, 60, "证书编号二〇二四")).pixels
    )
    pen = ImageDraw.Draw(page)
    for x, y, text in texts:
        pen.text((x, y), text, (20, 20, 20), font(34, NASKH, 0))
    return np.array(page.filter(ImageFilter.GaussianBlur(blur)))


def scripts_of(pixels: Pixels, engine: PpOcrEngine) -> tuple[ScriptLine, ...]:
    return read_scripts(pixels, engine.read(pixels))


@pytest.mark.parametrize("blur", [0.0, 1.2])
def test_the_own_name_is_found_and_another_one_stays(engine: PpOcrEngine, blur: float) -> None:
    pixels = page_with((300, 200, OWN), (300, 350, OTHER), blur=blur)
    (found,) = find_uyghur(scripts_of(pixels, engine), TERMS)
    left, top, right, bottom = bounds(found.polygon)
    assert found.sure
    assert found.kind == "name"
    assert left < 304
    assert right > 300 + font(34, NASKH, 0).getlength(OWN) - 4
    assert 190 < top < bottom < 270


def test_a_name_within_a_sentence_leaves_the_sentence_readable(engine: PpOcrEngine) -> None:
    sentence = f"ئوقۇتقۇچى {OWN} مەكتىپىمىزدە ئىشلەيدۇ"
    whole = font(34, NASKH, 0).getlength(sentence)
    (found,) = find_uyghur(scripts_of(page_with((200, 300, sentence)), engine), TERMS)
    left, _, right, _ = bounds(found.polygon)
    assert right - left < 0.6 * whole


def test_chinese_pages_have_no_script_lines(engine: PpOcrEngine) -> None:
    assert scripts_of(page_with(), engine) == ()


def test_without_a_reader_the_line_is_doubt_and_the_remedy_is_told(engine: PpOcrEngine) -> None:
    read = scripts_of(page_with((300, 200, OTHER)), engine)
    (found,) = find_uyghur([replace(line, words=None) for line in read], TERMS)
    assert not found.sure
    assert found.why is not None
    assert found.why.code == "find.uyghur_no_engine"


def test_an_unread_line_is_doubt_only_for_who_bears_such_a_name(engine: PpOcrEngine) -> None:
    read = scripts_of(page_with((300, 200, OTHER)), engine)
    blank = [replace(line, words=(), confidence=0.0) for line in read]
    assert [f.sure for f in find_uyghur(blank, TERMS)] == [False]
    assert find_uyghur(blank, terms_of(Applicant("b", ("王伟",), ("浙江临岚技师学院",)))) == ()


def test_text_that_runs_down_and_rules_of_forms_are_no_arabic_script(engine: PpOcrEngine) -> None:
    page = Image.fromarray(page_with())
    pen = ImageDraw.Draw(page)
    for row, character in enumerate("本人总结"):
        pen.text((100, 300 + 40 * row), character, (20, 20, 20), font(34, "NotoSansCJK-Regular.ttc", 2))
    assert scripts_of(np.array(page), engine) == ()
    strip = np.full((56, 400), 255, dtype=np.uint8)
    strip[33:36] = 0
    strip[48:, 120:260:9] = 0
    assert not looks_arabic(strip)


def test_a_language_that_is_not_installed_reads_nothing() -> None:
    assert read_strip(np.full((56, 200), 255, dtype=np.uint8), "xyz") is None


@given(st.text(alphabet="ابتجدرزسشغفقكلمنوهىېۇۆۈ", min_size=3, max_size=16), st.text(max_size=12))
def test_a_name_is_exact_in_its_own_text(name: str, around: str) -> None:
    reading = folded(around) + folded(name) + folded(around)
    assert best_match(folded(name), reading).score == 0.0


def test_what_scans_lose_makes_no_difference() -> None:
    assert folded("ئەركىن يۈسۈپ") == folded("ئەرکین یوسوپ")
    assert folded("ﺩﯨﻠﻨﯘﺭ") == folded("دىلنۇر")
