# SPDX-License-Identifier: Apache-2.0
"""The applicant's name or unit in Uyghur script, by the letters that a second engine read.

Letters are compared folded (see `uyghur_letters`), over word ends, and suffixes may follow: Uyghur
glues its cases to the name. A line that could not be read is doubt for an applicant with such a name.
"""

from collections.abc import Iterator, Sequence

from blindscan.find.thresholds import uyghur_thresholds
from blindscan.find.uyghur_letters import ERROR_COST, Match, best_match, folded
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.geometry import Points, slice_quad
from blindscan.model.marks import ScriptLine
from blindscan.model.words import Remark

FINDER = "uyghur"
UNREAD = -ERROR_COST
LEAST_LETTERS = 3


def find_uyghur(scripts: Sequence[ScriptLine], terms: Sequence[Term]) -> tuple[Finding, ...]:
    """Findings in lines of Arabic script; () for applicants without a form in that script."""
    sought = tuple((term, folded(term.text)) for term in terms if term.script == "uyghur")
    if not sought:
        return ()
    return tuple(finding for script in scripts for finding in _in_line(script, sought))


def _in_line(script: ScriptLine, sought: Sequence[tuple[Term, str]]) -> Iterator[Finding]:
    letters = [folded(word.text) for word in script.words or ()]
    reading = "".join(letters)
    matches = [(term, best_match(form, reading)) for term, form in sought]
    near = [(term, match) for term, match in matches if match.score >= uyghur_thresholds().doubt]
    yield from (_finding(script, term, match, letters) for term, match in near)
    if script.words is None:
        yield _unread(script, "find.uyghur_no_engine")
    elif not near and (
        len(reading) < LEAST_LETTERS or script.confidence < uyghur_thresholds().confidence
    ):
        yield _unread(script, "find.uyghur_unread")


def _finding(script: ScriptLine, term: Term, match: Match, letters: Sequence[str]) -> Finding:
    sure = term.sure and match.score >= uyghur_thresholds().mask
    return Finding(
        kind=term.kind,
        polygon=_words_of(script, match, letters),
        score=match.score,
        finder=FINDER,
        term=term.id,
        sure=sure,
        why=None if sure else Remark.of("find.text_doubt"),
    )


def _words_of(script: ScriptLine, match: Match, letters: Sequence[str]) -> Points:
    """The quad around all words that the match touches."""
    touched, at = [], 0
    for word, spelled in zip(script.words or (), letters, strict=True):
        if at < match.end and match.start < at + len(spelled):
            touched.append(word)
        at += len(spelled)
    margin = 0.01
    start, end = min(word.start for word in touched), max(word.end for word in touched)
    return slice_quad(script.quad, start - margin, end + margin)


def _unread(script: ScriptLine, code: str) -> Finding:
    return Finding("name", script.quad, UNREAD, FINDER, sure=False, why=Remark.of(code))
