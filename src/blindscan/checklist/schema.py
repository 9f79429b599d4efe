# SPDX-License-Identifier: Apache-2.0
"""Take values out of a TOML table, and tell exactly what is wrong with them and where."""

from typing import Any, NoReturn

from blindscan.model.errors import UsageError

_ABSENT: Any = object()
LONGEST_SHOWN = 40


def _shown(value: object) -> str:
    """What somebody wrote, fit to stand in a sentence: one line, not endless."""
    return "".join(c if c.isprintable() else "�" for c in str(value)[:LONGEST_SHOWN])


class Table:
    """One TOML table and its place in the file. `done` complains of keys that nobody asked for."""

    def __init__(self, entries: dict[str, Any], place: str) -> None:
        self._entries = entries
        self._asked: set[str] = set()
        self.place = place

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._asked.add(key)
        return key in self._entries

    def wrong(self, key: str, value: object, wanted: str) -> NoReturn:
        """Raise the UsageError for a value that cannot be meant."""
        raise UsageError(
            "checklist.profile_value", where=self.place, key=key, value=_shown(value), wanted=wanted
        )

    def _take(self, key: str, default: Any) -> Any:
        if not self.has(key):
            if default is _ABSENT:
                raise UsageError("checklist.profile_lacks", where=self.place, key=key)
            return default
        return self._entries[key]

    def text(self, key: str) -> str:
        """A text with something in it."""
        value = self._take(key, _ABSENT)
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, value, "text")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            self.wrong(key, value, "true / false")
        return value

    def whole(self, key: str) -> int:
        """A positive whole number."""
        value = self._take(key, _ABSENT)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.wrong(key, value, "1, 2, 3 …")
        return value

    def number(self, key: str, default: float | None) -> float | None:
        """A positive number."""
        value = self._take(key, default)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 1e9:
            self.wrong(key, value, "> 0")
        return float(value)

    def texts(self, key: str, default: Any = _ABSENT) -> tuple[str, ...]:
        """A list of texts, each once."""
        value = self._take(key, default)
        if value is default:
            return tuple(value)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
            self.wrong(key, value, '["…", "…"]')
        return tuple(dict.fromkeys(value))

    def choices(self, key: str, known: tuple[str, ...], default: Any = _ABSENT) -> tuple[str, ...]:
        """A list of known words."""
        values = self.texts(key, default)
        for value in values:
            if value not in known:
                self.wrong(key, value, ", ".join(known))
        return values

    def choice(self, key: str, known: tuple[str, ...]) -> str | None:
        """One known word; None when absent."""
        value: str | None = self._take(key, None)
        if value is not None and value not in known:
            self.wrong(key, value, ", ".join(known))
        return value

    def table(self, key: str, required: bool = False) -> "Table":
        """A table inside; an empty one when absent and not required."""
        value = self._take(key, _ABSENT if required else {})
        if not isinstance(value, dict):
            self.wrong(key, value, "{ … }")
        return Table(value, f"{self.place}.{key}")

    def tables(self, key: str) -> "tuple[Table, ...]":
        """A list of tables, at least one."""
        value = self._take(key, _ABSENT)
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            self.wrong(key, value, f"[[{key}]]")
        return tuple(
            Table(entry, f"{key} {number} ({_shown(entry.get('id', '?'))})")
            for number, entry in enumerate(value, start=1)
        )

    def done(self) -> None:
        """Raise UsageError for the first key that is not in the schema."""
        for key in self._entries:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise UsageError(
                    "checklist.profile_key", where=self.place, key=_shown(key), known=known
                )
