"""What a person can do in the app: one entry of the table, and the places where entries belong."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from ..schedule.commands import Command

DIGITS = tuple("0123456789")
"""Keys."""


class Where(StrEnum):
    """The screens that keys belong to. The value is what the help calls the screen."""

    EVERYWHERE = "everywhere"
    HOME = "choosing a session"
    START = "before the start"
    SESSION = "during a session"
    SUMMARY = "after a session"
    SOUND = "testing the sound"
    STOP = "asked whether to stop"
    QUIT = "asked whether to leave"
    RESTART = "asked whether to begin again"
    SIGNS = "reading the warning signs"
    PAIN = "asked for your pain"
    HELP = "reading this help"
    GUIDE = "reading the guide"
    DAY = "looking at your day"
    CHOOSE = "being helped to choose"


class Entry(Struct, frozen=True):
    """Something a person can do."""

    id: str
    """Names it in the user's `[keys]`."""

    where: Where
    keys: tuple[str, ...]
    """As Textual calls them; none: in the palette only."""

    label: str
    """For the footer: a word or three."""

    tooltip: str
    """For the palette and the help: one sentence."""

    command: Command | None = None
    """What it tells the session; None: something of the app's own."""

    act: str = ""
    """The action, where it is not named like the id; `{key}` stands for the key."""

    shown: str = ""
    """The key in the footer and the help, where Textual's own name for it is not the best."""

    footer: bool = True

    rank: int = 1
    """Which stay in the footer where there is not room for all of them: the lowest first."""

    room: int = 0
    """Columns from which on the footer has room for it."""

    @property
    def action(self) -> str:
        """What Textual runs."""
        return f"give('{self.command}')" if self.command else self.act or self.id

    @property
    def key_names(self) -> str:
        """The keys as people call them."""
        return self.shown or " or ".join(self.keys)
