"""What takes too long for the event loop, done in threads, each with a Control of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.worker import get_current_worker

from ..control import AlreadyLive, Control, JournalError, NoSession, NoTimekeeper, Plan, TooSoon, Unfit
from ..schedule.commands import CeilingExceeded, IllegalCommand
from ..schedule.presets import Refused
from ..schedule.session import Session

REFUSALS = (
    *(AlreadyLive, CeilingExceeded, IllegalCommand, NoSession, NoTimekeeper, Refused, TooSoon, Unfit),
    *(JournalError, ValueError),
)
"""What the session, its limits and the journal may answer instead of doing what was asked."""

Started = Callable[[str, Path | None], None]
"""Told why a session was not started, or nothing and where it is kept."""


class Errands:
    """Sends somebody; what comes of it arrives on the event loop."""

    def __init__(self, app: App[Any], make_control: Callable[[], Control]) -> None:
        """`make_control`: a database connection belongs to one thread."""
        self._app, self._make_control = app, make_control

    def start(self, plan: Plan, started: Started) -> None:
        """Starts a session, which waits until somebody keeps its time."""
        kept_in: list[Path] = []

        def errand(control: Control) -> None:
            control.start(plan)
            kept_in.append(control.journal.path)

        def work() -> None:
            refusal = self._run(errand)
            if not get_current_worker().is_cancelled:
                self._app.call_from_thread(started, refusal, kept_in[0] if kept_in else None)

        self._app.run_worker(work, group="start", exclusive=True, thread=True)

    def tend(self, session: Session | None) -> None:
        """Brings back somebody who keeps the time; one try at once."""
        if any(worker.group == "tend" and not worker.is_finished for worker in self._app.workers):
            return

        def work() -> None:
            self._run(lambda control: control.tend(session))

        self._app.run_worker(work, group="tend", thread=True)

    def _run(self, errand: Callable[[Control], None]) -> str:
        """Runs an errand in this thread; returns why it failed, or nothing."""
        try:
            control = self._make_control()
        except JournalError as error:
            return str(error)
        try:
            errand(control)
        except REFUSALS as error:
            return str(error)
        finally:
            control.close()
        return ""
