# SPDX-License-Identifier: Apache-2.0
"""A notice's rules as a TOML profile: in the package by name, or anybody's own by path.

`docs/profiles.md` documents the schema. Every mistake in a profile is told with its place.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast, get_args

from blindscan.checklist.schema import Table
from blindscan.model.checklist import Title
from blindscan.model.errors import UsageError
from blindscan.model.survey import KINDS, Kind, Side

SCHEMA = 1
BUILT_IN = "xinjiang-bazhou-2024"
SIDES: tuple[Side, ...] = get_args(Side)
FORMATS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "webp": "image/webp",
    "heic": "image/heic",
    "jp2": "image/jp2",
    "pdf": "application/pdf",
}
Course = Literal["public", "professional"]


@dataclass(frozen=True)
class FileRules:
    """Which files a portal takes. `formats`: media types; `max_bytes` None: no limit is known."""

    formats: frozenset[str] = frozenset(FORMATS.values())
    max_bytes: int | None = None


@dataclass(frozen=True)
class Ask:
    """One thing that a notice asks for; see docs/profiles.md for each key."""

    id: str
    title: Title
    kinds: tuple[Kind, ...]
    levels: frozenset[str]
    optional: bool = False
    sides: tuple[Side, ...] = ()
    years: Mapping[str, int] | None = None
    recent: bool = False
    course: Course | None = None
    least_hours: float | None = None
    valid: bool = False
    working_days: int | None = None
    least_kinds: Mapping[str, int] | None = None
    no_blanks: tuple[Kind, ...] = ()
    blind: bool = False


@dataclass(frozen=True)
class Profile:
    """All that one notice asks for."""

    name: str
    title: Title
    levels: tuple[str, ...]
    region: tuple[str, ...]
    files: FileRules
    asks: tuple[Ask, ...]


def load_profile(name_or_path: str) -> Profile:
    """The profile of that name in the package, else the one at that path.

    Raises UsageError for a profile that is not there, is no TOML, or breaks the schema.
    """
    folder = resources.files("blindscan.checklist").joinpath("profiles")
    inside = folder.joinpath(f"{name_or_path}.toml")
    if "/" not in name_or_path and "\\" not in name_or_path and inside.is_file():
        return read_profile(inside.read_text(encoding="utf-8"))
    path = Path(name_or_path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError("checklist.profile_not_found", known=BUILT_IN) from error
    return read_profile(text)


def read_profile(text: str) -> Profile:
    """The profile that a TOML text writes down. Raises UsageError with the place of a mistake."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError("checklist.profile_toml", reason=str(error)) from error
    top = Table(raw, "profile")
    if top.whole("schema") != SCHEMA:
        raise UsageError("checklist.profile_schema", known=SCHEMA)
    levels = top.texts("levels")
    entries = top.tables("item")
    profile = Profile(
        top.text("name"),
        _title(top),
        levels,
        top.texts("region", default=()),
        _files(top.table("files")),
        tuple(_ask(entry, levels) for entry in entries),
    )
    top.done()
    seen: set[str] = set()
    for ask, entry in zip(profile.asks, entries, strict=True):
        if ask.id in seen:
            entry.wrong("id", ask.id, "unique")
        seen.add(ask.id)
    return profile


def _title(table: Table) -> Title:
    inner = table.table("title", required=True)
    title = Title(inner.text("zh"), inner.text("en"))
    inner.done()
    return title


def _files(table: Table) -> FileRules:
    formats = table.choices("formats", tuple(FORMATS), default=tuple(FORMATS))
    most = table.number("max_mb", default=None)
    table.done()
    return FileRules(
        frozenset(FORMATS[name] for name in formats),
        None if most is None else int(most * 1_000_000),
    )


def _ask(table: Table, levels: tuple[str, ...]) -> Ask:
    ask = Ask(
        id=table.text("id"),
        title=_title(table),
        kinds=cast(tuple[Kind, ...], table.choices("kinds", _CLAIMABLE)),
        levels=frozenset(table.choices("levels", levels, default=levels)),
        optional=table.flag("optional"),
        sides=cast(tuple[Side, ...], table.choices("sides", SIDES, default=())),
        years=_counts(table, "years", levels),
        recent=table.flag("recent"),
        course=cast(Course | None, table.choice("course", ("public", "professional"))),
        least_hours=table.number("least_hours", default=None),
        valid=table.flag("valid"),
        working_days=_optional_whole(table, "working_days"),
        least_kinds=_counts(table, "least_kinds", ("local", "elsewhere")),
        no_blanks=cast(tuple[Kind, ...], table.choices("no_blanks", _CLAIMABLE, default=())),
        blind=table.flag("blind"),
    )
    table.done()
    return ask


_CLAIMABLE: tuple[str, ...] = tuple(kind for kind in KINDS if kind not in ("unknown", "blank"))


def _optional_whole(table: Table, key: str) -> int | None:
    return table.whole(key) if table.has(key) else None


def _counts(table: Table, key: str, known: tuple[str, ...]) -> dict[str, int] | None:
    """A table of positive whole numbers, one for each of `known`."""
    if not table.has(key):
        return None
    inner = table.table(key)
    counts: dict[str, int] = {name: inner.whole(name) for name in known if inner.has(name)}
    inner.done()
    if not counts:
        inner.wrong(key, "{}", ", ".join(known))
    return counts


def profile_names() -> tuple[str, ...]:
    """The names of the profiles in the package."""
    folder: Any = resources.files("blindscan.checklist").joinpath("profiles")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir()))
