# SPDX-License-Identifier: Apache-2.0
"""Keep what the caller typed to this process: other users of the machine can list command lines."""

import ctypes
import sys
from pathlib import Path

ARG_START, ARG_END = 47, 48
"""Fields of /proc/self/stat, counted from 0; see proc_pid_stat(5)."""
TITLE = b"blindscan"


def hide_arguments() -> None:
    """Replace the command line that `ps` shows by the program's name, on Linux. Elsewhere the system
    keeps a copy that a process cannot change; there, give names by roster."""
    if not sys.platform.startswith("linux"):
        return
    try:
        # The second field, the program's name, may itself hold spaces; it ends with the last bracket.
        rest = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1]
        fields = rest.split()
        start, end = int(fields[ARG_START - 2]), int(fields[ARG_END - 2])
    except (OSError, ValueError, IndexError):
        return
    if 0 < start < end:
        ctypes.memmove(start, TITLE.ljust(end - start, b"\0")[: end - start], end - start)
