# SPDX-License-Identifier: Apache-2.0
"""The pool outlives its workers: real processes that die, hang, fail, and lose their owner."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest

from blindscan.batch.executors import LostWorker, WorkerPool
from blindscan.model.errors import EngineError, InputError


def nothing() -> None:
    pass


def no_weights() -> None:
    raise EngineError("read.weights_missing", package="p", file="f")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        die()
    return "done"


def hang() -> None:
    time.sleep(3600)


def refuse() -> None:
    raise InputError("intake.too_many_pages", limit=7)


def own_number() -> int:
    return os.getpid()


def test_orders_are_carried_out_elsewhere_and_errors_come_home_whole() -> None:
    with WorkerPool(2, nothing) as pool:
        numbers = {future.result() for future in [pool.submit(own_number) for _ in range(6)]}
        with pytest.raises(InputError) as caught:
            pool.submit(refuse).result()
    assert os.getpid() not in numbers
    assert 1 <= len(numbers) <= 2
    assert dict(caught.value.remark.values) == {"limit": 7}
    assert not any(psutil.pid_exists(number) for number in numbers)


def test_a_dead_worker_is_replaced_and_its_order_given_out_once_more(tmp_path: Path) -> None:
    with WorkerPool(1, nothing) as pool:
        deadly = pool.submit(die)
        unlucky = pool.submit(die_once, tmp_path / "mark")
        later = pool.submit(own_number)
        with pytest.raises(LostWorker) as caught:
            deadly.result()
        assert caught.value.remark.code == "batch.worker_died"
        assert unlucky.result() == "done"
        assert later.result() > 0


def test_a_page_without_end_is_ended_and_the_others_go_on() -> None:
    with WorkerPool(2, nothing, limit_s=1.0) as pool:
        endless, later = pool.submit(hang), [pool.submit(own_number) for _ in range(3)]
        with pytest.raises(LostWorker) as caught:
            endless.result()
        assert caught.value.remark.code == "batch.too_slow"
        assert all(future.result() > 0 for future in later)


def test_what_fails_before_the_first_order_fails_every_order() -> None:
    with WorkerPool(1, no_weights) as pool:
        for future in [pool.submit(own_number) for _ in range(3)]:
            with pytest.raises(EngineError) as caught:
                future.result()
            assert caught.value.remark.code == "read.weights_missing"


def test_workers_that_cannot_start_end_the_run() -> None:
    with WorkerPool(1, die) as pool, pytest.raises(EngineError) as caught:
        pool.submit(own_number).result()
    assert caught.value.remark.code == "batch.workers_die"


def test_a_pool_that_is_cut_off_waits_for_nobody() -> None:
    pool = WorkerPool(1, nothing)
    first = pool.submit(own_number).result()
    endless, waiting = pool.submit(hang), pool.submit(own_number)
    while not endless.running():
        time.sleep(0.01)
    pool.shutdown(cancel_futures=True)
    with pytest.raises(LostWorker):
        endless.result()
    with pytest.raises(CancelledError):
        waiting.result()
    assert not psutil.pid_exists(first)


OWNER = """
import sys
sys.path.insert(0, {here!r})
from blindscan.batch.executors import WorkerPool
from test_executors import hang, nothing, own_number
if __name__ == "__main__":
    pool = WorkerPool(2, nothing)
    print(*{{pool.submit(own_number).result()}}, flush=True)
    pool.submit(hang), pool.submit(hang)
    hang()
"""


def test_workers_end_with_their_owner(tmp_path: Path) -> None:
    script = tmp_path / "owner.py"
    script.write_text(OWNER.format(here=str(Path(__file__).parent)), encoding="utf-8")
    owner = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    owner.stdout.readline()
    workers = psutil.Process(owner.pid).children(recursive=True)
    assert workers
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert not psutil.wait_procs(workers, timeout=30)[1]
