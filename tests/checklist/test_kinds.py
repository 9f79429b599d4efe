# SPDX-License-Identifier: Apache-2.0
"""Kinds are told from words and where they stand; what is not told is unknown."""

import pytest

from blindscan.checklist.classify import classify, signs
from blindscan.model.geometry import rectangle
from blindscan.model.line import Line
from blindscan.model.survey import KINDS, Kind

TITLE, TEXT = 60.0, 30.0


def lines(*texts: tuple[str, float]) -> list[Line]:
    top, made = 100.0, []
    for text, height in texts:
        made.append(Line(rectangle(100, top, 100 + height * len(text), top + height), text, 0.98))
        top += 2 * height
    return made


PAGES: dict[Kind, tuple[tuple[str, float], ...]] = {
    "id_card": (
        ("姓名 陆砚秋", TEXT),
        ("住址 某市某街一号", TEXT),
        ("公民身份号码 652800199001011234", TEXT),
    ),
    "diploma": (("毕业证书", TITLE), ("学完教学计划规定的全部课程，准予毕业", TEXT), ("校长：", TEXT)),
    "degree": (("学士学位证书", TITLE), ("经审核符合学位条例，授予学士学位", TEXT)),
    "chsi": (("教育部学历证书电子注册备案表", TITLE), ("在线验证码 ABCD", TEXT)),
    "title_document": (
        ("关于批准同志具备讲师任职资格的通知", TITLE),
        ("新人社函〔2019〕12号", TEXT),
    ),
    "title_certificate": (
        ("专业技术职务任职资格证书", TITLE),
        ("资格名称 讲师", TEXT),
        ("授予时间", TEXT),
    ),
    "review_form": (("专业技术职务任职资格评审表", TITLE), ("评审委员会意见", TEXT)),
    "assessment": (
        ("事业单位工作人员年度考核登记表", TITLE),
        ("主管领导评语", TEXT),
        ("考核等次", TEXT),
    ),
    "award": (("荣誉证书", TITLE), ("荣获技能大赛一等奖", TEXT), ("特发此证，以资鼓励", TEXT)),
    "patent": (("实用新型专利证书", TITLE), ("专利权人：某校", TEXT), ("国家知识产权局", TEXT)),
    "article": (("摘要：本文讨论实训教学", TEXT), ("关键词：实训", TEXT), ("中图分类号：G712", TEXT)),
    "summary": (("个人工作总结", TITLE), ("任现职以来，认真履行岗位职责", TEXT)),
    "ce_certificate": (("继续教育证书", TITLE), ("2023年度公需科目，30学时", TEXT)),
    "exemption": (("职称外语免试申请表", TITLE), ("申请理由", TEXT)),
    "publicity": (("关于推荐申报人员的公示", TITLE), ("公示期5个工作日，监督电话", TEXT)),
    "publicity_result": (("公示结果", TITLE), ("公示期满，无异议", TEXT)),
    "promise": (("个人承诺书", TITLE), ("本人郑重承诺如下", TEXT), ("承诺人：", TEXT)),
    "truth": (("申报材料真实性保证书", TITLE), ("以上材料均真实可靠", TEXT)),
    "teacher_licence": (("教师资格证书", TITLE), ("任教学科 机械", TEXT), ("资格种类", TEXT)),
    "putonghua": (("普通话水平测试等级证书", TITLE), ("二级甲等", TEXT)),
    "work_proof": (("工作证明", TITLE), ("兹证明该同志系我单位职工，特此证明", TEXT)),
    "other": (("聘书", TITLE), ("兹聘请为兼职教师", TEXT)),
}


@pytest.mark.parametrize("kind", PAGES)
def test_each_kind_is_told_by_its_words(kind: Kind) -> None:
    sight = classify(lines(*PAGES[kind]))
    assert (sight.kind, sight.score >= 0.75) == (kind, True)


@pytest.mark.parametrize("kind", ["promise", "title_certificate", "assessment", "chsi"])
def test_one_misread_character_does_not_matter(kind: Kind) -> None:
    (title, height), *rest = PAGES[kind]
    for at in (1, len(title) // 2):
        misread = title[:at] + "囗" + title[at + 1 :]
        assert classify(lines((misread, height), *rest)).kind == kind


@pytest.mark.parametrize(
    "texts",
    [
        (),
        (("今天天气晴好", TEXT), ("第二段文字", TEXT)),
        (("荣誉证书", TITLE), ("个人承诺书", TITLE)),
        (("文中提到了工作总结和年度考核的要求", TEXT),),
    ],
    ids=["nothing", "prose", "two titles", "a mention"],
)
def test_what_is_not_told_is_unknown(texts: tuple[tuple[str, float], ...]) -> None:
    assert (
        classify(lines(("一", TEXT), ("二", TEXT), ("三", TEXT), ("四", TEXT), *texts)).kind
        == "unknown"
    )


def test_signs_speak_for_known_kinds_only() -> None:
    assert {sign.kind for sign in signs()} <= set(KINDS)
    assert set(PAGES) <= {sign.kind for sign in signs()}
