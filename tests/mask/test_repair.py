# SPDX-License-Identifier: Apache-2.0
"""Repairs make a page straight, flat and white, after masking and before the proof."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.drawn import as_page, body, box_of, draw

from blindscan.batch.worker import Networks, tools
from blindscan.check.sheet import find_sheet
from blindscan.check.skew import skew_deg
from blindscan.identify.variants import terms_of
from blindscan.mask.repair import Repairs, repair
from blindscan.model.applicant import Applicant
from blindscan.model.page import Pixels
from blindscan.pipeline import Concluded, Output, conclude_page, read_page

NAME = "陆砚秋"
TERMS = terms_of(Applicant("a", (NAME,), ("浙江临岚技师学院",)))
SENTENCE = f"兹证明{NAME}同志获得优秀教师称号"
NOTHING = Repairs()


@cache
def sheet() -> Pixels:
    """A page that names the applicant once."""
    texts = (*body(120), *body(320), (120, 560, SENTENCE), *body(680), *body(900))
    return draw(*texts, size=(1240, 1240), paper=(240, 240, 238)).pixels


def tilted(degrees: float) -> Pixels:
    matrix = cv2.getRotationMatrix2D((620, 620), -degrees, 1.0)
    return np.array(cv2.warpAffine(sheet(), matrix, (1240, 1240), borderValue=(240, 240, 238)))


def on_a_desk() -> Pixels:
    seen = np.array([[0, 0], [1240, 0], [1240, 1240], [0, 1240]], np.float32)
    there = np.array([[260, 120], [1180, 170], [1340, 1300], [90, 1240]], np.float32)
    transform = cv2.getPerspectiveTransform(seen, there)
    return np.array(cv2.warpPerspective(sheet(), transform, (1440, 1400), borderValue=(50, 55, 60)))


def concluded(pixels: Pixels, repairs: Repairs) -> tuple[Concluded, Pixels]:
    networks, page = tools(Networks()), as_page(pixels)
    done = conclude_page(page, read_page(page, networks), TERMS, networks, Output(repairs=repairs))
    return done, np.array(Image.open(BytesIO(done.jpeg)))


def texts(pixels: Pixels) -> str:
    return "".join(line.text for line in tools(Networks()).engine.read(pixels))


def test_a_skewed_page_comes_out_straight_masked_and_proven() -> None:
    done, written = concluded(tilted(3.0), Repairs(deskew=True))
    assert (done.status, [r.code for r in done.repairs]) == ("masked", ["mask.deskewed"])
    lines = tools(Networks()).engine.read(written)
    assert abs(skew_deg(lines)) < 0.4
    assert NAME not in texts(written)
    assert "优秀教师称号" in texts(written)
    left, top, right, bottom = box_of(draw((120, 560, SENTENCE)), SENTENCE, NAME)
    masks = np.concatenate([np.array(mask.poly) for mask in done.masks])
    assert abs(masks.mean(axis=0) - [(left + right) / 2, (top + bottom) / 2]).max() < 40, "source frame"


def test_a_sheet_is_cut_out_of_its_photograph() -> None:
    done, written = concluded(on_a_desk(), Repairs(dewarp=True))
    assert (done.status, [r.code for r in done.repairs]) == ("masked", ["mask.dewarped"])
    assert find_sheet(written) is None, "nothing but paper is left"
    assert NAME not in texts(written)
    assert "优秀教师称号" in texts(written)


def test_a_shaded_page_comes_out_white() -> None:
    shade = np.linspace(1.0, 0.55, 1240)[None, :, None]
    done, written = concluded((sheet() * shade).astype(np.uint8), Repairs(enhance=True))
    assert (done.status, [r.code for r in done.repairs]) == ("masked", ["mask.enhanced"])
    paper = np.percentile(written, 80, axis=(0, 2))
    assert paper.min() > 225
    assert NAME not in texts(written)


def test_nothing_is_repaired_unasked_or_without_need() -> None:
    assert not concluded(tilted(3.0), NOTHING)[0].repairs
    assert not concluded(sheet(), Repairs(deskew=True, dewarp=True))[0].repairs


@settings(max_examples=20, deadline=None)
@given(
    st.floats(-6, 6).filter(lambda skew: abs(skew) > 0.4),
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), min_size=1, max_size=8),
    st.booleans(),
)
def test_points_go_there_and_back(
    skew: float, points: list[tuple[float, float]], cut_out: bool
) -> None:
    page = np.full((200, 300, 3), 200, np.uint8)
    corners = np.array([[20, 10], [280, 25], [270, 190], [15, 180]], np.float32) if cut_out else None
    done = repair(page, Repairs(deskew=True, dewarp=True), skew, corners)
    there = np.array(points, np.float32)
    assert done.moved_back(done.moved(there)) == pytest.approx(there, abs=0.05)


def test_what_lies_beneath_a_mask_takes_no_part() -> None:
    """Pages that differ only beneath their masks come out the same, whatever is repaired."""
    networks, page = tools(Networks()), as_page(tilted(2.0))
    read = read_page(page, networks)
    output = Output(repairs=Repairs(deskew=True, enhance=True))
    one = conclude_page(page, read, TERMS, networks, output)
    beneath = np.zeros(page.pixels.shape[:2], np.uint8)
    for mask in one.masks:
        cv2.fillPoly(beneath, [np.round(mask.poly).astype(np.int32)], 1)
    beneath = cv2.erode(beneath, np.ones((7, 7), np.uint8))
    assert beneath.sum() > 1000
    other = page.pixels.copy()
    other[beneath > 0] = (other[beneath > 0] * 0.8).astype(np.uint8)
    assert conclude_page(replace(page, pixels=other), read, TERMS, networks, output).jpeg == one.jpeg
