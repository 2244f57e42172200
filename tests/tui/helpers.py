"""A clock that stands still, sessions written straight into the journal, and the screen as text."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from spasmtimer.control import Control
from spasmtimer.journal import hello, lock
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.session import Session
from spasmtimer.terminal import Terminal
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.firstkey import FirstKey
from tests.schedule.helpers import Story, at, story

if TYPE_CHECKING:
    from datetime import datetime

    from spasmtimer.clock import SystemClock
    from spasmtimer.schedule.instant import Instant

SIZES = ((120, 40), (80, 24), (60, 20), (40, 12), (20, 5))
PATIENCE_S = 25.0

CALM_ROUNDS = 4
"""A key opens a screen, which is composed, laid out, painted: each waits for the one before."""


class StandingClock:
    """Tells the time it was set to."""

    def __init__(self) -> None:
        self.t = 0.0

    def now(self) -> Instant:
        return at(self.t)

    def shown(self, at: datetime) -> datetime:
        return at


class Desk(Control):
    """The real control with a clock of the test's; whoever should keep the time is counted, and not started."""

    def __init__(self, clock: StandingClock) -> None:
        super().__init__()
        self.clock = cast("SystemClock", clock)
        self.tended = 0

    def tend(self, session: Session | None, *, wait: bool = True) -> None:
        self.tended += 1


class Stage:
    """A home whose session the test writes, and the app on it."""

    def __init__(self) -> None:
        self.clock = StandingClock()
        self.control = Desk(self.clock)
        self.others: list[Desk] = []

    @property
    def journal_path(self) -> Path:
        return self.control.journal.path

    def tell(self, told: Story) -> Session:
        """Write what happened in a story that is not yet in the journal, and set the clock to its present."""
        known = sum(isinstance(entry.what, ev.Event) for entry in self.control.look().entries)
        session, _ = self.control.journal.append(lambda latest: told.events[known:])
        self.clock.t = told.t
        assert session
        return session

    def note(self, kind: ev.NoticeKind, **data: Any) -> int:
        """Write a notice, as the timekeeper does."""
        latest = self.control.session()
        assert latest
        return self.control.journal.note(latest.id, ev.Notice(self.clock.now(), kind, dict(data)))

    def last_event(self) -> int:
        """The number of the last event."""
        return max(entry.seq for entry in self.control.look().entries if isinstance(entry.what, ev.Event))

    def all_is_well(self) -> None:
        """Every notice that a healthy machine would have written so far."""
        self.note(ev.NoticeKind.AWAKE, ok=True, how="test")
        self.note(ev.NoticeKind.CUE_SOUNDED, **{"for": self.last_event(), "cue": "heat", "player": "paplay"})

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Somebody keeps the time, as far as anybody can see."""
        held = lock.acquire(self.journal_path)
        latest = self.control.session()
        hello.say(self.journal_path, hello.Hello(os.getpid(), latest.id if latest else "", "test"))
        try:
            yield
        finally:
            held.release()

    def app(
        self, *, encoding: str = "utf-8", first_key: FirstKey | None = None, terminal: Terminal | None = None
    ) -> SpasmApp:
        """The app, with keys as fast as a test presses them."""
        return SpasmApp(
            self.control,
            make_control=self._another,
            encoding=encoding,
            first_key=first_key or FirstKey(0, 0, 0),
            terminal=terminal,
        )

    def _another(self) -> Desk:
        self.others.append(Desk(self.clock))
        return self.others[-1]

    def events(self) -> list[str]:
        """The names of the events in the journal."""
        entries = self.control.look().entries
        return [type(entry.what).__name__ for entry in entries if isinstance(entry.what, ev.Event)]


async def until(pilot: Pilot[None], condition: Callable[[], object], what: str) -> None:
    """Let the app go on until the condition holds."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}:\n{screen_text(pilot.app)}")
        await pilot.pause(0.01)
        await asyncio.sleep(0)


async def shows(pilot: Pilot[None], text: str) -> None:
    """Let the app go on until this is on the screen: layers are painted one after the other."""
    await until(pilot, lambda: text in screen_text(pilot.app), f"'{text}'")


async def calm(pilot: Pilot[None]) -> None:
    """Let every widget do what it has to do. The pilot's own pause also waits 20 ms and more for an idle processor."""
    for _ in range(CALM_ROUNDS):
        await pilot.pause(0)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, as the terminal reports them."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))
        await calm(pilot)


async def click(pilot: Pilot[None], x: int, y: int) -> None:
    """Click as the terminal reports it: pressed and released. The pilot's own click goes past the app."""
    for kind in (events.MouseDown, events.MouseUp):
        pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
    await calm(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Let the app look at the journal and paint."""
    app = pilot.app
    assert isinstance(app, SpasmApp)
    await calm(pilot)
    app.watch_.poll(force=True)
    app.pump()
    await calm(pilot)


def screen_text(app: App[None]) -> str:
    """The screen as plain text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips()).rstrip("\n")


def running() -> Story:
    """Six minutes into the second heat of three."""
    return story(pain=6).go(2490).do(Command.CONFIRM).go(2490 + 360)


def swapping() -> Story:
    """Fifteen seconds after the first heat: the ice begins by itself."""
    return story().go(1215)


def waiting() -> Story:
    """Thirty-five seconds after the first ice: heat waits for a person."""
    return story().go(1200 + 60 + 1200 + 35)


def paused() -> Story:
    """Paused eight minutes into the first heat, four minutes ago."""
    return story().go(480).do(Command.PAUSE).go(720)


def alarming() -> Story:
    """Twelve seconds after the end of the only phase."""
    return story("heat 20m").go(1212)


def overdue() -> Story:
    """The machine slept: 25 minutes into 20 of heat."""
    return story().sleep(1500).catch_up().go(1503)
