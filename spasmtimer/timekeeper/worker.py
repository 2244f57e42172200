"""The loop: waits for the next thing that is due, lets it happen, and follows what people command."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from .. import __version__
from ..clock import SystemClock
from ..health import is_muted
from ..journal.hello import Hello, say
from ..journal.store import Busy, Entry, Journal, JournalError
from ..private import is_there
from ..schedule import events as ev
from ..schedule.counting import Saying, sayings, words_called
from ..schedule.cue import Spoken
from ..schedule.due import Wanted, due_at, owed, reminders
from ..schedule.session import Session, State
from ..schedule.transitions import ANNOUNCING, IllegalEvent, apply
from ..settings import Settings, load
from .awake import KeepAwake
from .caller import Caller
from .guard import Exit
from .herald import Herald
from .inherited import inherited
from .writer import Ticket, Writer

SLICE_S = 0.5
"""Longest wait: a wait does not count the time the machine sleeps, so the clock is read again this often."""

ALERT_SLICE_S = 0.1
"""The same while something sounds or a person is awaited, so that silence follows a key."""

PREPARE_S = 3.0
"""Before a switch: when its player is made ready."""

STALE_S = 2.0
"""A reminder that is this late is dropped."""

LATE_WORDS_S = 1.0
"""A number that is this late is not said any more."""

BUSY_TRIES = 300
"""How often a timekeeper that starts looks for a journal that others hold: half a minute, in slices."""

WRITTEN_S = 5.0
"""How long the end of the work waits for a journal that cannot be written."""

FRESH_S = 10.0
"""A session younger than this has just been started, and not found again by a new timekeeper."""

log = logging.getLogger(__name__)


T = TypeVar("T")


class Gone(Exception):
    """The journal's file is no longer where it was: no command can arrive."""


