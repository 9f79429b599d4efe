# SPDX-License-Identifier: Apache-2.0
"""A profile is read whole or refused with the place of its first mistake."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blindscan.checklist.profile import BUILT_IN, load_profile, profile_names, read_profile
from blindscan.model.errors import UsageError

SMALL = """
schema = 1
name = "mine"
title = { zh = "我的", en = "mine" }
levels = ["初级", "中级"]
[[item]]
id = "summary"
title = { zh = "总结", en = "summary" }
kinds = ["summary"]
blind = true
"""


def complaint(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        read_profile(text)
    assert caught.value.exit_code == 2
    return caught.value.remark.say("en")


def test_the_notice_s_own_profile_is_whole() -> None:
    profile = load_profile(BUILT_IN)
    assert profile_names() == (BUILT_IN,)
    assert profile.levels == ("初级", "中级")
    asked = {ask.id: ask for ask in profile.asks}
    assert asked["title"].least_kinds == {"local": 2, "elsewhere": 3}
    assert asked["ce_public"].years == {"初级": 2, "中级": 5}
    assert asked["ce_professional"].years == {"初级": 2, "中级": 3}
    assert asked["publicity"].working_days == 5
    assert asked["summary"].blind
    assert {"promise", "truth", "teacher_licence", "putonghua", "exemption"} <= asked.keys()


def test_own_profiles_are_read_by_path(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert load_profile(str(path)).name == "mine"
    with pytest.raises(UsageError) as caught:
        load_profile(str(tmp_path / "none.toml"))
    assert caught.value.remark.code == "checklist.profile_not_found"


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("schema = 1", "schema = 9", "schema = 1"),
        ('kinds = ["summary"]', 'kinds = ["sumary"]', "sumary"),
        ('kinds = ["summary"]', "", "kinds"),
        ("blind = true", "blind = 1", "true / false"),
        ("blind = true", "blnid = true", "blnid"),
        ("blind = true", 'levels = ["高级"]', "高级"),
        ("blind = true", 'years = { "中级" = 0 }', "1, 2, 3"),
        ("blind = true", "working_days = -5", "working_days"),
        ('zh = "我的", ', "", "zh"),
        ("[[item]]", "[item]", "[[item]]"),
        ("schema = 1", "schema = ", "TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(wrong: str, right: str, told: str) -> None:
    assert wrong in SMALL
    assert told in complaint(SMALL.replace(wrong, right, 1))


def test_two_items_of_one_name_are_refused() -> None:
    item = SMALL[SMALL.index("[[item]]") :]
    assert "item 2 (summary)" in complaint(SMALL + item)


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-3, 9), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=200)
@given(st.sampled_from(["schema", "name", "levels", "region", "item", "files", "title", "x"]), VALUES)
def test_any_value_is_taken_or_refused_in_one_sentence(key: str, value: object) -> None:
    lines = [line for line in SMALL.splitlines() if not line.startswith(f"{key} =")]
    lines.insert(0, f"{key} = {json.dumps(value, ensure_ascii=False)}")
    told = ""
    try:
        read_profile("\n".join(lines))
    except UsageError as error:
        told = error.remark.say("en")
    assert "\n" not in told
