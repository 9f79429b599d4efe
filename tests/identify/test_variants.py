# SPDX-License-Identifier: Apache-2.0
"""From a name and a unit to every string to search for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blindscan.identify.regions import without_prefixes
from blindscan.identify.variants import fold, script_of, terms_of
from blindscan.model.applicant import Applicant


def texts(*names: str, units: tuple[str, ...] = (), sure: bool = True) -> set[str]:
    return {term.text for term in terms_of(Applicant("a", names, units)) if term.sure == sure}


def test_pinyin_both_ways_and_compound_family_names() -> None:
    assert texts("张伟民") == {"张伟民", "zhangweimin", "weiminzhang"}
    assert texts("上官志远") == {"上官志远", "shangguanzhiyuan", "zhiyuanshangguan"}


def test_parts_of_names_are_only_doubts() -> None:
    assert texts("张伟民", sure=False) == {"伟民", "张老师", "zhangW", "Wzhang", "zhangWM", "WMzhang"}
    assert texts("张伟", sure=False) == {"张老师", "zhangW", "Wzhang"}
    assert texts("Aygul Tursun", sure=False) == {"TursunA", "ATursun"}


@pytest.mark.parametrize(
    ("unit", "colloquial"),
    [
        ("新疆巴州红旗高级技工学校", {"红旗技校"}),
        ("和静县职业技术学校", {"和静职校"}),
        ("库尔勒市第三中学", {"库尔勒三中"}),
        ("浙江临岚技师学院", set()),
    ],
)
def test_what_a_school_is_called_among_colleagues(unit: str, colloquial: set[str]) -> None:
    assert texts(units=(unit,), sure=False) == colloquial


@pytest.mark.parametrize("dot", ["·", "•", "・", "．", ".", " ", ""])
def test_dots_do_not_matter(dot: str) -> None:
    assert "迪丽努尔帕尔哈提" in texts(f"迪丽努尔{dot}帕尔哈提")


def test_a_spelled_name_in_both_orders() -> None:
    assert texts("Aygul Tursun") == {"AygulTursun", "TursunAygul"}


@pytest.mark.parametrize(
    ("unit", "shorter"),
    [
        ("新疆巴州红旗高级技工学校", ["巴州红旗高级技工学校", "红旗高级技工学校"]),
        ("库尔勒市东方技工学校", ["东方技工学校"]),
        ("巴音郭楞技师学院", ["巴州技师学院"]),
        ("和静县职业技术学校", []),
        ("库尔勒市第十一中学", []),
        ("浙江临岚技师学院", ["临岚技师学院"]),
    ],
)
def test_a_prefix_is_dropped_while_the_rest_names_one_unit(unit: str, shorter: list[str]) -> None:
    assert list(without_prefixes(unit)) == shorter


def test_the_given_form_comes_first_and_ids_are_neutral() -> None:
    terms = terms_of(Applicant("陆砚秋", ("陆砚秋",), ("浙江临岚技师学院",)))
    assert terms[0].text == "陆砚秋"
    assert all(term.id.split("-")[0] == term.kind and term.id.split("-")[1].isdigit() for term in terms)


@pytest.mark.parametrize(
    ("text", "script"),
    [("陆砚秋", "han"), ("LU Yanqiu", "latin"), ("ئايگۈل تۇرسۇن", "uyghur"), ("Айгүл", "cyrillic")],
)
def test_scripts(text: str, script: str) -> None:
    assert script_of(text) == script


@given(st.text(max_size=20))
@example("A¨")
def test_a_folded_string_stays_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any(c.isspace() for c in fold(text))
