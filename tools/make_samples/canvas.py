# SPDX-License-Identifier: Apache-2.0
"""A sheet of paper that remembers where it bears whose strings."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from tools.make_samples.flow import Glyph, SetLine, break_lines, glyphs_of
from tools.make_samples.fonts import font
from tools.make_samples.marks import Entry, Mark, Poly, box, occurrences

Colour = tuple[int, int, int]
INK: Colour = (28, 28, 30)
RED: Colour = (200, 26, 30)
STOPS = "，。：；、！？"


class Canvas:
    """An upright page under the pen, in pixels at about 150 dpi."""

    def __init__(
        self,
        size: tuple[int, int],
        entries: tuple[Entry, ...],
        seed: int,
        paper: Colour = (253, 253, 251),
    ) -> None:
        self.image = Image.new("RGB", size, paper)
        self.draw = ImageDraw.Draw(self.image)
        self.entries = entries
        self.random = np.random.default_rng(seed)
        self.marks: list[Mark] = []

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height

    def note(self, group: str, kind: str, text: str, where: str, *polys: Poly) -> None:
        self.marks.append(Mark(group, kind, text, where, polys))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        role: str = "song",
        size: int = 26,
        ink: Colour = INK,
        anchor: str = "left",
        where: str = "print",
    ) -> float:
        """One line, with `anchor` left, centre or right of x. Returns the end of the line."""
        face = font(role, size)
        length = face.getlength(text)
        left = x - {"left": 0.0, "centre": length / 2, "right": length}[anchor]
        self._set(text, [SetLine(0, len(text), left, y)], role, size, ink, where)
        return left + length

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        role: str = "song",
        size: int = 26,
        leading: float = 1.75,
        indent: int = 2,
        ink: Colour = INK,
        where: str = "print",
    ) -> float:
        """Running text with the first line indented. Returns the top of what comes after."""
        face = font(role, size)
        shift = float(indent * size)
        lines = [
            SetLine(start, end, x + (shift if number == 0 else 0.0), y + number * size * leading)
            for number, (start, end) in enumerate(break_lines(text, face, width, shift))
        ]
        self._set(text, lines, role, size, ink, where)
        return y + len(lines) * size * leading

    def centred(
        self, frame: tuple[float, float, float, float], text: str, role: str, size: int
    ) -> None:
        """Text in the middle of a table cell, broken where the cell is too narrow."""
        left, top, right, bottom = frame
        face = font(role, size)
        spans = break_lines(text, face, right - left - 0.5 * size, 0)
        first = (top + bottom) / 2 - len(spans) * size * 1.3 / 2
        lines = [
            SetLine(
                start,
                end,
                (left + right - face.getlength(text[start:end])) / 2,
                first + number * size * 1.3,
            )
            for number, (start, end) in enumerate(spans)
        ]
        self._set(text, lines, role, size, INK, "table")

    def vertical(self, x: float, y: float, text: str, role: str, size: int, ink: Colour = INK) -> float:
        """One column from top to bottom. Returns its lower end."""
        face = font(role, size)
        step = size * 1.16
        glyphs = []
        for index, character in enumerate(text):
            top = y + index * step
            self.draw.text((x, top), character, font=face, fill=ink)
            glyphs.append(Glyph(index, 0, x - 1, top, x + size + 1, top + step))
        self._mark(text, glyphs, "vertical")
        return y + len(text) * step

    def rule(self, *points: tuple[float, float], ink: Colour = INK, width: int = 2) -> None:
        self.draw.line(points, fill=ink, width=width)

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[int],
        heights: Sequence[int],
        rows: Sequence[Sequence[str]],
        role: str = "song",
        size: int = 24,
    ) -> float:
        """A ruled table; an empty string leaves a cell free. Returns its lower end."""
        top = y
        for height, row in zip(heights, rows, strict=True):
            left = x
            for width, text in zip(widths, row, strict=True):
                self.draw.rectangle((left, top, left + width, top + height), outline=INK, width=2)
                if text:
                    self.centred((left, top, left + width, top + height), text, role, size)
                left += width
            top += height
        return top

    def photo(self, x: int, y: int, width: int, height: int) -> None:
        """A portrait in place of a real one: a head before a plain wall."""
        patch = Image.new("RGB", (width, height), (206, 222, 236))
        pen = ImageDraw.Draw(patch)
        pen.ellipse((width * 0.1, height * 0.68, width * 0.9, height * 1.5), fill=(52, 58, 78))
        pen.ellipse((width * 0.29, height * 0.2, width * 0.71, height * 0.7), fill=(226, 190, 166))
        pen.pieslice(
            (width * 0.26, height * 0.14, width * 0.74, height * 0.6), 180, 360, fill=(38, 32, 30)
        )
        self.image.paste(patch, (x, y))
        self.note("optional", "photo", "", "photo", box(x, y, x + width, y + height))

    def _set(
        self, text: str, lines: list[SetLine], role: str, size: int, ink: Colour, where: str
    ) -> None:
        face = font(role, size)
        glyphs: list[Glyph] = []
        for number, line in enumerate(lines):
            set_glyphs = glyphs_of(line, number, text, face)
            self._draw_run(text[line.start : line.end], line, set_glyphs, role, size, ink)
            glyphs += set_glyphs
        self._mark(text, glyphs, where)

    def _draw_run(
        self, run: str, line: SetLine, glyphs: list[Glyph], role: str, size: int, ink: Colour
    ) -> None:
        """The Arphic faces set stops mid-square, as in Taiwan: these are borrowed from another."""
        borrowed = STOPS if role in ("kai", "song") else ""
        bare = "".join("\u3000" if letter in borrowed else letter for letter in run)
        self.draw.text((line.left, line.top), bare, font=font(role, size), fill=ink)
        base = line.top + font(role, size).getmetrics()[0]
        for letter, glyph in zip(run, glyphs, strict=True):
            if letter in borrowed:
                spot = (glyph.left, base)
                self.draw.text(spot, letter, font=font("serif", size), fill=ink, anchor="ls")

    def _mark(self, text: str, glyphs: list[Glyph], where: str) -> None:
        for start, end, entry in occurrences(text, self.entries):
            polys = [
                box(
                    min(g.left for g in part),
                    min(g.top for g in part),
                    max(g.right for g in part),
                    max(g.bottom for g in part),
                )
                for part in _by_line([g for g in glyphs if start <= g.index < end])
            ]
            self.note(entry.group, entry.kind, text[start:end], where, *polys)


def _by_line(glyphs: list[Glyph]) -> list[list[Glyph]]:
    lines = sorted({glyph.line for glyph in glyphs})
    return [[glyph for glyph in glyphs if glyph.line == number] for number in lines]
