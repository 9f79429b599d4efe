# SPDX-License-Identifier: Apache-2.0
"""The ledger: one JSON object a page, each bound to the one before by a SHA-256 chain."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from blindscan.audit.durable import write_whole
from blindscan.model.record import MaskRecord, PageRecord
from blindscan.model.words import Remark

START = "0" * 64
YES_NO = {True: "是", False: "否", None: None}
LEAST_SCORE = -99.0
"""Stands for scores that JSON cannot hold."""


def record_to_json(record: PageRecord) -> dict[str, Any]:
    """The record with the keys that tools rely on, without the chain's."""
    return {
        "file": record.file,
        "page": record.page,
        "applicant_id": record.applicant_id,
        "status": record.status,
        "rotation_cw": record.rotation_cw,
        "skew_deg": record.skew_deg,
        "clarity": record.clarity,
        "reasons": [remark.to_json() for remark in record.reasons],
        "needs_mask": YES_NO[record.needs_mask],
        "masks": [_mask_to_json(mask) for mask in record.masks],
        "output": record.output,
        "held": record.held,
        "sha256_in": record.sha256_in,
        "sha256_out": record.sha256_out,
        "width": record.width,
        "height": record.height,
        "kept": [remark.to_json() for remark in record.kept],
    }


def record_from_json(entry: dict[str, Any]) -> PageRecord:
    """The inverse of `record_to_json`; the chain's keys are passed over."""
    return PageRecord(
        file=entry["file"],
        page=entry["page"],
        applicant_id=entry["applicant_id"],
        status=entry["status"],
        rotation_cw=entry["rotation_cw"],
        skew_deg=entry["skew_deg"],
        clarity=entry["clarity"],
        reasons=tuple(Remark.from_json(remark) for remark in entry["reasons"]),
        needs_mask={"是": True, "否": False, None: None}[entry["needs_mask"]],
        masks=tuple(_mask_from_json(mask) for mask in entry["masks"]),
        output=entry["output"],
        held=entry["held"],
        sha256_in=entry["sha256_in"],
        sha256_out=entry["sha256_out"],
        width=entry["width"],
        height=entry["height"],
        kept=tuple(Remark.from_json(remark) for remark in entry["kept"]),
    )


def _mask_to_json(mask: MaskRecord) -> dict[str, Any]:
    return {
        "poly": [[round(x, 1), round(y, 1)] for x, y in mask.poly],
        "kind": mask.kind,
        "finder": mask.finder,
        "score": round(mask.score, 3) if math.isfinite(mask.score) else LEAST_SCORE,
        "sure": mask.sure,
        "why": mask.why.to_json() if mask.why else None,
    }


def _mask_from_json(entry: dict[str, Any]) -> MaskRecord:
    return MaskRecord(
        poly=tuple((float(x), float(y)) for x, y in entry["poly"]),
        kind=entry["kind"],
        finder=entry["finder"],
        score=entry["score"],
        sure=entry["sure"],
        why=Remark.from_json(entry["why"]) if entry["why"] else None,
    )


def write_ledger(path: Path, records: Iterable[PageRecord]) -> str:
    """Write all records as JSON lines, chained, readable by the owner alone. Gives the chain's head:
    the last record's hash, which stands for all of them."""
    previous, lines = START, []
    for record in records:
        entry = record_to_json(record) | {"prev": previous}
        previous = entry["hash"] = _digest(entry)
        lines.append(json.dumps(entry, ensure_ascii=False) + "\n")
    # A file name that is no UTF-8 holds lone surrogates; backslashed they are JSON again.
    write_whole(path, "".join(lines).encode("utf-8", "backslashreplace"), private=True)
    return previous


def _digest(entry: dict[str, Any]) -> str:
    """SHA-256 of an entry's canonical JSON; the entry's own hash is left out."""
    kept = {key: value for key, value in entry.items() if key != "hash"}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def read_ledger(path: Path) -> tuple[PageRecord, ...]:
    """All records of a ledger, its chain unchecked; see `first_break`."""
    return tuple(record_from_json(json.loads(line)) for line in _lines(path))


def chain(path: Path) -> Iterator[tuple[dict[str, Any] | None, str]]:
    """(entry, its hash) of every line up to the first that does not fit, whose entry is None."""
    previous = START
    for line in _lines(path):
        try:
            entry = json.loads(line)
            whole = entry["prev"] == previous and entry["hash"] == _digest(entry)
        except (ValueError, KeyError, TypeError, RecursionError):
            whole = False
        if not whole:
            yield None, ""
            return
        previous = entry["hash"]
        yield entry, previous


def first_break(path: Path) -> int | None:
    """The number (from 1) of the first line whose hash or link is wrong; None for a whole chain."""
    return next((n for n, (entry, _) in enumerate(chain(path), start=1) if entry is None), None)


def _lines(path: Path) -> list[bytes]:
    # Not splitlines(): file names may hold characters that count as line breaks there.
    return [line for line in path.read_bytes().split(b"\n") if line]
