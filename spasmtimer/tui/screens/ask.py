"""The three questions that the app asks."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from ...control import Health
from ..commands import Where, bindings
from .base import Question


class AskStop(Question[bool]):
    """Whether to end the session."""

    WHERE = Where.STOP
    QUESTION = "Stop the session?"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.STOP)]


class AskPain(Question[int]):
    """How much it hurts, 0 to 10; -1 for no answer."""

    WHERE = Where.PAIN
    QUESTION = "How much does it hurt, 0 to 10?"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.PAIN)]


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
