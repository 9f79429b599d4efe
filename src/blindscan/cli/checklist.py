# SPDX-License-Identifier: Apache-2.0
"""The checklist on a terminal: a table of what is there, and what to do about the rest."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from blindscan.audit.checklist import CheckReport, counts, page_numbers, stated
from blindscan.model.checklist import Checklist
from blindscan.model.survey import PageSurvey
from blindscan.model.words import Lang, phrase

COLOURS = {"present": "green", "doubtful": "yellow", "expired": "red", "missing": "red"}
CLARITY_COLOURS = {"clear": "green", "borderline": "yellow", "unreadable": "red"}


def print_checklist(report: CheckReport, written: Path | None, lang: Lang) -> None:
    """The tables of every applicant, on standard output."""
    console = Console()
    subject = phrase("checklist.subject", lang, **report.subject(lang))
    for one in report.checklists:
        console.print(f"\n[bold]{escape(one.applicant_id)}[/]  {escape(subject)}")
        console.print(_items(one, lang))
        console.print(_pages(one, lang))
        if one.is_ready:
            console.print(f"[green]{phrase('checklist.ready', lang)}[/]")
        else:
            console.print(f"[red]{phrase('checklist.not_ready', lang, **counts(one))}[/]")
    if written:
        console.print(phrase("checklist.where_report", lang) + escape(str(written)), soft_wrap=True)


def _items(one: Checklist, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("item", "state", "pages", "todo"):
        table.add_column(phrase(f"checklist.column_{column}", lang), overflow="fold")
    numbers = page_numbers(one)
    for item in one.items:
        absent_well = item.optional and item.state == "missing"
        colour = "dim" if absent_well else COLOURS[item.state]
        state = "–" if absent_well else phrase(f"checklist.state_{item.state}", lang)
        table.add_row(
            escape(item.title.say(lang)),
            f"[{colour}]{state}[/]",
            "、".join(str(numbers[page]) for page in item.pages) or "–",
            escape(" ".join(remark.say(lang) for remark in item.remarks)),
        )
    return table


def _pages(one: Checklist, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("#", justify="right")
    for column in ("file", "kind", "clarity", "todo"):
        table.add_column(phrase(f"checklist.column_{column}", lang), overflow="fold")
    for number, page in enumerate(one.pages, start=1):
        clarity = page.survey.inspection.clarity
        table.add_row(
            str(number),
            escape(_shown(page.survey.file)),
            _kind(page.survey, lang),
            f"[{CLARITY_COLOURS[clarity]}]{phrase(f'checklist.clarity_{clarity}', lang)}[/]",
            escape(" ".join(remark.say(lang) for remark in page.remarks)),
        )
    for lost in one.unopened:
        state = phrase("checklist.unopened", lang)
        table.add_row("–", escape(_shown(lost.file)), f"[red]{state}[/]", "–", lost.remark.say(lang))
    return table


def _kind(survey: PageSurvey, lang: Lang) -> str:
    """The kind, and what the page states for the rules."""
    kind = phrase(f"checklist.kind_{survey.sight.kind}", lang)
    facts = " · ".join(remark.say(lang) for remark in stated(survey))
    return f"{kind}\n[dim]{escape(facts)}[/]" if facts else kind


def _shown(file: str) -> str:
    """A file name without control and direction characters, which could fool a terminal."""
    return "".join(c if c.isprintable() else "�" for c in file)
