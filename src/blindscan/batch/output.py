# SPDX-License-Identifier: Apache-2.0
"""The output folder: worked on aside, put in its place when complete, never mixed with an older one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blindscan.model.errors import UsageError

LEDGER = Path("private/audit.jsonl")


def check_output(out: Path, root: Path, force: bool) -> None:
    """Refuse an output that exists, lies inside the input, or cannot be written.

    Raises UsageError; nothing was written then.
    """
    target, source = out.resolve(), root.resolve()
    if target == source or source in target.parents:
        raise UsageError("batch.output_inside")
    if os.path.lexists(out):
        if not force:
            raise UsageError("batch.output_exists")
        if not _is_ours(out):
            raise UsageError("batch.output_foreign")
    parent = target.parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise UsageError("batch.output_unwritable")


def _is_ours(out: Path) -> bool:
    return out.is_dir() and ((out / LEDGER).is_file() or not any(out.iterdir()))


@contextmanager
def output_aside(out: Path) -> Iterator[Path]:
    """A folder beside `out` to work in. It takes the place of `out` when the block ends well, and
    disappears when it does not.

    Raises UsageError when the folder cannot be made.
    """
    aside = out.with_name(f".{out.name}.part-{os.getpid()}")
    try:
        aside.mkdir(parents=True)
        (aside / "private").mkdir(mode=0o700)
    except OSError as error:
        raise UsageError("batch.output_unwritable") from error
    try:
        yield aside
        retired = out.with_name(f".{out.name}.old-{os.getpid()}")
        if os.path.lexists(out):
            out.replace(retired)
        aside.replace(out)
        shutil.rmtree(retired, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
