# SPDX-License-Identifier: Apache-2.0
"""Survey every applicant's pages, in worker processes, and work off their checklists."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from blindscan.batch.discover import Upload
from blindscan.batch.executors import LostWorker
from blindscan.batch.run import Progress
from blindscan.batch.worker import (
    Failed,
    FileRef,
    Networks,
    Opened,
    PageRef,
    open_order,
    open_page,
    told,
    tools,
)
from blindscan.checklist.naming import named_lines
from blindscan.checklist.pages import check_pages
from blindscan.checklist.profile import Profile
from blindscan.checklist.rules import Case, work_off
from blindscan.checklist.words import folded
from blindscan.identify.respell import respelled
from blindscan.identify.roster import match_applicant
from blindscan.identify.values import claims
from blindscan.identify.variants import fold, terms_of, unit_forms
from blindscan.identify.votes import elect
from blindscan.intake.limits import Limits
from blindscan.intake.quantising import jpeg_quality
from blindscan.model.applicant import Applicant, Term, TermKind
from blindscan.model.checklist import Checklist, Unopened
from blindscan.model.survey import PageSurvey
from blindscan.survey import Surveyed, survey_page


@dataclass(frozen=True)
class SurveyJob:
    """Everything that a check needs to know. `names` and `units`: what the caller said of the
    applicant; `roster`: of all applicants."""

    root: Path = field(repr=False)
    uploads: tuple[Upload, ...] = field(repr=False)
    profile: Profile
    case: Case
    names: tuple[str, ...] = field(repr=False, default=())
    units: tuple[str, ...] = field(repr=False, default=())
    roster: tuple[Applicant, ...] | None = field(repr=False, default=None)
    networks: Networks = field(default_factory=Networks)
    limits: Limits = field(default_factory=Limits)


def survey_order(ref: PageRef, networks: Networks) -> Surveyed | Failed:
    """Open and survey one page. Whatever goes wrong stays with this page."""
    try:
        page, content = open_page(ref)
        quality = jpeg_quality(content) if ref.source.media_type == "image/jpeg" else None
        done = survey_page(page, tools(networks), quality, len(content))
    except Exception as error:  # noqa: BLE001 - a wall around one page
        return Failed(ref.file, ref.index, told(error))
    # Lattices are not needed any more, and are what makes lines heavy to send.
    return replace(done, lines=tuple(replace(line, lattice=None) for line in done.lines))


def check(job: SurveyJob, executor: Executor, progress: Progress) -> Iterator[Checklist]:
    """One checklist an applicant, in order. Raises EngineError when no worker can be started."""
    for upload in job.uploads:
        files = [FileRef(path, job.root, job.limits) for path in upload.files]
        progress.plan(len(files))
        opened = list(_each(executor, [(file, 0, open_order, (file,)) for file in files]))
        failed = [one for one in opened if isinstance(one, Failed)]
        progress.advance(2 * len(failed))
        pages = [
            PageRef(one.file, one.source, index)
            for one in opened
            if isinstance(one, Opened)
            for index in range(one.pages)
        ]
        progress.plan(len(pages) - (len(files) - len(failed)))
        seen: list[Surveyed] = []
        orders = [(page.file, page.index, survey_order, (page, job.networks)) for page in pages]
        for outcome in _each(executor, orders):
            progress.advance(2)
            if isinstance(outcome, Surveyed):
                seen.append(outcome)
            else:
                failed.append(outcome)
        yield _checklist(job, upload, seen, failed)


def _each(
    executor: Executor, orders: Sequence[tuple[FileRef, int, Callable[..., Any], tuple[Any, ...]]]
) -> Iterator[Any]:
    """What workers make of the orders, in order; a page that ended its worker has failed."""
    futures = [executor.submit(call, *given) for _, _, call, given in orders]
    for (file, index, _, _), future in zip(orders, futures, strict=True):
        try:
            yield future.result()
        except LostWorker as lost:
            yield Failed(file, index, lost.remark)


def _checklist(
    job: SurveyJob, upload: Upload, seen: Sequence[Surveyed], failed: Sequence[Failed]
) -> Checklist:
    terms = _terms(job, upload, seen)
    pages = tuple(_named(one.survey, terms) for one in seen)
    kinds = {term.kind for term in terms}
    case = replace(job.case, knows_applicant={"name", "unit"} <= kinds)
    return Checklist(
        upload.applicant_id,
        case.level,
        work_off(job.profile, case, pages),
        check_pages(pages, job.profile.files),
        tuple(Unopened(one.file.relative, one.index, one.remark) for one in failed),
    )


def _named(page: PageSurvey, terms: Sequence[Term]) -> PageSurvey:
    if page.sight.kind != "summary":
        return page
    return replace(page, facts=replace(page.facts, named=named_lines(page.text, terms)))


def _terms(job: SurveyJob, upload: Upload, seen: Sequence[Surveyed]) -> tuple[Term, ...]:
    """The applicant's strings: as said, else from the roster, else elected from the pages."""
    names, units = job.names, job.units
    if job.roster is not None:
        listed = match_applicant(job.roster, upload.applicant_id)
        names, units = (listed.names, listed.units) if listed else ((), ())
    made = {number: claims(one.lines) for number, one in enumerate(seen)}
    lines = {number: one.lines for number, one in enumerate(seen)}
    texts = {n: folded("".join(one.survey.text)) for n, one in enumerate(seen)}

    def bearing(kind: TermKind, text: str) -> frozenset[int]:
        forms = (text,) if kind == "name" else tuple(form for form, _ in unit_forms(text))
        return _bearing(texts, forms)

    made = respelled(made, lines, lambda _, text: _bearing(texts, (text,)))
    if not names:
        elected = elect("name", made, bearing)
        names = (elected.text,) if elected.text else ()
    if not units:
        elected = elect("unit", made, bearing)
        units = (elected.text, *elected.aliases) if elected.text else ()
    return terms_of(Applicant(upload.applicant_id, names, units))


def _bearing(texts: Mapping[int, str], forms: Sequence[str]) -> frozenset[int]:
    words = [folded(fold(form)) for form in forms if form]
    return frozenset(n for n, text in texts.items() if any(word in text for word in words))
