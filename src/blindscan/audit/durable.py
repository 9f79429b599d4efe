# SPDX-License-Identifier: Apache-2.0
"""Write files that are there whole or not at all, also after a power cut.

A file is written aside, flushed to the disk and renamed; then its folder is flushed, because a rename
lives in the folder. What may leave the house bears a constant time, so that no clock tells when or in
which order pages were made.
"""

import os
import tempfile
from pathlib import Path

from blindscan.model.errors import OutputError

PART = ".part"
"""Ending of files that are not whole yet."""
NEUTRAL_TIME = 315_532_800
"""1 January 1980, 00:00 UTC, in seconds: the earliest time that a zip archive can hold."""


def write_whole(path: Path, content: bytes, private: bool) -> None:
    """Put a file in its place, atomically and for good. `private`: for the owner's eyes alone (0600).

    Raises OutputError when the disk is full or the folder cannot be written; the place is untouched
    then.
    """
    aside: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes files that only the owner can read.
        handle, aside = tempfile.mkstemp(dir=path.parent, suffix=PART)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:
            Path(aside).chmod(0o644)
            os.utime(aside, (NEUTRAL_TIME, NEUTRAL_TIME))
        Path(aside).replace(path)
        aside = None
        flush_folder(path.parent)
    except OSError as error:
        raise OutputError("audit.write_failed") from error
    finally:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Make renames within a folder survive a power cut, where the system can."""
    if os.name == "nt":  # Windows opens no folders; its renames are journalled.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
