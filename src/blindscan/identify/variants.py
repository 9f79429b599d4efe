# SPDX-License-Identifier: Apache-2.0
"""From an applicant to the terms to search for: every form in which a name or a unit is written.

White space and middle dots are dropped (spotting lets them sit anywhere), traditional and full-width
forms need no term of their own (a pattern's character stands for all its written forms). What is left
are other strings: pinyin in several orders, and units without their administrative prefixes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from blindscan.identify.regions import colloquial_forms, without_prefixes
from blindscan.model.applicant import Applicant, Script, Term, TermKind

IGNORED = re.compile(r"[\s·•・．.‧∙⋅_,，'’ʼ\-‐‑–—()（）《》\"“”]+")


def terms_of(applicant: Applicant) -> tuple[Term, ...]:
    """All terms of an applicant, given forms first; sure forms win over unsure equals."""
    forms: list[tuple[TermKind, str, bool]] = [
        *((("name"), form, sure) for name in applicant.names for form, sure in name_forms(name)),
        *((("unit"), form, sure) for unit in applicant.units for form, sure in unit_forms(unit)),
    ]
    return tuple(_numbered(forms))


def _numbered(forms: Iterable[tuple[TermKind, str, bool]]) -> Iterator[Term]:
    seen: set[tuple[TermKind, str]] = set()
    for kind, form, sure in sorted(forms, key=lambda f: not f[2]):
        key = (kind, form.casefold())
        if form and key not in seen:
            seen.add(key)
            yield Term(f"{kind}-{len(seen) - 1}", kind, form, script_of(form), sure)


def fold(text: str) -> str:
    """A string as terms hold it: NFKC, without white space, dots, hyphens, brackets and quotes."""
    bare = IGNORED.sub("", unicodedata.normalize("NFKC", text))
    # A mark whose space went may now belong to the letter before it.
    return unicodedata.normalize("NFC", bare)


def script_of(text: str) -> Script:
    """The script that most of a string is written in."""
    counts: dict[Script, int] = {
        "han": sum("\u3400" <= c <= "\u9fff" for c in text),
        "uyghur": sum("\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufefc" for c in text),
        "cyrillic": sum("\u0400" <= c <= "\u04ff" for c in text),
        "latin": sum(c.isascii() and c.isalpha() for c in text),
    }
    return max(counts, key=lambda script: counts[script])


def name_forms(name: str) -> Iterator[tuple[str, bool]]:
    """(form, sure) of a personal name."""
    folded = fold(name)
    script = script_of(folded)
    yield folded, True
    if script == "han" and 2 <= len(folded) <= 4 and "·" not in name:
        yield from _pinyin_forms(folded)
        yield from _parts(folded)
    elif script in ("latin", "cyrillic"):
        yield from _reordered(name)


def _family_length(name: str) -> int:
    return 2 if len(name) > 2 and name[:2] in COMPOUND_FAMILY_NAMES else 1


def _pinyin_forms(name: str) -> Iterator[tuple[str, bool]]:
    """Family name first and last, whole and with initials for the given name."""
    from pypinyin import Style, pinyin

    syllables = [s[0] for s in pinyin(name, style=Style.NORMAL, errors="ignore")]
    if len(syllables) != len(name):
        return
    split = _family_length(name)
    family, given = "".join(syllables[:split]), syllables[split:]
    # Two short syllables spell too many ordinary words to be sure of.
    sure = len(family) + len("".join(given)) >= 6
    yield from ((form, sure) for form in _both_orders(family, "".join(given)))
    # W. Zhang, W. M. Zhang
    for initials in dict.fromkeys((given[0][0], "".join(syllable[0] for syllable in given))):
        yield from ((form, False) for form in _both_orders(family, initials.upper()))


def _parts(name: str) -> Iterator[tuple[str, bool]]:
    """A given name alone and a family name with a title: 伟民（同志）, 张老师."""
    split = _family_length(name)
    if len(name) - split >= 2:
        yield name[split:], False
    yield name[:split] + TITLE, False


def _both_orders(first: str, second: str) -> tuple[str, str]:
    return first + second, second + first


def _reordered(name: str) -> Iterator[tuple[str, bool]]:
    """A spelled name with its parts the other way round, and with the first one's initial."""
    parts = [p for p in re.split(r"[\s·.,]+", unicodedata.normalize("NFKC", name)) if p]
    if len(parts) == 2:
        yield fold(parts[1] + parts[0]), True
        yield from ((fold(form), False) for form in _both_orders(parts[1], parts[0][0]))


TITLE = "老师"
"""The title that teachers are called by; 同志 and the like follow given names (see `find.context`)."""
COMPOUND_FAMILY_NAMES = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "令狐",
        "拓跋",
        "轩辕",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "西门",
        "左丘",
        "第五",
        "欧陽",
        "諸葛",
        "司馬",
        "東方",
    ]
)


def unit_forms(unit: str) -> Iterator[tuple[str, bool]]:
    """(form, sure) of a work unit: as given, then without each administrative prefix."""
    folded = fold(unit)
    yield folded, True
    if script_of(folded) == "han":
        for shorter in without_prefixes(folded):
            yield shorter, True
        for shorter in colloquial_forms(folded):
            yield shorter, False
