# SPDX-License-Identifier: Apache-2.0
"""Working days in China: weekends off, public holidays off, the weekends worked instead on.

Holidays are set by the State Council year by year; the package `chinesecalendar` (MIT) holds those that
are published. What it does not know is not guessed.
"""

from datetime import date, timedelta

LONGEST_DAYS = 366


def working_days(first: date, last: date) -> int | None:
    """Working days from `first` to `last`, both counted.

    0 when `last` lies before `first`; None for a year whose holidays are not known yet, and for spans
    longer than a year, which no publicity is.
    """
    from chinese_calendar import is_workday

    if last < first:
        return 0
    span = (last - first).days + 1
    if span > LONGEST_DAYS:
        return None
    try:
        return sum(bool(is_workday(first + timedelta(days=n))) for n in range(span))
    except NotImplementedError:
        return None
