# SPDX-License-Identifier: Apache-2.0
"""Text set in lines: which character lies where."""

from dataclasses import dataclass

from PIL import ImageFont

NO_START = "，。；：、！？）》”」.,;:!?)"


@dataclass(frozen=True)
class Glyph:
    """A character of the text and its box."""

    index: int
    line: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class SetLine:
    """A run of the text (start to end) that is drawn at once, from its top left corner."""

    start: int
    end: int
    left: float
    top: float


def break_lines(
    text: str, face: ImageFont.FreeTypeFont, width: float, indent: float
) -> list[tuple[int, int]]:
    """Greedy lines as (start, end). Latin words stay whole; no line begins with a full stop."""
    lines: list[tuple[int, int]] = []
    start, room = 0, width - indent
    position = 0
    while position < len(text):
        end = _word_end(text, position)
        if text[start:end].strip() and face.getlength(text[start:end].rstrip()) > room:
            if text[position] in NO_START and position - start > 2:
                position -= 1
            lines.append((start, position))
            start, room = position, width
            while start < len(text) and text[start] == " ":
                start += 1
            position = max(position, start)
            continue
        position = end
    lines.append((start, len(text)))
    return lines


def _word_end(text: str, position: int) -> int:
    end = position + 1
    if text[position].isascii() and text[position].isalnum():
        while end < len(text) and text[end].isascii() and text[end].isalnum():
            end += 1
    return end


def glyphs_of(line: SetLine, number: int, text: str, face: ImageFont.FreeTypeFont) -> list[Glyph]:
    """The boxes of a drawn run; their height is that of its ink, so that truth is tight."""
    run = text[line.start : line.end]
    _, ink_top, _, ink_bottom = face.getbbox(run or " ")
    top, bottom = line.top + ink_top - 1, line.top + ink_bottom + 1
    edges = [line.left + face.getlength(run[:count]) for count in range(len(run) + 1)]
    return [
        Glyph(line.start + offset, number, edges[offset], top, edges[offset + 1], bottom)
        for offset in range(len(run))
    ]
