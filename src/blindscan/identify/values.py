# SPDX-License-Identifier: Apache-2.0
"""Pull claims about who the applicant is out of the lines of a page.

A claim is a value beside a label (姓名, 工作单位 …), in a form, a table, on an ID card, or in the fixed
phrases of prose (兹证明×××同志系我单位…). Claims are only candidates: other people have labels too.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from blindscan.identify.names import as_person, as_unit
from blindscan.model.applicant import TermKind
from blindscan.model.geometry import bounds
from blindscan.model.line import Line


@dataclass(frozen=True)
class Claim:
    """One candidate on one page. `weight`: how strongly the place speaks for the applicant.
    `misread`: how many characters of its line may be expected to be wrong."""

    kind: TermKind
    text: str = field(repr=False)
    weight: float
    misread: float = 0.0


def _any_of(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


NAME_LABEL = _any_of(
    "申报人姓名 申请人姓名 学生姓名 教师姓名 持证人 申报人 申请人 承诺人 保证人 被考核人 获奖者 姓名"
)
UNIT_LABEL = _any_of(
    "现工作单位 工作单位名称 工作单位 所在单位 推荐单位名称 推荐单位 申报单位 单位名称 所属单位 "
    "用人单位 任职单位 单位"
)
BRACKETS = r"(?:[(（][^)）]{0,8}[)）])?"
_NAME_HERE = re.compile(rf"^{NAME_LABEL}{BRACKETS}(?:签名|签字)?{BRACKETS}[:：]?(.+)$")
_SIGNED = re.compile(rf"^(?:签名|签字){BRACKETS}[:：]?(.+)$")
_UNIT_HERE = re.compile(rf"^{UNIT_LABEL}{BRACKETS}[:：]?(.+)$")
_NAME_ALONE = re.compile(rf"^{NAME_LABEL}[:：]?$")
_UNIT_ALONE = re.compile(rf"^{UNIT_LABEL}[:：]?$")
_PERSON = r"([\u4e00-\u9fff]{1,10}(?:[·•・．.‧∙⋅][\u4e00-\u9fff]{1,10})*)"
_UNIT = r"([\u4e00-\u9fff0-9]{4,30})"
_PROSE_NAME = tuple(
    (re.compile(pattern), weight)
    for pattern, weight in (
        (rf"(?:兹证明|现证明|兹有){_PERSON}(?:同志|老师|[,，(（系是于在])", 3.0),
        (rf"(?:现对|现将|拟推荐|同意推荐|同意){_PERSON}(?:同志|老师|等|申报)", 2.0),
        (rf"^{_PERSON}(?:同志|老师|同学|女士|先生)[:：,，]", 2.0),
        (rf"(?:我叫|本人姓名|我是){_PERSON}[,，。(（]", 3.0),
        (rf"本人{_PERSON}[,，(（]", 2.0),
        (rf"(?:授予|学生|学员|持证人){_PERSON}(?:同志|老师|[,，(（])", 2.0),
        (rf"^{_PERSON}[(（](?:身份证|性别|男|女)", 2.0),
        (rf"作者简介[:：]?{_PERSON}[(（,，]", 2.0),
        (rf"{_PERSON}(?:同志|老师)(?:身份证|系|在我|现任|申报|于)", 1.0),
    )
)
_PROSE_UNIT = tuple(
    (re.compile(pattern), weight)
    for pattern, weight in (
        (rf"(?:工作单位|所在单位|现工作单位|单位名称|单位)[:：]{_UNIT}", 2.0),
        (rf"(?:一直|现|就职于|任职于|工作于|供职于)在?{_UNIT}(?:从事|担任|工作|任教|任)", 2.0),
        (rf"在{_UNIT}(?:从事|担任|工作|任教)", 2.0),
        (rf"系(?:我单位|我校|我院)?{_UNIT}(?:职工|教师|员工|干部|在职)", 2.0),
        (rf"[(（]{_UNIT}[,，](?:新疆|[\u4e00-\u9fff]{{2,8}}\d{{6}})", 1.0),
    )
)
_OTHERS = re.compile(
    "院长|校长|负责人|法人|法定代表人|联系人|审核|考核组|主管|领导|导师|培养单位|签发|发证|学习单位"
)


def claims(lines: Sequence[Line]) -> tuple[Claim, ...]:
    """All claims of one page, in no order that matters."""
    texts = [plain(line.text) for line in lines]
    found = [*_in_prose(lines, texts)]
    for i, text in enumerate(texts):
        found += _beside_label(lines, texts, i) if not _OTHERS.search(text) else ()
    return tuple(found)


def plain(text: str) -> str:
    """NFKC without white space; label and phrase patterns are written for this form."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _in_prose(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[Claim]:
    # A phrase may run over a line break, so each line is read with the start of the next.
    for line, text, following in zip(lines, texts, [*texts, ""][1:], strict=True):
        joined, length = text + following[:24], len(text)
        for kind, patterns in (("name", _PROSE_NAME), ("unit", _PROSE_UNIT)):
            for pattern, weight in patterns:
                for match in pattern.finditer(joined):
                    if match.start() < length:
                        yield from _claim(kind, match[1], weight, line)  # type: ignore[arg-type]


def _beside_label(lines: Sequence[Line], texts: Sequence[str], i: int) -> Iterator[Claim]:
    for kind, here, alone in (
        ("name", _NAME_HERE, _NAME_ALONE),
        ("unit", _UNIT_HERE, _UNIT_ALONE),
    ):
        if match := here.match(texts[i]):
            yield from _claim(kind, match[1], 2.0, lines[i])  # type: ignore[arg-type]
        elif alone.match(texts[i]):
            j = _right_of(lines, i)
            if j is not None:
                for value in (texts[j] + _wrapped(lines, texts, j), texts[j]):
                    yield from _claim(kind, value, 3.0, lines[j])  # type: ignore[arg-type]
    if match := _SIGNED.match(texts[i]):
        yield from _claim("name", match[1], 1.0, lines[i])


def _claim(kind: TermKind, text: str, weight: float, line: Line) -> Iterator[Claim]:
    value = as_person(text, weight >= 2) if kind == "name" else as_unit(text)
    if value:
        yield Claim(kind, value, weight, line.misread)


def _right_of(lines: Sequence[Line], i: int) -> int | None:
    """The nearest line to the right on the same row."""
    left, top, right, bottom = bounds(lines[i].quad)
    best: tuple[float, int] | None = None
    for j, other in enumerate(lines):
        l2, t2, _, b2 = bounds(other.quad)
        if j != i and l2 > (left + right) / 2 and _same_row(top, bottom, t2, b2):
            best = min(best or (1e9, j), (l2 - right, j))
    return best[1] if best and best[0] < 12 * (bottom - top) else None


def _same_row(top: float, bottom: float, t2: float, b2: float) -> bool:
    """Rows share their middle; a cell of two lines has its label's middle between them."""
    middle, reach = (top + bottom) / 2, 0.95 * (bottom - top)
    return abs((t2 + b2) / 2 - middle) < reach


def _wrapped(lines: Sequence[Line], texts: Sequence[str], j: int) -> str:
    """The text right below line j within its width, when it is close enough to be its second half."""
    left, top, right, bottom = bounds(lines[j].quad)
    for k, other in enumerate(lines):
        l2, t2, r2, _ = bounds(other.quad)
        close = -0.3 < (t2 - bottom) / max(bottom - top, 1) < 0.5
        if k != j and close and l2 > left - (bottom - top) and r2 < right + (bottom - top):
            return texts[k]
    return ""
