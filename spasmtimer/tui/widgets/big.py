"""A word or a time, drawn as large as its box allows, so that it can be read from the floor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from msgspec import Struct
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from . import font

SQUAREST, WIDEST = 0.7, 1.5
"""Columns for each half row of a point: a cell is about twice as high as it is wide."""


BLOCK, PLAIN_BLOCK = "█", "#"


class Scale(Struct, frozen=True):
    """How large a point is drawn."""

    columns: int
    half_rows: int

    @property
    def rows(self) -> int:
        """How many rows a line of text takes."""
        return -(-font.ROWS * self.half_rows // 2)


def scale_for(text: str, width: int, height: int, *, halves: bool = True) -> Scale | None:
    """The largest scale at which the text fits, in half rows if there are; None where it must be written plainly."""
    if not font.can_draw(text):
        return None
    room = width // font.width_of(text)
    for half_rows in range(2 * height // font.ROWS + 1, 0, -1):
        if half_rows % 2 and not halves:
            continue
        columns = min(room, int(half_rows * WIDEST))
        scale = Scale(columns, half_rows)
        if columns >= max(1, half_rows * SQUAREST) and scale.rows <= height:
            return scale
    return None


@lru_cache(maxsize=64)  # ten digits and a few words, drawn again every second
def draw(text: str, scale: Scale, *, lower: bool = False) -> tuple[str, ...]:
    """The text as lines of blocks and half blocks; `lower` by half a row, if it is to stand in the middle."""
    grid = [[point for point in row for _ in range(scale.columns)] for row in font.points(text)]
    halves = [row for row in grid for _ in range(scale.half_rows)]
    if lower:
        halves.insert(0, [False] * len(halves[0]))
    if len(halves) % 2:
        halves.append([False] * len(halves[0]))
    shades = {(True, True): BLOCK, (True, False): "▀", (False, True): "▄", (False, False): " "}
    pairs = zip(halves[::2], halves[1::2], strict=True)
    return tuple("".join(shades[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)


class Big(Widget):
    """Shows a text in the middle of its box."""

    ALLOW_SELECT = False

    EXACT: ClassVar[bool] = True
    """Whether it stands in the middle to half a row."""

    DEFAULT_CSS = """
    Big { width: 1fr; height: 5; }
    """

    def __init__(self, *, blocks: bool = True, **options: Any) -> None:
        """`blocks`: whether the terminal can show block characters; without them letters are made of `#`."""
        super().__init__(**options)
        self._blocks = blocks
        self._texts: tuple[str, ...] = ()
        self._text = ""
        self._plain: str | None = None
        self._lines: Sequence[str] = ()
        self._left = self._top = 0
        self._laid_out_for = Size(0, 0)

    @property
    def text(self) -> str:
        """What it shows."""
        return self._text

    def show(self, *texts: str, plain: str | None = None) -> None:
        """Shows the text that can be drawn largest, the first of equals; where none fits `plain` as it is."""
        if (texts, plain) == (self._texts, self._plain):
            return
        self._texts, self._plain = texts, plain
        self._text = self._largest()
        self._lay_out()
        self._repaint()

    def render_line(self, y: int) -> Strip:
        """One line, for Textual."""
        self._catch_up()
        width, style = self.size.width, self.rich_style
        row = y - self._top
        text = self._lines[row] if 0 <= row < len(self._lines) else ""
        return Strip([Segment((" " * self._left + text).ljust(width)[:width], style)], width)

    def on_resize(self) -> None:
        """Another box, another size of letters."""
        if self._laid_out_for == self.size:
            return
        self._text = self._largest()
        self._lay_out()
        self._repaint()

    def _catch_up(self) -> None:
        """Painted before it was told of its new size: lays out for it at once, so that no frame is wrong."""
        if self._laid_out_for != self.size:
            self._text = self._largest()
            self._lay_out()

    def _repaint(self) -> None:
        self.refresh()

    def _scale(self, text: str) -> Scale | None:
        return scale_for(text, self.size.width, self.size.height, halves=self._blocks)

    def _draw(self, text: str, scale: Scale) -> Sequence[str]:
        free = 2 * self.size.height - font.ROWS * scale.half_rows
        lines = draw(text, scale, lower=self.EXACT and self._blocks and free // 2 % 2 == 1)
        return lines if self._blocks else [line.replace(BLOCK, PLAIN_BLOCK) for line in lines]

    def _largest(self) -> str:
        scales = [(self._scale(text), text) for text in self._texts]
        return max(scales, key=lambda found: found[0].half_rows if found[0] else 0)[1] if scales else ""

    def _lay_out(self) -> None:
        self._laid_out_for = self.size
        scale = self._scale(self._text)
        plain = self._plain if self._plain is not None else self._text
        self._lines = self._draw(self._text, scale) if scale else [plain]
        self._left = max(0, (self.size.width - max(map(len, self._lines))) // 2)
        self._top = max(0, (self.size.height - len(self._lines) + (not self.EXACT)) // 2)
