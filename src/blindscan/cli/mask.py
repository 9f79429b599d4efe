# SPDX-License-Identifier: Apache-2.0
"""`blindscan mask`: check the call, run the batch, write ledger and reports, say what became of it."""

import logging
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from blindscan import __version__
from blindscan.audit.ledger import write_ledger
from blindscan.audit.reports import ApplicantSummary, RunSummary, write_blind, write_private
from blindscan.audit.sign import load_key
from blindscan.batch.digests import digest, models
from blindscan.batch.discover import Upload, discover
from blindscan.batch.executors import WorkerPool, default_jobs, forbid_core_dumps, threads_for
from blindscan.batch.output import LEDGER, admit_only, output_folder, publish
from blindscan.batch.run import Finished, Job, run
from blindscan.batch.settle import Given
from blindscan.batch.worker import Networks, get_ready
from blindscan.cli.progress import progress_bar
from blindscan.cli.summary import print_json, print_summary
from blindscan.find.codes import Policy
from blindscan.find.seal_scope import SealScope
from blindscan.identify.names import as_unit
from blindscan.identify.roster import load_roster
from blindscan.identify.variants import fold, script_of
from blindscan.mask.paint import Style
from blindscan.mask.repair import Repairs
from blindscan.model.applicant import Applicant
from blindscan.model.errors import UsageError
from blindscan.model.words import Lang
from blindscan.pipeline import Output
from blindscan.read.engines import EngineName, require_engine
from blindscan.read.runtime import Runtime
from blindscan.read.weights import cut_recogniser, file_sha256

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


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
    engine: EngineName
    second_opinion: EngineName | None
    seal_scope: SealScope
    page_limit: float
    keep_lattices: bool
    sign: Path | None
    uniform_width: bool
    deskew: bool
    dewarp: bool
    enhance: bool
    force: bool
    dry_run: bool
    as_json: bool
    quiet: bool
    verbose: bool
    lang: Lang


def run_mask(call: MaskCall) -> int:
    """Carry the call out and return the exit code.

    Raises BlindscanError for everything that stops the whole run; what was done by then is kept.
    """
    forbid_core_dumps()
    logging.basicConfig(level=logging.DEBUG if call.verbose else logging.WARNING)
    quiet_libraries()
    require_engine(call.engine)
    if call.second_opinion == call.engine:
        raise UsageError("cli.second_is_first")
    if call.second_opinion:
        require_engine(call.second_opinion)
    known = models(call.runtime, call.engine, call.second_opinion)
    key = load_key(call.sign) if call.sign else None
    uploads = discover(call.uploads)
    given = _given(call, uploads)
    root = call.uploads if call.uploads.is_dir() else call.uploads.parent
    output = Output(
        call.style,
        call.quality,
        call.max_bytes,
        call.codes,
        call.seal_scope,
        call.uniform_width,
        Repairs(call.deskew, call.dewarp, call.enhance),
    )
    job = Job(root, uploads, None, known, given, output, _networks(call), keeps=call.keep_lattices)
    if call.dry_run:
        finished = _run(call, job)
    else:
        with output_folder(call.out, root, call.force, _fingerprint(call, job)) as folder:
            finished = _run(call, replace(job, folder=folder))
            admit_only(folder, (record for one in finished for record in one.records))
            _write_reports(folder.staged, finished, call, key)
            publish(folder, call.keep_lattices)
    if call.as_json:
        print_json(finished, call)
    elif not call.quiet:
        print_summary(finished, call)
    return exit_code(finished)


def _fingerprint(call: MaskCall, job: Job) -> str:
    """What makes two calls the same job: inputs, names, and how pages are masked. Only a digest of it
    is kept."""
    roster = file_sha256(call.roster) if call.roster else None
    who = [call.name, call.unit, call.aliases, roster]
    where = str(job.root.resolve()), str(call.uploads.resolve())
    return digest(where, who, asdict(job.output), asdict(job.networks))


def _networks(call: MaskCall) -> Networks:
    return Networks(call.runtime, engine=call.engine, second=call.second_opinion)


def exit_code(finished: tuple[Finished, ...]) -> int:
    """0 all released, 1 some pages await review, 3 some inputs could not be opened."""
    statuses = {record.status for one in finished for record in one.records}
    return 3 if "error" in statuses else 1 if "review" in statuses else 0


def _run(call: MaskCall, job: Job) -> tuple[Finished, ...]:
    files = sum(len(upload.files) for upload in job.uploads)
    jobs = call.jobs or default_jobs(files)
    # Made here once, so that workers find the cut graph ready.
    head = cut_recogniser().head
    networks = replace(job.networks, threads=threads_for(jobs))
    with (
        WorkerPool(jobs, partial(get_ready, networks), call.page_limit) as pool,
        progress_bar(call.lang, hidden=call.quiet or call.as_json) as progress,
    ):
        try:
            return tuple(run(replace(job, networks=networks), pool, head, progress))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
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


def _write_reports(
    out: Path, finished: tuple[Finished, ...], call: MaskCall, key: "Ed25519PrivateKey | None"
) -> None:
    records = tuple(record for one in finished for record in one.records)
    head = write_ledger(out / LEDGER, records)
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
        ledger_head=head,
        settings=(
            ("style", call.style),
            ("quality", str(call.quality)),
            ("engine", call.engine),
            *((("second opinion", call.second_opinion),) if call.second_opinion else ()),
        ),
    )
    write_private(out, summary, call.lang)
    write_blind(out, summary, call.lang, key)


def quiet_libraries() -> None:
    """Third-party debug logs may quote file names; they are not ours to vouch for."""
    for name in ("PIL", "pillow_heif", "rapidocr", "RapidOCR", "openvino", "asyncio", "paddlex"):
        logging.getLogger(name).setLevel(logging.ERROR)
