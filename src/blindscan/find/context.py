# SPDX-License-Identifier: Apache-2.0
"""What stands around a find, and what that says of it.

Is a name that is also an ordinary word meant as a name here? 高峰 in 登上教学改革的高峰 is not.

Only names on the list of ordinary words are asked about. What stands around them decides: a label,
a title or a list separator speaks for the name, the grammar of prose for the word; without either it
is doubt, which is masked and shown to a person.

Is a part of a name (伟民, 张老师, W Zhang) a word by itself, or a piece of somebody else's name?
"""

import re
from functools import cache
from importlib import resources
from typing import Literal

Meaning = Literal["name", "word", "doubt"]

_NAME_BEFORE = re.compile(
    "(?:姓名|名字|本人|我叫|我是|证明|兹有|授予|同意|推荐|申报人|承诺人|保证人|作者|简介|签名|签字|人员|学员|学生|教师|老师|"
    "同志|报告人|主持人|主讲|参赛|获奖|持证人|选手|[:：、;；/|(（]|\\d[.、]?)$"
)
_NAME_AFTER = re.compile(
    "^(?:同志|老师|同学|先生|女士|教授|讲师|副教授|主任|校长|院长|等\\d|系我|[(（、/|;；]|[男女](?![\u4e00-\u9fff]))"
)
_WORD_BEFORE = re.compile(
    "(?:的|之|了|着|过|地|个|座|种|次|新|高|大|这|那|某|各|向|攀登|登上|登|达到|迎来|推向|走向|勇攀|创|再创|用电|"
    "客流|人生|事业|技术|艺术|科学|学术|历史|社会|精神|物质|世界|人类|中华|建设|坚持|热爱|维护|争取|保持|充满|讲|树)$"
)
_WORD_AFTER = re.compile(
    "^(?:的|地|期|时|值|点|论坛|会议|年代|社会|建设|素养|素质|礼仪|班级|单位|村|城市|施工|生产|发展|生活|前进|"
    "大道|大街|路|街|广场|小区|公园|大厦|是|与|和[^、]{0,2}的)"
)


_HAN = "[\u4e00-\u9fff]"
_FREE_BEFORE = re.compile("(?:^|[^\u4e00-\u9fff]|[的由和请与对为给跟向是及让经以了在到叫聘])$")
_TITLE_AFTER = re.compile("^(?:同志|老师|同学|先生|女士)")
_SELF_BEFORE = re.compile("(?:^|[^\u4e00-\u9fff])本人[:：]?$")
_PAUSE_AFTER = re.compile("^[,，。、;；(（]")
_BLANK = re.compile(r"[\s_＿]+")
_LETTER = re.compile("[A-Za-zÀ-ʯ\u0400-\u04ff]")


def stands_alone(part: str, before: str, after: str) -> bool:
    """Whether a part of a name is a word by itself between the texts `before` and `after` it.

    Spelled parts end where letters end (white space counts); a given name alone, where no character
    of another name is before it and a title, or nothing, follows.
    """
    if not re.match(_HAN, part):
        return not (_LETTER.match(before[-1:]) or _LETTER.match(after[:1]))
    if not _FREE_BEFORE.search(_squeezed(before)):
        return False
    rest = _squeezed(after)
    return part.endswith("老师") or bool(_TITLE_AFTER.match(rest)) or not re.match(_HAN, rest)


def names_itself(before: str, after: str) -> bool:
    """Whether what stands between these texts can only be the writer's own name (本人×××，今…)."""
    return bool(_SELF_BEFORE.search(_squeezed(before)) and _PAUSE_AFTER.match(_squeezed(after)))


def meaning(name: str, before: str, after: str) -> Meaning:
    """What `name` means between the texts `before` and `after` it on its line."""
    if name not in ordinary_words():
        return "name"
    before, after = _squeezed(before), _squeezed(after)
    if _NAME_AFTER.search(after) or _NAME_BEFORE.search(before) or not (before or after):
        return "name"
    if _WORD_BEFORE.search(before) or _WORD_AFTER.search(after):
        return "word"
    return "doubt"


def sign_of_word(before: str, after: str) -> str:
    """What between these texts says that a word is meant, "～" standing for the word: 登上～, ～期间.

    Only what the grammar of prose matches on, never the text around it, so that no other name is told.
    """
    ahead, behind = _WORD_BEFORE.search(_squeezed(before)), _WORD_AFTER.search(_squeezed(after))
    # 和…的 may hold a name between its ends.
    told = re.sub("和.*的", "和…的", behind[0]) if behind else ""
    return f"{ahead[0] if ahead else ''}～{told}"


def _squeezed(text: str) -> str:
    """The text without white space and the rules that names are written on."""
    return _BLANK.sub("", text)


@cache
def ordinary_words() -> frozenset[str]:
    """Words of everyday prose that are also common personal names."""
    text = resources.files("blindscan.find").joinpath("ordinary_words.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip())
