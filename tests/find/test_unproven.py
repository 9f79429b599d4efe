# SPDX-License-Identifier: Apache-2.0
"""Lines of a text-only engine that prove nothing hold the page, unless they are masked or settled."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tests.drawn import as_page, body, draw

from blindscan.find.unproven import unproven_remarks
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.geometry import rectangle
from blindscan.model.line import Glyphs, Line
from blindscan.pipeline import Output, Tools, conclude_page, read_page
from blindscan.read.engine import Engine
from blindscan.read.engines import open_engine

TERMS = terms_of(Applicant("a", ("陆砚秋",), ("浙江临岚技师学院",)))
QUAD = rectangle(100, 100, 200, 130)
NOTHING = Glyphs("", np.zeros((0, 2), np.float32), np.zeros(0, np.float32))
BAD = Line(QUAD, "", 0.0, glyphs=NOTHING)
WELL = Line(QUAD, "同意推荐", 0.99, glyphs=NOTHING)


@pytest.fixture(scope="module")
def tesseract() -> Engine:
    return open_engine("tesseract")


def test_a_box_of_which_nothing_was_read_is_unproven() -> None:
    (remark,) = unproven_remarks([BAD], [])
    assert remark.code == "find.unproven"


def test_a_mask_or_a_better_reading_settles_it() -> None:
    assert unproven_remarks([BAD], [rectangle(95, 95, 205, 135)]) == ()
    assert unproven_remarks([BAD, WELL], []) == ()
    assert unproven_remarks([BAD], [rectangle(95, 95, 120, 135)]) != ()


def test_lattices_are_judged_elsewhere(engine: Engine) -> None:
    page = draw(*body()).pixels
    assert unproven_remarks(engine.read(page // 2 + 100), []) == ()


def test_tesseract_masks_what_it_reads_and_holds_what_it_does_not(
    tools: Tools, tesseract: Engine
) -> None:
    witness = Tools(tesseract, tools.classifier)
    drawn = draw(*body(), (120, 300, "兹证明陆砚秋同志系浙江临岚技师学院教师"))
    page = as_page(drawn.pixels)
    done = conclude_page(page, read_page(page, witness), TERMS, witness, Output())
    assert {mask.kind for mask in done.masks} == {"name", "unit"}
    assert {mask.finder for mask in done.masks} == {"edits"}

    picture = Image.fromarray(drawn.pixels)
    pen, rng = ImageDraw.Draw(picture), np.random.default_rng(7)
    for x in range(110, 800, 14):
        y = 317 + rng.integers(-22, 22, size=2)
        pen.line((x, int(y[0]), x + 30, int(y[1])), fill=(30, 30, 30), width=7)
    scrawled = as_page(np.array(picture))
    done = conclude_page(scrawled, read_page(scrawled, witness), TERMS, witness, Output())
    assert done.status == "review"
    assert "find.unproven" in {remark.code for remark in done.reasons}
