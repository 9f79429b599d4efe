# SPDX-License-Identifier: Apache-2.0
"""The checklist as one HTML file in both languages, and as JSON."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from blindscan.audit.page import environment
from blindscan.model.checklist import CheckedPage, Checklist, Item, Title
from blindscan.model.survey import PageSurvey, Side
from blindscan.model.words import Lang, Remark

SIDES: tuple[Side, ...] = get_args(Side)


@dataclass(frozen=True)
class CheckReport:
    """Every applicant's checklist under one profile, level and day."""

    profile: Title
    level: str
    as_of: date
    checklists: tuple[Checklist, ...] = field(repr=False)

    def subject(self, lang: Lang) -> dict[str, str]:
        """What the heading says, for its sentence's placeholders."""
        return {
            "profile": self.profile.say(lang),
            "level": self.level,
            "as_of": self.as_of.isoformat(),
        }


def counts(one: Checklist) -> dict[str, int]:
    """How many items are missing, doubtful and expired, and how many pages unreadable."""
    states = [item.state for item in one.items if item.stands_in_the_way]
    unreadable = sum(page.survey.inspection.clarity == "unreadable" for page in one.pages)
    return {
        "missing": states.count("missing"),
        "doubtful": states.count("doubtful"),
        "expired": states.count("expired"),
        "unreadable": unreadable,
    }


def page_numbers(one: Checklist) -> dict[tuple[str, int], int]:
    """(file, page) -> its number, from 1, in the list of pages."""
    return {(p.survey.file, p.survey.page): n for n, p in enumerate(one.pages, start=1)}


def naming_lines(page: CheckedPage) -> tuple[str, ...]:
    """The lines of a summary that name somebody, as they were read."""
    numbers = dict.fromkeys(number for number, _ in page.survey.facts.named)
    return tuple(f"{number}: {page.survey.text[number - 1]}" for number in numbers)


def stated(survey: PageSurvey) -> tuple[Remark, ...]:
    """What was read on a page that the rules ask for, so that a person can compare it."""
    facts = survey.facts
    said: list[Remark] = [
        Remark.of(f"checklist.side_{side}") for side in SIDES if side in survey.sight.sides
    ]
    if facts.years:
        said.append(Remark.of("checklist.fact_years", years="、".join(map(str, facts.years))))
    said += [Remark.of(f"checklist.fact_{course}") for course in sorted(facts.courses)]
    if facts.hours is not None:
        said.append(Remark.of("checklist.fact_hours", hours=f"{facts.hours:g}"))
    if facts.valid_until:
        said.append(Remark.of("checklist.fact_valid", day=facts.valid_until.isoformat()))
    if facts.period:
        first, last = (day.isoformat() for day in facts.period)
        said.append(Remark.of("checklist.fact_period", first=first, last=last))
    return tuple(said)


def checklist_html(report: CheckReport, lang: Lang) -> str:
    """The report's HTML. It needs no server and no network."""
    template = environment().get_template("checklist.html")
    subject = {spoken: report.subject(spoken) for spoken in ("zh", "en")}
    return template.render(
        report=report,
        lang=lang,
        subject=subject,
        counts=counts,
        page_numbers=page_numbers,
        naming_lines=naming_lines,
        stated=stated,
    )


def checklist_json(report: CheckReport, lang: Lang) -> str:
    """The same for programs, as one JSON object."""
    outcome = {
        **report.subject(lang),
        "ready": all(one.is_ready for one in report.checklists),
        "applicants": [_applicant(one, lang) for one in report.checklists],
    }
    return json.dumps(outcome, ensure_ascii=False, indent=2)


def _applicant(one: Checklist, lang: Lang) -> dict[str, Any]:
    numbers = page_numbers(one)
    return {
        "folder": one.applicant_id,
        "level": one.level,
        "ready": one.is_ready,
        "totals": counts(one),
        "items": [_item(item, numbers, lang) for item in one.items],
        "pages": [_page(page, number, lang) for number, page in enumerate(one.pages, start=1)],
        "errors": [
            {"file": lost.file, "page": lost.page, "remarks": [_remark(lost.remark, lang)]}
            for lost in one.unopened
        ],
    }


def _item(item: Item, numbers: dict[tuple[str, int], int], lang: Lang) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title.say(lang),
        "state": item.state,
        "optional": item.optional,
        "pages": [numbers[page] for page in item.pages],
        "remarks": [_remark(remark, lang) for remark in item.remarks],
    }


def _page(page: CheckedPage, number: int, lang: Lang) -> dict[str, Any]:
    survey = page.survey
    facts = survey.facts
    return {
        "number": number,
        "file": survey.file,
        "page": survey.page,
        "kind": survey.sight.kind,
        "score": survey.sight.score,
        "sides": sorted(survey.sight.sides),
        "rotation_cw": survey.inspection.turn_cw,
        "skew_deg": survey.inspection.skew_deg,
        "clarity": survey.inspection.clarity,
        "years": list(facts.years),
        "hours": facts.hours,
        "courses": sorted(facts.courses),
        "valid_until": facts.valid_until.isoformat() if facts.valid_until else None,
        "period": [day.isoformat() for day in facts.period] if facts.period else None,
        "named_lines": [{"line": line, "kind": kind} for line, kind in facts.named],
        "remarks": [_remark(remark, lang) for remark in page.remarks],
    }


def _remark(remark: Remark, lang: Lang) -> dict[str, str]:
    return {"code": remark.code, "text": remark.say(lang)}
