"""Following the session: what the journal says now, when to look again, and what to write to the terminal."""

from __future__ import annotations

import math

from ..control import Control, JournalError, Look
from ..nudge import Nudges
from ..schedule.instant import Instant
from ..schedule.reading import Reading, read
from ..schedule.session import Session, State
from ..terminal import Terminal

LOOK_S = 1.0
"""Longest time between two looks."""

SOON_S = 0.1
"""Between two looks while something is due and not yet written."""

SOON_FOR_S = 3.0
"""For how long it is looked for so often: a timekeeper that is late for longer is not there."""

HEALTH_S = 5.0
"""Between two looks at whether the timekeeper lives, while nobody writes."""

PAST_TICK_S = 0.004
"""The screen is painted just after the second has changed, never just before."""


class Watch:
    """One view's knowledge of the latest session."""

    def __init__(self, control: Control, terminal: Terminal | None = None, *, desktop: bool = True) -> None:
        """Looks at once. `terminal`: the view's; `desktop`: whether calls are shown there. Raises JournalError."""
        self.control = control
        self.look: Look = control.look()
        self.trouble = ""
        """Why the journal could not be read the last time; empty when it could."""
        self._looked_at = control.clock.now()
        self._nudges = Nudges(terminal or Terminal(), self.look.entries, desktop=desktop)

    @property
    def session(self) -> Session | None:
        """The latest session, live or ended."""
        return self.look.session

    @property
    def now(self) -> Instant:
        """This moment."""
        return self.control.clock.now()

    @property
    def live(self) -> Session | None:
        """The latest session, if it lives."""
        session = self.look.session
        return session if session is not None and session.state.is_live else None

    @property
    def untended(self) -> bool:
        """Whether a session lives and nobody keeps its time."""
        return self.live is not None and not self.look.health.alive

    def reading(self) -> Reading | None:
        """The latest session at this moment."""
        return read(self.look.session, self.now) if self.look.session is not None else None

    def poll(self, *, force: bool = False) -> None:
        """Looks again if somebody has written, or if the last look is old. A journal in use is looked at later."""
        now = self.now
        stale = self.live is not None and now.since(self._looked_at) >= HEALTH_S
        if not (self.control.changed() or force or stale):
            return
        try:
            self.look = self.control.look()
            self.trouble = ""
        except JournalError as error:
            self.trouble = str(error)
        self._looked_at = now

    def nudge(self) -> str:
        """What to write to the terminal now: the bell, a notification, or nothing. Each call is there once."""
        return self._nudges.look(self.look.entries, self.now)

    def wait_s(self) -> float:
        """How long until the screen has something new to show."""
        reading = self.reading()
        ticks = _to_next_second(reading) if reading is not None and self.live is not None else LOOK_S
        return min(ticks, self._nudges.wait_s(self.now) + PAST_TICK_S)


def _to_next_second(reading: Reading) -> float:
    """Until the digits on the screen change."""
    since = reading.t - reading.session.since
    if reading.state is State.RUNNING and reading.remaining_s > 0:
        return _part(reading.remaining_s)
    if reading.state is State.RUNNING and reading.overdue_s < SOON_FOR_S:
        return SOON_S
    if reading.state is State.SWAPPING and reading.waiting_for is None:
        return _part(reading.changeover_left_s) if reading.changeover_left_s > 0 else SOON_S
    if reading.state in (State.SWAPPING, State.ALARMING):
        return math.floor(since) + 1 - since + PAST_TICK_S
    return LOOK_S


def _part(left: float) -> float:
    return left - math.ceil(left) + 1 + PAST_TICK_S
