# SPDX-License-Identifier: Apache-2.0
"""What reports show, prepared from records: plain values that templates only lay out."""

import base64
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from blindscan.model.record import MaskRecord, PageRecord, Status
from blindscan.model.words import Remark

if TYPE_CHECKING:
    from blindscan.audit.reports import ApplicantSummary, RunSummary

THUMBNAIL_PX = 240
THUMBNAIL_QUALITY = 55
STATUSES: tuple[Status, ...] = ("review", "error", "masked", "clean")
"""In the order in which a person should meet them."""


@dataclass(frozen=True)
class Place:
    """One mask in words: what, by whom found, how sure, and where on the page as it was scanned."""

    kind: str
    finder: str
    score: float
    sure: bool
    where: str
    why: Remark | None


@dataclass(frozen=True)
class PageView:
    """One page of the private report."""

    record: PageRecord = field(repr=False)
    name: str = field(repr=False)
    thumbnail: str | None = field(repr=False)
    link: str | None = field(repr=False)
    places: tuple[Place, ...]


@dataclass(frozen=True)
class ApplicantView:
    """One applicant of the private report, pages that need a person first."""

    summary: "ApplicantSummary"
    files: tuple[str, ...] = field(repr=False)
    pages: tuple[PageView, ...]
    counts: tuple[tuple[Status, int], ...]


@dataclass(frozen=True)
class PrivateView:
    """The private report."""

    applicants: tuple[ApplicantView, ...]
    counts: tuple[tuple[Status, int], ...]
    total: int
    version: str
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BlindPage:
    """One released page without anything that tells whose it is."""

    output: str
    status: Status
    rotation_cw: int
    clarity: str
    kinds: tuple[tuple[str, int], ...]
    needs_mask: bool | None
    sha256: str


@dataclass(frozen=True)
class BlindApplicant:
    """One applicant by number; `missing` pages are not in the release."""

    number: str
    pages: tuple[BlindPage, ...]
    missing: int


@dataclass(frozen=True)
class BlindView:
    """The committee's report."""

    applicants: tuple[BlindApplicant, ...]
    released: int
    missing: int
    version: str
    records: int
    ledger_head: str


def private_view(out: Path, run: "RunSummary") -> PrivateView:
    """The private report's values; thumbnails are made from the masked pages."""
    applicants = sorted(
        (_applicant_view(out, run, summary) for summary in run.applicants), key=_needs_nobody
    )
    return PrivateView(
        tuple(applicants), _counts(run.records), len(run.records), run.tool_version, run.settings
    )


def _needs_nobody(applicant: ApplicantView) -> bool:
    """False, which sorts first, where a page awaits a person or could not be opened."""
    return not any(count for status, count in applicant.counts if status in ("review", "error"))


def _applicant_view(out: Path, run: "RunSummary", summary: "ApplicantSummary") -> ApplicantView:
    records = [r for r in run.records if r.applicant_id == summary.applicant_id]
    records.sort(key=lambda r: STATUSES.index(r.status))
    files = tuple(dict.fromkeys(_tail(file) for file, _ in summary.evidence))
    return ApplicantView(summary, files, tuple(_page_view(out, r) for r in records), _counts(records))


def _counts(records: tuple[PageRecord, ...] | list[PageRecord]) -> tuple[tuple[Status, int], ...]:
    return tuple((s, sum(record.status == s for record in records)) for s in STATUSES)


def _page_view(out: Path, record: PageRecord) -> PageView:
    image = f"release/{record.output}" if record.output else None
    image = f"private/{record.held}" if record.held else image
    path = out / image if image else None
    exists = path is not None and path.is_file()
    return PageView(
        record,
        _tail(record.file),
        _thumbnail(path) if path and exists else None,
        f"../{image}" if exists else None,
        tuple(_place(mask, record) for mask in record.masks),
    )


def _tail(file: str) -> str:
    return file.rsplit("/", 1)[-1]


def _thumbnail(path: Path) -> str:
    """The masked page as a small data URI."""
    from PIL import Image

    with Image.open(path) as page:
        page.draft("RGB", (THUMBNAIL_PX * 2, THUMBNAIL_PX * 2))
        small = page.convert("RGB")
        small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX * 2))
    stream = BytesIO()
    small.save(stream, "JPEG", quality=THUMBNAIL_QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def _place(mask: MaskRecord, record: PageRecord) -> Place:
    return Place(mask.kind, mask.finder, mask.score, mask.sure, _where(mask, record), mask.why)


def _where(mask: MaskRecord, record: PageRecord) -> str:
    """Catalogue key of one of nine fields of the upright page: "top_left" … "bottom_right"."""
    if not mask.poly or not record.width or not record.height:
        return "middle_centre"
    x = sum(p[0] for p in mask.poly) / len(mask.poly) / record.width
    y = sum(p[1] for p in mask.poly) / len(mask.poly) / record.height
    turned = {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}
    x, y = turned[record.rotation_cw or 0]
    row = ("top", "middle", "bottom")[min(2, max(0, int(y * 3)))]
    column = ("left", "centre", "right")[min(2, max(0, int(x * 3)))]
    return f"{row}_{column}"


def blind_view(run: "RunSummary") -> BlindView:
    """The committee's values: numbers only."""
    applicants = tuple(_blind_applicant(run, summary) for summary in run.applicants)
    return BlindView(
        applicants,
        sum(len(a.pages) for a in applicants),
        sum(a.missing for a in applicants),
        run.tool_version,
        len(run.records),
        run.ledger_head,
    )


def _blind_applicant(run: "RunSummary", summary: "ApplicantSummary") -> BlindApplicant:
    records = [r for r in run.records if r.applicant_id == summary.applicant_id]
    pages = sorted((_blind_page(r) for r in records if r.output), key=lambda page: page.output)
    return BlindApplicant(summary.number, tuple(pages), len(records) - len(pages))


def _blind_page(record: PageRecord) -> BlindPage:
    kinds = sorted({mask.kind for mask in record.masks})
    return BlindPage(
        record.output or "",
        record.status,
        record.rotation_cw or 0,
        record.clarity or "",
        tuple((k, sum(mask.kind == k for mask in record.masks)) for k in kinds),
        record.needs_mask,
        record.sha256_out or "",
    )
