# SPDX-License-Identifier: Apache-2.0
"""Where pages are worked on: a pool of worker processes that outlives its workers.

The standard pool breaks for good when one worker dies, and waits for ever for one that hangs. Here a
worker that dies or takes too long is ended and replaced, and only the order in its hands is lost.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from blindscan.model.errors import BlindscanError, EngineError

PAGE_LIMIT_S = 300.0
"""Patience with one page. A dense A3 page takes some ten seconds on one slow core."""
START_LIMIT_S = 300.0
TRIES = 2
"""How often an order is given out when its worker dies: the death may have been another's fault (the
system short of memory), but a page that kills twice kills always."""
FAILED_STARTS = 3
"""Workers in a row that die before they are ready; then there is no point in another."""

Call = Callable[..., Any]


class LostWorker(BlindscanError):  # noqa: N818 - named for what happened
    """The worker that had the order died or was ended for taking too long."""


@dataclass
class _Order:
    future: "Future[Any]"
    call: Call
    args: tuple[Any, ...]
    tries: int = 0


@dataclass
class _Worker:
    process: Any
    pipe: "Connection[Any, Any]"
    deadline: float
    ready: bool = False
    order: _Order | None = None


class WorkerPool(Executor):
    """`jobs` worker processes. `prepare()` runs in each before its first order; a BlindscanError that
    it raises fails every order, because it would fail everywhere. `limit_s`: the patience with one
    order, measured by a clock that never goes backwards."""

    def __init__(self, jobs: int, prepare: Callable[[], object], limit_s: float = PAGE_LIMIT_S) -> None:
        # Forked children would inherit the runtimes' threads half dead; spawned ones start clean.
        self._context = multiprocessing.get_context("spawn")
        self._prepare, self._limit_s, self._jobs = prepare, limit_s, jobs
        self._orders: deque[_Order] = deque()
        self._workers: list[_Worker] = []
        self._closing, self._hopeless = False, None  # type: bool, BlindscanError | None
        self._failed_starts = 0
        self._lock = threading.Lock()
        self._bell, self._rope = multiprocessing.Pipe(duplex=False)
        self._server = threading.Thread(target=self._serve, name="worker-pool", daemon=True)
        self._server.start()

    def submit(self, fn: Call, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """The future of a call, which a worker makes when one is free. No keyword arguments."""
        if kwargs:
            raise TypeError("orders take no keyword arguments")
        order = _Order(Future(), fn, args)
        with self._lock:
            if self._closing:
                raise RuntimeError("the pool is closed")
            self._orders.append(order)
        self._rope.send_bytes(b"!")
        return order.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when their orders are done, or at once with `cancel_futures`."""
        with self._lock:
            first, self._closing = not self._closing, True
            if cancel_futures:
                while self._orders:
                    self._orders.popleft().future.cancel()
                for worker in self._workers:
                    worker.process.kill()
        if first:
            self._rope.send_bytes(b"!")
        if wait:
            self._server.join()

    def _serve(self) -> None:
        """The server's thread: all that touches workers happens here, one thing after the other."""
        while not self._done():
            self._hand_out()
            due = min((w.deadline for w in self._workers if self._awaited(w)), default=None)
            patience = None if due is None else max(0.0, due - time.monotonic())
            heard = wait([self._bell, *(worker.pipe for worker in self._workers)], patience)
            if self._bell in heard:
                self._bell.recv_bytes()
            for worker in [w for w in self._workers if w.pipe in heard]:
                self._listen(worker)
            now = time.monotonic()
            for worker in [w for w in self._workers if self._awaited(w) and w.deadline <= now]:
                self._end(worker, "batch.too_slow")
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(5)
            worker.process.kill()

    @staticmethod
    def _awaited(worker: _Worker) -> bool:
        return worker.order is not None or not worker.ready

    def _done(self) -> bool:
        with self._lock:
            busy = any(worker.order for worker in self._workers)
            return self._closing and not self._orders and not busy

    def _hand_out(self) -> None:
        """Give orders to free workers; start as many workers as there is work for."""
        with self._lock:
            if self._hopeless:
                while self._orders:
                    _settle(self._orders.popleft().future, error=self._hopeless)
                return
            wanted = min(self._jobs, len(self._orders) + sum(1 for w in self._workers if w.order))
            while len(self._workers) < wanted:
                self._workers.append(self._start())
            for worker in [w for w in self._workers if w.ready and not w.order]:
                if self._orders:
                    self._give(worker, self._orders.popleft())

    def _give(self, worker: _Worker, order: _Order) -> None:
        if order.tries == 0 and not order.future.set_running_or_notify_cancel():
            return
        order.tries += 1
        worker.order, worker.deadline = order, time.monotonic() + self._limit_s
        # A worker that is dead tells so by its pipe, at the next wait.
        with suppress(OSError):
            worker.pipe.send((order.call, order.args))

    def _start(self) -> _Worker:
        mine, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_work, args=(theirs, self._prepare), name="blindscan-worker", daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, mine, time.monotonic() + START_LIMIT_S)

    def _listen(self, worker: _Worker) -> None:
        """Take what a worker sent, or its death."""
        try:
            value, error = worker.pipe.recv()
        except (EOFError, OSError):
            self._end(worker, "batch.worker_died")
            return
        if not worker.ready:
            worker.ready, self._failed_starts = True, 0
            self._hopeless = self._hopeless or error
        elif worker.order:
            order, worker.order = worker.order, None
            _settle(order.future, value, error)

    def _end(self, worker: _Worker, code: str) -> None:
        """End a worker that is dead or too slow, and deal with the order that it had."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= FAILED_STARTS:
                self._hopeless = EngineError("batch.workers_die")
        order = worker.order
        if order is None:
            return
        with self._lock:
            if code == "batch.worker_died" and order.tries < TRIES and not self._closing:
                self._orders.appendleft(order)
                return
        _settle(order.future, error=LostWorker(code))


def _settle(future: "Future[Any]", value: Any = None, error: BaseException | None = None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(value)
    else:
        future.set_exception(error)


def _work(pipe: "Connection[Any, Any]", prepare: Callable[[], object]) -> None:
    """A worker's life: get ready, then carry out orders until the pool goes away."""
    # Ctrl-C reaches the whole terminal; the pool's owner decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forbid_core_dumps()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _, error = _outcome(prepare, ())
        pipe.send((None, error))
        while True:
            call, args = pipe.recv()
            pipe.send(_outcome(call, args))
    except (EOFError, OSError):
        return


def _outcome(call: Call, args: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
    try:
        return call(*args), None
    except Exception as error:  # noqa: BLE001 - it is raised again where the future is asked
        return None, error


def _end_with_parent() -> None:
    """A worker whose owner was killed must not write another byte."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def forbid_core_dumps() -> None:
    """A dump of this process's memory would hold pages and names."""
    try:
        import resource
    except ImportError:  # Windows writes no core files unless asked to.
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def default_jobs(pages: int) -> int:
    """As many workers as there are cores, but none without a page."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, pages))


def threads_for(jobs: int) -> int:
    """Threads for each of `jobs` workers, so that together they fill the machine."""
    return 0 if jobs <= 1 else max(1, (os.cpu_count() or 1) // jobs)