class Worker:
    """Follows the journal's latest session. Its methods run in one thread, the one that sounds the alarm."""

    def __init__(self, path: Path) -> None:
        """Opens the journal and prepares all that a cue needs. Raises JournalError."""
        self.path = path
        self.clock = SystemClock()
        self.journal = Journal(path, wait_s=0)
        self.journal.keep_room()
        self.settings = _settings()
        self.writer = Writer(path, self._saved_again)
        self.caller = Caller(self.writer, self.clock, self.settings, self._unheard)
        self.awake = KeepAwake(self._told_awake)
        self.herald = Herald(self.settings, self.writer, self.clock)
        self.wanted = Wanted(self.settings.skin_check, self.settings.heads_up)
        self.news = threading.Event()
        self.session: Session | None = None
        self.seen = 0
        self.ours: set[int] = set()
        """The numbers of the events that this timekeeper let happen: told already."""
        self.cursor = 0.0
        self.lost = False
        """Whether the journal was taken away: what is due next is called, and then nobody can keep the time."""
        self.logged: set[int] = set()
        """The notices that were told of in the log, because they cannot be read."""
        self.mark = self.journal.change_mark()

    def run(self) -> Exit:
        """Until the session has ended and its last cue has sounded."""
        try:
            self._run()
        finally:
            self.caller.forget()
            self.awake.end()
        self.writer.flush(WRITTEN_S)
        return Exit.DONE

    def finish(self) -> None:
        """Waits for what is still to be told, once another may keep the time."""
        self.herald.close()
        self.writer.close(WRITTEN_S)

    def _run(self) -> None:
        entries = patiently(self.journal.entries_of_latest)
        self._follow(entries)
        self._sound_what_was_owed(entries)
        self._tell_of_start(entries)
        while self.session is not None and (self.session.state.is_live or self.caller.sounding):
            self._stay_awake()
            self._let_happen()
            self._remind()
            self._prepare()
            self.news.wait(self._wait_s())
            self.news.clear()
            self._take_changes()

    def _follow(self, entries: list[Entry]) -> None:
        """Takes the session from the journal, and says hello to a new one."""
        session = self.journal.replayed(entries)
        if session is None:
            return
        is_new = self.session is None or session.id != self.session.id
        self.session, self.seen = session, entries[-1].seq
        self.caller.muted = is_muted(entries)
        if is_new:
            self.cursor = session.t_at(self.clock.now())
            if session.state.is_live:
                self._say_hello(session)

    def _say_hello(self, session: Session) -> None:
        log.info("following %s", session.id)
        try:
            say(self.path, Hello(os.getpid(), session.id, __version__))
        except OSError as error:
            log.error("no hello, but the session is called out: %s", error)

    def _sound_what_was_owed(self, entries: list[Entry]) -> None:
        """Sounds the last announcement if no timekeeper could, and nobody has acted since."""
        found = inherited(entries, self.clock.now())
        if found is not None:
            cue, ticket = found
            self.caller.call(cue, ticket, words=words_called(self.session) if self.session else ())

    def _tell_of_start(self, entries: list[Entry]) -> None:
        """Tells of a session that has just been started; one that was found again was told of by another."""
        happened = [entry for entry in entries if isinstance(entry.what, ev.Event)]
        if self.session and len(happened) == 1 and self.cursor < FRESH_S:
            self.herald.tell(self.session.started, None, self.session, Ticket(self.session.id, happened[0].seq))

    def _let_happen(self) -> None:
        """Lets time's events happen: the cue first, then the journal."""
        assert self.session
        while event := owed(self.session, self.clock.now()):
            before, after = self.session, apply(self.session, event)
            ticket = Ticket(before.id, announces=isinstance(event, ANNOUNCING))
            job = partial(self._write, event, ticket)
            if isinstance(event, ANNOUNCING) and after.announced:
                self.caller.call(after.announced, ticket, 0, job, after.new_round, words_called(after))
            else:
                self.writer.add(job)
            if self.lost:
                log.error("%s: called with its journal gone", type(event).__name__)
            self.herald.tell(event, before, after, ticket)
            self.session = after
            self.cursor = max(self.cursor, after.t)

    def _unheard(self, ticket: Ticket) -> None:
        """In the thread that follows a player: a switch that nobody can have heard waits for a person."""
        self.writer.add(partial(self._write, ev.Unheard(self.clock.now()), Ticket(ticket.session)))

    def _write(self, event: ev.Event, ticket: Ticket, journal: Journal) -> None:
        """In the writer's thread: writes the event unless a person was faster."""

        def still_true(latest: Session | None) -> list[ev.Event]:
            if latest is None or latest.id != ticket.session:
                return []
            try:
                apply(latest, event)
            except IllegalEvent:
                log.info("%s came too late", type(event).__name__)
                return []
            return [event]

        _, written = journal.append(still_true)
        ticket.seq = written[0].seq if written else None
        self.ours |= {entry.seq for entry in written}
        self.mark = None
        self.news.set()

    def _remind(self) -> None:
        """Calls the reminders that came due since the last look; one that was missed is dropped."""
        assert self.session
        t = self.session.t_at(self.clock.now())
        for reminder in reminders(self.session, self.wanted):
            if reminder.t > t:
                break
            if reminder.t > self.cursor and t - reminder.t <= STALE_S:
                ticket = Ticket(self.session.id)
                notice = ev.Notice(self.clock.now(), ev.NoticeKind.REMINDER, {"cue": reminder.cue, "nth": reminder.nth})
                job = partial(_write_notice, notice, ticket)
                words = words_called(self.session) if self.session.state is State.SWAPPING else ()
                self.caller.call(reminder.cue, ticket, reminder.nth, job, words=words)
                self.herald.remind(reminder, self.session, ticket)
        for saying in sayings(self.session):
            if self.cursor < saying.t <= t and t - saying.t <= LATE_WORDS_S:
                self._say(saying, self.session)
        self.cursor = max(self.cursor, t)

    def _say(self, saying: Saying, session: Session) -> None:
        """Says a number, or a name: nobody is told of it but by ear."""
        ticket = Ticket(session.id)
        notice = ev.Notice(self.clock.now(), ev.NoticeKind.REMINDER, {"cue": Spoken.COUNT, "nth": 0})
        self.caller.say(saying.words, ticket, partial(_write_notice, notice, ticket))

    def _prepare(self) -> None:
        """Makes a player ready shortly before a switch."""
        assert self.session
        if self.session.state is not State.RUNNING:
            self.caller.forget()
            return
        now = self.clock.now()
        t = self.session.t_at(now)
        due = due_at(self.session, t)
        if due is not None and due - t <= PREPARE_S and not self.caller.sounding:
            at = now.plus(due - t)
            ended = apply(self.session, ev.PhaseEnded(at, due=at))
            if ended.announced:
                self.caller.prepare(ended.announced, ended.new_round, words_called(ended))

    def _wait_s(self) -> float:
        """Until the next due thing, in slices."""
        assert self.session
        t = self.session.t_at(self.clock.now())
        alert = self.caller.sounding or self.session.state in (State.SWAPPING, State.ALARMING)
        wait = ALERT_SLICE_S if alert else SLICE_S
        due = due_at(self.session, t)
        if due is not None and due > t:
            wait = min(wait, due - t)
        for coming in (reminders(self.session, self.wanted), sayings(self.session)):
            upcoming = next((each.t for each in coming if each.t > self.cursor), None)
            if upcoming is not None:
                wait = min(wait, upcoming - t)
        return max(0.0, wait)

    def _take_changes(self) -> None:
        """Follows what others wrote, once all of our own is written."""
        if not self.journal.is_in_place() and not self._take_what_is_there():
            return
        mark = self.journal.change_mark()
        if mark is None or mark == self.mark or not self.writer.idle:
            return
        try:
            entries = self.journal.entries_of_latest()
        except Busy:
            return
        except JournalError as error:
            self.mark = mark  # it is read again once it has changed
            log.error("cannot read the journal, calling what was due before: %s", error)
            return
        self.mark = mark
        for seq in self.journal.passed_over - self.logged:
            log.warning("row %d of the journal cannot be read, and was passed over", seq)
        self.logged |= self.journal.passed_over
        seen = self.seen
        news = [e for e in entries if e.seq > seen and isinstance(e.what, ev.Event)]
        self._follow(entries)
        if any(isinstance(entry.what, ev.HUMAN) for entry in news):
            self.caller.silence()
        self.caller.hush()
        self._announce_command(news)
        self._tell_of(entries, news)

    def _take_what_is_there(self) -> bool:
        """Goes on in the file that another program put in the journal's place; whether there is a session to follow.

        Without one, a pack that is on is called off when its time is over. Raises Gone after that, or where none is on.
        """
        assert self.session
        found = self._other_file()
        if found is not None:
            log.warning("%s was replaced by another file; going on in that", self.path)
            self.journal.close()
            self.journal, self.mark, self.lost = found, None, False
            self.writer.reopen()
            return True
        pack_on = self.session.state is State.RUNNING and self.session.phase.modality.is_pack
        if not pack_on and not self.caller.sounding:
            raise Gone(f"{self.path} was taken away; nobody can answer any more")
        if not self.lost:
            self.lost = True
            log.error("%s was taken away; the end of this pack is called, and then nothing more", self.path)
        return False

    def _other_file(self) -> Journal | None:
        """The journal that is in the place of ours, if it has a session that lives, or this one."""
        assert self.session
        journal: Journal | None = None
        try:
            if is_there(self.path):
                journal = Journal(self.path, wait_s=0)
                latest = journal.latest()
                if latest is not None and (latest.state.is_live or latest.id == self.session.id):
                    return journal
        except (JournalError, OSError) as error:
            log.warning("cannot read what is in the journal's place: %s", error)
        if journal:
            journal.close()
        return None

    def _announce_command(self, news: list[Entry]) -> None:
        """Sounds the switch that a person asked for."""
        acts = [entry for entry in news if not isinstance(entry.what, ev.Rated)]
        if acts and self.session and self.session.announced and isinstance(acts[-1].what, ev.Skipped | ev.WentBack):
            ticket = Ticket(self.session.id, acts[-1].seq, announces=True)
            words = words_called(self.session)
            self.caller.call(self.session.announced, ticket, new_round=self.session.new_round, words=words)

    def _tell_of(self, entries: list[Entry], news: list[Entry]) -> None:
        """Tells the desktop and the hooks what others let happen."""
        told = {entry.seq for entry in news} - self.ours
        session: Session | None = None
        for entry in entries:
            if not isinstance(entry.what, ev.Event):
                continue
            before, session = session, apply(session, entry.what)
            if entry.seq in told:
                self.herald.tell(entry.what, before, session, Ticket(session.id, entry.seq))

    def _stay_awake(self) -> None:
        assert self.session
        if self.session.state in (State.RUNNING, State.SWAPPING, State.ALARMING):
            self.awake.begin()
        else:
            self.awake.end()

    def _saved_again(self) -> None:
        if self.session:
            self._note(ev.NoticeKind.NOT_SAVED, {"until": "now"})

    def _told_awake(self, ok: bool, how: str) -> None:
        if self.session:
            self._note(ev.NoticeKind.AWAKE, {"ok": ok, "how": how})

    def _note(self, kind: ev.NoticeKind, data: dict[str, str | int | float | bool | None]) -> None:
        assert self.session
        notice = ev.Notice(self.clock.now(), kind, data)
        self.writer.add(partial(_write_notice, notice, Ticket(self.session.id)))


def _settings() -> Settings:
    """The user's settings; whatever is in their file, the time is kept, then with every default."""
    try:
        loaded = load()
    except Exception:
        log.exception("the settings cannot be read; every one has its default")
        return Settings()
    for problem in loaded.problems:
        log.warning("%s", problem)
    return loaded.settings


def patiently(look: Callable[[], T]) -> T:
    """What `look` finds once the journal is free. Raises Busy after `BUSY_TRIES`."""
    for _ in range(BUSY_TRIES):
        with suppress(Busy):
            return look()
        time.sleep(ALERT_SLICE_S)  # SQLite tells nobody when a journal is free
    return look()


def _write_notice(notice: ev.Notice, ticket: Ticket, journal: Journal) -> None:
    ticket.seq = journal.note(ticket.session, notice)
