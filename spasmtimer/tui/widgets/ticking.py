"""A time in large digits that changes every second: only the rows of the digits that change are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from . import font
from .big import Big, Scale

MOST_DIGITS = 8
"""As in `10:02:03`."""


class Digit(Widget):
    """One digit. A widget of its own, since Textual paints a line from its widget's left edge."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Digit { position: absolute; display: none; }
    """

    def __init__(self) -> None:
        """Shows nothing yet."""
        super().__init__()
        self._lines: Sequence[str] = ()
        self._style = Style()

    def place(self, offset: tuple[int, int], size: tuple[int, int]) -> None:
        """Moves to its place."""
        self.styles.offset = offset
        self.styles.width, self.styles.height = size
        self.display = True

    def show(self, lines: Sequence[str]) -> None:
        """Shows these lines; paints those that differ."""
        before, self._lines = self._lines, lines
        if len(before) != len(lines):
            self.refresh()
            return
        changed = [y for y, (old, new) in enumerate(zip(before, lines, strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, len(lines[y]), 1) for y in changed))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some lines, for Textual; their style is looked up once for all of them."""
        self._style = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line, for Textual."""
        text = self._lines[y] if y < len(self._lines) else ""
        width = self.size.width
        return Strip([Segment(text.ljust(width)[:width], self._style)], width)


class Ticking(Big):
    """Shows a time in the middle of its box."""

    EXACT = False  # half rows would have more rows change with every digit

    def __init__(self, *, blocks: bool = True, **options: Any) -> None:
        """`blocks`: whether the terminal can show block characters."""
        super().__init__(blocks=blocks, **options)
        self._placed: tuple[Size, Scale, list[tuple[int, int]]] | None = None

    def compose(self) -> ComposeResult:
        """The digits, placed when there is something to show."""
        for _ in range(MOST_DIGITS):
            yield Digit()

    def _catch_up(self) -> None:
        """Moving digits takes a layout, which no painting may begin: the digits are a frame late after a resize."""

    def _repaint(self) -> None:
        """The digits paint themselves; only a text written plainly is this widget's own to paint."""
        if self._placed is None:
            self.refresh()

    def _lay_out(self) -> None:
        super()._lay_out()
        digits, scale = list(self.query(Digit)), self._scale(self._text)
        if scale is None or len(self._text) > len(digits):
            self._placed = None
            for digit in digits:
                digit.display = False
            return
        self._lines = ()
        places = font.offsets(self._text)
        if self._placed != (self.size, scale, places):
            self._placed = self.size, scale, places
            self._place(digits, scale, places)
        for digit, letter in zip(digits, self._text, strict=False):
            digit.show(self._draw(letter, scale))

    def _place(self, digits: list[Digit], scale: Scale, places: list[tuple[int, int]]) -> None:
        for digit in digits[len(places) :]:
            digit.display = False
        for digit, (at, wide) in zip(digits, places, strict=False):
            digit.place((self._left + at * scale.columns, self._top), (wide * scale.columns, scale.rows))
        self.refresh()
