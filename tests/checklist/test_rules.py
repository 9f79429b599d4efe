# SPDX-License-Identifier: Apache-2.0
"""The notice's rules, worked off against pages that were surveyed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from blindscan.checklist.facts import facts_of
from blindscan.checklist.naming import named_lines
from blindscan.checklist.pages import check_pages
from blindscan.checklist.profile import BUILT_IN, FileRules, load_profile
from blindscan.checklist.rules import Case, work_off
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.checklist import Item
from blindscan.model.page import Inspection
from blindscan.model.survey import Facts, Kind, PageSurvey, Side, Sight

CASE = Case("中级", date(2024, 10, 15))
PUBLICITY = "公示时间：2024年9月{}日至2024年9月{}日"


def page(
    kind: Kind,
    *texts: str,
    sides: Sequence[Side] = (),
    clarity: str = "clear",
    named: tuple[tuple[int, str], ...] = (),
    blanks: int = 0,
) -> PageSurvey:
    facts = replace(facts_of(kind, texts), named=named, blanks=blanks)
    return PageSurvey(
        file=f"{kind}{abs(hash((kind, texts, tuple(sides)))) % 10_000}.jpg",
        page=0,
        sha256=f"{kind}{texts}{sides}",
        media_type="image/jpeg",
        size_bytes=400_000,
        inspection=Inspection(0, 0.0, clarity, ()),  # type: ignore[arg-type]
        sight=Sight(kind, 0.95, frozenset(sides)),
        facts=facts,
        text=texts,
    )


def item(asked: str, *pages: PageSurvey, case: Case = CASE) -> Item:
    return next(one for one in work_off(load_profile(BUILT_IN), case, pages) if one.id == asked)


def told(one: Item) -> set[str]:
    return {remark.code.removeprefix("checklist.") for remark in one.remarks}


def assessments(*years: int, sides: Sequence[Side] = ("front", "back")) -> list[PageSurvey]:
    return [
        page("assessment", f"{year}年度考核登记表", sides=[side]) for year in years for side in sides
    ]


def test_nothing_is_present_on_an_empty_list() -> None:
    items = work_off(load_profile(BUILT_IN), CASE, [])
    assert {one.state for one in items} == {"missing"}
    assert any(not one.stands_in_the_way for one in items if one.optional)


def test_what_could_not_be_told_is_named_as_a_possibility() -> None:
    assert told(item("promise", page("unknown"))) == {"perhaps_unknown"}


def test_both_sides_of_the_identity_card() -> None:
    front, back = page("id_card", sides=["front"]), page("id_card", sides=["back"])
    assert item("id_card", front, back).state == "present"
    assert item("id_card", page("id_card", sides=["front", "back"])).state == "present"
    assert told(item("id_card", front)) == {"side_missing_back"}
    lost = page("id_card", sides=["back"], clarity="unreadable")
    assert item("id_card", front, lost).state == "doubtful"


@pytest.mark.parametrize(
    ("pages", "state", "why"),
    [
        (assessments(2021, 2022, 2023), "present", set()),
        (assessments(2022, 2023), "missing", {"too_few_years"}),
        (assessments(2019, 2020, 2021), "doubtful", {"other_years"}),
        (
            [*assessments(2021, 2022), *assessments(2023, sides=["front"])],
            "missing",
            {"side_missing_of_year_back"},
        ),
    ],
)
def test_three_years_of_assessments_with_both_sides(
    pages: list[PageSurvey], state: str, why: set[str]
) -> None:
    one = item("assessments", *pages)
    assert (one.state, told(one)) == (state, why)


def test_a_back_side_without_a_year_belongs_to_the_sheet_before() -> None:
    pages = assessments(2021, 2022)
    pages += [
        page("assessment", "2023年度考核登记表", sides=["front"]),
        page("assessment", "主管领导评语", sides=["back"]),
    ]
    assert item("assessments", *pages).state == "present"


def test_cells_that_should_read_nothing() -> None:
    full, empty = (
        assessments(2021, 2022),
        page("assessment", "2023年度", sides=["front", "back"], blanks=2),
    )
    one = item("assessments", *full, empty)
    assert (one.state, told(one)) == ("doubtful", {"blank_cells"})


@pytest.mark.parametrize(("level", "public", "professional"), [("中级", 5, 3), ("初级", 2, 2)])
def test_years_of_continuing_education(level: str, public: int, professional: int) -> None:
    case = replace(CASE, level=level)
    for asked, course, years in (
        ("ce_public", "公需科目", public),
        ("ce_professional", "专业科目", professional),
    ):
        pages = [
            page("ce_certificate", f"{2024 - n}年度专业技术人员继续教育{course}30学时")
            for n in range(years)
        ]
        assert item(asked, *pages, case=case).state == "present"
        assert told(item(asked, *pages[1:], case=case)) == {"too_few_years"}
    vague = page("ce_certificate", "2024年度继续教育合格证")
    assert "course_unknown" in told(item("ce_public", vague, case=case))


@pytest.mark.parametrize(
    ("until", "state"),
    [("2024年10月15日", "present"), ("2024年10月14日", "expired"), ("", "doubtful")],
)
def test_the_register_s_form_must_be_valid_on_the_day(until: str, state: str) -> None:
    assert item("chsi", page("chsi", f"在线验证码有效期至{until}")).state == state


@pytest.mark.parametrize(
    ("first", "last", "state"), [(2, 6, "present"), (2, 5, "missing"), (14, 20, "missing")]
)
def test_publicity_lasts_five_working_days(first: int, last: int, state: str) -> None:
    """14 to 20 September 2024: a worked Saturday, three days of Mid-Autumn, three working days."""
    assert item("publicity", page("publicity", PUBLICITY.format(first, last))).state == state


def test_publicity_that_is_not_over_is_doubt() -> None:
    one = item("publicity", page("publicity", "公示期：2024年10月14日至2024年10月18日"))
    assert (one.state, told(one)) == ("doubtful", {"not_over"})


def test_publicity_in_a_year_without_known_holidays_is_doubt() -> None:
    one = item("publicity", page("publicity", "公示期：2071年9月1日至2071年9月9日"))
    assert (one.state, told(one)) == ("doubtful", {"holidays_unknown"})


def test_papers_of_the_title_by_where_it_was_obtained() -> None:
    two = page("title_document", "自治区人社厅文件"), page("review_form", "评审表")
    three = (*two, page("title_certificate", "职称证书"))
    assert item("title", *two).state == "present"
    assert item("title", *two, case=replace(CASE, title_from="elsewhere")).state == "missing"
    assert item("title", *three, case=replace(CASE, title_from="elsewhere")).state == "present"
    away = page("title_document", "浙江省"), page("review_form", "评审表")
    assert told(item("title", *away)) == {"origin_unknown"}
    assert "title" not in {
        i.id for i in work_off(load_profile(BUILT_IN), replace(CASE, level="初级"), two)
    }


def test_a_summary_that_names_its_author_tells_the_line() -> None:
    terms = terms_of(Applicant("a", ("陆砚秋",), ("浙江临岚技师学院",)))
    lines = ("我叫陆砚秋，", "毕业后在浙江临岚技", "师学院任教。", "他人名字不要紧")
    named = named_lines(lines, terms)
    assert (1, "name") in named
    assert (2, "unit") in named
    assert {number for number, _ in named} == {1, 2}
    one = item("summary", page("summary", *lines, named=named))
    assert one.state == "doubtful"
    assert {remark.say("zh") for remark in one.remarks} >= {
        "第 1 页第 1 行出现本人姓名：请改为“本人”。"
    }
    unknown = item("summary", page("summary"), case=replace(CASE, knows_applicant=False))
    assert told(unknown) == {"summary_unchecked"}


def test_files_of_other_formats_sizes_and_twins() -> None:
    rules = FileRules(frozenset(("image/jpeg",)), 1_000_000)
    first = page("award", "荣誉证书", "一等奖")
    big = replace(page("award", "另一张"), size_bytes=2_000_000)
    pdf = replace(page("award", "第三张"), media_type="application/pdf")
    found = check_pages([first, big, pdf, replace(first, file="again.jpg")], rules)
    codes = [{remark.code.removeprefix("checklist.") for remark in one.remarks} for one in found]
    assert codes == [set(), {"size"}, {"format"}, {"duplicate"}]


def test_two_scans_of_one_page_are_twins_and_two_forms_are_not() -> None:
    first = replace(page("award", "荣誉证书", "一等奖"), print_hash=0b1011)
    again = replace(first, sha256="other", print_hash=0b1010)
    other = replace(again, sha256="third", text=("荣誉证书", "在技能大赛中被评为优秀指导教师"))
    codes = [one.remarks for one in check_pages([first, again, other], FileRules())]
    assert [len(remarks) for remarks in codes] == [0, 1, 0]


def test_facts_of_a_page_that_says_nothing() -> None:
    for kind in ("assessment", "ce_certificate", "chsi", "publicity", "summary"):
        assert facts_of(kind, ()) == Facts()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "years", "hours"),
    [
        ("2023年度公需科目，30学时。2024年1月5日", (2023,), 30.0),
        ("2022、2023年度专业科目，共计 60 学时", (2022, 2023), 60.0),
        ("2023年公需科目 学时：45 发证日期2024年1月5日", (2023,), 45.0),
        ("二〇二一年度专业课 课时数 72", (2021,), 72.0),
        ("继续教育证书 2020年6月1日", (2020,), None),
    ],
)
def test_a_certificate_s_years_and_hours(
    text: str, years: tuple[int, ...], hours: float | None
) -> None:
    facts = facts_of("ce_certificate", (text,))
    assert (facts.years, facts.hours) == (years, hours)
