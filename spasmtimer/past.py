"""What earlier sessions mean for the next one: read from every journal that may hold one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec import Struct

from .clock import SystemClock
from .guidance import rest
from .journal import person
from .journal.history import lately, outcomes
from .journal.opening import main_journal
from .journal.store import Journal, JournalError
from .private import is_there
from .schedule import events as ev
from .schedule import trend
from .schedule.carry import carried
from .schedule.dose import Advice, Kind, rest_s, too_soon
from .schedule.instant import Instant
from .schedule.phases import Schedule
from .schedule.session import Session

T = TypeVar("T")


class TooSoon(Exception):
    """The skin should rest first; the message says until when."""

    def __init__(self, message: str, advice: Advice) -> None:
        super().__init__(message)
        self.advice = advice

    @property
    def is_final(self) -> bool:
        """Whether no person can override it."""
        return self.advice.is_final


class Past(Struct, frozen=True):
    """The real sessions so far, seen from this moment."""

    journal: Journal
    clock: SystemClock

    def last_day(self) -> tuple[Session, ...]:
        """Those of the last 24 hours, or a little more, in whichever journal. Raises JournalError."""
        now = self.clock.now()
        found = _in_each(self.journal, lambda journal: lately(journal, now))
        return tuple({session.id: session for sessions in found for session in sessions}.values())

    def refuse_early(self, schedule: Schedule, now: Instant, *, anyway: bool) -> None:
        """Raises TooSoon where the skin should rest first; `anyway`, only where no person may override that.

        The ceiling is left to the start itself, which knows how much shorter a session would be possible.
        """
        advice = too_soon(schedule, self.last_day(), now)
        if advice is not None and (not anyway or advice.reason.kind is Kind.BUDGET):
            raise TooSoon(self.early(advice), advice)

    def early(self, advice: Advice) -> str:
        """Why it is too soon, and until when to wait, in words."""
        now = self.clock.now()
        return rest.early(advice, self._after(now, advice.wait_s), now.wall)

    def rests_until(self, past: Iterable[Session]) -> datetime | None:
        """Until when the skin should rest after these sessions; None where it has rested."""
        now = self.clock.now()
        left = rest_s(past, now)
        return self._after(now, left) if left > 0 else None

    def reasons_to_see_somebody(self, session: Session) -> tuple[trend.Reason, ...]:
        """What the numbers of this ended session, those before it, and the length of the episode say.

        Raises JournalError.
        """
        started, before, after = session.started, session.pain_before, session.pain_after
        if started.rehearsal:
            return ()
        last = None if before is None or after is None else trend.Outcome(started.at, before, after)
        known = outcomes(self.journal, started.preset)
        with person.lasting(self.journal) as journal:
            episode = person.person_of(person.told(journal)).episode
        return trend.reasons(known, last, self.clock.now(), pain_since=episode.began if episode else None)

    def _after(self, now: Instant, seconds: float) -> datetime:
        return self.clock.shown(now.wall + timedelta(seconds=seconds))


def last_real(journal: Journal) -> Session | None:
    """The last session that was no rehearsal. Raises JournalError."""
    found = journal.sessions(limit=1, rehearsals=False)
    return journal.replayed(journal.entries(found[0], notices=False)) if found else None


def left_on_the_skin(journal: Journal, now: Instant) -> tuple[ev.Carried, ...]:
    """What the last real session left, in whichever journal it is. Raises JournalError."""
    found = _in_each(journal, last_real)
    return carried((session for session in found if session is not None), now)


def _in_each(journal: Journal, asked: Callable[[Journal], T]) -> list[T]:
    """The answers of this journal, and of the one where sessions belong, where it can only be read."""
    answers, main = [asked(journal)], main_journal()
    with suppress(JournalError, OSError):
        if journal.path == main or not is_there(main):
            return answers
        with closing(Journal(main)) as other:
            answers.append(asked(other))
    return answers
