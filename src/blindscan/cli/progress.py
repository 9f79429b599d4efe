# SPDX-License-Identifier: Apache-2.0
"""The progress bar: pages done, rate and remaining time, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from blindscan.model.words import Lang, phrase

STEPS_A_PAGE = 2


class _PageRate(ProgressColumn):
    """Pages a second; each page has two steps."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        speed = (task.speed or task.finished_speed or 0.0) / STEPS_A_PAGE
        return Text(f"{speed:4.1f} {self._unit}")


class PageProgress:
    """Counts page steps; the total grows as files turn out to hold several pages."""

    def __init__(self, bar: Progress, lang: Lang) -> None:
        self._bar = bar
        self._task = bar.add_task(phrase("cli.progress", lang), total=0)
        self._planned = 0

    def plan(self, pages: int) -> None:
        """More pages will come."""
        self._planned += pages * STEPS_A_PAGE
        self._bar.update(self._task, total=self._planned)

    def advance(self, steps: int) -> None:
        """Steps are done."""
        self._bar.advance(self._task, steps)


@contextmanager
def progress_bar(lang: Lang, hidden: bool) -> Iterator[PageProgress]:
    """A bar while the block runs; nothing where nobody looks (no terminal, --quiet, --json)."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _PageRate(phrase("cli.pages_a_second", lang)),
        TextColumn(phrase("cli.remaining", lang)),
        TimeRemainingColumn(),
        console=console,
        disable=hidden or not console.is_terminal,
    ) as bar:
        yield PageProgress(bar, lang)
