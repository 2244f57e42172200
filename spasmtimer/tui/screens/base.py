"""What the screens have in common: they show a moment, and can be asked where they are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Generic, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widgets import Static

from ..commands import Entry, Where
from ..signs import Signs
from ..watch import Watch

if TYPE_CHECKING:
    from ..app import SpasmApp


ROOMY = 56
"""Columns from which on a question explains its answers."""


class View(Screen[None], inherit_bindings=False):
    """A screen that follows the session."""

    WHERE: ClassVar[Where]

    @property
    def spasm(self) -> SpasmApp:
        """The app, by its own name."""
        return cast("SpasmApp", self.app)

    @property
    def signs(self) -> Signs:
        """The signs this terminal can show."""
        return self.spasm.signs

    _composed = False

    def paint(self, watch: Watch) -> None:
        """Puts the present moment on the screen."""
        raise NotImplementedError  # each screen paints itself

    def show(self, watch: Watch) -> None:
        """Shows the present moment, once there is something to show it on; an app that ends composes nothing."""
        if self._composed and self.children:
            self.paint(watch)

    def wait_s(self, watch: Watch) -> float:
        """How long until this screen has something of its own to show."""
        return math.inf

    def let_happen(self, watch: Watch) -> None:
        """Does what the time has come for; most screens wait for nothing."""

    def on_mount(self) -> None:
        """Everything is there: shows the present moment at once."""
        self._composed = True
        self.show(self.spasm.watch_)

    def on_screen_resume(self) -> None:
        """Back in sight: what it shows is old."""
        self.show(self.spasm.watch_)

    def on_resize(self) -> None:
        """What fits may have changed."""
        self.call_after_refresh(self.show, self.spasm.watch_)


class Question(ModalScreen[ScreenResultType], Generic[ScreenResultType], inherit_bindings=False):
    """A few lines over another screen, and keys that answer them."""

    WHERE: ClassVar[Where]
    QUESTION: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        """The question, a warning if there is one, and what can be answered."""
        with Vertical():
            yield Static(self.QUESTION, classes="question", markup=False)
            if warning := self.warning():
                yield Static(warning, classes="warning", markup=False)
            yield Static(self._choices(), classes="choices")

    def on_resize(self) -> None:
        """Explains as much as there is room for."""
        self.query_one(".choices", Static).update(self._choices())

    def warning(self) -> str:
        """What should be known before answering."""
        return ""

    def answers(self) -> list[Entry]:
        """What can be answered now."""
        return list(cast("SpasmApp", self.app).keymap.entries(self.WHERE))

    def _choices(self) -> Content:
        roomy = self.app.size.width >= ROOMY
        lines = [
            Content.assemble(
                (f"{entry.key_names:>6}", "bold"), f"  {entry.label}", f". {entry.tooltip}" if roomy else ""
            )
            for entry in self.answers()
        ]
        return Content("\n").join(lines)

    def action_answer(self, answer: ScreenResultType) -> None:
        """Closes with the answer."""
        self.dismiss(answer)
