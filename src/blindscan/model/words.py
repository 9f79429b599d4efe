# SPDX-License-Identifier: Apache-2.0
"""What blindscan says to people: remark codes and their sentences in Chinese and English.

A `Remark` travels through records and ledgers as a code with values; only the edge (command line,
reports) turns it into a sentence. The catalogue is the folder `catalogue` beside this file, one TOML
file a room, one table a code: `zh` and `en`, each one sentence that ends with what to do.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Lang = Literal["zh", "en"]
Value = str | int | float


@dataclass(frozen=True)
class Remark:
    """One thing to tell a person: a catalogue code and the values of its placeholders."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: str, **values: Value) -> "Remark":
        return cls(code, tuple(sorted(values.items())))

    def say(self, lang: Lang) -> str:
        """The sentence in `lang`. Raises KeyError for a code that the catalogue lacks."""
        return catalogue()[self.code][lang].format(**dict(self.values))

    def to_json(self) -> dict[str, Value]:
        return {"code": self.code, **dict(self.values)}

    @classmethod
    def from_json(cls, record: dict[str, Value]) -> "Remark":
        rest = dict(record)
        return cls.of(str(rest.pop("code")), **rest)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Code -> {"zh": template, "en": template}, of all rooms."""
    merged: dict[str, dict[str, str]] = {}
    for file in sorted(resources.files("blindscan.model").joinpath("catalogue").iterdir(), key=str):
        if file.name.endswith(".toml"):
            merged.update(tomllib.loads(file.read_text(encoding="utf-8")))
    return merged


def phrase(code: str, lang: Lang, **values: Value) -> str:
    """A catalogue sentence or label, without the detour over a `Remark`."""
    return Remark.of(code, **values).say(lang)
