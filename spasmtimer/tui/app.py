"""The app: which screen is shown, what is done with a key before any screen sees it, and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from ..control import AlreadyLive, Control, JournalError, NoSession, NoTimekeeper, Plan
from ..schedule.commands import CeilingExceeded, Command, IllegalCommand
from ..schedule.presets import Refused
from ..schedule.session import State
from . import themes
from .commands import Where, bindings, entries
from .screens.base import View
from .signs import signs_for
from .watch import Watch

HELD_S = 0.15
"""The same key sooner than this after itself is a held key, not a second press."""

GRACE_S = 0.7
"""After a key has silenced the alarm, for how long it may still be held without doing more."""

WIDTHS = [(0, "-narrow"), (56, "-medium"), (76, "-wide")]
HEIGHTS = [(0, "-line"), (5, "-tiny"), (10, "-low"), (18, "-short"), (24, "-tall"), (36, "-grand")]
"""From how many columns and rows on a screen has which class: the styles lay out by it."""

REPEATABLE = frozenset({"up", "down", "plus", "minus", "equals_sign", "pageup", "pagedown", "j", "k"})
"""Keys that are meant to be held."""

REFUSALS = (AlreadyLive, CeilingExceeded, IllegalCommand, NoSession, NoTimekeeper, Refused, JournalError, ValueError)
"""What the session, its limits and the journal may answer instead of doing what was asked."""

GOES_ON = "The session goes on; 'spasmtimer' joins it, 'spasmtimer stop' ends it."


class SpasmApp(App[None]):
    """A view of the session."""

    TITLE = "spasmtimer"
    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.EVERYWHERE)]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        control: Control,
        *,
        make_control: Callable[[], Control] = Control,
        encoding: str | None = "utf-8",
        held_s: float = HELD_S,
        grace_s: float = GRACE_S,
    ) -> None:
        """`make_control` makes another one, for another thread. Raises JournalError."""
        self.watch_ = Watch(control)
        # Textual loads a screen's own styles when it is pushed, and the first screen is not.
        first = "session" if self.watch_.live else "home"
        super().__init__(driver_class=_driver_class(), css_path=["app.tcss", f"screens/{first}.tcss"])
        self.control = control
        self.make_control = make_control
        self.signs = signs_for(encoding)
        self._last_used = control.last_used()
        self.held_s, self.grace_s = held_s, grace_s
        self.farewell = ""
        """A line for standard output, once the terminal is given back."""
        self._pump_timer: Timer | None = None
        self._last_key = ("", float("-inf"))
        self._deaf_until = float("-inf")
        self._swallow_click = False
        for theme in themes.THEMES:
            self.register_theme(theme)
        if "TEXTUAL_THEME" not in os.environ:
            self.theme = themes.DEFAULT

    def get_default_screen(self) -> Screen[None]:
        """Everything starts at home, unless a session is to be joined."""
        return self._session_screen() if self.watch_.live else self._home()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for themes that are not ours."""
        return themes.colours(dark=self.current_theme.dark)

    def on_mount(self) -> None:
        """Begins to follow the journal."""
        loop = asyncio.get_running_loop()
        if not self.is_headless and sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, partial(self.leave, 128 + number))
        self.pump()

    # Following the session

    def pump(self) -> None:
        """Looks at the session, shows what is new, and comes back when there will be more to show."""
        self.watch_.poll()
        if self.watch_.must_ring():
            self.bell()
        if self.watch_.untended:
            self._tend()
        self._end_session_screen()
        self.show_now()
        if self._pump_timer is not None:
            self._pump_timer.stop()
        self._pump_timer = self.set_timer(max(0.02, self.watch_.wait_s()), self.pump)

    def show_now(self) -> None:
        """Has the screen in sight show the present moment."""
        view = self._view()
        if view is not None:
            view.show(self.watch_)

    def show_session(self) -> None:
        """Goes to the session screen."""
        if not self._shows_session:
            self.go_home()
            self.push_screen(self._session_screen())

    @property
    def _shows_session(self) -> bool:
        """Whether the session screen is in sight, be it below a question."""
        view = self._view()
        return view is not None and view.WHERE is Where.SESSION

    def _view(self) -> View | None:
        """The screen in sight: the one on top, or below a question."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, View)), None)

    def _end_session_screen(self) -> None:
        """Once the session has ended, its screen gives way to the summary."""
        if self.watch_.live is None and self._shows_session:
            from .screens.summary import Summary

            self.go_home()
            self.push_screen(Summary())

    def last_used(self) -> str | None:
        """The preset of the last real session."""
        return self._last_used

    def go_home(self) -> None:
        """Closes whatever is above the home screen; where the app began with a session, opens it above that."""
        while len(self.screen_stack) > 1 and not self._is_home(self.screen):
            self.pop_screen()
        if not self._is_home(self.screen):  # Textual cannot replace its first screen
            self.push_screen(self._home())

    @staticmethod
    def _is_home(screen: Screen[object]) -> bool:
        return isinstance(screen, View) and screen.WHERE is Where.HOME

    @staticmethod
    def _home() -> View:
        from .screens.home import Home

        return Home()

    @staticmethod
    def _session_screen() -> View:
        from .screens.session import SessionScreen

        return SessionScreen()

    # Commands

    def give(self, command: Command, *, minutes: float = 5.0, pain: int = 0) -> str:
        """Gives the session a command; returns why not, or nothing."""
        refusal = ""
        try:
            self.control.send(command, minutes=minutes, pain=pain)
        except REFUSALS as error:
            refusal = str(error)
        self.watch_.poll(force=True)
        self.pump()
        return refusal

    def start(self, plan: Plan) -> None:
        """Starts a session and shows it; the start screen is told if it is refused."""
        kept_in: list[Path] = []

        def errand(control: Control) -> None:
            control.start(plan)
            kept_in.append(control.journal.path)

        def work() -> None:
            refusal = self._in_thread(errand)
            if not get_current_worker().is_cancelled:
                self.call_from_thread(self._started, refusal, kept_in)

        self.run_worker(work, group="start", exclusive=True, thread=True)

    def _started(self, refusal: str, kept_in: list[Path]) -> None:
        from .screens.start import Start

        if kept_in and kept_in[0] != self.control.journal.path:
            self._move_to_where_it_is_kept()
        self.watch_.poll(force=True)
        self._last_used = self.control.last_used()
        if not refusal:
            self.show_session()
        elif isinstance(self.screen, Start):
            self.screen.refused(refusal)
        self.pump()

    def _move_to_where_it_is_kept(self) -> None:
        """Follows a session that could not be written where sessions belong."""
        self.control.close()
        self.control = self.make_control()
        self.watch_ = Watch(self.control)

    def _tend(self) -> None:
        """Brings back somebody who keeps the time; one try at once."""
        if any(worker.group == "tend" and not worker.is_finished for worker in self.workers):
            return
        session = self.watch_.session

        def work() -> None:
            self._in_thread(lambda control: control.tend(session))

        self.run_worker(work, group="tend", thread=True)

    def _in_thread(self, errand: Callable[[Control], object]) -> str:
        """Runs an errand with a Control of this thread's own; returns why it failed, or nothing."""
        try:
            control = self.make_control()
        except JournalError as error:
            return str(error)
        try:
            errand(control)
        except REFUSALS as error:
            return str(error)
        finally:
            control.close()
        return ""

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Sees keys and clicks before any screen: the first one silences the alarm, and does no more."""
        if not (self._is_fresh(event) and (self._silences(event) or self._is_held(event))):
            await super().on_event(event)

    @staticmethod
    def _is_fresh(event: events.Event) -> bool:
        """Whether it comes from a person, and no screen has seen it."""
        return isinstance(event, events.Key | events.MouseDown | events.MouseUp) and not event.is_forwarded

    def _silences(self, event: events.Event) -> bool:
        if isinstance(event, events.MouseUp):
            swallowed, self._swallow_click = self._swallow_click, False
            return swallowed
        session = self.watch_.session
        if session is not None and session.state is State.ALARMING:
            self._deaf_until = event.time + self.grace_s
            self._swallow_click = isinstance(event, events.MouseDown)
            self.give(Command.ACK)
            return True
        return event.time < self._deaf_until

    def _is_held(self, event: events.Event) -> bool:
        if not isinstance(event, events.Key):
            return False
        last, at = self._last_key
        self._last_key = (event.key, event.time)
        return event.key == last and event.key not in REPEATABLE and event.time - at < self.held_s

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the alarm rings no key does anything but silence it, so none is shown."""
        session = self.watch_.session
        ringing = session is not None and session.state is State.ALARMING
        if ringing and action in ("quit", "show_help", "change_theme", "command_palette"):
            return False
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: all that can be done now, from the one table."""
        places = (screen.WHERE, Where.EVERYWHERE) if isinstance(screen, View) else (Where.EVERYWHERE,)
        for entry in entries(*places):
            target = self if entry.where is Where.EVERYWHERE else screen
            if "{key}" not in entry.action and self._check_action_state(entry.action, target):
                run = partial(self.run_action, entry.action, target)
                yield SystemCommand(entry.label, entry.tooltip, run)

    # Leaving

    async def action_quit(self) -> None:
        """Leaves; with a live session asks what becomes of it."""
        from .screens.ask import AskQuit

        if self.watch_.live is None:
            self.leave(0)
        elif not isinstance(self.screen, AskQuit):
            self.push_screen(AskQuit(self.watch_.look.health), self._quit_answered)

    def _quit_answered(self, answer: str | None) -> None:
        if answer == "stop":
            if not self.give(Command.STOP):
                self.leave(0)
        elif answer == "leave":
            self.leave(0)

    def leave(self, code: int) -> None:
        """Ends the app, not the session."""
        self.watch_.poll(force=True)
        self.farewell = GOES_ON if self.watch_.live else ""
        self.exit(return_code=code)

    def action_show_help(self) -> None:
        """Shows what the keys do."""
        from .screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))


def run(control: Control) -> int:
    """Runs the app until a person leaves it; returns the exit code. Standard input and error must be terminals."""
    app = SpasmApp(control, encoding=sys.stderr.encoding)
    app.run()
    if app.farewell:
        print(app.farewell)
    return app.return_code or 0


def _driver_class() -> type[Driver] | None:
    """The driver for this system; None: Textual's own."""
    if sys.platform != "linux":
        return None
    from .driver import QuietDriver

    return QuietDriver
