"""The session as calm lines of text, on a terminal with a bar below: for screen readers, pipes and ssh."""

from __future__ import annotations

import os
import queue
import sys
import threading
from contextlib import suppress

from .. import settings
from ..control import Control, Entry, JournalError, NoSession
from ..guidance.lines import CUE_NOTICES, OVER_SSH, clock_line, event_line, notice_line, repeats_the_last, summary
from ..guidance.rest import afterwards, see_somebody
from ..nudge import Nudges
from ..schedule import events as ev
from ..schedule.commands import CeilingExceeded, Command, IllegalCommand, NotFelt
from ..schedule.instant import Instant
from ..schedule.reading import read
from ..schedule.session import Session, State
from ..schedule.transitions import ANNOUNCING, apply
from ..terminal import here
from .exits import Exit
from .printing import at_hand

LOOK_S = 0.25
"""Between two looks at the journal."""

TWICE_S = 3.0
"""A second Ctrl+C within this time stops the session."""


def follow(control: Control, session: Session) -> int:
    """Prints what happens to the session until it ends. Enter confirms or silences; Ctrl+C twice stops it."""
    return Follower(control, session.id).run()


FELT = {"y": Command.CONFIRM, "n": Command.ACK}
"""What is answered where heat would follow ice: Enter alone is none of it."""

ASK_FELT = "Touch where the ice was. Do you feel a light touch there? Type y or n, then Enter."


class Follower:
    """One line view of one session."""

    def __init__(self, control: Control, session_id: str) -> None:
        self.control, self.session_id = control, session_id
        self.session: Session | None = None
        self.seen = 0
        self.said: set[object] = set()
        """What was said of the present call's sound: its repeats say it no more."""
        liked = settings.load().settings
        self.lines = at_hand()
        self.terminal = here(liked.terminal_notifications)
        past = control.journal.entries(session_id)
        self.nudges = Nudges(self.terminal, past, desktop=liked.notifications)
        self.interrupted_at: Instant | None = None
        self.keys: queue.Queue[bytes] = queue.Queue()

    def run(self) -> int:
        """Until the session has ended; returns an exit code."""
        threading.Thread(target=self._listen, name="keys", daemon=True).start()
        if self.terminal.remote and sys.stdout.isatty():
            self.lines.say(OVER_SSH.format(host=self.terminal.host))
        with self.lines:
            self._until_its_end()
        for line in self._afterwards(self.session) if self.session else ():
            self.lines.say(line)
        return Exit.DONE

    def _afterwards(self, session: Session) -> list[str]:
        lines, past = summary(session), self.control.past
        with suppress(JournalError):  # a journal in use, or out of reach, keeps nobody from what was
            until = past.rests_until(past.last_day())
            lines += afterwards(session, until, self.control.clock.now().wall)
            lines += see_somebody(past.reasons_to_see_somebody(session))
        return lines

    def _until_its_end(self) -> None:
        while True:
            try:
                self._tell_news()
                if self.session is None or not self.session.state.is_live:
                    return
                self.lines.show(read(self.session, self.control.clock.now()))
                self.control.tend(self.session, wait=False)
                self._answer(self.keys.get(timeout=LOOK_S))
            except queue.Empty:
                continue
            except KeyboardInterrupt:
                self._interrupt()

    def _listen(self) -> None:
        """Reads past Python's own buffer, whose lock a thread that still waits would hold when the program ends."""
        try:
            while read := os.read(sys.stdin.fileno(), 1024):
                self.keys.put(read)
        except (OSError, ValueError):
            return  # no input: nothing to answer with, and the session goes on

    def _tell_news(self) -> None:
        entries = self.control.journal.entries(self.session_id)
        for entry in entries:
            if entry.seq > self.seen:
                self.seen = entry.seq  # first: Ctrl+C may come while the line is printed
                self._tell(entry)
        nudge = self.nudges.look(entries, self.control.clock.now())
        self.lines.ring(nudge)

    def _tell(self, entry: Entry) -> None:
        if isinstance(entry.what, ev.Event):
            self.session = apply(self.session, entry.what)
            if not repeats_the_last(entry.what, self.session):
                self.lines.say(event_line(entry.what, self.session))
            if isinstance(entry.what, ANNOUNCING):
                self.said.clear()
        elif self.session is not None and self._is_new(entry.what):
            line = notice_line(entry.what, self.session)
            if line:
                self.lines.say(line)

    def _is_new(self, notice: ev.Notice) -> bool:
        """Whether nobody has said so of the same call."""
        what = (notice.kind, notice.data.get("why"))
        if notice.kind not in CUE_NOTICES or what not in self.said:
            self.said.add(what)
            return True
        return False

    def _answer(self, keys: bytes) -> None:
        """Enter: what follows is on, the pack is on again, or I heard you. Heat after ice takes y, or n."""
        self.lines.typed(keys)
        if b"\n" not in keys or self.session is None:
            return
        command = {State.SWAPPING: Command.CONFIRM, State.PAUSED: Command.RESUME}.get(self.session.state, Command.ACK)
        if command is Command.CONFIRM and self.session.heat_after_ice:
            answer = keys.decode("utf-8", "replace").strip().lower()
            if answer not in FELT:
                self.lines.say(clock_line(self.control.clock.now(), ASK_FELT))
                return
            command = FELT[answer]
        try:
            self.control.send(command, session_id=self.session_id)
        except NoSession:
            return  # somebody else ended it; the next look tells
        except (IllegalCommand, CeilingExceeded, NotFelt) as refusal:
            self.lines.say(clock_line(self.control.clock.now(), f"Not now: {refusal}."))

    def _interrupt(self) -> None:
        now = self.control.clock.now()
        if self.interrupted_at is not None and now.since(self.interrupted_at) <= TWICE_S:
            with suppress(NoSession):
                self.control.send(Command.STOP, session_id=self.session_id)
            return
        self.interrupted_at = now
        self.lines.say("The session goes on. Press Ctrl+C again to stop it, or run 'spasmtimer stop' at any time.")
