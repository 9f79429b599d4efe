# SPDX-License-Identifier: Apache-2.0
"""What a run prints at its end: who was identified from which pages, and what became of every page."""

import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from blindscan.batch.run import Finished
from blindscan.model.record import PageRecord
from blindscan.model.words import Lang, phrase

if TYPE_CHECKING:
    from blindscan.cli.mask import MaskCall

COLOURS = {"masked": "green", "clean": "green", "review": "yellow", "error": "red"}


def print_summary(finished: tuple[Finished, ...], call: "MaskCall") -> None:
    """The table for people, on standard output."""
    console = Console()
    for one in finished:
        console.print(_identity(one, call.lang))
        console.print(_pages(one, call.lang))
    console.print(_totals(finished, call.lang))
    if not call.dry_run:
        for code, path in (
            ("cli.where_release", call.out / "release"),
            ("cli.where_report", call.out / "private" / "report.html"),
            ("cli.where_review", call.out / "private" / "review"),
        ):
            if code != "cli.where_review" or _count(finished, "review"):
                console.print(phrase(code, call.lang) + escape(str(path)), soft_wrap=True)


def _identity(one: Finished, lang: Lang) -> str:
    applicant, settled = one.settled.applicant, one.settled
    files = sorted({file.rsplit("/", 1)[-1] for file, _ in one.evidence})
    shown = "、".join(files[:4]) + (" …" if len(files) > 4 else "")
    unknown = phrase("cli.unknown", lang)
    lines = [
        phrase(
            "cli.identified",
            lang,
            number=one.number,
            folder=escape(applicant.id),
            name=escape(applicant.names[0] if applicant.names else unknown),
            unit=escape(applicant.units[0] if applicant.units else unknown),
            origin=phrase(f"cli.origin_{settled.origin}", lang),
        )
    ]
    if files:
        lines.append(phrase("cli.evidence", lang, count=len(one.evidence), files=escape(shown)))
    lines += [f"[yellow]! {escape(remark.say(lang))}[/]" for remark in settled.remarks]
    return "\n" + "\n".join(lines)


def _pages(one: Finished, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for code in ("file", "page", "status", "masks", "remarks"):
        table.add_column(phrase(f"cli.column_{code}", lang), overflow="fold")
    for record in one.records:
        remarks = " ".join(dict.fromkeys(remark.say(lang) for remark in record.reasons))
        status = phrase(f"cli.status_{record.status}", lang)
        table.add_row(
            escape(_shown(record.file)),
            str(record.page + 1),
            f"[{COLOURS[record.status]}]{status}[/]",
            str(len(record.masks)) if record.status != "error" else "–",
            escape(remarks),
        )
    return table


def _shown(file: str) -> str:
    """A file name without control and direction characters, which could fool a terminal."""
    return "".join(c if c.isprintable() else "�" for c in file)


def _count(finished: tuple[Finished, ...], status: str) -> int:
    return sum(record.status == status for one in finished for record in one.records)


def _totals(finished: tuple[Finished, ...], lang: Lang) -> str:
    counts = {s: _count(finished, s) for s in ("masked", "clean", "review", "error")}
    return "\n" + phrase("cli.totals", lang, total=sum(counts.values()), **counts)


def print_json(finished: tuple[Finished, ...], call: "MaskCall") -> None:
    """The same for programs, as one JSON object on standard output."""
    outcome = {
        "output": None if call.dry_run else str(call.out),
        "applicants": [_applicant_json(one, call.lang) for one in finished],
        "totals": {s: _count(finished, s) for s in ("masked", "clean", "review", "error")},
    }
    print(json.dumps(outcome, ensure_ascii=False, indent=2))  # noqa: T201 - this is the output


def _applicant_json(one: Finished, lang: Lang) -> dict[str, object]:
    return {
        "number": one.number,
        "folder": one.settled.applicant.id,
        "names": list(one.settled.applicant.names),
        "units": list(one.settled.applicant.units),
        "origin": one.settled.origin,
        "evidence": [{"file": file, "page": page} for file, page in one.evidence],
        "remarks": [remark.say(lang) for remark in one.settled.remarks],
        "pages": [_page_json(record, lang) for record in one.records],
    }


def _page_json(record: PageRecord, lang: Lang) -> dict[str, object]:
    return {
        "file": record.file,
        "page": record.page,
        "status": record.status,
        "masks": len(record.masks),
        "output": record.output,
        "remarks": [remark.say(lang) for remark in record.reasons],
    }
