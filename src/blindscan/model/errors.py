# SPDX-License-Identifier: Apache-2.0
"""Every error that blindscan raises on purpose.

    BlindscanError
    ├── UsageError        exit 2   the call, the roster or the output folder is wrong
    ├── InputError        exit 3   one file cannot be opened; the batch goes on
    ├── NothingToDo       exit 4   no page was found
    ├── EngineError       exit 5   a model file or runtime is missing or broken
    └── OutputError       exit 6   the disk is full or fails; the same command goes on

An error carries a remark (a code and its values), never a sentence: the sentence is made in the
user's language, at the edge, by `blindscan.model.words`. Remarks never carry a name or a unit.
"""

from pathlib import Path
from typing import Any

from blindscan.model.words import Remark


class BlindscanError(Exception):
    """Base of the tree. `exit_code` is what the command line returns when nothing catches it."""

    exit_code = 1

    def __init__(self, code: str, **values: str | int | float) -> None:
        self.remark = Remark.of(code, **values)
        super().__init__(self.remark.say("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors come home from worker processes; rebuilt from its sentence, one would lose its code.
        return _rebuilt, (type(self), self.remark)


def _rebuilt(kind: type[BlindscanError], remark: Remark) -> BlindscanError:
    return kind(remark.code, **dict(remark.values))


class UsageError(BlindscanError):
    """The call cannot be carried out as it stands; nothing was written."""

    exit_code = 2


class InputError(BlindscanError):
    """One input file cannot be opened. The page becomes an `error` record; the batch goes on."""

    exit_code = 3


class NothingToDo(BlindscanError):  # noqa: N818 - it is an outcome, not a fault
    """The input folder holds no page."""

    exit_code = 4


class EngineError(BlindscanError):
    """A weight file, a runtime or an external reader is missing, or failed."""

    exit_code = 5


class OutputError(BlindscanError):
    """The output cannot be written. What was done is kept; the same command goes on from there."""

    exit_code = 6


def where(error: BaseException) -> str:
    """File and line at which an unforeseen error was raised: all that may be told of it, because its
    message might quote a page."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
