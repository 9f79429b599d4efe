# SPDX-License-Identifier: Apache-2.0
"""Administrative prefixes of unit names: 新疆 + 巴州 + 红旗高级技工学校.

A prefix may be dropped only while what is left still names one unit: 东方技工学校 does, 职业技术学校
names none. The test is structural: the rest must hold characters besides the words that thousands of
units share.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

PROVINCES = [
    "新疆生产建设兵团",
    "新疆维吾尔自治区",
    "内蒙古自治区",
    "广西壮族自治区",
    "宁夏回族自治区",
    "西藏自治区",
    "新疆",
    "兵团",
    "内蒙古",
    "广西",
    "宁夏",
    "西藏",
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "香港",
    "澳门",
    "自治区",
    "自治州",
]
SHORT_PREFECTURES = {
    "巴音郭楞蒙古自治州": "巴州",
    "巴音郭楞": "巴州",
    "昌吉回族自治州": "昌吉州",
    "博尔塔拉蒙古自治州": "博州",
    "克孜勒苏柯尔克孜自治州": "克州",
    "伊犁哈萨克自治州": "伊犁州",
}
"""Official short forms of the autonomous prefectures of Xinjiang."""

_PROVINCE = re.compile(
    "(?:" + "|".join(sorted(PROVINCES, key=len, reverse=True)) + ")(?:省|市|自治区|特别行政区)?"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:自治州|自治县|地区|州|盟|市|县|区|旗|镇|乡|街道)")
_SHARED_WORDS = re.compile(
    "第?[一二三四五六七八九十百零〇0-9]+|高级|中等|高等|职业|技术|技工|技师|专业|实验|中心|学校|学院|大学|中学|"
    "小学|幼儿园|职高|中专|技校|师范|专科|教育|科学|研究|设计|勘察|勘测|规划|建设|建筑|水利|电力|农业|林业|"
    "畜牧|兽医|交通|公路|铁路|卫生|人民|中医|医院|总站|总队|大队|管理|服务|推广|监测|检测|检验|质量|监督|"
    "安全|工程|公司|有限|责任|集团|股份|局|院|所|站|处|厅|部|委员会|办公室|广播|电视|党校|进修|培训|"
    "县|市|区|州|省|镇|乡|农|牧|水|电|理工|综合|综|合|事业|发展|中|小|分"
)


def without_prefixes(unit: str) -> Iterator[str]:
    """Shorter names of the same unit, longest first; prefecture short forms count as prefixes too."""
    for long, short in SHORT_PREFECTURES.items():
        if unit.startswith(long):
            yield short + unit[len(long) :]
    yield from takewhile(is_distinctive, _stripped(unit))


def _drop_one(unit: str) -> str | None:
    for pattern in (_PROVINCE, _PLACE):
        match = pattern.match(unit)
        if match and match.end() < len(unit):
            return unit[match.end() :]
    return None


def is_distinctive(unit: str) -> bool:
    """Whether a name without prefixes still names one unit: two characters that are nobody's word."""
    return len(unit) >= 5 and len(_SHARED_WORDS.sub("", unit)) >= 2


_COLLOQUIAL = (
    (re.compile("(?:高级)?技工学校$"), "技校"),
    (re.compile("(?:中等)?职业(?:技术|中等专业|高级中)?(?:学校|学)$"), "职校"),
    (re.compile("职业(?:技术)?学院$"), "职院"),
    (re.compile("第([一二三四五六七八九十])(?:高级)?中学$"), r"\1中"),
)


def colloquial_forms(unit: str) -> Iterator[str]:
    """What people call a school among themselves: 红旗技校 for 红旗高级技工学校.

    Only for what is left with two or three characters before the kind of school; `unit` may have its
    prefixes.
    """
    for form in (unit, *_stripped(unit)):
        for kind, short in _COLLOQUIAL:
            match = kind.search(form)
            stem = re.sub("[县市区州]$", "", form[: match.start()]) if match else ""
            if match and 2 <= len(stem) <= 3:
                yield stem + match.expand(short)


def _stripped(unit: str) -> Iterator[str]:
    """The unit without its first, first two, ... administrative prefixes."""
    rest = _drop_one(unit)
    while rest is not None:
        yield rest
        rest = _drop_one(rest)
