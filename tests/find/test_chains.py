# SPDX-License-Identifier: Apache-2.0
"""Names whose characters stand so far apart that each is a line of its own."""

import pytest
from tests.drawn import body, draw

from blindscan.find.text import find_text
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.geometry import bounds
from blindscan.model.page import Pixels
from blindscan.read.engine import PpOcrEngine

NAME = "陆砚秋"
TERMS = terms_of(Applicant("a", (NAME,), ("浙江临岚技师学院",)))


def set_out(name: str, right: int, down: int) -> Pixels:
    """A page with the characters of a name a step apart, above ordinary prose."""
    glyphs = tuple((300 + right * n, 40 + down * n, c) for n, c in enumerate(name))
    return draw(*glyphs, *body(top=480), height=44).pixels


@pytest.mark.parametrize(("right", "down"), [(160, 0), (260, 0), (0, 62), (0, 110)])
def test_every_character_of_a_wide_set_name_is_found(
    engine: PpOcrEngine, right: int, down: int
) -> None:
    found = find_text(engine.read(set_out(NAME, right, down)), TERMS, engine.head)
    assert found
    assert all(finding.sure for finding in found)
    for n in range(len(NAME)):
        x, y = 322 + right * n, 70 + down * n
        boxes = [bounds(finding.polygon) for finding in found]
        assert any(left < x < r and top < y < bottom for left, top, r, bottom in boxes), n


@pytest.mark.parametrize(("right", "down"), [(160, 0), (0, 110)])
def test_another_name_set_as_wide_stays(engine: PpOcrEngine, right: int, down: int) -> None:
    assert find_text(engine.read(set_out("陆文秋", right, down)), TERMS, engine.head) == ()
