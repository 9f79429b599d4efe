# SPDX-License-Identifier: Apache-2.0
"""What is kept of a page once it is done: the verdict of verification and the ledger's record."""

from dataclasses import dataclass, field
from typing import Literal

from blindscan.model.finding import Finding, FindingKind
from blindscan.model.page import Clarity, Turn
from blindscan.model.words import Remark

Status = Literal["masked", "clean", "review", "error"]
RELEASED: frozenset[Status] = frozenset(("masked", "clean"))


@dataclass(frozen=True)
class Verification:
    """The judgement on an encoded page. `residuals` are what was still found in it."""

    passed: bool
    residuals: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class MaskRecord:
    """One painted mask in the source frame. `poly`: ((x, y), …). `sure` False: a doubt."""

    poly: tuple[tuple[float, float], ...]
    kind: FindingKind
    finder: str
    score: float
    sure: bool = True
    why: Remark | None = None


@dataclass(frozen=True)
class PageRecord:
    """One page's outcome. `file` and `applicant_id` may betray the applicant: private part only.

    `output` is the path of the masked JPG below the output's `release/`, None when nothing is
    released. `held` is the path below `private/` of the masked JPG that waits for a person, or None.
    `needs_mask` is True (是), False (否) or None (not known: the page could not be judged).
    """

    file: str = field(repr=False)
    page: int
    applicant_id: str = field(repr=False)
    status: Status
    rotation_cw: Turn | None = None
    skew_deg: float | None = None
    clarity: Clarity | None = None
    reasons: tuple[Remark, ...] = ()
    needs_mask: bool | None = None
    masks: tuple[MaskRecord, ...] = field(repr=False, default=())
    output: str | None = None
    held: str | None = field(repr=False, default=None)
    sha256_in: str = ""
    sha256_out: str | None = None
    width: int | None = None
    height: int | None = None
    kept: tuple[Remark, ...] = ()
