# SPDX-License-Identifier: Apache-2.0
"""`blindscan check`: check the call, survey the pages, say what the portal would send back."""

import logging
import os
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from blindscan.audit.checklist import CheckReport, checklist_html, checklist_json
from blindscan.audit.durable import write_whole
from blindscan.batch.discover import Upload, discover
from blindscan.batch.executors import (
    PAGE_LIMIT_S,
    WorkerPool,
    default_jobs,
    forbid_core_dumps,
    threads_for,
)
from blindscan.batch.survey import SurveyJob, check
from blindscan.batch.worker import Networks, get_ready
from blindscan.checklist.profile import Profile, load_profile
from blindscan.checklist.rules import Case, Origin
from blindscan.cli.checklist import print_checklist
from blindscan.cli.mask import quiet_libraries
from blindscan.cli.progress import progress_bar
from blindscan.identify.roster import load_roster
from blindscan.model.checklist import Checklist
from blindscan.model.errors import UsageError
from blindscan.model.words import Lang
from blindscan.read.runtime import Runtime, available_runtime
from blindscan.read.weights import cut_recogniser

REPORT, TABLE = "checklist.html", "checklist.json"


@dataclass(frozen=True)
class CheckCall:
    """The options of one call; see `blindscan check --help`."""

    uploads: Path = field(repr=False)
    profile: str
    level: str
    as_of: str | None
    title_from: Origin
    name: str | None = field(repr=False)
    unit: str | None = field(repr=False)
    roster: Path | None = field(repr=False)
    out: Path | None = field(repr=False)
    as_json: bool
    jobs: int | None
    runtime: Runtime
    quiet: bool
    lang: Lang


def run_check(call: CheckCall) -> int:
    """Carry the call out and return the exit code.

    Raises BlindscanError for everything that stops the whole run before any work.
    """
    forbid_core_dumps()
    logging.basicConfig(level=logging.WARNING)
    quiet_libraries()
    profile = load_profile(call.profile)
    case = _case(call, profile)
    available_runtime(call.runtime)
    uploads = discover(call.uploads)
    if (call.name or call.unit) and (call.roster or len(uploads) > 1):
        code = "cli.name_and_roster" if call.roster else "cli.name_for_many"
        raise UsageError(code, **({} if call.roster else {"count": len(uploads)}))
    root = call.uploads if call.uploads.is_dir() else call.uploads.parent
    if call.out:
        _check_folder(call.out, root)
    done = _run(call, profile, case, uploads, root)
    report = CheckReport(profile.title, case.level, case.as_of, done)
    table = checklist_json(report, call.lang)
    if call.out:
        write_whole(call.out / REPORT, checklist_html(report, call.lang).encode(), private=True)
        write_whole(call.out / TABLE, table.encode(), private=True)
    if call.as_json:
        print(table)  # noqa: T201 - this is the output
    elif not call.quiet:
        print_checklist(report, call.out / REPORT if call.out else None, call.lang)
    return exit_code(done)


def exit_code(done: tuple[Checklist, ...]) -> int:
    """0 ready to upload, 1 something stands in the way, 3 some inputs could not be opened."""
    if any(one.unopened for one in done):
        return 3
    return 0 if all(one.is_ready for one in done) else 1


def _case(call: CheckCall, profile: Profile) -> Case:
    if call.level not in profile.levels:
        known = "、".join(profile.levels)
        raise UsageError("checklist.level_unknown", level=call.level[:20], known=known)
    try:
        as_of = date.fromisoformat(call.as_of) if call.as_of else date.today()
    except ValueError as error:
        raise UsageError("checklist.date_wrong", given=str(call.as_of)[:20]) from error
    return Case(call.level, as_of, call.title_from)


def _check_folder(out: Path, root: Path) -> None:
    """Refuse a report folder inside the uploads, with other files in it, or that cannot be written."""
    target, source = out.resolve(), root.resolve()
    if target == source or source in target.parents:
        raise UsageError("batch.output_inside")
    if out.exists() and (not out.is_dir() or {p.name for p in out.iterdir()} - {REPORT, TABLE}):
        raise UsageError("cli.check_output_exists")
    parent = target
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise UsageError("batch.output_unwritable")


def _run(
    call: CheckCall, profile: Profile, case: Case, uploads: tuple[Upload, ...], root: Path
) -> tuple[Checklist, ...]:
    jobs = call.jobs or default_jobs(sum(len(upload.files) for upload in uploads))
    # Made here once, so that workers find the cut graph ready.
    cut_recogniser()
    job = SurveyJob(
        root=root,
        uploads=uploads,
        profile=profile,
        case=case,
        names=(call.name,) if call.name else (),
        units=(call.unit,) if call.unit else (),
        roster=load_roster(call.roster) if call.roster else None,
        networks=Networks(call.runtime, threads_for(jobs)),
    )
    with (
        WorkerPool(jobs, partial(get_ready, job.networks), PAGE_LIMIT_S) as pool,
        progress_bar(call.lang, hidden=call.quiet or call.as_json) as progress,
    ):
        try:
            return tuple(check(job, pool, progress))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
