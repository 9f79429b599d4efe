# SPDX-License-Identifier: Apache-2.0
"""What a page states of years, hours, courses, validity and publicity."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from blindscan.checklist.dates import dates, spans
from blindscan.checklist.words import NUMERALS, folded, with_digits
from blindscan.model.survey import Facts, Kind

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-—~至、,，和及](?:(?:19|20)\d{2}))*年?度?")
OF_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}(?:年?度?[、,和及]))*(?:19|20)\d{2}年?度")
COURSE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}年(?=公需|专业|继续教育|全区|全疆|新疆|自治区|度)")
HOURS = re.compile(r"(\d{1,4}(?:\.\d)?)个?(?:学时|课时)")
HOURS_AFTER = re.compile(r"(?:学时|课时)[数:(（)）]{0,3}(\d{1,4}(?:\.\d)?)(?![\d年])")
"""The label stands before the number in forms; a form has no number before its label."""
VALID = re.compile(r"有效期(?:限)?(?:至|到|截止到?|截至|为?[:：]?(?:至)?)")
DAYS = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})个?工作日")

Course = Literal["public", "professional"]


def facts_of(kind: Kind, texts: Sequence[str]) -> Facts:
    """The facts that the rules ask of a page of `kind` with these lines."""
    text = folded("".join(texts))
    found = _READERS.get(kind)
    facts = found(text) if found else Facts()
    signed = tuple(dates(text))
    return replace(facts, signed=signed[-1] if signed else None)


def _assessment(text: str) -> Facts:
    return Facts(years=_years(text, OF_YEAR) or _years(_before_labels(text), YEAR)[:1])


def _before_labels(text: str) -> str:
    """The heading of a form: what stands before its first label."""
    return re.split(r"姓名|出生", text, maxsplit=1)[0]


def _years(text: str, pattern: re.Pattern[str]) -> tuple[int, ...]:
    found = [m[0] for m in pattern.finditer(with_digits(text))]
    years = [int(y) for run in found for y in re.findall(r"(?:19|20)\d{2}", run)]
    return tuple(dict.fromkeys(years))


def _ce_certificate(text: str) -> Facts:
    hours = HOURS.findall(text) or HOURS_AFTER.findall(text)
    courses: set[Course] = set()
    if re.search(r"公需", text):
        courses.add("public")
    if re.search(r"专业科目|专业课|专业知识", text):
        courses.add("professional")
    years = (
        _years(text, OF_YEAR) or _years(text, COURSE_YEAR) or tuple(day.year for day in dates(text))[:1]
    )
    return Facts(
        years=years,
        hours=max(map(float, hours)) if hours else None,
        courses=frozenset(courses),
    )


def _chsi(text: str) -> Facts:
    text = with_digits(text)
    after = [next(dates(text[m.end() : m.end() + 24]), None) for m in VALID.finditer(text)]
    known = [day for day in after if day]
    return Facts(valid_until=max(known) if known else None)


def _publicity(text: str) -> Facts:
    found = tuple(spans(_about_publicity(text)) or ()) or tuple(spans(text))
    days = DAYS.search(text)
    return Facts(
        period=found[0] if found else None,
        claimed_days=_number(days[1]) if days else None,
    )


def _about_publicity(text: str) -> str:
    """The text from the first word about the publicity's time."""
    place = re.search(r"公示(期|时间|日期|自|从|于)", text)
    return text[place.start() :] if place else ""


def _number(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(NUMERALS[c] for c in numeral))
    return 10 * int(NUMERALS.get(tens, "1")) + int(NUMERALS.get(ones, "0"))


def is_expired(valid_until: date, as_of: date) -> bool:
    """Whether a paper is no longer valid on a day; its last day is still valid."""
    return valid_until < as_of


_READERS: dict[Kind, Callable[[str], Facts]] = {
    "assessment": _assessment,
    "ce_certificate": _ce_certificate,
    "chsi": _chsi,
    "publicity": _publicity,
    "publicity_result": _publicity,
}
