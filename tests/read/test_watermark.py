# SPDX-License-Identifier: Apache-2.0
"""A pale watermark beneath print is read, and what is pale for other reasons is not."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tests.drawn import SANS, as_page, body, draw
from tests.drawn_seals import font

from blindscan.batch.worker import Networks, tools
from blindscan.find.text import find_text
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.page import Pixels
from blindscan.pipeline import Output, conclude_page, read_page
from blindscan.read.engine import PpOcrEngine
from blindscan.read.watermark import read_watermark

UNIT = "浙江临岚技师学院"
TERMS = terms_of(Applicant("a", ("陆砚秋",), (UNIT,)))
PROSE = tuple(place for top in (60, 240, 420, 600, 780, 960) for place in body(top))


def watermarked(turn_deg: float, strength: int) -> Pixels:
    """A page of prose with the unit in gray across it. `strength`: 0 (nothing) to 255 (solid gray)."""
    page = Image.fromarray(draw(*PROSE, size=(1240, 1200)).pixels)
    pale = Image.new("L", (1000, 160), 0)
    ImageDraw.Draw(pale).text((20, 10), UNIT, strength, font(100, SANS))
    pale = pale.rotate(turn_deg, expand=True, resample=Image.Resampling.BICUBIC)
    page.paste(Image.new("RGB", pale.size, (90, 90, 90)), (120, 150), pale)
    return np.array(page)


@pytest.mark.parametrize(("turn_deg", "strength"), [(30, 60), (45, 45), (-30, 35)])
def test_the_unit_in_a_watermark_is_found(engine: PpOcrEngine, turn_deg: float, strength: int) -> None:
    pixels = watermarked(turn_deg, strength)
    lines = read_watermark(pixels, list(engine.detect(pixels)), engine)
    assert any(finding.kind == "unit" for finding in find_text(lines, TERMS, engine.head))


def test_a_page_with_it_is_masked_or_held() -> None:
    networks = tools(Networks())
    page = as_page(watermarked(30, 60))
    done = conclude_page(page, read_page(page, networks), TERMS, networks, Output())
    assert any(mask.kind == "unit" for mask in done.masks)


def test_shadows_and_a_plain_page_bear_none(engine: PpOcrEngine) -> None:
    plain = draw(*PROSE, size=(1240, 1200)).pixels
    shade = np.linspace(1.0, 0.75, plain.shape[1])[None, :, None]
    for pixels in (plain, (plain * shade).astype(np.uint8)):
        assert read_watermark(pixels, list(engine.detect(pixels)), engine) == ()
