# SPDX-License-Identifier: Apache-2.0
"""Uyghur letters as a blurred scan leaves them, and how far a reading is from a name.

Letters that differ only by their code point (presentation forms, Arabic and Persian keyboards) or by
marks that a scan loses first (the four rounded vowels, ى and ې, the hamza and its carrier) are one.
"""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

ERROR_COST = 3.0
"""Price of one wrong letter in natural-log units. Tesseract's `uig` misreads about one folded letter
in twenty on clear scans, so a letter that disagrees is ln(0.95 / 0.05) ≈ 3 less likely under the name
than under the reading itself. Score = −3 × edits / letters: 0 when read exactly, −3 when all differ."""
_ALIKE = str.maketrans(
    {
        "ك": "ک",
        "ي": "ى",
        "ې": "ى",
        "ی": "ى",
        "ئ": "ى",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ة": "ه",
        "ۇ": "و",
        "ۈ": "و",
        "ۆ": "و",
        "ۋ": "و",
        "ؤ": "و",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ۅ": "و",
    }
)
_LETTER = re.compile(r"[\u0620-\u063f\u0641-\u064a\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff]")
_CARRIER = re.compile(r"ئ(?=[اەېىوۇۆۈ])")


def folded(text: str) -> str:
    """The letters of a text in one form; everything else (tatweel, joiners, marks, spaces) is gone."""
    plain = unicodedata.normalize("NFKC", text)
    bare = "".join(_LETTER.findall(_CARRIER.sub("", "".join(_LETTER.findall(plain)))))
    return bare.translate(_ALIKE)


@dataclass(frozen=True)
class Match:
    """The part [start, end) of `folded(reading)` that is most like a name. `score`: see ERROR_COST."""

    score: float
    start: int
    end: int


def best_match(name: str, reading: str) -> Match:
    """Where a folded reading bears a folded name best, in the order in which it is read."""
    spare = max(1, len(name) // 4)
    windows = [
        (start, min(start + length, len(reading)))
        for length in range(max(1, len(name) - spare), len(name) + spare + 1)
        for start in range(max(1, len(reading) - length + 1))
    ]
    edits, start, end = min(
        (Levenshtein.distance(name, reading[start:end]), start, end) for start, end in windows
    )
    return Match(-ERROR_COST * edits / max(len(name), 1), start, end)
