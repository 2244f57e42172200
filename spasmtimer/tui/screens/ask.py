"""The questions that the app asks over a session, and the signs that it shows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from ...control import Health
from ...guidance.stops import warning_signs
from ...schedule.phases import Modality
from ..commands import Entry, Where, bindings
from .base import Question


class AskStop(Question[bool]):
    """Whether to end the session."""

    WHERE = Where.STOP
    QUESTION = "Stop the session?"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.STOP)]


class AskRestart(Question[bool]):
    """Whether to begin a phase again, and lose the time that it has had."""

    WHERE = Where.RESTART
    QUESTION = "Begin this phase again?"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.RESTART)]


class AskPain(Question[int]):
    """How much it hurts, 0 to 10; -1 for no answer."""

    WHERE = Where.PAIN
    QUESTION = "How much does it hurt, 0 to 10?"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.PAIN)]


class WarningSigns(Question[str]):
    """When to take the pack off; the timer keeps running. Answers `stop`, `pause`, or nothing."""

    WHERE = Where.SIGNS
    QUESTION = "Take it off for any of these."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.SIGNS)]

    def __init__(self, modality: Modality, *, is_on: bool) -> None:
        """`modality`: what is on, or comes next."""
        super().__init__()
        self._is_on = is_on
        self._signs = warning_signs(modality)

    def answers(self) -> list[Entry]:
        """What is not on cannot be taken off."""
        return [entry for entry in super().answers() if self._is_on or entry.id != "signs-pause"]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The same for the key."""
        return self._is_on or parameters != ("pause",)

    def compose(self) -> ComposeResult:
        """The question, the signs, which scroll where they do not fit, and what can be answered."""
        with Vertical():
            yield Static(self.QUESTION, classes="question", markup=False)
            with VerticalScroll(classes="signs"):
                yield Static("\n".join(self._signs), markup=False)
            yield Static(self._choices(), classes="choices")


class AskQuit(Question[str]):
    """What becomes of the session: stop, leave, or nothing."""

    WHERE = Where.QUIT
    QUESTION = "Leave the app while the session runs?"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.QUIT)]

    def __init__(self, health: Health) -> None:
        """`health`: whether anybody would call."""
        super().__init__()
        self._health = health

    def warning(self) -> str:
        """Whether anything would be heard."""
        if self._health.sound_ok is False:
            return "No sound works here: once this is closed, nothing would call you."
        if self._health.doubt:
            return f"Perhaps nothing is heard here ({self._health.doubt}): once this is closed, nothing may call you."
        return ""
