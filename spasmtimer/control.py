"""What any view may do: see the session, start one, send a command, and have somebody keep the time."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .clock import SystemClock
from .journal import hello, lock
from .journal.lock import Held as Held  # what a view must know by name, it finds here
from .journal.opening import open_journal
from .journal.store import RECENT_SESSIONS
from .journal.store import Entry as Entry
from .journal.store import JournalError as JournalError
from .schedule import events as ev
from .schedule.commands import CeilingExceeded, Command, decide
from .schedule.cue import Cue
from .schedule.due import owed
from .schedule.exposure import CEILING_S, OFF_S, excess, trimmed
from .schedule.instant import Instant
from .schedule.notation import render_length
from .schedule.phases import PACKS, Schedule
from .schedule.presets import check
from .schedule.session import Session, State
from .schedule.transitions import ANNOUNCING, apply
from .timekeeper import launch
from .timekeeper.launch import NoTimekeeper as NoTimekeeper

if TYPE_CHECKING:
    from .audio.launcher import Playing

CHANGEOVER_S = 60.0
"""To take one pack off and put the other on."""

BELL_AFTER_S = 0.35
"""How long a player may take to acknowledge before the views ring their bells; the slowest healthy one took 60 ms."""

FALSE_START_S = 60.0
"""A session stopped this soon does not bar the next one: the next is shorter by as much."""


class NoSession(Exception):
    """There is no session that this could be for."""


class AlreadyLive(Exception):
    """A session lives already; the message says which, and what can be done."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A session that somebody wants to start."""

    preset: str
    title: str
    schedule: Schedule
    policy: ev.Policy = ev.Policy.HEAT_AFTER_COLD
    pain: int | None = None
    speed: float | None = None
    """For a rehearsal: how many times faster than life."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the session is being looked after. None: not known yet."""

    alive: bool
    pid: int | None
    player: str | None
    sound_ok: bool | None
    awake: bool | None
    saved: bool


@dataclass(frozen=True, slots=True)
class Look:
    """The latest session, all that is written about it, and its health, at one moment."""

    session: Session | None
    health: Health
    entries: list[Entry]


