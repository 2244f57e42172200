"""Telling of a call beyond its sound: a notification on the desktop, and the user's hooks."""

from __future__ import annotations

from functools import partial

from ..clock import SystemClock
from ..guidance.calls import in_writing
from ..journal.store import Journal
from ..schedule import events as ev
from ..schedule.cue import Cue
from ..schedule.due import Reminder, is_news
from ..schedule.events import Notice, NoticeKind
from ..schedule.quiet import NEVER_HUSHED
from ..schedule.reading import Reading, read
from ..schedule.session import Session
from ..schedule.transitions import ANNOUNCING
from ..settings import Settings
from .hooks import LIMIT_S, Hooks
from .notifier import Notifier
from .occasions import facts, hook_of_reminder, hooks_for
from .writer import Ticket, Writer

NOTIFIED_S = 5.0
"""How long the last notification may take to be shown once the session is over."""


class Herald:
    """Tells the desktop and the hooks. Every method returns at once, `close` excepted."""

    def __init__(self, settings: Settings, writer: Writer, clock: SystemClock) -> None:
        """Tells nothing yet."""
        self._writer, self._clock = writer, clock
        self._hooks = Hooks(settings.hooks, self._hook_failed)
        self._notifier = Notifier() if settings.notifications else None
        self._session = ""

    def tell(self, event: ev.Event, before: Session | None, after: Session, ticket: Ticket) -> None:
        """Tells of an event; `ticket` is its row's."""
        self._session = after.id
        reading = read(after, event.at)
        for hook in hooks_for(event, before, after):
            self._hooks.run(hook, facts(event, reading))
        if isinstance(event, ANNOUNCING) and after.announced:
            self._notify(after.announced, reading, ticket)

    def remind(self, reminder: Reminder, session: Session, ticket: Ticket) -> None:
        """Tells of a reminder; of one that only repeats a call, nothing."""
        self._session = session.id
        reading = read(session, self._clock.now())
        hook = hook_of_reminder(reminder.cue, session)
        if hook:
            self._hooks.run(hook, facts(reminder.cue, reading))
        if is_news(reminder.nth, session):
            self._notify(reminder.cue, reading, ticket)

    def close(self) -> None:
        """Waits for what is under way: the last two hooks, overdue and end, may take as long as they are allowed."""
        self._hooks.close(2 * LIMIT_S + 1)
        if self._notifier:
            self._notifier.close(NOTIFIED_S)

    def _notify(self, cue: Cue, reading: Reading, ticket: Ticket) -> None:
        if self._notifier:
            title, sentence = in_writing(cue, reading)
            self._notifier.send(title, sentence, cue in NEVER_HUSHED, partial(self._notified, ticket))

    def _notified(self, ticket: Ticket, ok: bool, why: str) -> None:
        notice = Notice(self._clock.now(), NoticeKind.NOTIFIED, {"ok": ok, "why": why or None})
        self._writer.add(partial(ticket.note, notice))

    def _hook_failed(self, hook: str, why: str) -> None:
        notice = Notice(self._clock.now(), NoticeKind.HOOK_FAILED, {"hook": hook, "why": why})
        self._writer.add(partial(_write, self._session, notice))


def _write(session_id: str, notice: Notice, journal: Journal) -> None:
    journal.note(session_id, notice)
