# SPDX-License-Identifier: Apache-2.0
"""Name or ordinary word? A table of examples."""

import numpy as np
import pytest
from tests.drawn import as_page, body, box_of, draw

from blindscan.audit.ledger import record_from_json, record_to_json
from blindscan.audit.tables import rows
from blindscan.find.context import meaning, names_itself, sign_of_word, stands_alone
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.geometry import turn_pixels
from blindscan.model.record import PageRecord
from blindscan.pipeline import Concluded, Output, Tools, conclude_page, read_page


@pytest.mark.parametrize(
    ("name", "before", "after", "meant"),
    [
        ("高峰", "登上教学改革的", "，面向阳光", "word"),
        ("高峰", "用电", "期间", "word"),
        ("文明", "建设精神", "的校园", "word"),
        ("向阳", "", "的山坡", "word"),
        ("高峰", "姓名", "", "name"),
        ("高峰", "兹证明", "同志系我单位职工", "name"),
        ("高峰", "", "", "name"),
        ("高峰", "李伟、", "、王芳", "name"),
        ("高峰", "申报人：", "", "name"),
        ("高峰", "", "（1984—），男", "name"),
        ("高峰", "本人_", "，今年", "name"),
        ("高峰", "今年", "担任班主任", "doubt"),
        ("陆砚秋", "建设", "的", "name"),
    ],
)
def test_meaning(name: str, before: str, after: str, meant: str) -> None:
    assert meaning(name, before, after) == meant


@pytest.mark.parametrize(
    ("part", "before", "after", "alone"),
    [
        ("砚秋", "", "同志工作认真", True),
        ("砚秋", "我校", "", False),
        ("砚秋", "签名：", "", True),
        ("砚秋", "李", "同志工作认真", False),
        ("砚秋", "由", "老师主持", True),
        ("砚秋", "，", "风景如画", False),
        ("陆老师", "请", "主持", True),
        ("陆老师", "大", "", False),
        ("WLu", "by ", ", Li M", True),
        ("LuW", "", "ang", False),
        ("WLu", "H", " and", False),
    ],
)
def test_parts_of_names(part: str, before: str, after: str, alone: bool) -> None:
    assert stands_alone(part, before, after) == alone


@pytest.mark.parametrize(
    ("before", "after", "own"),
    [
        ("本人_", "，今年申报", True),
        ("    本人 ", "（身份证号", True),
        ("代表本人", "，", False),
        ("本人", "承诺", False),
        ("", "，", False),
    ],
)
def test_who_speaks_of_himself_is_named(before: str, after: str, own: bool) -> None:
    assert names_itself(before, after) == own


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [
        ("教学改革登上新的", "，成绩", "的～"),
        ("用电", "期间", "用电～期"),
        ("", "和王芳的家", "～和…的"),
    ],
)
def test_a_kept_word_tells_its_context_and_no_other_name(before: str, after: str, sign: str) -> None:
    assert sign_of_word(before, after) == sign


WORD, OTHER_WORD = "教学改革登上新的高峰，成绩显著", "用电高峰期间停课一天"


def concluded(tools: Tools, *texts: tuple[float, float, str], turn: int = 0) -> Concluded:
    page = as_page(turn_pixels(draw(*body(), *texts).pixels, turn))  # type: ignore[arg-type]
    terms = terms_of(Applicant("a", ("高峰",), ("浙江临岚技师学院",)))
    return conclude_page(page, read_page(page, tools), terms, tools, Output())


def test_every_kept_occurrence_is_told_with_place_and_reason(tools: Tools) -> None:
    done = concluded(tools, (120, 300, WORD), (120, 400, OTHER_WORD))
    assert (done.status, done.masks) == ("clean", ())
    drawn = draw((120, 300, WORD), (120, 400, OTHER_WORD))
    for text, sign, remark in zip((WORD, OTHER_WORD), ("的～", "用电～期"), done.kept, strict=True):
        told = dict(remark.values)
        left, top, right, bottom = box_of(drawn, text, "高峰")
        assert told["sign"] == sign
        assert left < told["x"] < right
        assert top - 5 < told["y"] < bottom + 5
    record = PageRecord("a.jpg", 0, "a", done.status, kept=done.kept)
    assert record_from_json(record_to_json(record)).kept == done.kept
    for lang in ("zh", "en"):
        cell = str(list(rows([record], lang))[1][-1])
        assert all(remark.say(lang) in cell for remark in done.kept)


def test_the_place_of_a_kept_word_is_told_in_the_frame_of_the_file(tools: Tools) -> None:
    upright, turned = (concluded(tools, (120, 300, WORD), turn=turn) for turn in (0, 180))
    places = [np.array([dict(done.kept[0].values)[key] for key in "xy"]) for done in (upright, turned)]
    assert np.abs(places[0] + places[1] - (1240, 700)).max() < 12


def test_without_context_a_common_word_is_doubt_and_a_label_makes_it_a_name(tools: Tools) -> None:
    done = concluded(tools, (120, 300, "今年高峰担任班主任工作"))
    assert (done.status, done.kept) == ("review", ())
    assert "find.word_doubt" in [remark.code for remark in done.reasons]
    assert [mask.sure for mask in done.masks if mask.kind == "name"] == [False]
    named = concluded(tools, (120, 300, "姓名：高峰"), (120, 400, WORD))
    assert (named.status, [mask.sure for mask in named.masks]) == ("masked", [True])
    assert [remark.code for remark in named.kept] == ["find.kept_word"]
