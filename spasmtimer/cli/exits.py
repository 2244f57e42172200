"""How the program ends: the exit codes, and the one line that goes with a failure."""

from __future__ import annotations

import sys
from enum import IntEnum

from ..schedule.text import printable


class Exit(IntEnum):
    """The exit codes; public."""

    DONE = 0
    FAILED = 1
    """It failed, or is not possible in this state."""

    USAGE = 2
    """Usage or bad input."""

    NO_SESSION = 3
    """There is no session; for `start`: one lives already."""

    REFUSED = 4
    """Refused for safety."""

    INTERRUPTED = 130
    """Ctrl+C; 128 and the signal's number, as for the other signals."""


class Failure(Exception):
    """Ends the program with a line on standard error."""

    def __init__(self, message: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(message)
        self.code = code


def complain(message: str) -> None:
    """One line on standard error: what is wrong, what would be right."""
    print(f"spasmtimer: {printable(' '.join(message.split()))}", file=sys.stderr)
