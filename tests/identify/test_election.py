# SPDX-License-Identifier: Apache-2.0
"""Who is the applicant? Claims from labels and phrases, and how they are elected."""

import numpy as np
import pytest

from blindscan.identify.respell import respelled
from blindscan.identify.values import Claim, claims
from blindscan.identify.votes import PagesBearing, elect
from blindscan.model.applicant import TermKind
from blindscan.model.geometry import rectangle
from blindscan.model.line import Line


def lines(*texts: str) -> list[Line]:
    """Texts one below the other."""
    return [
        Line(rectangle(100, 60 * n, 100 + 30 * len(text), 60 * n + 30), text, 1.0)
        for n, text in enumerate(texts)
    ]


def row(*cells: str) -> list[Line]:
    """Cells of one table row."""
    return [
        Line(rectangle(200 * n, 100, 200 * n + 30 * len(cell), 130), cell, 1.0)
        for n, cell in enumerate(cells)
    ]


def told(made: tuple[Claim, ...], kind: TermKind) -> set[str]:
    return {claim.text for claim in made if claim.kind == kind}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("姓名：陆砚秋", "陆砚秋"),
        ("姓 名 陆砚秋", "陆砚秋"),
        ("兹证明陆砚秋同志（身份证号：330999）系我单位职工", "陆砚秋"),
        ("陆砚秋老师：", "陆砚秋"),
        ("我叫方榆，自参加工作以来", "方榆"),
        ("申报人（签名）：陆砚秋", "陆砚秋"),
        ("兹证明迪丽努尔•帕尔哈提同志系我校教师", "迪丽努尔·帕尔哈提"),
        ("学生陆砚秋，性别女", "陆砚秋"),
    ],
)
def test_a_name_is_claimed(text: str, name: str) -> None:
    assert told(claims(lines(text)), "name") == {name}


@pytest.mark.parametrize(
    "text", ["校（院）长姓名：王建民", "审核人签字：王建民", "姓名", "姓名 性别 民族"]
)
def test_others_and_heads_are_not_claimed(text: str) -> None:
    assert told(claims(lines(text)), "name") == set()


def test_a_cell_beside_its_label() -> None:
    made = claims(row("姓名", "陆砚秋", "性别", "女"))
    assert told(made, "name") == {"陆砚秋"}
    made = claims(row("工作单位", "浙江临岚技师学院"))
    assert told(made, "unit") == {"浙江临岚技师学院"}


def test_a_phrase_over_a_line_break() -> None:
    made = claims(lines("一直在浙江临岚技师", "学院从事教学工作"))
    assert told(made, "unit") == {"浙江临岚技师学院"}


def name(text: str, weight: float = 2.0) -> Claim:
    return Claim("name", text, weight)


def test_the_name_on_most_pages_wins() -> None:
    made = {0: [name("陆砚秋"), name("王建民")], 1: [name("陆砚秋")], 2: [name("赵立新")]}
    pages = {"陆砚秋": {0, 1, 3, 4}, "王建民": {0}, "赵立新": {2}}
    outcome = elect("name", made, lambda _, text: frozenset(pages[text]))
    assert (outcome.text, outcome.pages, outcome.remark) == ("陆砚秋", (0, 1, 3, 4), None)


def test_a_misread_name_loses_to_the_true_one() -> None:
    made = {0: [name("陆砚秋")], 1: [name("陆砚秩")], 2: [name("陆砚秋")]}
    outcome = elect("name", made, lambda _, t: frozenset(range(5 if t == "陆砚秋" else 1)))
    assert outcome.text == "陆砚秋"


def test_two_too_close_are_not_decided() -> None:
    made = {0: [name("陆砚秋")], 1: [name("王建民")]}
    outcome = elect("name", made, lambda _, __: frozenset({0, 1}))
    assert outcome.text is None
    assert outcome.remark is not None
    assert outcome.remark.code == "identify.close_name"


def test_nobody_is_elected_from_nothing() -> None:
    outcome = elect("unit", {0: []}, lambda _, __: frozenset())
    assert outcome.remark is not None
    assert outcome.remark.code == "identify.no_unit"


def test_forms_of_one_unit_vote_together() -> None:
    full, short = "和静县职业技术学校", "和静职校"
    made = {0: [Claim("unit", full, 2.0)], 1: [Claim("unit", short, 3.0)]}
    outcome = elect("unit", made, lambda _, t: frozenset({0} if t == full else {1}))
    assert (outcome.text, outcome.aliases, outcome.pages) == (full, (short,), (0, 1))


TRUE, MISREAD = "库尔勒市东方技工学校", "库亦勒市东方技工学校"


def bears(pages: dict[str, set[int]]) -> PagesBearing:
    return lambda _, text: frozenset(pages.get(text, set()))


def test_a_misread_unit_takes_the_spelling_of_the_other_pages() -> None:
    made = {0: (Claim("unit", MISREAD, 3.0, 0.4),)}
    papers = {0: row("工作单位", MISREAD), 1: lines(TRUE)}
    (claim,) = respelled(made, papers, bears({MISREAD: {0}, TRUE: {0, 1}}))[0]
    assert claim.text == TRUE


def test_a_neighbouring_unit_is_no_misreading() -> None:
    own, other = "库尔勒市第十一中学", "库尔勒市第十二中学"
    made = {0: (Claim("unit", own, 3.0),)}
    papers = {0: row("工作单位", own), 1: lines(other), 2: lines(other)}
    assert respelled(made, papers, bears({own: {0}, other: {1, 2}})) == made


def test_a_unit_read_once_and_poorly_is_shown_to_a_person() -> None:
    made = {0: [Claim("unit", MISREAD, 3.0, 0.4)]}
    outcome = elect("unit", made, lambda _, __: frozenset({0}))
    assert outcome.text == MISREAD
    assert outcome.remark is not None
    assert outcome.remark.code == "identify.misread_unit"
    sound = {0: [Claim("unit", TRUE, 3.0, 0.01)]}
    assert elect("unit", sound, lambda _, __: frozenset({0})).remark is None


def test_lines_of_no_size_do_no_harm() -> None:
    assert claims([Line(np.zeros((4, 2), dtype=np.float32), "姓名", 0.0)] * 3) == ()


def test_a_page_without_lines_claims_nothing() -> None:
    assert list(claims(())) == []
