# SPDX-License-Identifier: Apache-2.0
"""Codes, unreadable signatures and second scripts: what is masked, and what stays."""

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from tests.drawn import body, draw
from tests.drawn_seals import font

from blindscan.check.skew import skew_deg
from blindscan.find.bilingual import find_bilingual
from blindscan.find.cells import find_unread_cells
from blindscan.find.codes import find_codes
from blindscan.find.fields import find_fields, settled_by_labels
from blindscan.find.gaps import find_gaps
from blindscan.find.text import find_text
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, rectangle
from blindscan.model.line import Line
from blindscan.model.marks import PageReading
from blindscan.model.page import Pixels
from blindscan.model.words import Remark
from blindscan.read.codes import read_codes
from blindscan.read.engine import PpOcrEngine

TERMS = terms_of(Applicant("a", ("迪丽努尔·帕尔哈提",), ("浙江临岚技师学院",)))


def with_code(payload: str, side: int = 260, kind: str = "QRCode") -> Pixels:
    page = Image.fromarray(draw(*body()).pixels)
    symbol = zxingcpp.create_barcode(payload, getattr(zxingcpp.BarcodeFormat, kind))
    picture = Image.fromarray(np.array(symbol.to_image(scale=4)))
    width = round(picture.width * side / picture.height)
    page.paste(picture.resize((width, side), Image.Resampling.LANCZOS), (700, 380))
    return np.array(page)


@pytest.mark.parametrize(
    ("payload", "masked"),
    [
        ("迪丽努尔·帕尔哈提 440123", True),
        ("https://example.invalid/x?c=671769930200", True),
        ("https://example.invalid/%E8%BF%AA%E4%B8%BD", True),
        ("330999198406170043", True),
        ("https://example.invalid/", False),
        ("9787040412345", False),
    ],
)
def test_a_code_is_masked_when_it_may_lead_to_the_applicant(payload: str, masked: bool) -> None:
    codes = read_codes(with_code(payload))
    assert [code.payload for code in codes] == [payload]
    assert bool(find_codes(codes, TERMS)) is masked
    assert len(find_codes(codes, TERMS, "all")) == 1
    assert find_codes(codes, TERMS, "none") == ()


def test_a_code_that_cannot_be_decoded_is_masked() -> None:
    page = with_code("https://example.invalid/x?c=671769930200", side=330)
    page[500:600, 780:960] = 255
    codes = read_codes(page)
    assert [code.payload for code in codes] == [None]
    assert len(find_codes(codes, TERMS)) == 1


def test_text_and_tables_are_no_codes() -> None:
    page = Image.fromarray(draw(*body()).pixels)
    pen = ImageDraw.Draw(page)
    for n in range(8):
        pen.rectangle((100 + 60 * n, 400, 160 + 60 * n, 460), outline="black", width=3)
    assert read_codes(np.array(page)) == ()


def scribble(page: Image.Image, left: int, top: int) -> None:
    strokes = np.random.default_rng(5).integers(0, 60, (14, 4))
    for x1, y1, x2, y2 in strokes.tolist():
        start = (left + 3 * x1, top + y1)
        ImageDraw.Draw(page).line((*start, left + 3 * x2, top + y2), fill=(15, 15, 40), width=4)


@pytest.mark.parametrize(
    ("label", "is_own"),
    [("承诺人（签名）：", True), ("申报人签名：", True), ("单位负责人签字：", False)],
)
def test_an_unreadable_signature_is_the_applicants_by_its_label(
    engine: PpOcrEngine, label: str, is_own: bool
) -> None:
    page = Image.fromarray(draw(*body(), (500, 420, label)).pixels)
    scribble(page, 800, 410)
    pixels = np.array(page)
    findings = find_fields(pixels, engine.read(pixels), ())
    assert len(findings) == int(is_own)
    if is_own:
        left, top, right, bottom = bounds(findings[0].polygon)
        assert left < 812
        assert right > 950
        assert top < 425
        assert bottom > 455


def test_a_doubt_is_settled_where_only_the_applicant_signs(engine: PpOcrEngine) -> None:
    lines = engine.read(draw(*body(), (500, 420, "承诺人（签名）：")).pixels)
    doubt = Remark.of("find.text_doubt")
    beside = Finding("name", rectangle(800, 420, 900, 460), -2.2, "text", sure=False, why=doubt)
    elsewhere = Finding("name", rectangle(800, 120, 900, 160), -2.2, "text", sure=False, why=doubt)
    assert settled_by_labels(lines, [beside, elsewhere]) == (
        replace(beside, sure=True, why=None),
        elsewhere,
    )


