# SPDX-License-Identifier: Apache-2.0
"""Name or ordinary word? A table of examples."""

import pytest

from blindscan.find.context import meaning


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
        ("高峰", "今年", "担任班主任", "doubt"),
        ("陆砚秋", "建设", "的", "name"),
    ],
)
def test_meaning(name: str, before: str, after: str, meant: str) -> None:
    assert meaning(name, before, after) == meant
