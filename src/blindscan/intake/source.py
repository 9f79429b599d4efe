# SPDX-License-Identifier: Apache-2.0
"""From a path to its bytes: read once, bounded, hashed, and told by content what they are."""

import hashlib
import os
import stat
from pathlib import Path

from blindscan.intake.limits import Limits
from blindscan.model.errors import InputError
from blindscan.model.page import Source

HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x00\x0cjP  ", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"%PDF-", "application/pdf"),
)
"""First bytes -> media type. Endings lie; first bytes hardly ever do."""


def read_source(path: Path, root: Path, limits: Limits) -> tuple[Source, bytes]:
    """The file's source record and its bytes.

    Raises InputError for links that do not lead to a file below `root`, for anything that is no
    regular file, for empty or too large files, and for content of no known kind.
    """
    content = _read(path, root, limits)
    return (
        Source(
            path,
            path.relative_to(root).as_posix(),
            hashlib.sha256(content).hexdigest(),
            media_type(content),
        ),
        content,
    )


def _read(path: Path, root: Path, limits: Limits) -> bytes:
    _refuse_outside(path, root)
    try:
        # Not blocking: between listing and opening, a file may have become a pipe.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise InputError("intake.unreadable") from error
    with os.fdopen(handle, "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise InputError("intake.no_file")
        if about.st_size > limits.max_bytes:
            raise InputError("intake.too_many_bytes", limit_mb=limits.max_bytes >> 20)
        try:
            content = stream.read(limits.max_bytes + 1)
        except OSError as error:
            raise InputError("intake.unreadable") from error
    if len(content) > limits.max_bytes:
        raise InputError("intake.too_many_bytes", limit_mb=limits.max_bytes >> 20)
    if not content:
        raise InputError("intake.empty")
    return content


def _refuse_outside(path: Path, root: Path) -> None:
    """A link may stay within the input folder, and nowhere else."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise InputError("intake.bad_link" if path.is_symlink() else "intake.unreadable") from error
    if not target.is_relative_to(root.resolve()):
        raise InputError("intake.link_outside")


def media_type(content: bytes) -> str:
    """The media type by content. Raises InputError for what blindscan does not open."""
    head = content[:64]
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and any(brand in head[8:64] for brand in HEIC_BRANDS):
        return "image/heic"
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    if head.startswith((b"GIF87a", b"GIF89a")):
        raise InputError("intake.gif")
    raise InputError("intake.unknown_kind")
