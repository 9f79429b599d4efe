# SPDX-License-Identifier: Apache-2.0
"""Whether a page's result still stands when something else is searched for, told without its pixels."""

from blindscan.model.applicant import Term
from blindscan.model.line import Head
from blindscan.pipeline import Output, PageRead, question_of, upright_size
from blindscan.search import (
    Basis,
    Question,
    bounds_digest,
    decides_more,
    digest,
    find_by_reading,
    is_borne,
    said,
)
from blindscan.verify.again import judge


def still_stands(
    read: PageRead, basis: Basis, terms: tuple[Term, ...], head: Head, output: Output
) -> bool:
    """Whether concluding the page for these terms and today's bounds would give what it gave: the same
    is found on it, and the masked page is as free of it. Where terms have only been added, they alone
    are searched for."""
    size, clarity = upright_size(read), read.inspection.clarity
    known = {said(term) for term in basis.terms}
    if basis.bounds == bounds_digest() and known <= {said(term) for term in terms}:
        added = tuple(term for term in terms if said(term) not in known)
        if not decides_more(added, basis.terms, clarity):
            question = question_of(added, head, output)
            return not is_borne(read.reading, size, question) and _is_proven(basis, question)
    question = question_of(terms, head, output)
    found = find_by_reading(read.reading, size, question)
    return digest(found, terms, clarity) == basis.found and _is_proven(basis, question)


def _is_proven(basis: Basis, question: Question) -> bool:
    return judge(basis.second, question.terms, question.of_lines).passed
