# SPDX-License-Identifier: Apache-2.0
"""What nobody read, or nobody told us of: doubts that hold a page."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from tests.drawn import body, draw

from blindscan.find.affiliation import find_affiliation
from blindscan.find.cells import unanswered_remarks
from blindscan.find.text import find_text
from blindscan.find.unread import might_be_remarks, unread_remarks
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, rectangle
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.read.engine import PpOcrEngine

SCHOOL = "Linlan Technician College, Zhejiang"
APPLICANT = Applicant("a", ("陆砚秋", "LU Yanqiu"), ("浙江临岚技师学院",))


def scrawled_over(pixels: Pixels) -> Pixels:
    """The page with a scribble through its second line of prose."""
    page = Image.fromarray(pixels)
    pen = ImageDraw.Draw(page)
    rng = np.random.default_rng(7)
    for x in range(110, 1000, 14):
        y = 137 + rng.integers(-22, 22, size=2)
        pen.line((x, int(y[0]), x + 30, int(y[1])), fill=(30, 30, 30), width=7)
    return np.array(page)


def test_a_long_line_that_nobody_could_read_holds_the_page(engine: PpOcrEngine) -> None:
    clean = draw(*body()).pixels
    assert unread_remarks(engine.read(clean)) == ()
    (remark,) = unread_remarks(engine.read(scrawled_over(clean)))
    assert remark.code == "find.unread"


def test_the_school_below_the_own_pinyin_is_doubt(engine: PpOcrEngine) -> None:
    pixels = draw(
        (120, 300, "LU Yanqiu"), (120, 350, SCHOOL), (120, 600, "Beihe University Press"), *body()
    ).pixels
    lines, terms = engine.read(pixels), terms_of(APPLICANT)
    (found,) = find_affiliation(lines, terms, find_text(lines, terms, engine.head))
    assert not found.sure
    assert 340 < bounds(found.polygon)[1] < bounds(found.polygon)[3] < 410
    known = terms_of(Applicant("a", APPLICANT.names, (*APPLICANT.units, SCHOOL)))
    assert find_affiliation(lines, known, find_text(lines, known, engine.head)) == ()


@pytest.mark.parametrize("name", ["WANG Fang", "Ablet Tursun"])
def test_a_school_below_somebody_else_stays(engine: PpOcrEngine, name: str) -> None:
    lines = engine.read(draw((120, 300, name), (120, 350, SCHOOL), *body()).pixels)
    terms = terms_of(APPLICANT)
    assert find_affiliation(lines, terms, find_text(lines, terms, engine.head)) == ()


def short(text: str, score: float, left: float = 0) -> Line:
    return Line(rectangle(left, 0, left + 120, 30), text, score)


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        (short("可马膜块", 0.68), True),
        (short("可马膜块", 0.92), False),
        (short("8", 0.33), False),
        (short("经评审委员会评审通过批准下列同志", 0.60), False),
        (short("浙红临风技帅学院", 0.70), True),
    ],
)
def test_on_a_hard_page_what_might_be_the_name_holds_it(line: Line, holds: bool) -> None:
    terms, prose = terms_of(APPLICANT), short("经评审委员会评审通过批准下列同志", 0.99, left=400)
    assert bool(might_be_remarks([line, prose], terms, ())) == holds
    better = short(line.text, 0.99)
    assert might_be_remarks([line, better, prose], terms, ()) == ()


def test_a_hard_page_of_which_nothing_was_read_is_held() -> None:
    terms = terms_of(APPLICANT)
    assert might_be_remarks([], terms, ())
    assert might_be_remarks([short("器", 0.2), short("心", 0.2)], terms, ())


@pytest.mark.parametrize(
    ("beside", "holds"),
    [
        ((), True),
        ((("陆砚秋", 0.99, 190),), False),
        ((("3", 0.93, 190),), True),
        ((("陆石火", 0.40, 190),), True),
        ((("电话：", 0.99, 250),), True),
        ((("陆砚秋", 0.99, 900),), True),
    ],
    ids=["nothing", "a name", "one stroke", "a scrawl", "the next label", "too far"],
)
def test_on_a_hard_page_an_unanswered_name_label_holds_it(
    beside: tuple[tuple[str, float, int], ...], holds: bool
) -> None:
    lines = [short("法定代表人：", 0.99), *(short(text, score, left) for text, score, left in beside)]
    assert bool(unanswered_remarks(lines, ())) == holds
    name = Finding("name", rectangle(130, 2, 220, 28), 0.0, "text")
    seal = Finding("seal", rectangle(130, -30, 310, 150), 0.0, "seals")
    assert unanswered_remarks(lines, [name]) == ()
    assert bool(unanswered_remarks(lines, [seal])) == holds


def test_blur_does_not_make_up_unread_lines(engine: PpOcrEngine) -> None:
    page = Image.fromarray(draw(*body()).pixels).filter(ImageFilter.GaussianBlur(1.5))
    assert unread_remarks(engine.read(np.array(page))) == ()
