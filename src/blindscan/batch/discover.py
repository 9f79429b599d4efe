# SPDX-License-Identifier: Apache-2.0
"""Which files are whose: from a folder of uploads to applicants and their files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from blindscan.model.errors import NothingToDo, UsageError

SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"))
TABLES = frozenset((".csv", ".xlsx", ".xls", ".json", ".jsonl", ".toml"))
"""Rosters and ledgers lie beside scans; they are not pages."""


@dataclass(frozen=True)
class Upload:
    """One applicant's files, in natural order. The id is the folder's name."""

    applicant_id: str = field(repr=False)
    files: tuple[Path, ...] = field(repr=False)


def discover(folder: Path) -> tuple[Upload, ...]:
    """The applicants below `folder`.

    A folder that holds files itself is one applicant with everything below it; a folder of folders is
    an applicant each. A single file is one applicant with one file. Raises UsageError when there is
    no such folder, NothingToDo when it holds no file.
    """
    if folder.is_file():
        return (Upload(folder.stem, (folder,)),)
    if not folder.is_dir():
        raise UsageError("batch.no_folder")
    try:
        uploads = tuple(upload for upload in _uploads(folder) if upload.files)
    except OSError as error:
        raise UsageError("batch.folder_unreadable") from error
    if not uploads:
        raise NothingToDo("batch.nothing")
    return uploads


def _uploads(folder: Path) -> Iterator[Upload]:
    own_name = folder.resolve().name
    if any(_is_input(path) for path in folder.iterdir()):
        yield Upload(own_name, tuple(_files(folder)))
        return
    for path in sorted(folder.iterdir(), key=natural_key):
        if _is_folder(path):
            yield Upload(path.name, tuple(_files(path)))


def _files(folder: Path) -> Iterator[Path]:
    """Files of the folder, then those of its folders, each in natural order."""
    entries = sorted(folder.iterdir(), key=natural_key)
    yield from (path for path in entries if _is_input(path))
    for path in entries:
        if _is_folder(path):
            yield from _files(path)


def _is_input(path: Path) -> bool:
    """Files and links; a link is listed so that its refusal can be told. Pipes and devices never."""
    name = path.name.lower()
    if name.startswith(".") or name in SYSTEM_FILES or path.suffix.lower() in TABLES:
        return False
    if path.is_symlink():
        return not _leads_to_folder(path)
    return path.is_file()


def _leads_to_folder(link: Path) -> bool:
    try:
        return link.is_dir()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(".")


def natural_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which 2 comes before 10."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return tuple((0, int(p), "") if p.isdecimal() and p.isascii() else (1, 0, p) for p in parts)
