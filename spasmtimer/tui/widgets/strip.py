"""Draws a session as a strip of heat and ice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content

from ..signs import Signs
from ..strips import CURSOR, Cell, Part, Tense, cells, labels
from .line import Line


def drawn(found: Sequence[Cell]) -> Content:
    """The cells in their colours."""
    parts = []
    for (look, tense), run in groupby(found, key=lambda cell: (cell.look, cell.tense)):
        parts.append(("".join(cell.sign for cell in run), _style(look, tense)))
    return Content.assemble(*parts)


def _style(look: str, tense: Tense) -> str:
    if look == CURSOR:
        return "bold $foreground"
    if not look:
        return ""
    return "$past" if tense is Tense.PAST else f"${look}"


class SessionStrip(Line):
    """The whole session on one line, and its minutes on the line below where there is one."""

    DEFAULT_CSS = """
    SessionStrip { height: 2; }
    """

    _last: tuple[Sequence[Part], Signs] | None = None

    def on_resize(self) -> None:
        """Another width, other shares."""
        if self._last:
            self.show(*self._last)

    def show(self, parts: Sequence[Part], signs: Signs) -> None:
        """Shows the parts on the whole width."""
        self._last = parts, signs
        width = self.size.width
        if width <= 0:
            return
        strip = drawn(cells(parts, width, signs))
        below = labels(parts, width) if self.size.height > 1 else ""
        self.say(Content.assemble(strip, "\n", (below, "$quiet")) if below else strip)
