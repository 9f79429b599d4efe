# SPDX-License-Identifier: Apache-2.0
"""Text as rules compare it: one form for each character, no white space."""

import re
import unicodedata
from functools import cache
from typing import Any

NUMERALS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "О": "0"}


def folded(text: str) -> str:
    """Simplified characters, half-width, small letters, nothing between the characters."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _simplifier().convert(re.sub(r"[\s·•・]+", "", plain))  # type: ignore[no-any-return]


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def with_digits(text: str) -> str:
    """二〇二四年十二月三日 as 2024年12月3日; other numerals stay as they are."""
    text = re.sub(
        r"[〇○零一二三四五六七八九]{4}(?=年)", lambda m: "".join(NUMERALS[c] for c in m[0]), text
    )
    return re.sub(r"[一二三四五六七八九十]{1,3}(?=[月日])", lambda m: str(_small(m[0])), text)


def _small(numeral: str) -> int:
    """A Chinese numeral below 100."""
    if "十" not in numeral:
        return int("".join(NUMERALS[c] for c in numeral))
    tens, _, ones = numeral.partition("十")
    return 10 * int(NUMERALS.get(tens, "1")) + int(NUMERALS.get(ones, "0"))
