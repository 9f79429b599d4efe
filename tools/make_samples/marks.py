# SPDX-License-Identifier: Apache-2.0
"""What a page bears, and where: marks are found in the very text that is drawn."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.make_samples.cast import BODIES, OTHERS, Person

Poly = NDArray[np.float64]


@dataclass(frozen=True)
class Mark:
    """One entry of the truth. `group` is secrets, optional or decoys."""

    group: str
    kind: str
    text: str
    where: str
    polys: tuple[Poly, ...]


@dataclass(frozen=True)
class Entry:
    """A string to look for in drawn text."""

    pattern: re.Pattern[str]
    group: str
    kind: str


def box(left: float, top: float, right: float, bottom: float) -> Poly:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=float)


def glossary(person: Person) -> tuple[Entry, ...]:
    """Every string that counts on this person's pages, longest first."""
    own = [
        (person.name, "secrets", "name"),
        (person.pinyin, "secrets", "name_pinyin"),
        (person.script_name, "secrets", "name_uyghur"),
        (person.unit, "secrets", "unit"),
        (person.short_unit, "secrets", "unit"),
        (person.english_unit, "secrets", "unit_english"),
        (person.id_number, "optional", "other"),
    ]
    decoys = [(text, "decoys", "decoy") for text in (*OTHERS, *BODIES)]
    ranked = sorted((item for item in own + decoys if item[0]), key=lambda item: -len(item[0]))
    return tuple(Entry(_loose(text), group, kind) for text, group, kind in ranked)


def _loose(text: str) -> re.Pattern[str]:
    """The string with blanks between its characters and any middle dot, or none."""
    dots = r"[\s·•・．.‧\u30fb]*"
    letters = [re.escape(character) for character in re.sub(r"[·\s]", "", text)]
    return re.compile(dots.join(letters))


def occurrences(text: str, entries: tuple[Entry, ...]) -> list[tuple[int, int, Entry]]:
    """(start, end, entry), longest strings first, none overlapping another."""
    taken: list[tuple[int, int, Entry]] = []
    for entry in entries:
        for match in entry.pattern.finditer(text):
            start, end = match.span()
            if all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end, entry))
    return sorted(taken, key=lambda item: item[0])
