# SPDX-License-Identifier: Apache-2.0
"""`blindscan status`: how far a run is, from its ledger, whether it is at work or not."""

import json
from pathlib import Path

from blindscan.batch.job_ledger import read_status
from blindscan.batch.lock import is_locked
from blindscan.batch.output import JOB_LEDGER, LOCK
from blindscan.model.words import Lang, phrase

STAGES = ("planned", "read", "masked", "clean", "review", "error")


def show_status(out: Path, as_json: bool, lang: Lang) -> int:
    """Print where the run stands and return the exit code. Raises UsageError for no run."""
    status = read_status(out / JOB_LEDGER)
    state = status.state
    if state == "running" and not is_locked(out / LOCK):
        state = "stopped"
    counts = {stage: status.counts.get(stage, 0) for stage in STAGES}
    if as_json:
        print(json.dumps({"state": state, "total": status.total, **counts}))  # noqa: T201 - the output
    else:
        said = phrase(f"cli.state_{state}", lang)
        print(phrase("cli.status_line", lang, state=said, total=status.total, **counts))  # noqa: T201
    return 0
