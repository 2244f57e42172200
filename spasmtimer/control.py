"""What any view may do: see the session, start one, send a command, and have somebody keep the time."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from .clock import SystemClock
from .guidance.episode import Person
from .guidance.trying import Day
from .health import Health as Health
from .health import Look as Look
from .health import health_of
from .journal import lock, person
from .journal.history import LastTime, last_times
from .journal.lock import Held as Held  # what a view must know by name, it finds here
from .journal.opening import open_journal
from .journal.person import Fact as Fact
from .journal.person import Kept as Kept
from .journal.person import SessionLives as SessionLives
from .journal.store import Entry as Entry
from .journal.store import JournalError as JournalError
from .past import Past, last_real, left_on_the_skin
from .past import TooSoon as TooSoon
from .schedule import events as ev
from .schedule.carry import fitted
from .schedule.commands import CeilingExceeded, Command, IllegalCommand, decide
from .schedule.due import owed
from .schedule.instant import Instant
from .schedule.phases import Schedule
from .schedule.presets import check
from .schedule.session import OVERDUE_S, Session, State
from .schedule.transitions import apply
from .timekeeper import launch
from .timekeeper.launch import NoTimekeeper as NoTimekeeper
from .unfit import Unfit as Unfit
from .unfit import refuse

CHANGEOVER_S = 60.0
"""To take one pack off and put the other on."""


class NoSession(Exception):
    """There is no session that this could be for."""


class AlreadyLive(Exception):
    """A session lives already; the message says which, and what can be done."""


class Plan(Struct, frozen=True):
    """A session that somebody wants to start."""

    preset: str
    title: str
    schedule: Schedule
    policy: ev.Policy = ev.Policy.HEAT_AFTER_COLD
    pain: int | None = None
    speed: float | None = None
    """For a rehearsal: how many times faster than life."""

    muted: bool = False
    """Whether only the end and an overdue pack are to be heard."""

    anyway: bool = False
    """Whether a person wants it although it is too soon. No ceiling and no budget gives way to that."""


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
        self._follow_file()
        return self.journal.latest()

    def look(self) -> Look:
        """The latest session, and how well it is looked after."""
        self._follow_file()
        entries = self.journal.entries_of_latest()
        session = self.journal.replayed(entries)
        return Look(session, health_of(self.journal, entries, session, saved=self.saved), entries)

    def changed(self) -> bool:
        """Whether somebody has written since the last time this was asked."""
        if self._follow_file():
            return True
        mark = self.journal.change_mark()
        if mark is None or mark == self._mark:
            return False
        self._mark = mark
        return True

    def start(self, plan: Plan) -> Session:
        """Starts a session, and returns once a timekeeper follows it.

        Raises AlreadyLive, TooSoon, Unfit, CeilingExceeded, NoTimekeeper (then no session runs), or a JournalError.
        """
        self._prepare_journal()
        self.check(plan)
        self.close_what_is_over()
        started = self._started(plan)

        def start(latest: Session | None) -> list[ev.Event]:
            _refuse_beside(latest)
            return [started if started.rehearsal else fitted(started, left_on_the_skin(self.journal, started.at))]

        session, _ = self.journal.append(start)
        assert session
        try:
            launch.ensure(self.journal.path, session.id, lambda: not self._has_ended(session.id))
        except NoTimekeeper:
            with suppress(NoSession, IllegalCommand):  # it is over already, or nobody's
                self.send(Command.STOP, session_id=session.id)
            raise
        if self._has_ended(session.id):
            raise NoSession("the session was ended by another command before it had begun")
        if plan.muted:
            self.journal.note(session.id, ev.Notice(self.clock.now(), ev.NoticeKind.MUTE, {"on": True}))
        return session

    def _has_ended(self, session_id: str) -> bool:
        """Whether this session is not the one that lives."""
        latest = self.session()
        return latest is None or latest.id != session_id or not latest.state.is_live

    def check(self, plan: Plan) -> ev.Started:
        """How this session would start now: asked before anybody puts a pack on for one that cannot.

        Raises AlreadyLive, TooSoon, Unfit, CeilingExceeded, or a JournalError.
        """
        now, latest = self.clock.now(), self.session()
        if latest is not None and owed(latest, now) is None and _courtesy(latest, now) is None:
            _refuse_beside(latest)
        started = self._started(plan)
        if started.rehearsal:
            return started
        refuse(plan.schedule, self.person, self.past, now, anyway=plan.anyway)
        return fitted(started, left_on_the_skin(self.journal, now))

    @property
    def past(self) -> Past:
        """What earlier sessions mean for the next one."""
        return Past(self.journal, self.clock)

    def send(
        self,
        command: Command,
        *,
        minutes: float = 5.0,
        pain: int = 0,
        felt: bool = False,
        session_id: str | None = None,
    ) -> tuple[Session, list[ev.Event]]:
        """Gives a command to the latest session; returns the session as it then is, and what happened to it.

        With `session_id`, to that session or to none: another may have been started meanwhile. Raises NoSession,
        IllegalCommand, CeilingExceeded, NotFelt, ValueError for a number out of range, or a JournalError; and then
        nothing was changed.
        """
        self._follow_file()
        now = self.clock.now()
        self._announce_late(now)

        def chosen(latest: Session | None) -> tuple[ev.Event, ...]:
            if latest is None or not (latest.state.is_live or command is Command.RATE):
                raise NoSession("no session is running; start one with 'spasmtimer start'")
            if session_id not in (None, latest.id):
                raise NoSession("that session is over, and another has been started since")
            return decide(latest, command, now, minutes=minutes, pain=pain, felt=felt)

        session, entries = self.journal.append(chosen)
        assert session
        return session, [entry.what for entry in entries if isinstance(entry.what, ev.Event)]

    def mute(self, on: bool) -> Session:
        """Mutes the live session, or ends that; the end and an overdue pack are heard all the same.

        Raises NoSession or a JournalError.
        """
        latest = self.session()
        if latest is None or not latest.state.is_live:
            raise NoSession("no session is running that could be muted; 'spasmtimer start --mute' starts a muted one")
        self.journal.note(latest.id, ev.Notice(self.clock.now(), ev.NoticeKind.MUTE, {"on": on}))
        return latest

    def last_used(self) -> str | None:
        """The preset of the last real session, as it was named."""
        last = last_real(self.journal)
        return last.started.preset if last else None

    def last_times(self) -> Mapping[str, LastTime]:
        """When each preset was last used and what that did to the pain, the latest first. Raises JournalError."""
        return last_times(self.journal)

    def person(self) -> Person:
        """What the person has told about themselves. Raises JournalError."""
        with person.lasting(self.journal) as journal:
            return person.person_of(person.told(journal))

    def day(self) -> Day:
        """Which small changes the person tries. Raises JournalError."""
        with person.lasting(self.journal) as journal:
            return person.day_of(person.told(journal))

    def tell(self, *facts: Fact) -> Person:
        """Keeps what the person tells, all or none; returns what it comes to.

        Raises IllegalFact where it cannot be so now, or a JournalError; then nothing was changed.
        """
        with person.lasting(self.journal) as journal:
            return person.tell(journal, facts)

    def kept(self) -> Kept:
        """All that is kept of the person. Raises JournalError."""
        with person.lasting(self.journal) as journal:
            return person.kept(journal)

    def forget(self, *, episode_only: bool = False, sessions: bool = False) -> None:
        """Deletes all that the person told, or only the last episode; with `sessions` every session, too.

        Raises SessionLives, CeilingExceeded while a pack's rest is not over, or a JournalError.
        """
        latest = self.session()
        if sessions and latest is not None and latest.state.is_live:
            raise SessionLives(person.LIVE)
        if sessions and left_on_the_skin(self.journal, self.clock.now()):
            raise CeilingExceeded("a pack came off less than 10 minutes ago; let the skin rest first, then forget it")
        with person.lasting(self.journal) as journal:
            person.forget(journal, episode_only=episode_only, sessions=sessions)

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
        self._let_happen(lambda latest: owed(latest, now) or _courtesy(latest, now))

    def _announce_late(self, now: Instant) -> None:
        """Before a command: what nobody called out in time is written first, so that it counts for what it was."""

        def missed(latest: Session) -> ev.Event | None:
            event = owed(latest, now)
            late = isinstance(event, ev.PhaseEnded) and now.since(event.due) > OVERDUE_S
            return event if late or isinstance(event, ev.Abandoned) else None

        latest = self.session()
        if latest is not None and missed(latest):
            self._let_happen(missed)

    def _let_happen(self, due: Callable[[Session], ev.Event | None]) -> None:
        def happening(latest: Session | None) -> list[ev.Event]:
            found: list[ev.Event] = []
            while latest is not None and (event := due(latest)):
                found.append(event)
                latest = apply(latest, event)
            return found

        self.journal.append(happening)

    def _prepare_journal(self) -> None:
        """Makes sure that a session can be written: damage, or a lack of room, is found now and not later."""
        self.journal.close()
        opened = open_journal(self.clock.now().wall, thorough=True)
        self.journal, self.saved = opened.journal, opened.saved
        self.remarks += [remark for remark in opened.remarks if remark not in self.remarks]
        self._mark = self.journal.change_mark()

    def _follow_file(self) -> bool:
        """Opens the file that another program has put in the journal's place; whether there was one.

        Raises a JournalError where it is no journal.
        """
        if self.journal.is_in_place():
            return False
        opened = open_journal(self.clock.now().wall)
        self.journal.close()
        self.journal, self.saved = opened.journal, opened.saved
        self.remarks += [remark for remark in opened.remarks if remark not in self.remarks]
        self._mark = self.journal.change_mark()
        return True

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


def _refuse_beside(latest: Session | None) -> None:
    if latest is not None and latest.state.is_live:
        raise AlreadyLive(
            f"{latest.started.title} is {latest.state} already; join it with 'spasmtimer', or end it with"
            " 'spasmtimer stop'"
        )


def _courtesy(session: Session, now: Instant) -> ev.Event | None:
    """What starting another session does to this one: silences a finished one, ends a rehearsal."""
    if session.state is State.ALARMING:
        return ev.Acknowledged(now)
    return ev.Stopped(now) if session.started.rehearsal and session.state.is_live else None
