# SPDX-License-Identifier: Apache-2.0
"""Dates and spans of dates as Chinese papers write them."""

import re
from collections.abc import Iterator
from datetime import date

from blindscan.checklist.words import with_digits

FIRST_YEAR, LAST_YEAR = 1950, 2099
DATE = r"(?:(?P<y{0}>\d{{4}})[年./\-])?(?P<m{0}>\d{{1,2}})[月./\-](?P<d{0}>\d{{1,2}})日?"
WEEKDAY = r"(?:\((?:星期|周)[一二三四五六日天]\))?"
SPAN = re.compile(
    DATE.format(1)
    + WEEKDAY
    + r"起?(?:[上下]午)?(?:\d{1,2}[:时]\d{0,2}分?)?(?:至|到|—+|－|-+|~|～|–)+"
    + DATE.format(2)
)
SHORT_SPAN = re.compile(DATE.format(1) + r"(?:起)?(?:至|到|—+|－|-+|~|～|–)+(?P<d2>\d{1,2})日")
ONE = re.compile(r"(?P<y1>\d{4})[年./\-](?P<m1>\d{1,2})[月./\-](?P<d1>\d{1,2})日?")


def dates(text: str) -> Iterator[date]:
    """Every full date of a folded text, in order; impossible ones are passed over."""
    for found in ONE.finditer(with_digits(text)):
        made = _date(found["y1"], found["m1"], found["d1"])
        if made:
            yield made


def spans(text: str) -> Iterator[tuple[date, date]]:
    """Every span of dates of a folded text: 2024年9月20日至9月26日, 2024.9.20-2024.9.26, 9月20日至26日.

    A year that is left out is that of the other end, or else the next one that the text names.
    """
    text = with_digits(text)
    for pattern in (SPAN, SHORT_SPAN):
        for found in pattern.finditer(text):
            got = found.groupdict()
            year = got["y1"] or got.get("y2") or _year_after(text, found.end())
            if not year:
                continue
            first = _date(year, got["m1"], got["d1"])
            last_month = got.get("m2") or got["m1"]
            last_year = got.get("y2") or _year_of_end(year, got["m1"], last_month)
            last = _date(last_year, last_month, got["d2"])
            if first and last:
                yield first, last


def _year_of_end(year: str, first_month: str, last_month: str) -> str:
    """12月28日至1月5日 ends in the next year."""
    return str(int(year) + 1) if int(last_month) < int(first_month) else year


def _year_after(text: str, position: int) -> str | None:
    found = re.search(r"(\d{4})年", text[position:]) or re.search(r"(\d{4})年", text)
    return found[1] if found else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if FIRST_YEAR <= made.year <= LAST_YEAR else None
