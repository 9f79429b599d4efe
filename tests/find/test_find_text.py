# SPDX-License-Identifier: Apache-2.0
"""Names and units on drawn pages, through the real engine: found where they are, and nowhere else."""

import numpy as np
import pytest
from tests.drawn import Drawn, body, box_of, draw

from blindscan.find.text import find_text
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds
from blindscan.read.engine import PpOcrEngine

APPLICANT = Applicant("a", ("陆砚秋",), ("浙江临岚技师学院", "Linlan Technician College, Zhejiang"))
TERMS = terms_of(APPLICANT)


def find(engine: PpOcrEngine, drawn: Drawn) -> tuple[Finding, ...]:
    return find_text(engine.read(drawn.pixels), TERMS, engine.head)


def covered(findings: tuple[Finding, ...], box: tuple[float, float, float, float]) -> float:
    """Share of the width of `box` that findings on its row cover."""
    left, top, right, bottom = box
    columns = np.zeros(round(right - left), dtype=bool)
    for finding in findings:
        l2, t2, r2, b2 = bounds(finding.polygon)
        if t2 < (top + bottom) / 2 < b2:
            columns[max(0, round(l2 - left)) : max(0, round(r2 - left))] = True
    return float(columns.mean())


def test_only_the_name_is_covered(engine: PpOcrEngine) -> None:
    text = "现对王建民、陆砚秋、赵立新三位同志的材料予以公示"
    drawn = draw(*body(), (120, 300, text))
    findings = find(engine, drawn)
    assert [f.kind for f in findings] == ["name"]
    assert findings[0].sure
    assert covered(findings, box_of(drawn, text, "陆砚秋")) > 0.9
    assert covered(findings, box_of(drawn, text, "王建民")) == 0
    assert covered(findings, box_of(drawn, text, "赵立新")) < 0.1


def test_a_unit_is_found_whole_and_short(engine: PpOcrEngine) -> None:
    drawn = draw(
        *body(),
        (120, 300, "工作单位：浙江临岚技师学院机电系"),
        (120, 380, "在临岚技师学院从事教学工作"),
    )
    findings = find(engine, drawn)
    assert sorted(f.kind for f in findings) == ["unit", "unit"]
    for text, part in zip(drawn.boxes, ("", "", "", "浙江临岚技师学院", "临岚技师学院"), strict=True):
        if part:
            assert covered(findings, box_of(drawn, text, part)) > 0.9


def test_a_name_broken_over_two_lines(engine: PpOcrEngine) -> None:
    first, second = "经学校研究决定，同意推荐我校机电系专任教师陆砚", "秋同志参加本年度高级讲师评审"
    drawn = draw((120, 100, first), (120, 160, second))
    findings = find(engine, drawn)
    assert covered(findings, box_of(drawn, first, "陆砚")) > 0.85
    assert covered(findings, box_of(drawn, second, "秋")) > 0.8


def test_a_unit_broken_over_a_cells_two_lines(engine: PpOcrEngine) -> None:
    drawn = draw((600, 300, "浙江临岚"), (600, 345, "技师学院"), (120, 320, "工作单位"))
    findings = find(engine, drawn)
    assert covered(findings, drawn.boxes["浙江临岚"]) > 0.85
    assert covered(findings, drawn.boxes["技师学院"]) > 0.85


@pytest.mark.parametrize("spelled", ["LU Yanqiu", "Yanqiu Lu", "Lu Yan-qiu", "LU YANQIU"])
def test_pinyin_in_any_order_and_case(engine: PpOcrEngine, spelled: str) -> None:
    drawn = draw(*body(), (300, 300, f"{spelled}, WANG Jian, LI Hua"))
    findings = find(engine, drawn)
    assert [f.kind for f in findings] == ["name"]
    assert covered(findings, box_of(drawn, f"{spelled}, WANG Jian, LI Hua", spelled)) > 0.85


def test_punctuation_within_an_english_unit(engine: PpOcrEngine) -> None:
    drawn = draw(*body(), (120, 300, "(Linlan Technician College, Zhejiang 310000, China)"))
    assert [f.kind for f in find(engine, drawn)] == ["unit"]


def test_stacked_and_sideways_text(engine: PpOcrEngine) -> None:
    column = draw(
        *((600, 60 + 48 * n, c) for n, c in enumerate("兹聘请陆砚秋为评委")), size=(1240, 560)
    )
    assert any(f.kind == "name" for f in find(engine, column))
    line = draw((100, 300, "兹聘请陆砚秋老师为大赛评委"))
    sideways = Drawn(np.ascontiguousarray(np.rot90(line.pixels)), {})
    assert any(f.kind == "name" for f in find(engine, sideways))


def test_prose_of_strangers_has_no_findings(engine: PpOcrEngine) -> None:
    drawn = draw(*body(), (120, 300, "陆建秋 陆砚冬 吕砚秋 临江技师学院 浙江交通技师学院"))
    assert find(engine, drawn) == ()


def test_an_ordinary_word_is_kept_and_told(engine: PpOcrEngine) -> None:
    terms = terms_of(Applicant("a", ("高峰",), ()))
    drawn = draw((120, 100, "登上教学改革的高峰，面向未来。"), (120, 200, "兹证明高峰同志系我校教师。"))
    findings = find_text(engine.read(drawn.pixels), terms, engine.head)
    kept = [f for f in findings if f.kept]
    masked = [f for f in findings if not f.kept]
    assert len(kept) == 1
    assert kept[0].why is not None
    assert bounds(kept[0].polygon)[1] < 150 < bounds(masked[0].polygon)[1]
    assert all(f.sure for f in masked)


def test_parts_of_the_name_are_doubt_where_they_mean_somebody(engine: PpOcrEngine) -> None:
    meant = draw(*body(), (120, 300, "由砚秋同志主持"), (120, 380, "Lu Y., Wang J. A survey"))
    assert [f.sure for f in find(engine, meant)] == [False, False]
    others = draw(*body(), (120, 300, "由李砚秋同志主持"), (120, 380, "Lu Yong, Hu Y., Lu X. A survey"))
    assert find(engine, others) == ()
