# SPDX-License-Identifier: Apache-2.0
"""Turn terms into patterns over the recogniser's classes.

Each character of a term stands for all its written forms: simplified and traditional, upper and
lower case, full and half width.
"""

import unicodedata
from functools import cache

from blindscan.find.spotting import Pattern
from blindscan.model.applicant import Term
from blindscan.model.line import Head

FILLERS = " \u3000·•・．.‧∙⋅-—_"
"""What may sit between the characters of a term besides the blank: white space, the middle dots that
join the parts of a name, hyphens of spelled names, and the rule that a filled-in value stands on."""


SPELLED_FILLERS = FILLERS + ",，'’&()（）"
"""In spelled names punctuation may stand between the letters too: Bazhou, Xinjiang."""


def pattern_of(term: Term, head: Head) -> Pattern:
    """The classes that count as each character of a term."""
    classes = class_numbers(head)
    alternatives = tuple(
        tuple(sorted({classes[form] for form in written_forms(c) if form in classes}))
        for c in term.text
    )
    allowed = FILLERS if term.script == "han" or _begins_with_initial(term) else SPELLED_FILLERS
    fillers = (0, *sorted({classes[c] for c in allowed if c in classes}))
    return Pattern(alternatives, fillers)


def _begins_with_initial(term: Term) -> bool:
    """Y Lu, whom no comma may part: in "Hu Y., Lu X." there are two others."""
    return not term.sure and term.text[0].isupper() and term.text[-1].islower()


@cache
def _class_numbers(characters: tuple[str, ...]) -> dict[str, int]:
    return {c: i for i, c in enumerate(characters) if c}


def class_numbers(head: Head) -> dict[str, int]:
    """Character -> class of the head."""
    return _class_numbers(head.characters)


@cache
def written_forms(character: str) -> frozenset[str]:
    """All single characters that a person would read as this one."""
    narrow = unicodedata.normalize("NFKC", character)
    forms = {character, narrow, narrow.lower(), narrow.upper()}
    if "\u4e00" <= character <= "\u9fff":
        forms |= {_converter("s2t").convert(character), _converter("t2s").convert(character)}
    wide = {chr(ord(c) + 0xFEE0) for c in forms if len(c) == 1 and "!" <= c <= "~"}
    return frozenset(c for c in forms | wide if len(c) == 1)


@cache
def _converter(direction: str):  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC(direction)
