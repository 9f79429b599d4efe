# SPDX-License-Identifier: Apache-2.0
"""`blindscan mask`: check the call, run the batch, write ledger and reports, say what became of it."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from blindscan import __version__
from blindscan.audit.ledger import write_ledger
from blindscan.audit.reports import ApplicantSummary, RunSummary, write_blind, write_private
from blindscan.batch.discover import Upload, discover
from blindscan.batch.executors import default_jobs, open_executor, threads_for
from blindscan.batch.output import LEDGER, check_output, output_aside
from blindscan.batch.run import Finished, Job, run
from blindscan.batch.settle import Given
from blindscan.batch.worker import Networks
from blindscan.cli.progress import progress_bar
from blindscan.cli.summary import print_json, print_summary
from blindscan.find.codes import Policy
from blindscan.identify.names import as_unit
from blindscan.identify.roster import load_roster
from blindscan.identify.variants import fold, script_of
from blindscan.mask.paint import Style
from blindscan.model.applicant import Applicant
from blindscan.model.errors import UsageError
from blindscan.model.words import Lang
from blindscan.pipeline import Output
from blindscan.read.runtime import Runtime, available_runtime
from blindscan.read.weights import cut_recogniser


@dataclass(frozen=True)
class MaskCall:
    """The options of one call; see `blindscan mask --help`."""

    uploads: Path = field(repr=False)
    out: Path = field(repr=False)
    name: str | None = field(repr=False)
    unit: str | None = field(repr=False)
    aliases: tuple[str, ...] = field(repr=False)
    roster: Path | None = field(repr=False)
    style: Style
    quality: int
    max_bytes: int | None
    codes: Policy
    jobs: int | None
    runtime: Runtime
    force: bool
    dry_run: bool
    as_json: bool
    quiet: bool
    verbose: bool
    lang: Lang


def run_mask(call: MaskCall) -> int:
    """Carry the call out and return the exit code.

    Raises BlindscanError for everything that stops the whole run before any work.
    """
    logging.basicConfig(level=logging.DEBUG if call.verbose else logging.WARNING)
    quiet_libraries()
    available_runtime(call.runtime)
    uploads = discover(call.uploads)
    given = _given(call, uploads)
    root = call.uploads if call.uploads.is_dir() else call.uploads.parent
    if not call.dry_run:
        check_output(call.out, root, call.force)
    if call.dry_run:
        finished = _run(call, uploads, given, root, call.out)
    else:
        with output_aside(call.out) as aside:
            finished = _run(call, uploads, given, root, aside)
            _write_reports(aside, finished, call)
    if call.as_json:
        print_json(finished, call)
    elif not call.quiet:
        print_summary(finished, call)
    return exit_code(finished)


def exit_code(finished: tuple[Finished, ...]) -> int:
    """0 all released, 1 some pages await review, 3 some inputs could not be opened."""
    statuses = {record.status for one in finished for record in one.records}
    return 3 if "error" in statuses else 1 if "review" in statuses else 0


def _run(
    call: MaskCall, uploads: tuple[Upload, ...], given: Given, root: Path, out: Path
) -> tuple[Finished, ...]:
    files = sum(len(upload.files) for upload in uploads)
    jobs = call.jobs or default_jobs(files)
    # Made here once, so that workers find the cut graph ready.
    head = cut_recogniser().head
    job = Job(
        root=root,
        uploads=uploads,
        out=out,
        given=given,
        output=Output(call.style, call.quality, call.max_bytes, call.codes),
        networks=Networks(call.runtime, threads_for(jobs)),
        dry_run=call.dry_run,
    )
    with (
        open_executor(jobs) as executor,
        progress_bar(call.lang, hidden=call.quiet or call.as_json) as progress,
    ):
        try:
            return tuple(run(job, executor, head, progress))
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _given(call: MaskCall, uploads: tuple[Upload, ...]) -> Given:
    """What the call says of the applicants. Raises UsageError for what cannot be meant."""
    named = call.name or call.unit or call.aliases
    if named and call.roster:
        raise UsageError("cli.name_and_roster")
    if named and len(uploads) > 1:
        raise UsageError("cli.name_for_many", count=len(uploads))
    for given in (call.name, *call.aliases):
        if given is not None and len(fold(given)) < 2:
            raise UsageError("cli.name_too_short")
    if call.unit is not None and len(fold(call.unit)) < 4:
        raise UsageError("cli.unit_too_short")
    roster = load_roster(call.roster) if call.roster else None
    if not named:
        return Given(roster=roster)
    unit_aliases = tuple(alias for alias in call.aliases if _names_a_unit(alias))
    names = tuple(n for n in (call.name, *call.aliases) if n and n not in unit_aliases)
    units = tuple(u for u in (call.unit, *unit_aliases) if u)
    return Given(Applicant("", names if call.name else (), units if call.unit else ()))


UNIT_WORDS = (
    "school",
    "college",
    "university",
    "institute",
    "hospital",
    "bureau",
    "company",
    "co.",
)


def _names_a_unit(alias: str) -> bool:
    if script_of(alias) == "latin":
        return any(word in alias.lower() for word in UNIT_WORDS)
    return as_unit(fold(alias)) is not None


def _write_reports(out: Path, finished: tuple[Finished, ...], call: MaskCall) -> None:
    records = tuple(record for one in finished for record in one.records)
    write_ledger(out / LEDGER, records)
    summary = RunSummary(
        applicants=tuple(
            ApplicantSummary(
                applicant_id=one.settled.applicant.id,
                number=one.number,
                names=one.settled.applicant.names,
                units=one.settled.applicant.units,
                origin=one.settled.origin,
                evidence=one.evidence,
                remarks=one.settled.remarks,
            )
            for one in finished
        ),
        records=records,
        tool_version=__version__,
        settings=(("style", call.style), ("quality", str(call.quality))),
    )
    write_private(out, summary, call.lang)
    write_blind(out, summary, call.lang)


def quiet_libraries() -> None:
    """Third-party debug logs may quote file names; they are not ours to vouch for."""
    for name in ("PIL", "pillow_heif", "rapidocr", "RapidOCR", "openvino", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)
