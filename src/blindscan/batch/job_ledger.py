# SPDX-License-Identifier: Apache-2.0
"""The job's ledger: an SQLite file that says how far a run is, and keeps every page's result.

It is written ahead and flushed at each commit, so that a power cut at any moment leaves the state after
the last commit. A row is believed only if its own SHA-256 fits: a flipped bit costs a page's work,
never a release. It holds no clock time. The audit ledger is drawn from it at the end.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from blindscan.audit.ledger import record_from_json, record_to_json
from blindscan.batch.digests import digest
from blindscan.model.errors import OutputError, UsageError
from blindscan.model.record import PageRecord

FORMAT = "2"
TABLES = """
CREATE TABLE IF NOT EXISTS job (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    file TEXT NOT NULL, page INTEGER NOT NULL, stage TEXT NOT NULL, PRIMARY KEY (file, page)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (
    page_key TEXT PRIMARY KEY, asked TEXT NOT NULL, record TEXT NOT NULL, whole TEXT NOT NULL
) WITHOUT ROWID;
"""

Stage = Literal["planned", "read", "masked", "clean", "review", "error"]
"""How far a page is; from `masked` on, its outcome."""
State = Literal["new", "running", "stopped", "finished"]
"""`stopped`: running as the ledger has it, but nobody is at work."""


@dataclass(frozen=True)
class ResultKey:
    """What a result depends on. `place`: digest of the page's file, number and owner; `settings`: of
    how pages are masked and encoded; `models`: of code and weights; `asked`: of what is searched, and
    from which scores on it is found."""

    sha256_in: str
    page: int
    place: str
    settings: str
    models: str
    asked: str

    @property
    def page_key(self) -> str:
        """All but what is asked: a page's newest result takes the place of older ones."""
        return digest(self.sha256_in, self.page, self.place, self.settings, self.models)


@dataclass(frozen=True)
class Kept:
    """A result that was kept. `exact`: for just what is asked now."""

    record: PageRecord
    exact: bool


@dataclass(frozen=True)
class JobStatus:
    """Where a job stands: `counts` holds the number of pages at each stage."""

    state: State
    counts: dict[str, int]
    total: int


class JobLedger:
    """One job's ledger, open for writing. Use it in one thread."""

    def __init__(self, path: Path) -> None:
        """Open the ledger, or begin one; a file that is no ledger any more is begun anew, because what
        cannot be read vouches for nothing. Raises OutputError when it cannot be written."""
        self._path = path
        with _told():
            try:
                self._base = _open(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                for ending in ("", "-wal", "-shm"):
                    path.with_name(path.name + ending).unlink(missing_ok=True)
                self._base = _open(path)

    def close(self) -> None:
        """Leave the ledger. SQLite folds its write-ahead file into it."""
        self._base.close()

    @property
    def state(self) -> State:
        state = self._said("state")
        return "finished" if state == "finished" else "running" if state else "new"

    @property
    def fingerprint(self) -> str | None:
        return self._said("fingerprint")

    @property
    def keeps(self) -> bool:
        """Whether the last run was asked to keep its readings."""
        return self._said("keeps") == "yes"

    def begin(self, fingerprint: str, root: Path) -> None:
        """A run begins, or goes on. Results of earlier runs stay; pages are planned anew."""
        with _told():
            self._base.execute("PRAGMA journal_mode = WAL")
        with self._changed() as base:
            base.execute("DELETE FROM pages")
            self._say(state="running", fingerprint=fingerprint, root=str(root), keeps="no")

    def plan(self, file: str, pages: int) -> None:
        """A file with so many pages belongs to the job."""
        self.stages((file, page, "planned") for page in range(pages))

    def stages(self, reached: Iterable[tuple[str, int, Stage]]) -> None:
        """Pages (file, page) that have reached a stage."""
        rows = [(_stored(file), page, stage) for file, page, stage in reached]
        with self._changed() as base:
            base.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", rows)

    def keep(self, key: ResultKey, record: PageRecord) -> None:
        """Keep a page's result."""
        row = (key.page_key, key.asked, json.dumps(record_to_json(record)))
        with self._changed() as base:
            base.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", (*row, digest(*row)))
            base.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?)",
                (_stored(record.file), record.page, record.status),
            )

    def kept(self, key: ResultKey) -> Kept | None:
        """The page's result, or None; it may be one for other terms."""
        asked = "SELECT * FROM results WHERE page_key = ?"
        with _told():
            row = self._base.execute(asked, (key.page_key,)).fetchone()
        if row is None or digest(*row[:-1]) != row[-1]:
            return None
        return Kept(record_from_json(json.loads(row[2])), row[1] == key.asked)

    def finish(self, keep_results: bool) -> None:
        """The run is over and published."""
        with self._changed() as base:
            self._say(state="finished", keeps="yes" if keep_results else "no")
            if not keep_results:
                base.execute("DELETE FROM results")
        with _told():
            self._base.execute("VACUUM")
            # A finished ledger is one file, which can be read where nothing can be written.
            self._base.execute("PRAGMA journal_mode = DELETE")

    def _said(self, name: str) -> str | None:
        with _told():
            row = self._base.execute("SELECT value FROM job WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _say(self, **said: str) -> None:
        rows = [(name, _stored(value)) for name, value in said.items()]
        self._base.executemany("INSERT OR REPLACE INTO job VALUES (?, ?)", rows)

    @contextmanager
    def _changed(self) -> Iterator[sqlite3.Connection]:
        with _told(), self._base:
            yield self._base


def _open(path: Path) -> sqlite3.Connection:
    # Made here, because SQLite would let everybody read it; its side files take over the mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    base = sqlite3.connect(path)
    try:
        base.execute("PRAGMA synchronous = FULL")
        base.execute("PRAGMA secure_delete = ON")
        with base:
            base.executescript(TABLES)
            base.execute("INSERT OR IGNORE INTO job VALUES ('format', ?)", (FORMAT,))
        (found,) = base.execute("SELECT value FROM job WHERE name = 'format'").fetchone()
        if found != FORMAT or base.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("not whole")
    except BaseException:
        base.close()
        raise
    return base


@contextmanager
def _told() -> Iterator[None]:
    """What SQLite and the file system refuse, in our words."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise OutputError("batch.ledger_failed") from error


def _stored(text: str) -> str:
    """Names that are no UTF-8 hold lone surrogates, which SQLite refuses; any neutral form will do."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def read_status(path: Path) -> JobStatus:
    """Where the job with this ledger stands, also while it runs. Raises UsageError for no ledger."""
    try:
        base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            state = base.execute("SELECT value FROM job WHERE name = 'state'").fetchone()
            rows = base.execute("SELECT stage, count(*) FROM pages GROUP BY stage").fetchall()
        finally:
            base.close()
    except sqlite3.Error as error:
        raise UsageError("batch.no_job") from error
    counts = {str(stage): int(count) for stage, count in rows}
    found: State = "new" if state is None else "finished" if state[0] == "finished" else "running"
    return JobStatus(found, counts, sum(counts.values()))


def input_root(path: Path) -> Path | None:
    """The input folder of the job with this ledger; None where it does not say."""
    try:
        base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = base.execute("SELECT value FROM job WHERE name = 'root'").fetchone()
        finally:
            base.close()
    except sqlite3.Error:
        return None
    return Path(row[0]) if row else None
