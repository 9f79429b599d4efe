# SPDX-License-Identifier: Apache-2.0
"""Where pages are worked on: this process, or a pool of processes. Both are standard executors."""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any


class SerialExecutor(Executor):
    """Runs every call at once in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """The call's future, already done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future carries whatever its call raised
            future.set_exception(error)
        return future


def open_executor(jobs: int) -> Executor:
    """An executor for `jobs` pages at a time."""
    if jobs <= 1:
        return SerialExecutor()
    # Forked children would inherit the runtimes' threads half dead; spawned ones start clean.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def default_jobs(pages: int) -> int:
    """As many workers as there are cores, but none without a page."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, pages))


def threads_for(jobs: int) -> int:
    """Threads for each of `jobs` workers, so that together they fill the machine."""
    return 0 if jobs <= 1 else max(1, (os.cpu_count() or 1) // jobs)
