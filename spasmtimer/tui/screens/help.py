"""What the keys do, for the screen below and for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from ..commands import Where, bindings
from ..keymap import Keymap
from .base import Question, View

if TYPE_CHECKING:
    from ..app import SpasmApp

FIRST_KEY = "While it rings, the first key or click only silences it. While a switch waits, any other key does."
ALSO = "Ctrl+P opens the palette: everything by name. The session goes on whatever becomes of this window."


class Help(ModalScreen[None]):
    """All keys, those of the screen below first."""

    WHERE = Where.HELP
    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.HELP)]

    def __init__(self, below: Screen[object]) -> None:
        """`below`: the screen that help is wanted for."""
        super().__init__()
        self._first = below.WHERE if isinstance(below, View | Question) else Where.HOME

    def compose(self) -> ComposeResult:
        """A list that scrolls where it does not fit."""
        with VerticalScroll(can_focus=True):
            yield Static(help_text(self._first, cast("SpasmApp", self.app).keymap))

    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss(None)


def help_text(first: Where, keymap: Keymap) -> Content:
    """Every key and what it does, by place."""
    order = [first, Where.EVERYWHERE, *(where for where in Where if where not in (first, Where.EVERYWHERE))]
    parts: list[Content | str | tuple[str, str]] = [f"{FIRST_KEY}\n{ALSO}\n"]
    for where in order:
        parts.append((f"\n{where.value.capitalize()}\n", "bold"))
        for entry in keymap.entries(where):
            keys = entry.key_names if entry.keys else "palette"
            parts += [(f"{keys:>8}", "$accent"), f"  {entry.label}: {entry.tooltip}\n"]
    return Content.assemble(*parts)
