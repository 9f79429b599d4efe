# SPDX-License-Identifier: Apache-2.0
"""Red marks that are no seals, and seals that stand beside the same words."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tests.drawn import body, draw
from tests.drawn_seals import RED, font, name_seal

from blindscan.find.not_seals import without_print
from blindscan.find.seals import find_seals
from blindscan.find.thresholds import seal_thresholds
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.finding import Finding
from blindscan.model.geometry import rectangle
from blindscan.model.line import Line
from blindscan.model.words import Remark
from blindscan.read.engine import PpOcrEngine
from blindscan.read.seals import read_seals

TERMS = terms_of(Applicant("a", ("陆砚秋",), ("浙江临岚技师学院",)))


def doubt(left: float, top: float, side: float) -> Finding:
    why = Remark.of("find.seal_unreadable")
    square = rectangle(left, top, left + side, top + side)
    return Finding("seal", square, -5.0, "seals", sure=False, why=why)


def line(left: float, top: float, right: float, bottom: float, text: str) -> Line:
    return Line(rectangle(left, top, right, bottom), text, 0.99)


@pytest.mark.parametrize("headline", ["聘书", "奖状", "喜报"])
def test_a_headline_of_two_red_glyphs_is_print(engine: PpOcrEngine, headline: str) -> None:
    page = Image.fromarray(draw(*body(top=420)).pixels)
    ImageDraw.Draw(page).text((420, 150), " ".join(headline), RED, font(130))
    pixels = np.array(page)
    seals = find_seals(read_seals(pixels, engine), TERMS, engine.head, seal_thresholds())
    assert without_print(seals, engine.read(pixels)) == ()


def test_a_plain_red_field_and_a_face_are_no_seals(engine: PpOcrEngine) -> None:
    page = Image.fromarray(draw(*body(top=420)).pixels)
    pen = ImageDraw.Draw(page)
    pen.rectangle((600, 120, 680, 205), fill=(224, 180, 160))
    pen.ellipse((800, 100, 900, 240), fill=(228, 190, 170))
    pen.chord((795, 70, 905, 200), 180, 360, fill=(40, 34, 32))
    assert read_seals(np.array(page), engine) == ()


def test_an_unreadable_name_seal_stays_doubt(engine: PpOcrEngine) -> None:
    page = Image.fromarray(draw(*body(top=420)).pixels)
    seal = name_seal("▓▒▓▒")
    page.paste(seal, (600, 120), seal)
    pixels = np.array(page)
    seals = find_seals(read_seals(pixels, engine), TERMS, engine.head, seal_thresholds())
    assert len(without_print(seals, engine.read(pixels))) == 1


@pytest.mark.parametrize("place", [(130, 140), (430, 30)])
def test_the_state_emblem_beside_or_above_its_title_is_no_seal(place: tuple[int, int]) -> None:
    title = [line(350, 160, 660, 213, "中华人民共和国")]
    assert without_print([doubt(*place, 110)], title) == ()
    assert len(without_print([doubt(*place, 110)], [line(350, 160, 660, 213, "某某职业技术学校")])) == 1


def test_a_seal_upon_a_copied_card_is_doubt_still() -> None:
    title = [line(350, 160, 660, 213, "中华人民共和国")]
    upon = doubt(420, 300, 160)
    assert without_print([upon], title) == (upon,)
