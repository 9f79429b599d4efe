# SPDX-License-Identifier: Apache-2.0
"""`--seal-scope text`: the own words of a seal are masked, the rest of it stays, and that is proven."""

import numpy as np
import pytest
from PIL import Image
from tests.drawn import as_page

from blindscan.find.seals import find_seals
from blindscan.find.thresholds import seal_thresholds
from blindscan.identify.variants import terms_of
from blindscan.intake.limits import Limits
from blindscan.intake.open import load_page
from blindscan.model.applicant import Applicant
from blindscan.model.page import Pixels, Source
from blindscan.pipeline import Concluded, Output, Tools, conclude_page, read_page
from blindscan.read.seals import read_seals
from drawn_seals import page_of_text, pixels_of, ring_seal, stamped

UNIT = "新疆天山职业技术学校"
TERMS = terms_of(Applicant("a", ("欧阳建国",), (UNIT,)))
PAGE = page_of_text()
X, Y = 800, 1200


def concluded(picture: Image.Image, tools: Tools, scope: str) -> tuple[Concluded, Pixels]:
    page = as_page(pixels_of(picture))
    output = Output(seals=scope)  # type: ignore[arg-type]
    done = conclude_page(page, read_page(page, tools), TERMS, tools, output)
    source = Source(page.source.path, "page.jpg", "0" * 64, "image/jpeg")
    return done, load_page(source, done.jpeg, 0, Limits()).pixels


def is_painted(pixels: Pixels) -> bool:
    return bool(pixels.max() < 40)


def test_only_the_own_words_are_painted(tools: Tools) -> None:
    picture = stamped(PAGE, ring_seal(UNIT), X, Y)
    whole, painted = concluded(picture, tools, "whole")
    assert whole.status == "masked"
    assert is_painted(painted[Y - 10 : Y + 10, X - 10 : X + 10])

    words, painted = concluded(picture, tools, "text")
    assert words.status == "masked"
    assert {mask.kind for mask in words.masks} == {"seal"}
    assert not is_painted(painted[Y - 10 : Y + 10, X - 10 : X + 10]), "the star stays"
    left = read_seals(painted, tools.engine)
    found = find_seals(left, TERMS, tools.engine.head, seal_thresholds())
    assert all(finding.term is None for finding in found)


@pytest.mark.parametrize("scope", ["whole", "text"])
def test_another_body_s_seal_stays_as_it_is(tools: Tools, scope: str) -> None:
    done, _ = concluded(stamped(PAGE, ring_seal("巴州人力资源和社会保障局"), X, Y), tools, scope)
    assert (done.status, done.masks) == ("clean", ())


def test_a_seal_that_nobody_can_read_is_painted_whole(tools: Tools) -> None:
    smeared = np.array(pixels_of(stamped(PAGE, ring_seal(UNIT), X, Y)))
    part = Image.fromarray(smeared[Y - 220 : Y + 220, X - 220 : X + 220])
    small = part.resize((24, 24)).resize(part.size)
    ring = np.hypot(*np.mgrid[-220:220, -220:220])
    inside = (ring < 178)[:, :, None]
    smeared[Y - 220 : Y + 220, X - 220 : X + 220] = np.where(inside, np.array(small), np.array(part))
    done, painted = concluded(Image.fromarray(smeared), tools, "text")
    assert done.status == "review"
    assert is_painted(painted[Y - 10 : Y + 10, X - 10 : X + 10])