def test_an_empty_signature_line_is_no_signature(engine: PpOcrEngine) -> None:
    pixels = draw(*body(), (500, 420, "承诺人（签名）：")).pixels
    assert find_fields(pixels, engine.read(pixels), ()) == ()


def test_the_line_in_another_script_goes_with_the_name(engine: PpOcrEngine) -> None:
    page = Image.fromarray(
        draw((120, 200, "姓名"), (300, 200, "迪丽努尔·帕尔哈提"), (120, 280, "性别 女")).pixels
    )
    arabic = font(34, "NotoNaskhArabic-Bold.ttf", 0)
    ImageDraw.Draw(page).text((330, 145), "دىلنۇر پەرھات", (20, 20, 20), arabic)
    pixels = np.array(page)
    lines = engine.read(pixels)
    names = find_text(lines, TERMS, engine.head)
    findings = find_bilingual(PageReading(lines), TERMS, names)
    assert len(findings) == 1
    left, top, right, bottom = bounds(findings[0].polygon)
    assert left < 345
    assert right > 480
    assert top < 170 < bottom
    assert find_bilingual(PageReading(lines), terms_of(Applicant("b", ("王伟",), ())), names) == ()


@pytest.mark.parametrize("rules", [False, True])
def test_a_scrawl_beside_a_name_label_is_doubt(engine: PpOcrEngine, rules: bool) -> None:
    page = Image.fromarray(draw(*body(), (200, 420, "姓名"), (700, 420, "性别")).pixels)
    if rules:
        for x in (180, 300, 680, 820):
            ImageDraw.Draw(page).line((x, 395, x, 480), fill="black", width=3)
        for y in (395, 480):
            ImageDraw.Draw(page).line((180, y, 1000, y), fill="black", width=3)
    empty = np.array(page)
    assert find_unread_cells(empty, engine.read(empty), ()) == ()
    scribble(page, 340, 410)
    pixels = np.array(page)
    (found,) = find_unread_cells(pixels, engine.read(pixels), ())
    assert not found.sure
    left, top, right, bottom = bounds(found.polygon)
    assert 300 < left < 352
    assert 480 < right < 690
    assert top < 425
    assert bottom > 455


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ("本人", "，今年申报中级职称", True),
        ("兹证明", "同志系我单位职工", False),
        ("在教学", "中注重实践", None),
    ],
)
def test_a_scrawl_that_the_reader_jumps_over(
    engine: PpOcrEngine, before: str, after: str, sure: bool | None
) -> None:
    start, left = 120 + 34 * len(before), 120 + 34 * len(before) + 150
    page = Image.fromarray(draw(*body(), (120, 420, before), (left, 420, after)).pixels)
    blank = np.array(page)
    assert find_gaps(blank, joined(engine, blank), (), engine.head) == ()
    scribble(page, start + 12, 412)
    pixels = np.array(page)
    found = find_gaps(pixels, joined(engine, blank), (), engine.head)
    assert [finding.sure for finding in found] == ([] if sure is None else [sure])


def joined(engine: PpOcrEngine, pixels: Pixels) -> tuple[Line, ...]:
    """The line at 420 read in one box, as the detector gives it when something fills the blank."""
    return engine.read_quads(pixels, rectangle(116, 412, 900, 470)[None])


@pytest.mark.parametrize("tilt", [-3.0, 2.0, 4.0])
def test_rules_of_a_skewed_table_are_no_value(engine: PpOcrEngine, tilt: float) -> None:
    page = Image.fromarray(
        draw(
            *body(),
            *((220, 420, "姓名"), (700, 420, "任职资格")),
            *((200, 480, "赵刚"), (720, 480, "讲师")),
        ).pixels
    )
    for x in (120, 500, 1000):
        ImageDraw.Draw(page).line((x, 405, x, 540), fill="black", width=2)
    for y in (405, 468, 540):
        ImageDraw.Draw(page).line((120, y, 1000, y), fill="black", width=2)
    pixels = np.array(page.rotate(-tilt, Image.Resampling.BICUBIC, fillcolor="white"))
    lines = engine.read(pixels)
    assert find_unread_cells(pixels, lines, (), skew_deg(lines)) == ()


def test_a_value_that_reads_well_is_judged_by_what_it_says(engine: PpOcrEngine) -> None:
    pixels = draw(*body(), (200, 420, "姓名"), (340, 420, "王建国"), (700, 420, "性别")).pixels
    assert find_unread_cells(pixels, engine.read(pixels), ()) == ()
