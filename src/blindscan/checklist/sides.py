# SPDX-License-Identifier: Apache-2.0
"""Which sides of an identity card or assessment, and which parts of an article, a page shows."""

import re

from blindscan.model.survey import Kind, Side

MARKS: dict[Kind, tuple[tuple[Side, str], ...]] = {
    "id_card": (
        ("front", r"公民身份|\d{17}[\dx]|住址|出生\d{4}年"),
        ("back", r"签发机关|有效期限|居民身份证|中华人民共和国"),
    ),
    # The form is printed on both sides of one sheet: the person and the own account stand in front,
    # what others decided stands on the back.
    "assessment": (
        ("front", r"政治面貌|出生年月|个人总结|本人总结|工作总结|登记表|参加工作时间"),
        ("back", r"主管领导|评语|单位意见|考核委员会|考核机构|本人意见|未确定等次|等次"),
    ),
    "article": (
        ("copyright", r"主管单位|主办单位|刊号|邮发代号|在版编目|编辑委员会|主编|定价"),
        ("contents", r"(?m)^(目次|目录|contents)|\S+(\.{3,}|…+)\d+$"),
        ("body", r"摘要|关键词|abstract|参考文献|中图分类号"),
    ),
}


def sides_of(kind: Kind, text: str) -> frozenset[Side]:
    """The sides that the folded text of a page of `kind` shows."""
    seen = frozenset(side for side, pattern in MARKS.get(kind, ()) if re.search(pattern, text))
    return frozenset(("cover",)) if kind == "article" and not seen else seen
