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


OTHER_WORDINGS: tuple[tuple[Kind, tuple[tuple[str, float], ...]], ...] = (
    ("id_card", (("中华人民共和国", TITLE), ("居民身份证", TITLE), ("签发机关 某市公安局", TEXT))),
    ("diploma", (("中等职业学校毕业证书", TITLE), ("修业期满，成绩合格，准予毕业", TEXT))),
    ("chsi", (("学历电子注册备案表", TITLE), ("学信网", TEXT))),
    (
        "title_document",
        (("关于公布中级职称评审通过人员名单的通知", TITLE), ("职改办〔2018〕5号", TEXT)),
    ),
    ("title_document", (("关于聘任专业技术职务的决定", TITLE), ("校字〔2020〕3号", TEXT))),
    ("review_form", (("职称评审申报表", TITLE), ("申报职称", TEXT))),
    (
        "assessment",
        (("主管领导评语和考核等次建议", TEXT), ("本人意见", TEXT), ("未确定等次情况说明", TEXT)),
    ),
    (
        "assessment",
        (("所在部门评鉴意见", TEXT), ("单位考核领导小组意见", TEXT), ("被考核人签字", TEXT)),
    ),
    ("award", (("关于表彰2021年度先进个人的决定", TITLE), ("授予先进工作者称号", TEXT))),
    ("award", (("先进工作者", TITLE), ("荣获2020年度先进工作者称号，特颁此证", TEXT))),
    ("article", (("目 次", TITLE), ("浅谈实训教学……陆砚秋（12）", TEXT))),
    ("article", (("主办：某大学", TEXT), ("国内统一连续出版物号", TEXT), ("定价 15.00 元", TEXT))),
    ("article", (("参考文献：", TEXT), ("[1]陆砚秋.职业教育[J].职教论坛,2018(5):23-25.", TEXT))),
    ("summary", (("任现职以来专业技术工作报告", TITLE), ("本人一直担任实训教学", TEXT))),
    ("ce_certificate", (("培训结业证书", TITLE), ("专业科目培训，共72学时，准予结业", TEXT))),
    ("ce_certificate", (("培训合格证书", TITLE), ("公需科目 学时：45", TEXT))),
    ("exemption", (("继续教育学时减免申请表", TITLE), ("减免原因", TEXT))),
    ("publicity_result", (("公示无异议证明", TITLE), ("公示5个工作日，没有收到任何反映", TEXT))),
    ("truth", (("材料真实性证明", TITLE), ("我单位进行了审核", TEXT))),
    ("promise", (("专业技术人员诚信承诺书", TITLE), ("所提交材料均真实可靠", TEXT), ("承诺人", TEXT))),
    ("work_proof", (("证 明", TITLE), ("该同志系我校在职教师，特此证明", TEXT))),
    ("other", (("关于做好年度安全生产工作的通知", TITLE), ("各部门：", TEXT))),
)


@pytest.mark.parametrize(("kind", "texts"), OTHER_WORDINGS)
def test_papers_are_worded_in_many_ways(kind: Kind, texts: tuple[tuple[str, float], ...]) -> None:
    assert classify(lines(*texts)).kind == kind


def test_a_later_page_of_a_summary_has_no_heading() -> None:
    prose = (
        "三、教学工作。本人先后承担三门课程的教学任务",
        "在师德方面，坚持政治学习，爱岗敬业",
        "今后还将继续努力，弥补不足",
    )
    assert classify(lines(*((text, TEXT) for text in prose))).kind == "summary"


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


def test_the_work_of_a_review_is_no_review_form() -> None:
    page = lines(("公示", TITLE), ("根据职称评审工作的要求，进行公示", TEXT), ("监督电话", TEXT))
    assert classify(page).kind == "publicity"


def test_signs_speak_for_known_kinds_only() -> None:
    assert {sign.kind for sign in signs()} <= set(KINDS)
    assert set(PAGES) <= {sign.kind for sign in signs()}
