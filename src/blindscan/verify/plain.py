# SPDX-License-Identifier: Apache-2.0
"""The plain search: every term in what was read, white space removed, across line breaks.

It shares no code with the spotting on purpose: one matcher used twice is one blind spot twice.
"""

import unicodedata
from collections.abc import Sequence

from blindscan.model.applicant import Term
from blindscan.model.line import Line


def mentions(lines: Sequence[Line], terms: Sequence[Term]) -> tuple[tuple[Term, tuple[int, ...]], ...]:
    """Each term found in the joined text, with the numbers of the lines that it touches."""
    joined, owners = _joined(lines)
    found = []
    for term in terms:
        sought = _squeezed(term.text)
        at = joined.find(sought) if sought else -1
        while at >= 0:
            found.append((term, tuple(sorted(set(owners[at : at + len(sought)])))))
            at = joined.find(sought, at + 1)
    return tuple(found)


def _joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """All texts end to end, and for every character the number of its line."""
    texts = [_squeezed(line.text) for line in lines]
    return "".join(texts), [number for number, text in enumerate(texts) for _ in text]


def _squeezed(text: str) -> str:
    """Letters and digits only, in one case and width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
