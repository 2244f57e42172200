"""What a view does about a call in its own terminal: rings the bell, and has a notification shown.

A call is an announcement or a reminder. The bell is for one that may not have been heard: it failed, it is in doubt, or
no player acknowledged it in time; and over ssh for every one, since the sound comes out of another machine. The
notification is for one that the desktop does not show. What a person has answered is not called again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct

from .guidance.calls import in_writing
from .journal.store import Entry
from .schedule import events as ev
from .schedule.cue import Cue, Spoken
from .schedule.due import is_news
from .schedule.events import NoticeKind
from .schedule.instant import Instant
from .schedule.quiet import NEVER_HUSHED
from .schedule.reading import read
from .schedule.session import Session, State
from .schedule.transitions import ANNOUNCING, apply
from .terminal import Terminal, note

BELL = "\a"

BELL_AFTER_S = 0.35
"""How long a player may take to acknowledge before the views ring their bells; the slowest healthy one took 60 ms."""

ASKED_AFTER_S = 1.0
"""The same after a skip or a *back*: the timekeeper has to learn of it first, which takes up to half a second."""

RECENT_S = 60.0
"""What was called longer ago than this, while the view or the machine slept, is only to be read on the screen."""

BAD = (NoticeKind.CUE_FAILED, NoticeKind.CUE_DOUBTED)
OUTCOMES = (*ev.HEARD, *BAD, NoticeKind.CUE_DROPPED)


class Call(Struct):
    """A cue that somebody is to hear, and what became of it."""

    number: int
    """Its row in the journal, which what is told later names."""

    cue: Cue
    at: Instant
    session: Session
    """As it is with this call."""

    announces: bool
    is_first: bool
    """Whether it says something new, and does not only repeat a call."""

    patience_s: float = BELL_AFTER_S
    is_new: bool = True
    """Whether it was called while this view was open."""

    outcome: NoticeKind | None = None
    notified: bool | None = None
    rung: bool = False
    shown: bool = False


class Nudges:
    """The bell and the notifications of one view. What it returns is to be written to its terminal."""

    def __init__(self, terminal: Terminal, past: Iterable[Entry], *, desktop: bool = True) -> None:
        """`past`: what was written before this view was opened. `desktop`: whether the desktop is asked as well."""
        self._terminal, self._desktop = terminal, desktop
        self._session: Session | None = None
        self._muted = False
        self._seen = 0
        self._calls: dict[int, Call] = {}
        self._take_in(past)
        calling = self._session is not None and self._session.state in (State.SWAPPING, State.ALARMING)
        for call in self._calls.values():
            call.is_new = False
            call.rung = not (calling and call.announces)

    def look(self, entries: Iterable[Entry], now: Instant) -> str:
        """What to write now: the bell, notifications, both, or nothing. `entries`: all rows of the latest session.

        The bell is there once for each call, however often this is asked.
        """
        self._take_in(entries)
        calls = list(self._calls.values())
        ringing = [call for call in calls if self._rings(call, now)]
        showing = [call for call in calls if self._shows(call, now)]
        for call in ringing:
            call.rung = True
        for call in showing:
            call.shown = True
        return (BELL if ringing else "") + "".join(self._note(call) for call in showing)

    def wait_s(self, now: Instant) -> float:
        """How long until time alone tells that a call was not heard; infinite where none is in question."""
        undecided = [
            call.patience_s - now.since(call.at)
            for call in self._calls.values()
            if call.outcome is None and not call.rung and (call.announces or self._terminal.remote)
        ]
        return min((left for left in undecided if left >= 0), default=math.inf)

    def _take_in(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if entry.seq <= self._seen:
                continue
            self._seen = entry.seq
            if isinstance(entry.what, ev.Event):
                self._happened(entry.seq, entry.what)
            else:
                self._noticed(entry.seq, entry.what)

    def _happened(self, number: int, event: ev.Event) -> None:
        """What a person answers, or a newer announcement replaces, calls no more."""
        if isinstance(event, ev.Started):
            self._session, self._muted = None, False
        self._session = apply(self._session, event)
        if isinstance(event, (ev.Started, *ev.HUMAN, *ANNOUNCING)):
            self._calls.clear()
        if isinstance(event, ANNOUNCING) and self._session.announced:
            call = Call(number, self._session.announced, event.at, self._session, announces=True, is_first=True)
            call.patience_s = ASKED_AFTER_S if isinstance(event, ev.HUMAN) else BELL_AFTER_S
            self._calls[number] = call

    def _noticed(self, number: int, notice: ev.Notice) -> None:
        data = notice.data
        call = self._calls.get(int(data.get("for") or 0))
        if notice.kind is NoticeKind.MUTE:
            self._muted = bool(data["on"])
        elif notice.kind is NoticeKind.REMINDER and self._session is not None and data["cue"] != Spoken.COUNT:
            self._remind(number, notice, self._session)
        elif call is not None and notice.kind in OUTCOMES:
            call.outcome = notice.kind
        elif call is not None and notice.kind is NoticeKind.NOTIFIED:
            call.notified = bool(data["ok"])

    def _remind(self, number: int, notice: ev.Notice, session: Session) -> None:
        is_first = is_news(int(notice.data.get("nth") or 0), session)
        call = Call(number, Cue(str(notice.data["cue"])), notice.at, session, announces=False, is_first=is_first)
        self._calls[number] = call

    def _rings(self, call: Call, now: Instant) -> bool:
        if call.rung or call.outcome is NoticeKind.CUE_HUSHED or (self._muted and call.cue not in NEVER_HUSHED):
            return False
        age = now.since(call.at)
        # Also over ssh not before its outcome is known, which takes milliseconds: it may be one not to be heard.
        settled = call.outcome is not None or age > call.patience_s
        if self._terminal.remote and call.is_new and settled and age <= RECENT_S:
            return True
        late = call.announces and call.outcome is not NoticeKind.CUE_SOUNDED and age > call.patience_s
        return call.outcome in BAD or late

    def _shows(self, call: Call, now: Instant) -> bool:
        """Over ssh also what a desktop took: that one is where nobody is."""
        if not (call.is_new and call.is_first) or call.shown or now.since(call.at) > RECENT_S:
            return False
        return self._terminal.remote or not self._desktop or call.notified is False

    def _note(self, call: Call) -> str:
        title, sentence = in_writing(call.cue, read(call.session, call.at))
        return note(self._terminal, title, sentence, call.number)
