# SPDX-License-Identifier: Apache-2.0
"""What is wrong with single files: their format and size, and pages handed in twice."""

from collections.abc import Sequence

from blindscan.checklist.profile import FORMATS, FileRules
from blindscan.model.checklist import CheckedPage
from blindscan.model.survey import PageSurvey
from blindscan.model.words import Remark

ALIKE_BITS = 4
"""Perceptual hashes of two scans of one page differ in fewer bits; two forms of one layout with
different entries differ in more."""


def check_pages(pages: Sequence[PageSurvey], files: FileRules) -> tuple[CheckedPage, ...]:
    """Every page with its remarks: file rules, the quality reasons, and a twin among earlier pages."""
    checked: list[CheckedPage] = []
    for number, page in enumerate(pages):
        twin = next((n for n, other in enumerate(pages[:number]) if _are_twins(page, other)), None)
        remarks = (
            *_file_remarks(page, files),
            *page.inspection.reasons,
            *((Remark.of("checklist.duplicate", number=twin + 1),) if twin is not None else ()),
        )
        checked.append(CheckedPage(page, remarks))
    return tuple(checked)


def _file_remarks(page: PageSurvey, files: FileRules) -> tuple[Remark, ...]:
    remarks: list[Remark] = []
    if page.media_type not in files.formats:
        wanted = "、".join(sorted(n.upper() for n, kind in FORMATS.items() if kind in files.formats))
        remarks.append(Remark.of("checklist.format", wanted=wanted))
    if files.max_bytes is not None and page.size_bytes > files.max_bytes:
        found = round(page.size_bytes / 1e6, 1)
        remarks.append(Remark.of("checklist.size", found=found, limit=round(files.max_bytes / 1e6, 1)))
    return tuple(remarks)


def _are_twins(page: PageSurvey, other: PageSurvey) -> bool:
    """The same bytes, or the same look and the same words."""
    if page.sha256 == other.sha256:
        return page.page == other.page
    if page.print_hash is None or other.print_hash is None or page.sight.kind != other.sight.kind:
        return False
    alike = (page.print_hash ^ other.print_hash).bit_count() <= ALIKE_BITS
    return alike and _share_words(page.text, other.text)


def _share_words(texts: Sequence[str], others: Sequence[str]) -> bool:
    """Whether most of the lines of two pages are the same (few differ by a misread character)."""
    from rapidfuzz import fuzz

    if not texts and not others:
        return True
    return fuzz.token_sort_ratio(" ".join(texts), " ".join(others)) >= SAME_WORDS


SAME_WORDS = 97.0
