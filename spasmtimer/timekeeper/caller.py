"""Calling out a cue: one at a time, the weightier first, and each told to the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..audio.launcher import Change, Playing, Wish, arm
from ..clock import SystemClock
from ..journal.store import Journal
from ..schedule.cue import Cue
from ..schedule.events import Notice, NoticeKind
from ..settings import Settings
from .writer import Job, Writer

GAINS = (0.55, 0.7, 0.85, 1.0)
"""How loud a call and its repeats are, as shares of the user's volume: a missing answer is called for louder."""


@dataclass(slots=True)
class Ticket:
    """What a call belongs to: a row that is still to be written."""

    session: str
    seq: int | None = None
    """Its number; None until it is written, and for good if the journal would not have it."""


class Call:
    """A cue from the moment its player is made ready."""

    def __init__(self, wish: Wish, heard: Callable[[Call], None]) -> None:
        """Arms a player. `heard` is called, from another thread, when it acknowledged or failed."""
        self.cue = wish.cue
        self.ticket: Ticket | None = None
        self.told = False
        self._heard = heard
        self.playing: Playing = arm(wish, self._changed)

    def _changed(self, playing: Playing, change: Change) -> None:
        self.playing = playing
        if not self.told and self.ticket is not None and (playing.acknowledged or playing.failed):
            self.told = True
            self._heard(self)


class Caller:
    """Sounds cues for the timekeeper. Its methods are for one thread; acknowledgements come in on others."""

    def __init__(self, writer: Writer, clock: SystemClock, settings: Settings) -> None:
        """Sounds nothing yet."""
        self._writer, self._clock, self._settings = writer, clock, settings
        self._call: Call | None = None
        self._armed: Call | None = None

    @property
    def sounding(self) -> bool:
        """Whether a cue is being sounded, or tried."""
        return self._call is not None and not self._call.playing.finished

    def prepare(self, cue: Cue) -> None:
        """Has a player ready for the first call of `cue`, so that it sounds at once."""
        if self._armed is None or self._armed.cue is not cue:
            self.forget()
            self._armed = self._arm(cue, 0)

    def forget(self) -> None:
        """Lets go of a prepared player."""
        if self._armed:
            self._armed.playing.stop()
            self._armed = None

    def call(self, cue: Cue, ticket: Ticket, nth: int = 0, job: Job | None = None) -> None:
        """Sounds a cue, unless a weightier one is sounding; ends one that is not. Returns at once.

        `job` writes the row that the cue belongs to and numbers its ticket: after the sound has begun, and before
        anything is told about it. Without one the row is written already.
        """
        weightier = self._call.cue if self._call and self.sounding and self._call.cue.rank > cue.rank else None
        if weightier is None:
            self._sound(cue, ticket, nth)
        if job:
            self._writer.add(job)
        if weightier is not None:
            self._note(ticket, NoticeKind.CUE_DROPPED, cue=cue, gave_way_to=weightier)

    def _sound(self, cue: Cue, ticket: Ticket, nth: int) -> None:
        if self._call is not None and self.sounding:
            self._give_up(self._call)
        call = self._take_armed(cue) if nth == 0 else None
        if call is not None:
            call.ticket = ticket
        if call is None or not call.playing.fire():
            call = self._arm(cue, nth)
            call.ticket = ticket
            call.playing.fire()
        self._call = call

    def silence(self) -> None:
        """Ends what sounds, within some hundredths of a second."""
        if self._call:
            self._call.playing.stop()
            self._call = None

    def _give_up(self, call: Call) -> None:
        """Ends a cue for the sake of a newer one; if no player had answered yet, that is told as a failure."""
        if not call.told and call.ticket is not None:
            call.told = True
            tried = "; ".join(f"{player}: {why}" for player, why in call.playing.silent.items())
            why = tried or "no player answered"
            self._note(call.ticket, NoticeKind.CUE_FAILED, cue=call.cue, why=why)
        self.silence()

    def _arm(self, cue: Cue, nth: int) -> Call:
        gain = GAINS[min(nth, len(GAINS) - 1)] * self._settings.volume / 100
        return Call(Wish(cue, gain=gain, player=self._settings.player), self._heard)

    def _take_armed(self, cue: Cue) -> Call | None:
        armed, self._armed = self._armed, None
        if armed is not None and armed.cue is not cue:
            armed.playing.stop()
            return None
        return armed

    def _heard(self, call: Call) -> None:
        """Tells the journal that the cue sounded, or that it failed."""
        assert call.ticket
        if call.playing.acknowledged:
            self._note(call.ticket, NoticeKind.CUE_SOUNDED, cue=call.cue, player=call.playing.player)
        else:
            self._note(call.ticket, NoticeKind.CUE_FAILED, cue=call.cue, why=call.playing.failed)

    def _note(self, ticket: Ticket, kind: NoticeKind, **data: str | None) -> None:
        self._writer.add(partial(_write_note, ticket, Notice(self._clock.now(), kind, dict(data))))


def _write_note(ticket: Ticket, notice: Notice, journal: Journal) -> None:
    if ticket.seq is not None:
        journal.note(ticket.session, Notice(notice.at, notice.kind, {"for": ticket.seq} | notice.data))
