# SPDX-License-Identifier: Apache-2.0
"""A checklist worked off: for each thing that the notice asks for, whether it is there."""

from dataclasses import dataclass, field
from typing import Literal

from blindscan.model.survey import PageSurvey
from blindscan.model.words import Lang, Remark

State = Literal["present", "missing", "doubtful", "expired"]
STATES: tuple[State, ...] = ("present", "doubtful", "expired", "missing")
"""From good to bad."""


@dataclass(frozen=True)
class Title:
    """What a profile calls a thing, in both languages."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The title in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Item:
    """One line of the checklist. `pages`: (file, page) of the pages that count for it.
    `optional`: a missing item does not stand in the way."""

    id: str
    title: Title
    state: State
    pages: tuple[tuple[str, int], ...] = field(repr=False, default=())
    remarks: tuple[Remark, ...] = ()
    optional: bool = False

    @property
    def stands_in_the_way(self) -> bool:
        """Whether the portal may send the papers back for it."""
        return self.state in ("doubtful", "expired") or (self.state == "missing" and not self.optional)


@dataclass(frozen=True)
class CheckedPage:
    """A surveyed page with everything to tell of it: quality, file, content."""

    survey: PageSurvey
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Unopened:
    """A file that could not be opened, and why."""

    file: str = field(repr=False)
    page: int
    remark: Remark


@dataclass(frozen=True)
class Checklist:
    """One applicant's checklist: items in the profile's order, pages in upload order."""

    applicant_id: str = field(repr=False)
    level: str
    items: tuple[Item, ...]
    pages: tuple[CheckedPage, ...] = field(repr=False)
    unopened: tuple[Unopened, ...] = field(repr=False, default=())

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing, doubtful, expired or in need of a new scan."""
        return not (
            any(item.stands_in_the_way for item in self.items)
            or any(page.survey.inspection.clarity == "unreadable" for page in self.pages)
            or self.unopened
        )