class Control:
    """One view's way to the journal and the timekeeper. For one thread."""

    def __init__(self) -> None:
        """Opens the journal, or what keeps a session possible without it. Raises JournalError where nothing does."""
        self.clock = SystemClock()
        opened = open_journal(self.clock.now().wall)
        self.journal = opened.journal
        self.saved = opened.saved
        """Whether sessions are kept where they last."""
        self.remarks = opened.remarks
        """A line for each thing that the user should know, in the order it became known."""
        self._mark = self.journal.change_mark()

    def close(self) -> None:
        """Lets go of the journal."""
        self.journal.close()

    def session(self) -> Session | None:
        """The session that was started last, live or ended."""
        return self.journal.latest()

    def look(self) -> Look:
        """The latest session, and how well it is looked after."""
        entries = self.journal.entries_of_latest()
        return Look(self.journal.replayed(entries), self._health(entries), entries)

    def changed(self) -> bool:
        """Whether somebody has written since the last time this was asked."""
        mark = self.journal.change_mark()
        if mark is None or mark == self._mark:
            return False
        self._mark = mark
        return True

    def start(self, plan: Plan) -> Session:
        """Starts a session, and returns once a timekeeper follows it.

        Raises AlreadyLive, CeilingExceeded, NoTimekeeper (then no session runs), or a JournalError.
        """
        self._prepare_journal()
        self.close_what_is_over()
        started = self._started(plan)
        session, _ = self.journal.append(lambda latest: [self._allowed(started, latest)])
        assert session
        try:
            launch.ensure(self.journal.path, session.id)
        except NoTimekeeper:
            self.send(Command.STOP)
            raise
        return session

    def send(self, command: Command, *, minutes: float = 5.0, pain: int = 0) -> tuple[Session, list[ev.Event]]:
        """Gives a command to the latest session; returns the session as it then is, and what happened to it.

        Raises NoSession, IllegalCommand, CeilingExceeded, ValueError for a number out of range, or a JournalError; and
        then nothing was changed.
        """
        now = self.clock.now()

        def chosen(latest: Session | None) -> tuple[ev.Event, ...]:
            if latest is None or not (latest.state.is_live or command is Command.RATE):
                raise NoSession("no session is running; start one with 'spasmtimer start'")
            return decide(latest, command, now, minutes=minutes, pain=pain)

        session, entries = self.journal.append(chosen)
        assert session
        return session, [entry.what for entry in entries if isinstance(entry.what, ev.Event)]

    def last_used(self) -> str | None:
        """The preset of the last real session, as it was named."""
        for session_id in self.journal.sessions(limit=RECENT_SESSIONS):
            first = self.journal.entries(session_id, notices=False)[0].what
            if isinstance(first, ev.Started) and not first.rehearsal:
                return first.preset
        return None

    def tend(self, session: Session | None, *, wait: bool = True) -> None:
        """Sees to it that a live session has a timekeeper; waits until it is ready, or only starts it.

        Raises NoTimekeeper, when waiting.
        """
        if session is None or not session.state.is_live or lock.is_held(self.journal.path):
            return
        if wait:
            launch.ensure(self.journal.path, session.id)
        else:
            with suppress(OSError):  # the next look tries again, and shows that nobody keeps the time
                launch.spawn(self.journal.path)

    def close_what_is_over(self) -> None:
        """Lets happen what time has brought, silences a finished session and ends a rehearsal, for good."""
        now = self.clock.now()

        def closing(latest: Session | None) -> list[ev.Event]:
            found: list[ev.Event] = []
            while latest is not None and (event := owed(latest, now) or _courtesy(latest, now)):
                found.append(event)
                latest = apply(latest, event)
            return found

        self.journal.append(closing)

    def _prepare_journal(self) -> None:
        """Makes sure that a session can be written: damage, or a lack of room, is found now and not later."""
        self.journal.close()
        opened = open_journal(self.clock.now().wall, thorough=True)
        self.journal, self.saved = opened.journal, opened.saved
        self.remarks += [remark for remark in opened.remarks if remark not in self.remarks]
        self._mark = self.journal.change_mark()

    def _started(self, plan: Plan) -> ev.Started:
        check(plan.schedule)
        speed = plan.speed or 1.0
        return ev.Started(
            self.clock.now(),
            session=os.urandom(6).hex(),
            preset=plan.preset,
            title=plan.title,
            phases=tuple(replace(phase, planned_s=phase.planned_s / speed) for phase in plan.schedule),
            policy=plan.policy,
            changeover_s=CHANGEOVER_S / speed,
            speed=speed,
            rehearsal=plan.speed is not None,
            pain=plan.pain,
        )

    def _allowed(self, started: ev.Started, latest: Session | None) -> ev.Started:
        """In the transaction: no other session lives, and the skin has room for this one."""
        if latest is not None and latest.state.is_live:
            raise AlreadyLive(
                f"{latest.started.title} is {latest.state} already; join it with 'spasmtimer', or end it with"
                " 'spasmtimer stop'"
            )
        if started.rehearsal:
            return started
        carried = self._carried(started.at)
        over = excess(started.phases, carried)
        if over is not None and over.total_s - CEILING_S <= FALSE_START_S:
            started = replace(started, phases=trimmed(started.phases, over))
            over = excess(started.phases, carried)
        if over is not None:
            off = next(earlier.off_s for earlier in carried if earlier.modality is over.modality)
            wait = render_length(60 * math.ceil((OFF_S - off) / 60))
            raise CeilingExceeded(
                f"{over.modality.word} came off {render_length(max(1, round(off)))} ago, and with this session it would"
                f" be on for {over.total_s / 60:.0f} minutes in one go; 20 at most: wait {wait}, or choose --minutes"
            )
        return replace(started, carried=carried)

    def _carried(self, now: Instant) -> tuple[ev.Carried, ...]:
        """What the last real session left on the skin."""
        for session_id in self.journal.sessions(limit=RECENT_SESSIONS):
            last = self.journal.replayed(self.journal.entries(session_id, notices=False))
            if last is not None and not last.started.rehearsal:
                t = last.t_at(now)
                found = {modality: last.application(modality, t, cautious=True) for modality in PACKS}
                return tuple(ev.Carried(m, used.used_s, used.off_s) for m, used in found.items() if used.used_s)
        return ()

    def _health(self, entries: list[Entry]) -> Health:
        alive = lock.is_held(self.journal.path)
        said = hello.heard(self.journal.path) if alive else None
        cue = _last(entries, ev.NoticeKind.CUE_SOUNDED, ev.NoticeKind.CUE_FAILED)
        awake = _last(entries, ev.NoticeKind.AWAKE)
        return Health(
            alive=alive,
            pid=said.pid if said else None,
            player=str(cue.data["player"]) if cue and "player" in cue.data else None,
            sound_ok=cue.kind is ev.NoticeKind.CUE_SOUNDED if cue else None,
            awake=bool(awake.data["ok"]) if awake else None,
            saved=self.saved,
        )


def play_cue(cue: Cue) -> Playing:
    """Sounds a cue for a person to hear; returns at once. Faults of the sound arrive in what is returned."""
    from .audio.launcher import play  # 40 ms of imports that only sound needs
    from .settings import load

    settings = load().settings
    return play(cue, gain=settings.volume / 100, player=settings.player)


def unheard(entries: list[Entry], now: Instant) -> int | None:
    """The number of the last announcement if no player has acknowledged its cue in time: a view rings its bell."""
    told: dict[object, ev.NoticeKind] = {}
    for entry in reversed(entries):
        if isinstance(entry.what, ev.Notice):
            told.setdefault(entry.what.data.get("for"), entry.what.kind)
        elif isinstance(entry.what, ANNOUNCING):
            answer = told.get(entry.seq)
            late = now.since(entry.what.at) > BELL_AFTER_S or answer is ev.NoticeKind.CUE_FAILED
            return entry.seq if late and answer is not ev.NoticeKind.CUE_SOUNDED else None
    return None


def _last(entries: list[Entry], *kinds: ev.NoticeKind) -> ev.Notice | None:
    notices = (entry.what for entry in reversed(entries) if isinstance(entry.what, ev.Notice))
    return next((notice for notice in notices if notice.kind in kinds), None)


def _courtesy(session: Session, now: Instant) -> ev.Event | None:
    """What starting another session does to this one: silences a finished one, ends a rehearsal."""
    if session.state is State.ALARMING:
        return ev.Acknowledged(now)
    return ev.Stopped(now) if session.started.rehearsal and session.state.is_live else None
