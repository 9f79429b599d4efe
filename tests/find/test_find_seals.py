# SPDX-License-Identifier: Apache-2.0
"""Whose seal is it? Own ones are masked, others stay, what cannot be told is doubt."""

import pytest
from PIL import Image, ImageFilter

from blindscan.find.seals import SealThresholds, find_seals
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.read.engine import PpOcrEngine
from blindscan.read.seals import read_seals
from drawn_seals import name_seal, page_of_text, pixels_of, ring_seal, stamped

UNIT = "新疆天山职业技术学校"
OTHER = "巴州人力资源和社会保障局"
TERMS = (
    Term("unit-0", "unit", UNIT),
    Term("unit-1", "unit", "tianshanvocationalschool", "latin"),
    Term("name-2", "name", "欧阳建国"),
)
THRESHOLDS = SealThresholds(mask=-2.0, doubt=-5.0, legible=0.4)
PAGE = page_of_text()


def _found(page: Image.Image, engine: PpOcrEngine) -> list[Finding]:
    seals = read_seals(pixels_of(page), engine)
    return list(find_seals(seals, TERMS, engine.head, THRESHOLDS, page.size))


def _codes(findings: list[Finding]) -> list[str | None]:
    return [f.why.code if f.why else None for f in findings]


@pytest.mark.parametrize("gray", [False, True])
def test_the_own_seal_is_masked(engine: PpOcrEngine, gray: bool) -> None:
    page = stamped(PAGE, ring_seal(UNIT), 800, 1200)
    page = page.convert("L").convert("RGB") if gray else page
    (finding,) = _found(page, engine)
    assert (finding.kind, finding.term, finding.sure) == ("seal", "unit-0", True)
    assert finding.score > -0.5


@pytest.mark.parametrize("text", [OTHER, "新疆昆山职业技术学校", "新疆大学"])
def test_another_body_s_seal_stays(engine: PpOcrEngine, text: str) -> None:
    assert _found(stamped(PAGE, ring_seal(text), 800, 1200), engine) == []


def test_of_two_overlapping_seals_only_the_own_one_is_masked(engine: PpOcrEngine) -> None:
    page = stamped(stamped(PAGE, ring_seal(UNIT), 680, 1200), ring_seal(OTHER), 900, 1240)
    (finding,) = _found(page, engine)
    assert finding.term == "unit-0"
    assert abs(float(finding.polygon[:, 0].mean()) - 680) < 5


def test_the_unit_on_the_line_inside_a_ring_counts(engine: PpOcrEngine) -> None:
    seal = ring_seal("自治区教育培训中心", (400, 400), line="天山职校")
    terms = (Term("unit-0", "unit", "天山职校"),)
    seals = read_seals(pixels_of(stamped(PAGE, seal, 800, 1200)), engine)
    assert [f.term for f in find_seals(seals, terms, engine.head, THRESHOLDS)] == ["unit-0"]


@pytest.mark.parametrize("solid", [False, True])
def test_the_own_name_seal_is_masked(engine: PpOcrEngine, solid: bool) -> None:
    (finding,) = _found(stamped(PAGE, name_seal("欧阳建国", solid=solid), 800, 1200), engine)
    assert (finding.term, finding.sure) == ("name-2", True)


def test_another_person_s_name_seal_stays(engine: PpOcrEngine) -> None:
    assert _found(stamped(PAGE, name_seal("李建军印"), 800, 1200), engine) == []


def test_a_seal_cut_by_the_edge_is_doubt_when_part_of_the_unit_shows(engine: PpOcrEngine) -> None:
    found = _found(stamped(PAGE, ring_seal(UNIT), 1235, 1200), engine)
    assert _codes(found) == ["find.seal_cut"]
    assert not found[0].sure


def test_a_seal_that_nobody_can_read_is_doubt(engine: PpOcrEngine) -> None:
    page = stamped(PAGE, ring_seal(OTHER), 800, 1200).filter(ImageFilter.GaussianBlur(8))
    found = _found(page, engine)
    assert _codes(found) == ["find.seal_unreadable"]
    assert found[0].term is None


def test_no_sentence_of_the_finder_is_missing() -> None:
    from blindscan.model.words import catalogue

    for code in ("find.seal_doubt", "find.seal_cut", "find.seal_unreadable"):
        assert set(catalogue()[code]) == {"zh", "en"}


def test_no_seals_no_findings(engine: PpOcrEngine) -> None:
    assert find_seals((), TERMS, engine.head, THRESHOLDS) == ()
