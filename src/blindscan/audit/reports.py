# SPDX-License-Identifier: Apache-2.0
"""Every report of a run, drawn from its records: private ones with names, blind ones without."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from blindscan.audit.blind import blind_html, manifest_json
from blindscan.audit.durable import write_whole
from blindscan.audit.page import private_html
from blindscan.audit.proof import MANIFEST, REPORT, SIGNATURE
from blindscan.audit.sign import signature
from blindscan.audit.tables import table_csv, table_xlsx
from blindscan.audit.views import blind_view, private_view
from blindscan.model.record import PageRecord
from blindscan.model.words import Lang, Remark

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Origin = Literal["roster", "command", "pages", "unknown"]


@dataclass(frozen=True)
class ApplicantSummary:
    """Who an applicant was taken to be. `number` is neutral: the folder's name below `release/`.

    `evidence`: (file, page) where the name or the unit was read.
    """

    applicant_id: str = field(repr=False)
    number: str
    names: tuple[str, ...] = field(repr=False)
    units: tuple[str, ...] = field(repr=False)
    origin: Origin
    evidence: tuple[tuple[str, int], ...] = field(repr=False, default=())
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class RunSummary:
    """A finished run: its applicants and the records of all their pages. `ledger_head`: the hash that
    stands for the whole ledger, so that none of its lines can go unnoticed."""

    applicants: tuple[ApplicantSummary, ...]
    records: tuple[PageRecord, ...] = field(repr=False)
    tool_version: str = ""
    ledger_head: str = ""
    settings: tuple[tuple[str, str], ...] = ()


def write_private(out: Path, run: RunSummary, lang: Lang) -> None:
    """Write `private/report.html`, `.csv` and `.xlsx` below `out`, for the owner's eyes alone."""
    view = private_view(out, run)
    folder = out / "private"
    html = private_html(view, lang).encode("utf-8", "replace")
    write_whole(folder / "report.html", html, private=True)
    write_whole(folder / "report.csv", table_csv(run.records, lang), private=True)
    write_whole(folder / "report.xlsx", table_xlsx(run.records, lang), private=True)


def write_blind(out: Path, run: RunSummary, lang: Lang, key: "Ed25519PrivateKey | None" = None) -> None:
    """Write `release/report.html` and `release/manifest.json` below `out`: no name, no unit, no
    source file, no time. With a `key` the manifest is signed in `release/manifest.sig`."""
    view = blind_view(run)
    folder = out / "release"
    html = blind_html(view, lang).encode("utf-8")
    manifest = manifest_json(view, hashlib.sha256(html).hexdigest())
    write_whole(folder / REPORT, html, private=False)
    write_whole(folder / MANIFEST, manifest, private=False)
    if key is not None:
        write_whole(folder / SIGNATURE, signature(manifest, key), private=False)
