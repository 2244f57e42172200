"""The app: which screen is shown, what is done with a key before any screen sees it, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import math
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from .. import settings
from ..control import Control, JournalError, Plan
from ..schedule.commands import Command
from ..schedule.session import State
from ..terminal import Terminal, here
from . import palette, themes
from .commands import Where, bindings
from .drivers import driver_class
from .errands import REFUSALS, Errands
from .firstkey import FirstKey, is_fresh
from .getup import GetUp
from .keymap import keymap
from .screens import later
from .screens.base import View
from .signs import signs_for
from .watch import Watch

WIDTHS = [(0, "-narrow"), (56, "-medium"), (76, "-wide")]
HEIGHTS = [(0, "-line"), (5, "-tiny"), (10, "-low"), (18, "-short"), (24, "-tall"), (36, "-grand")]
"""From how many columns and rows on a screen has which class: the styles lay out by it."""

SILENT = ("quit", "show_help", "show_guide", "show_day", "keys_panel", "change_theme", "command_palette")
"""What does not work while the alarm rings: there every key only silences."""

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
        first_key: FirstKey | None = None,
        terminal: Terminal | None = None,
        desktop: bool = True,
    ) -> None:
        """`make_control` makes another one, for another thread. `desktop`: whether calls are shown there.

        Raises JournalError.
        """
        self.terminal = terminal or Terminal()
        self._desktop = desktop
        self.watch_ = Watch(control, self.terminal, desktop=desktop)
        # Textual loads a screen's own styles when it is pushed, and the first screen is not.
        first = "session" if self.watch_.live else "home"
        super().__init__(driver_class=driver_class(), css_path=["app.tcss", f"screens/{first}.tcss"])
        liked = settings.load().settings
        self.control = control
        self.make_control = make_control
        self.signs = signs_for(encoding)
        self.last_times = control.last_times()
        """The last real session of each preset, the latest first."""
        self.first_key = first_key or FirstKey()
        self.keymap = keymap(liked.keys)
        """What can be done, with the keys that do it here."""
        self._errands = Errands(self, make_control)
        self.get_up = GetUp(liked, self.watch_.now)
        """Asks up whoever sits at this screen, if they want that."""
        self.farewell = ""
        """A line for standard output, once the terminal is given back."""
        self._next_look: asyncio.TimerHandle | None = None
        themes.dress(self, liked.theme)
        if liked.reduced_motion:
            self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """Everything starts at home, unless a session is to be joined."""
        return later.session() if self.watch_.live else later.home()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for themes that are not ours."""
        return themes.colours(dark=self.current_theme.dark)

    def on_mount(self) -> None:
        """Begins to follow the journal."""
        self.set_keymap(self.keymap.bindings)
        self.theme_changed_signal.subscribe(self, themes.remember)
        loop = asyncio.get_running_loop()
        if not self.is_headless and sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, partial(self.leave, 128 + number))
        self.pump()
        self.call_after_refresh(self._collect_garbage)

    @staticmethod
    def _collect_garbage() -> None:
        """From the first frame on, and never again among what is there by now."""
        gc.freeze()
        gc.enable()

    # Following the session

    def pump(self) -> None:
        """Looks at the session, shows what is new, and comes back when there will be more to show."""
        self.watch_.poll()
        self._write(self.watch_.nudge() + self.get_up.look(self.watch_, in_sight=self._shows_home))
        if self.watch_.untended:
            self._errands.tend(self.watch_.session)
        self._end_session_screen()
        view = self._view()
        if view is not None:
            view.let_happen(self.watch_)
            view.show(self.watch_)
        if self._next_look is not None:
            self._next_look.cancel()
        wait_s = min(self.watch_.wait_s(), view.wait_s(self.watch_) if view is not None else math.inf)
        # Textual's own timers each describe the whole app in words first, which costs more than the look does.
        self._next_look = asyncio.get_running_loop().call_later(max(0.02, wait_s), self.call_next, self.pump)

    def _write(self, nudge: str) -> None:
        """Sends a bell or a notification to the terminal, between two frames: the driver's queue keeps each whole.

        As Textual's own `bell` and `copy_to_clipboard` do it; there is no public way.
        """
        if nudge and not self.is_headless and self._driver is not None:
            self._driver.write(nudge)

    def show_session(self) -> None:
        """Goes to the session screen."""
        if not self._shows_session:
            self.go_home()
            self.push_screen(later.session())

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
            self.go_home()
            self.push_screen(later.summary())

    def remember(self) -> None:
        """Asks again when the presets were last used; a journal in use is asked the next time."""
        with suppress(JournalError):
            self.last_times = self.control.last_times()

    def go_home(self) -> None:
        """Closes whatever is above the home screen; where the app began with a session, opens it above that."""
        while len(self.screen_stack) > 1 and not self._is_home(self.screen):
            self.pop_screen()
        if not self._is_home(self.screen):  # Textual cannot replace its first screen
            self.push_screen(later.home())

    @property
    def _shows_home(self) -> bool:
        """Whether home is in sight, with nothing over it."""
        return bool(self.screen_stack) and self._is_home(self.screen_stack[-1])

    @staticmethod
    def _is_home(screen: Screen[object]) -> bool:
        return isinstance(screen, View) and screen.WHERE is Where.HOME

    # Commands

    def give(self, command: Command, *, minutes: float = 5.0, pain: int = 0) -> str:
        """Gives the session a command; returns why not, or nothing."""
        shown = self.watch_.session
        of = shown.id if shown else None
        return self._done(lambda: self.control.send(command, minutes=minutes, pain=pain, session_id=of))

    def mute(self, on: bool) -> str:
        """Mutes the session, or ends that; returns why not, or nothing."""
        return self._done(lambda: self.control.mute(on))

    def _done(self, act: Callable[[], object]) -> str:
        refusal = ""
        try:
            act()
        except REFUSALS as error:
            refusal = str(error)
        self.watch_.poll(force=True)
        self.pump()
        return refusal

    def start(self, plan: Plan) -> None:
        """Starts a session and shows it; the start screen is told if it is refused."""
        self._errands.start(plan, self._started)

    def _started(self, refusal: str, kept_in: Path | None) -> None:
        from .screens.start import Start

        if kept_in and not (kept_in == self.control.journal.path and self.control.journal.is_in_place()):
            self._move_to_where_it_is_kept()
        self.watch_.poll(force=True)
        self.remember()
        if not refusal:
            self.show_session()
        elif isinstance(view := self._view(), Start):
            view.refused(refusal)
        self.pump()

    def _move_to_where_it_is_kept(self) -> None:
        """Follows a session that could not be written where sessions belong."""
        self.control.close()
        self.control = self.make_control()
        self.watch_ = Watch(self.control, self.terminal, desktop=self._desktop)

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Sees keys and clicks before any screen: the first one silences the alarm, and does no more."""
        if is_fresh(event) and self.get_up.answered(self.watch_.now):
            self.pump()  # it was no alarm: the key does its own work as well
        if not (is_fresh(event) and (self.first_key.is_spent(event) or self._silences(event))):
            await super().on_event(event)

    def _silences(self, event: events.Event) -> bool:
        self.watch_.poll()  # the alarm may have begun since the last look
        session = self.watch_.session
        if session is None or session.state is not State.ALARMING or isinstance(event, events.MouseUp):
            return False
        self.first_key.silenced(event)
        self.watch_.trouble = self.give(Command.ACK)
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the alarm rings no key does anything but silence it, so none is shown."""
        session = self.watch_.session
        ringing = session is not None and session.state is State.ALARMING
        if ringing and action in SILENT:
            return False
        if action == "keys_panel" and not self.screen.has_class("-wide"):
            return False
        return super().check_action(action, parameters)

    def get_key_display(self, binding: Binding) -> str:
        """What the footer calls a key."""
        return self.keymap.shown(binding) or super().get_key_display(binding)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: all that can be done now, from the one table."""
        return palette.offers(self, screen)

    def action_command_palette(self) -> None:
        """Opens it."""
        if not isinstance(self.screen, palette.Palette):
            self.push_screen(palette.Palette(id=palette.PALETTE_ID))

    # Leaving

    async def action_quit(self) -> None:
        """Leaves; with a live session asks what becomes of it."""
        if self.watch_.live is None:
            self.leave(0)
        elif getattr(self.screen, "WHERE", None) is not Where.QUIT:
            self.push_screen(later.ask_quit(self.watch_.look.health), self._quit_answered)

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

    def action_keys_panel(self) -> None:
        """Shows at the side what the keys do, or hides it; the time stays in sight."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_show_help(self) -> None:
        """Shows what the keys do."""
        from .screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_show_guide(self) -> None:
        """Opens the guide."""
        self.push_screen(later.guide())

    def action_show_day(self) -> None:
        """Opens the questions about daily life."""
        self.push_screen(later.day())


def run(control: Control) -> int:
    """Runs the app until a person leaves it; returns the exit code. Standard input and error must be terminals."""
    liked = settings.load().settings
    terminal = here(liked.terminal_notifications)
    app = SpasmApp(control, encoding=sys.stderr.encoding, terminal=terminal, desktop=liked.notifications)
    app.run()
    if app.farewell:
        # Past Python's buffer: where the terminal is gone, that would complain once more at the very end.
        with suppress(OSError):
            os.write(sys.stdout.fileno(), f"{app.farewell}\n".encode())
    return app.return_code or 0
