# SPDX-License-Identifier: Apache-2.0
"""Work a profile's list off against the surveyed pages.

A missing thing is "missing", a thing that is there but not surely enough is "doubtful". What cannot be
told is never called present.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from blindscan.checklist.facts import is_expired
from blindscan.checklist.profile import Ask, Profile
from blindscan.checklist.words import folded
from blindscan.checklist.workdays import working_days
from blindscan.model.checklist import STATES, Item, State
from blindscan.model.survey import Kind, PageSurvey, Side
from blindscan.model.words import Remark

Origin = Literal["auto", "local", "elsewhere"]
Verdict = tuple[State, Remark | None]


@dataclass(frozen=True)
class Case:
    """What the rules depend on: the level applied for, the day, where the title was obtained,
    and whether it is known whom the summary must not name."""

    level: str
    as_of: date
    title_from: Origin = "auto"
    knows_applicant: bool = True


def work_off(profile: Profile, case: Case, pages: Sequence[PageSurvey]) -> tuple[Item, ...]:
    """One item for each thing that the profile asks of this level, in its order."""
    asks = [ask for ask in profile.asks if case.level in ask.levels]
    return tuple(_item(ask, profile, case, pages) for ask in asks)


def _item(ask: Ask, profile: Profile, case: Case, pages: Sequence[PageSurvey]) -> Item:
    mine = [page for page in pages if page.sight.kind in ask.kinds and _of_course(page, ask)]
    verdicts: list[Verdict] = [("missing", None)]
    if mine:
        verdicts = list(_verdicts(ask, profile, case, mine))
    worst: State = max((state for state, _ in verdicts), key=STATES.index, default="present")
    if worst == "missing" and ask.optional and mine:
        worst = "doubtful"
    remarks = [remark for _, remark in verdicts if remark]
    if not mine and not ask.optional and any(p.sight.kind == "unknown" for p in pages):
        unknown = sum(page.sight.kind == "unknown" for page in pages)
        remarks.append(Remark.of("checklist.perhaps_unknown", count=unknown))
    return Item(
        ask.id,
        ask.title,
        worst,
        tuple((page.file, page.page) for page in mine),
        tuple(dict.fromkeys(remarks)),
        ask.optional,
    )


def _of_course(page: PageSurvey, ask: Ask) -> bool:
    """A certificate that names no course may be either's."""
    return ask.course is None or not page.facts.courses or ask.course in page.facts.courses


Rule = Callable[[Ask, Profile, Case, Sequence[PageSurvey]], Iterator[Verdict]]


