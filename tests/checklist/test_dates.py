# SPDX-License-Identifier: Apache-2.0
"""Dates as papers write them, and working days as China works them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindscan.checklist.dates import dates, spans
from blindscan.checklist.words import folded, with_digits
from blindscan.checklist.workdays import working_days

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NUMERALS = "〇一二三四五六七八九"


def in_numerals(day: date) -> str:
    def small(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十") + (
            NUMERALS[ones] if ones else ""
        )

    return f"{''.join(NUMERALS[int(c)] for c in str(day.year))}年{small(day.month)}月{small(day.day)}日"


@given(DAYS)
def test_a_date_is_read_however_it_is_written(day: date) -> None:
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        in_numerals(day),
    ):
        assert list(dates(folded(f"于 {written}，"))) == [day]


@given(DAYS, st.integers(0, 60), st.sampled_from(["至", "到", "—", "-", "~", "～"]))
def test_a_span_is_read_with_and_without_its_second_year(first: date, days: int, link: str) -> None:
    last = first + timedelta(days)
    short = f"{first.year}年{first.month}月{first.day}日{link}{last.month}月{last.day}日"
    whole = f"{short.split(link)[0]}{link}{last.year}年{last.month}月{last.day}日"
    for written in (short, whole):
        assert next(iter(spans(folded(f"公示时间：{written}。")))) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        "公示期：2024年9月20日（星期五）至9月26日（星期四）",
        "自2024年9月20日起至2024年9月26日止，共5个工作日",
        "2024年9月20日上午10:00至9月26日下午6:00",
        "公示时间2024.9.20—2024.9.26",
        "二〇二四年九月二十日至九月二十六日",
    ],
)
def test_a_notice_s_wording_of_its_time(written: str) -> None:
    assert next(iter(spans(folded(written)))) == (date(2024, 9, 20), date(2024, 9, 26))


@given(st.text(max_size=60))
def test_any_text_has_dates_or_none(text: str) -> None:
    list(dates(folded(text)))
    list(spans(folded(text)))
    with_digits(text)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        # The week before the National Day of 2024: Sunday the 29th was worked.
        (date(2024, 9, 23), date(2024, 9, 30), 7),
        (date(2024, 9, 30), date(2024, 10, 8), 2),
        (date(2024, 10, 12), date(2024, 10, 12), 1),
        (date(2024, 10, 13), date(2024, 10, 13), 0),
        (date(2024, 10, 8), date(2024, 10, 7), 0),
        (date(2070, 1, 4), date(2070, 1, 8), None),
        (date(2020, 1, 1), date(2024, 1, 1), None),
    ],
)
def test_working_days_know_public_holidays(first: date, last: date, count: int | None) -> None:
    assert working_days(first, last) == count
