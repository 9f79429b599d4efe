# SPDX-License-Identifier: Apache-2.0
"""A second engine may hold a page back, and never lets one go."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.drawn import as_page, body, draw

from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.model.words import Remark
from blindscan.pipeline import Concluded, Output, Tools, conclude_page, read_page
from blindscan.read.engine import Engine, PpOcrEngine
from blindscan.read.engines import open_engine

TERMS = terms_of(Applicant("a", ("陆砚秋",), ("浙江临岚技师学院",)))
PAGE = as_page(draw(*body(), (120, 300, "兹证明陆砚秋同志在我校任教")).pixels)


class HalfBlind(PpOcrEngine):
    """An engine that overlooks everything below the prose."""

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        above = [quad for quad in quads if quad[:, 1].mean() < 270]
        return super().read_quads(pixels, np.array(above, dtype=np.float32).reshape(-1, 4, 2))


@pytest.fixture(scope="module")
def tesseract() -> Engine:
    return open_engine("tesseract")


@pytest.fixture(scope="module")
def half_blind() -> HalfBlind:
    return HalfBlind()


def concluded(tools: Tools, *unsettled: Remark) -> Concluded:
    return conclude_page(PAGE, read_page(PAGE, tools), TERMS, tools, Output(), unsettled)


def test_a_name_that_the_first_engine_overlooked_holds_the_page(
    tools: Tools, half_blind: HalfBlind, tesseract: Engine
) -> None:
    alone = replace(tools, engine=half_blind)
    assert concluded(alone).status == "clean", "without a second opinion this page would leak"
    done = concluded(replace(alone, second=tesseract))
    assert done.status == "review"
    assert [remark.code for remark in done.reasons] == ["verify.objection"]
    assert done.needs_mask is None


def test_a_page_that_is_well_masked_is_released(tools: Tools, tesseract: Engine) -> None:
    assert concluded(replace(tools, second=tesseract)).status == "masked"


def test_a_second_opinion_releases_nothing(tools: Tools, tesseract: Engine) -> None:
    done = concluded(replace(tools, second=tesseract), Remark.of("identify.roster_mismatch"))
    assert done.status == "review"
    assert [remark.code for remark in done.reasons] == ["identify.roster_mismatch"]


def test_what_was_kept_for_a_reason_is_no_objection(tools: Tools, tesseract: Engine) -> None:
    page = as_page(draw(*body(), (120, 300, "教学改革登上新的高峰，成绩显著")).pixels)
    terms = terms_of(Applicant("a", ("高峰",), ("浙江临岚技师学院",)))
    both = replace(tools, second=tesseract)
    done = conclude_page(page, read_page(page, both), terms, both, Output())
    assert done.status == "clean"
    assert [remark.code for remark in done.kept] == ["find.kept_word"]