def _verdicts(ask: Ask, profile: Profile, case: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    for rule in RULES:
        yield from rule(ask, profile, case, mine)


def _legible(_: Ask, __: Profile, ___: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    lost = sum(page.inspection.clarity == "unreadable" for page in mine)
    if lost:
        yield "doubtful", Remark.of("checklist.unreadable", count=lost)


def _course_told(ask: Ask, _: Profile, __: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    if ask.course and any(not page.facts.courses for page in mine):
        yield "doubtful", Remark.of("checklist.course_unknown")


def _enough_years(ask: Ask, _: Profile, case: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    wanted = (ask.years or {}).get(case.level)
    if not wanted:
        return
    years = sorted({year for page in mine for year in page.facts.years})
    shown = "、".join(map(str, years)) or "–"
    if len(years) < wanted:
        undated = sum(not page.facts.years for page in mine)
        state: State = "doubtful" if len(years) + undated >= wanted else "missing"
        yield state, Remark.of("checklist.too_few_years", wanted=wanted, found=len(years), years=shown)
        return
    last = years[-1]
    if ask.recent and (last < case.as_of.year - 1 or years[-wanted:] != _run(last, wanted)):
        asked = "、".join(map(str, _run(case.as_of.year - 1, wanted)))
        yield "doubtful", Remark.of("checklist.other_years", asked=asked, years=shown)


def _run(last: int, count: int) -> list[int]:
    """`count` years in a row that end with `last`."""
    return list(range(last - count + 1, last + 1))


def _enough_hours(ask: Ask, _: Profile, __: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    if ask.least_hours is None:
        return
    for page in mine:
        if page.facts.hours is None:
            yield "doubtful", Remark.of("checklist.hours_unknown", wanted=ask.least_hours)
        elif page.facts.hours < ask.least_hours:
            yield (
                "doubtful",
                Remark.of("checklist.too_few_hours", wanted=ask.least_hours, found=page.facts.hours),
            )


def _all_sides(ask: Ask, _: Profile, __: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    if not ask.sides:
        return
    for year, seen in _sides_by_year(mine, per_year=bool(ask.years)):
        for side in ask.sides:
            if side not in seen and year is None:
                yield "missing", Remark.of(f"checklist.side_missing_{side}")
            elif side not in seen and year is not None:
                yield "missing", Remark.of(f"checklist.side_missing_of_year_{side}", year=year)


def _sides_by_year(
    mine: Sequence[PageSurvey], per_year: bool
) -> tuple[tuple[int | None, frozenset[Side]], ...]:
    """Year -> sides seen. A page without a year belongs to the sheet before it: scans follow one
    another as the sheets do."""
    if not per_year:
        return ((None, frozenset(side for page in mine for side in page.sight.sides)),)
    seen: dict[int, frozenset[Side]] = {}
    last: int | None = None
    for page in mine:
        last = page.facts.years[0] if page.facts.years else last
        if last is not None:
            seen[last] = seen.get(last, frozenset()) | page.sight.sides
    return tuple(sorted(seen.items()))


def _still_valid(ask: Ask, _: Profile, case: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    if not ask.valid:
        return
    known = [page.facts.valid_until for page in mine if page.facts.valid_until]
    if not known:
        yield "doubtful", Remark.of("checklist.validity_unknown")
    elif is_expired(max(known), case.as_of):
        yield (
            "expired",
            Remark.of("checklist.expired", until=max(known).isoformat(), as_of=case.as_of.isoformat()),
        )


def _long_enough(ask: Ask, _: Profile, case: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    if ask.working_days is None:
        return
    periods = [page.facts.period for page in mine if page.facts.period]
    if not periods:
        yield "doubtful", Remark.of("checklist.period_unknown", wanted=ask.working_days)
        return
    counted = [(working_days(*period), period) for period in periods]
    known = [(days, period) for days, period in counted if days is not None]
    if not known:
        first, last = periods[0]
        yield (
            "doubtful",
            Remark.of("checklist.holidays_unknown", first=first.isoformat(), last=last.isoformat()),
        )
        return
    days, (first, last) = max(known)
    if last >= case.as_of:
        yield (
            "doubtful",
            Remark.of("checklist.not_over", last=last.isoformat(), as_of=case.as_of.isoformat()),
        )
    if days < ask.working_days:
        yield (
            "missing",
            Remark.of(
                "checklist.too_short",
                first=first.isoformat(),
                last=last.isoformat(),
                found=days,
                wanted=ask.working_days,
            ),
        )


def _enough_kinds(
    ask: Ask, profile: Profile, case: Case, mine: Sequence[PageSurvey]
) -> Iterator[Verdict]:
    if not ask.least_kinds:
        return
    seen: set[Kind] = {page.sight.kind for page in mine}
    local, elsewhere = (ask.least_kinds.get(k, 1) for k in ("local", "elsewhere"))
    origin = case.title_from if case.title_from != "auto" else _origin(profile, mine)
    if len(seen) >= max(local, elsewhere):
        return
    if len(seen) < min(local, elsewhere) or origin is not None:
        wanted = {"local": local, "elsewhere": elsewhere}.get(origin or "local", local)
        if len(seen) < wanted:
            yield "missing", Remark.of("checklist.too_few_kinds", wanted=wanted, found=len(seen))
        return
    yield "doubtful", Remark.of("checklist.origin_unknown", local=local, elsewhere=elsewhere)


def _origin(profile: Profile, mine: Sequence[PageSurvey]) -> Literal["local"] | None:
    """Words of the region tell a local title. Their absence tells nothing: not all lines are read."""
    text = folded("".join(line for page in mine for line in page.text))
    return "local" if any(folded(word) in text for word in profile.region) else None


def _no_blanks(ask: Ask, _: Profile, __: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    blanks = sum(page.facts.blanks for page in mine if page.sight.kind in ask.no_blanks)
    if blanks:
        yield "doubtful", Remark.of("checklist.blank_cells", count=blanks)


def _names_nobody(ask: Ask, _: Profile, case: Case, mine: Sequence[PageSurvey]) -> Iterator[Verdict]:
    if not ask.blind:
        return
    if not case.knows_applicant:
        yield "doubtful", Remark.of("checklist.summary_unchecked")
    for page in mine:
        for line, kind in page.facts.named:
            yield "doubtful", Remark.of(f"checklist.summary_{kind}", page=page.page + 1, line=line)


RULES: tuple[Rule, ...] = (
    _legible,
    _course_told,
    _enough_years,
    _enough_hours,
    _all_sides,
    _still_valid,
    _long_enough,
    _enough_kinds,
    _no_blanks,
    _names_nobody,
)
