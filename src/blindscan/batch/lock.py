# SPDX-License-Identifier: Apache-2.0
"""One run at a time on one output: a lock that the system lets go when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blindscan.model.errors import UsageError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file while the block runs. Raises UsageError when another run holds it.

    The file stays; the lock is not the file but the hold on it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _hold(handle):
            raise UsageError("batch.output_busy")
        yield
    finally:
        os.close(handle)


def is_locked(path: Path) -> bool:
    """Whether a run holds the lock now."""
    try:
        with locked(path):
            return False
    except UsageError:
        return True
    except OSError:
        return False


def _hold(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
