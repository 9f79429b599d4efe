# SPDX-License-Identifier: Apache-2.0
"""What a survey saw of a page: its kind, what it states, and whether it is legible."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from blindscan.model.page import Inspection

Kind = Literal[
    "id_card",
    "portrait",
    "diploma",
    "degree",
    "chsi",
    "title_document",
    "title_certificate",
    "review_form",
    "assessment",
    "award",
    "patent",
    "article",
    "summary",
    "ce_certificate",
    "exemption",
    "publicity",
    "publicity_result",
    "promise",
    "truth",
    "teacher_licence",
    "putonghua",
    "work_proof",
    "picture",
    "blank",
    "other",
    "unknown",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Side = Literal["front", "back", "cover", "copyright", "contents", "body"]


@dataclass(frozen=True)
class Sight:
    """What kind of page it is. `score`: belief in [0, 1]; "unknown" when no kind is believed enough.
    `sides`: which sides or parts of its kind the page shows."""

    kind: Kind
    score: float
    sides: frozenset[Side] = frozenset()


@dataclass(frozen=True)
class Facts:
    """What a page states that the rules ask for; empty where it states nothing.

    `years`: years that the paper stands for. `hours`: class hours (学时). `courses`: public (公需),
    professional (专业). `valid_until`: last day of validity. `period`: first and last day of a
    publicity. `claimed_days`: working days that it claims itself. `local`: whether the region that the
    profile names issued it, None when the page does not say. `signed`: the date at its end.
    """

    years: tuple[int, ...] = ()
    hours: float | None = None
    courses: frozenset[Literal["public", "professional"]] = frozenset()
    valid_until: date | None = None
    period: tuple[date, date] | None = None
    claimed_days: int | None = None
    signed: date | None = None
    blanks: int = 0
    named: tuple[tuple[int, str], ...] = field(repr=False, default=())


@dataclass(frozen=True)
class PageSurvey:
    """One surveyed page. `file` and `text` may betray the applicant. `text`: the lines that were read.

    `print_hash`: 64 bits of the picture's look (perceptual hash), None for a page without a picture.
    `media_type` and `size_bytes` are the file's.
    """

    file: str = field(repr=False)
    page: int
    sha256: str
    media_type: str
    size_bytes: int
    inspection: Inspection
    sight: Sight
    facts: Facts
    text: tuple[str, ...] = field(repr=False)
    print_hash: int | None = None
    whole: bool = False
