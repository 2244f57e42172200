"""Where the line view writes: lines of text, and on a terminal that can repaint one, a live line below them."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Self

from ..schedule.reading import Reading

CANNOT_REPAINT = ("", "dumb", "unknown")
"""What TERM says where a line, once written, stays; Windows sets none."""


class Lines:
    """Lines, one below the other: for pipes, files, and terminals that can do no more."""

    def say(self, line: str) -> None:
        """Writes a line."""
        print(line, flush=True)

    def ring(self, nudge: str) -> None:
        """Sends a bell or a notification to the terminal; nothing of it moves the cursor."""
        if nudge and sys.stdout.isatty():
            print(nudge, end="", flush=True)

    def show(self, reading: Reading) -> None:
        """Shows the present moment, where there is a live line."""

    def typed(self, keys: bytes) -> None:
        """Is told what was typed, which a terminal has written beside the live line."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Gives the terminal back."""


def at_hand() -> Lines:
    """Lines; with a live one where standard output is a terminal that can repaint it."""
    if not sys.stdout.isatty() or os.environ.get("TERM", "") in CANNOT_REPAINT:
        return Lines()
    from .progress import LiveLine  # rich, for terminals only: it takes longer to import than all else here

    return LiveLine()
