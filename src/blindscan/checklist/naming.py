# SPDX-License-Identifier: Apache-2.0
"""Where a work summary names its author or the author's unit."""

from collections.abc import Sequence

from blindscan.checklist.words import folded
from blindscan.model.applicant import Term, TermKind

LEAST = 2


def named_lines(lines: Sequence[str], terms: Sequence[Term]) -> tuple[tuple[int, TermKind], ...]:
    """(line number from 1, "name" or "unit") for every line that bears a sure term, also one that is
    broken over this line and the next."""
    texts = [folded(line) for line in lines]
    words = {(term.kind, folded(term.text)) for term in terms if term.sure and len(term.text) >= LEAST}
    found: set[tuple[int, TermKind]] = set()
    for number, text in enumerate(texts, start=1):
        after = texts[number] if number < len(texts) else ""
        for kind, word in words:
            begins_here = (text + after).find(word)
            if 0 <= begins_here < len(text):
                found.add((number, kind))
    return tuple(sorted(found))
