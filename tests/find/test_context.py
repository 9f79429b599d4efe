# SPDX-License-Identifier: Apache-2.0
"""Name or ordinary word? A table of examples."""

import pytest

from blindscan.find.context import meaning, names_itself, stands_alone


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
