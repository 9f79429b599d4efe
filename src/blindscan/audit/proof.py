# SPDX-License-Identifier: Apache-2.0
"""Recompute every hash of a finished run and name the first that does not fit.

records    each is bound to the one before; the manifest holds the last one's hash
inputs     each record holds the SHA-256 of its input file
outputs    each record holds the SHA-256 of its JPEG; the manifest too
release    holds what the manifest lists, and nothing else
signature  covers the manifest, hence everything above
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from blindscan.audit.ledger import START, chain, record_from_json
from blindscan.audit.sign import is_signed
from blindscan.model.errors import UsageError
from blindscan.model.record import PageRecord
from blindscan.model.words import Remark

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
REPORT = "report.html"
PAGE_NAME = re.compile(r"\d{4,}/\d{4,}\.jpg", re.ASCII)


@dataclass(frozen=True)
class Proof:
    """How much was recomputed, up to the first break if there is one. `signed` is None when nobody
    gave a public key."""

    records: int = 0
    inputs: int = 0
    pages: int = 0
    signed: bool | None = None
    broken: Remark | None = None


class _Broken(Exception):  # noqa: N818 - it is a finding, not a fault
    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.remark = Remark.of(code, **values)


@dataclass
class _Count:
    records: int = 0
    inputs: int = 0
    pages: int = 0
    signed: bool | None = None
    seen: set[str] = field(default_factory=set)


def prove_output(out: Path, inputs: Path, public_key: Path | None) -> Proof:
    """Recompute a whole output. `inputs`: the input folder. Raises UsageError for no ledger."""
    ledger = out / "private" / "audit.jsonl"
    if not ledger.is_file():
        raise UsageError("audit.no_ledger")
    count = _Count()
    try:
        records, head = _records(ledger, count)
        manifest = _manifest(out / "release")
        if manifest["ledger"] != {"records": len(records), "head": head}:
            raise _Broken("audit.break_head")
        for line, record in enumerate(records, start=1):
            _prove_record(out, inputs, record, line, count)
        listed = _prove_release(out / "release", manifest, count)
        told = {record.output: record.sha256_out for record in records if record.output}
        if told != listed:
            raise _Broken("audit.break_manifest")
        _prove_signature(out / "release", public_key, count)
    except _Broken as broken:
        return _proof(count, broken.remark)
    return _proof(count)


def prove_release(release: Path, public_key: Path | None) -> Proof:
    """Recompute a release alone, as a committee receives it. Raises UsageError for no release."""
    if not (release / MANIFEST).is_file():
        raise UsageError("audit.no_ledger")
    count = _Count()
    try:
        _prove_signature(release, public_key, count)
        _prove_release(release, _manifest(release), count)
    except _Broken as broken:
        return _proof(count, broken.remark)
    return _proof(count)


def _proof(count: _Count, broken: Remark | None = None) -> Proof:
    return Proof(count.records, count.inputs, count.pages, count.signed, broken)


def _records(ledger: Path, count: _Count) -> tuple[list[PageRecord], str]:
    """All records, and the hash that stands for them."""
    records, head = [], START
    for line, (entry, head) in enumerate(chain(ledger), start=1):  # noqa: B007 - the last one counts
        try:
            if entry is None:
                raise ValueError("the chain is broken")
            records.append(record_from_json(entry))
        except (ValueError, LookupError, TypeError, AttributeError):
            raise _Broken("audit.break_record", line=line) from None
        count.records += 1
    return records, head


def _prove_record(out: Path, inputs: Path, record: PageRecord, line: int, count: _Count) -> None:
    if record.sha256_in and record.file not in count.seen:
        if _sha256(inputs / record.file) != record.sha256_in:
            raise _Broken("audit.break_input", line=line)
        count.seen.add(record.file)
        count.inputs += 1
    if record.held and _sha256(out / "private" / record.held) != record.sha256_out:
        raise _Broken("audit.break_output", line=line)
    if record.output and _sha256(out / "release" / record.output) != record.sha256_out:
        raise _Broken("audit.break_output", line=line)


def _manifest(release: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((release / MANIFEST).read_bytes())
        if not isinstance(manifest, dict) or not {"ledger", "report", "applicants"} <= set(manifest):
            raise ValueError("not a manifest")
    except (OSError, ValueError, RecursionError):
        raise _Broken("audit.break_manifest") from None
    return manifest


def _prove_release(release: Path, manifest: dict[str, Any], count: _Count) -> dict[str, str]:
    """The manifest's pages and their hashes, all of which fit."""
    try:
        pages = [page for applicant in manifest["applicants"] for page in applicant["pages"]]
        listed = {str(page["file"]): str(page["sha256"]) for page in pages}
    except (LookupError, TypeError):
        raise _Broken("audit.break_manifest") from None
    if len(listed) != len(pages) or not all(PAGE_NAME.fullmatch(name) for name in listed):
        raise _Broken("audit.break_manifest")
    for name, sha256 in listed.items():
        if _sha256(release / name) != sha256:
            raise _Broken("audit.break_page", file=name)
        count.pages += 1
    if _sha256(release / REPORT) != manifest["report"]:
        raise _Broken("audit.break_page", file=REPORT)
    known = {*listed, MANIFEST, SIGNATURE, REPORT}
    for path in sorted(release.rglob("*")):
        name = path.relative_to(release).as_posix()
        if name not in known and (path.is_symlink() or not path.is_dir()):
            raise _Broken(
                "audit.break_extra", file="".join(c if c.isprintable() else "?" for c in name)
            )
    return listed


def _prove_signature(release: Path, public_key: Path | None, count: _Count) -> None:
    if public_key is None:
        return
    try:
        content, signed = (release / MANIFEST).read_bytes(), (release / SIGNATURE).read_bytes()
    except OSError:
        content, signed = b"", b""
    count.signed = is_signed(content, signed, public_key)
    if not count.signed:
        raise _Broken("audit.break_signature")


def _sha256(path: Path) -> str | None:
    try:
        if path.is_symlink() and not path.exists():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
