"""A verb's way to the session: `Control`, with what it remarks and raises turned into lines and exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from ..control import AlreadyLive, Control, Held, JournalError, NoSession, NoTimekeeper, SessionLives, TooSoon, Unfit
from ..guidance.episode import IllegalFact
from ..schedule.commands import CeilingExceeded, IllegalCommand, NotFelt
from ..schedule.notation import NotationError
from ..schedule.presets import Refused, UnknownPreset
from .exits import Exit, Failure, complain

CODES: dict[type[Exception], Exit] = {
    AlreadyLive: Exit.NO_SESSION,
    NoSession: Exit.NO_SESSION,
    SessionLives: Exit.NO_SESSION,
    CeilingExceeded: Exit.REFUSED,
    NotFelt: Exit.REFUSED,
    Refused: Exit.REFUSED,
    TooSoon: Exit.REFUSED,
    Unfit: Exit.REFUSED,
    UnknownPreset: Exit.USAGE,
    NotationError: Exit.USAGE,
    IllegalCommand: Exit.FAILED,
    IllegalFact: Exit.FAILED,
    NoTimekeeper: Exit.FAILED,
    JournalError: Exit.FAILED,
    Held: Exit.FAILED,
}


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong in the block ends the program with a line and its code."""
    try:
        yield
    except tuple(CODES) as error:
        code = next(code for kind, code in CODES.items() if isinstance(error, kind))
        raise Failure(str(error), code) from error


@contextmanager
def control() -> Iterator[Control]:
    """A `Control` for the time of the block, with its errors told."""
    with told(), closing(Control()) as opened:
        known = len(opened.remarks)
        try:
            for remark in opened.remarks[:known]:
                complain(remark)
            yield opened
        finally:
            for remark in opened.remarks[known:]:  # a start looks closer, and may find more
                complain(remark)
