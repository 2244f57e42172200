"""Calling out a cue: one at a time, the weightier first, none that is not wanted, and each told to the journal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..audio.launcher import Change, Playing, Wish, arm
from ..clock import SystemClock
from ..schedule.cue import Cue, Sounding, Spoken
from ..schedule.events import Notice, NoticeKind
from ..schedule.quiet import NEVER_HUSHED
from ..settings import Settings
from .writer import Job, Ticket, Writer

GAINS = (0.55, 0.7, 0.85, 1.0)
"""How loud a call and its repeats are, as shares of the user's volume: a missing answer is called for louder."""


Round = tuple[int, int] | None
"""Which round of how many begins, where that is to be said."""

Words = tuple[str, ...]
"""Recordings that say what a cue asks for; none where its own words do."""


class Call:
    """A cue from the moment its player is made ready."""

    def __init__(self, wish: Wish, heard: Callable[[Call], None], job: Job | None = None) -> None:
        """Arms a player. `heard` is called, from another thread, when it acknowledged, failed, or is in doubt.

        `job` writes the row that the call belongs to, where that is only to be written if there is something to tell.
        """
        self.wish, self.cue, self.job = wish, wish.cue, job
        self.ticket: Ticket | None = None
        self.told = self.doubted = False
        self._heard = heard
        self.playing: Playing = arm(wish, self._changed)

    def _changed(self, playing: Playing, change: Change) -> None:
        self.playing = playing
        if self.ticket is None:
            return
        if not self.told and (playing.acknowledged or playing.failed):
            self.told = True
            self._heard(self)
        if not self.doubted and playing.doubt:
            self.doubted = True
            self._heard(self)


class Caller:
    """Sounds cues for the timekeeper. Its methods are for one thread; acknowledgements come in on others."""

    def __init__(
        self, writer: Writer, clock: SystemClock, settings: Settings, unheard: Callable[[Ticket], None]
    ) -> None:
        """Sounds nothing yet. `unheard` is called, in any thread, with the ticket of a switch whose call failed."""
        self._unheard = unheard
        self._writer, self._clock, self._settings = writer, clock, settings
        self._call: Call | None = None
        self._armed: Call | None = None
        self._works = True
        """Whether the last call that was told of sounded."""
        self.muted = False
        """Whether the user muted the session."""

    @property
    def sounding(self) -> bool:
        """Whether a cue is being sounded, or tried."""
        return self._call is not None and not self._call.playing.finished

    def prepare(self, cue: Cue, new_round: Round = None, words: Words = ()) -> None:
        """Has a player ready for the first call of `cue`, so that it sounds at once."""
        wish = self._wish(cue, 0, new_round, words)
        if self._armed is None or self._armed.wish != wish:
            self.forget()
            self._armed = None if self.why_hushed(cue) else Call(wish, self._heard)

    def why_hushed(self, cue: Sounding) -> str | None:
        """Why the user does not want to hear this cue now; None where it is to sound."""
        if self._settings.volume == 0:
            return "the volume is 0"
        if cue in NEVER_HUSHED:
            return None
        if self.muted:
            return "muted"
        hours = self._settings.quiet_hours
        return f"quiet hours {hours}" if hours and hours.cover(self._clock.now().wall) else None

    def forget(self) -> None:
        """Lets go of a prepared player."""
        if self._armed:
            self._armed.playing.stop()
            self._armed = None

    def call(
        self,
        cue: Cue,
        ticket: Ticket,
        nth: int = 0,
        job: Job | None = None,
        new_round: Round = None,
        words: Words = (),
    ) -> None:
        """Sounds a wanted cue, unless a weightier one is sounding; ends one that is not. Returns at once.

        `job` writes the row that the cue belongs to and numbers its ticket: after the sound has begun, and before
        anything is told about it. Without one the row is written already.
        """
        weightier = self._call.cue if self._call and self.sounding and self._call.cue.rank > cue.rank else None
        hushed = self.why_hushed(cue)
        if weightier is None and hushed is None:
            self._sound(self._wish(cue, nth, new_round, words), ticket)
        if job:
            self._writer.add(job)
        if hushed is not None:
            self._note(ticket, NoticeKind.CUE_HUSHED, cue=cue, why=hushed)
        elif weightier is not None:
            self._note(ticket, NoticeKind.CUE_DROPPED, cue=cue, gave_way_to=weightier)

    def say(self, words: Words, ticket: Ticket, job: Job) -> None:
        """Says words that are wanted, unless a cue is sounding; ends words that are not over. Returns at once.

        What nobody wanted to hear, what gave way and what sounded is not told. Words that no player would have are, as
        long as that is news; `job` writes the row that they belong to.
        """
        given_way = self.sounding and self._call is not None and self._call.cue is not Spoken.COUNT
        if not given_way and self.why_hushed(Spoken.COUNT) is None:
            self._sound(self._wish(Spoken.COUNT, 0, None, words), ticket, job)

    def _sound(self, wish: Wish, ticket: Ticket, job: Job | None = None) -> None:
        if self._call is not None and self.sounding:
            self._give_up(self._call)
        call = self._take_armed(wish)
        if call is not None:
            call.ticket = ticket
        if call is None or not call.playing.fire():
            call = Call(wish, self._heard, job)
            call.ticket = ticket
            call.playing.fire()
        self._call = call

    def silence(self) -> None:
        """Ends what sounds, within some hundredths of a second."""
        if self._call:
            self._call.playing.stop()
            self._call = None

    def hush(self) -> None:
        """Ends what sounds and is not wanted any more."""
        self.forget()
        if self._call and self.why_hushed(self._call.cue):
            self.silence()

    def _give_up(self, call: Call) -> None:
        """Ends a cue for the sake of a newer one; if no player had answered yet, that is told as a failure.

        Words may be short of time: they failed only where a player did.
        """
        if not call.told and call.ticket is not None:
            tried = "; ".join(f"{player}: {why}" for player, why in call.playing.silent.items())
            if call.job is None or (tried and self._works):
                call.told = True
                self._tell(call, NoticeKind.CUE_FAILED, why=tried or "no player answered")
        self.silence()

    def _wish(self, cue: Sounding, nth: int, new_round: Round, words: Words) -> Wish:
        liked = self._settings
        return Wish(
            cue,
            gain=GAINS[min(nth, len(GAINS) - 1)] * liked.volume / 100,
            player=liked.player,
            device=liked.device,
            voice=liked.cues,
            round=new_round,
            words=words,
            wav=liked.sounds.get(cue) if isinstance(cue, Cue) else None,
        )

    def _take_armed(self, wish: Wish) -> Call | None:
        armed = self._armed
        if armed is None or armed.wish != wish:
            return None
        self._armed = None
        return armed

    def _heard(self, call: Call) -> None:
        """Tells the journal that the cue sounded, that it failed, or why nobody may have heard it.

        Of words that is told only where it is news: that no player works any more, or that one does again.
        """
        playing = call.playing
        if call.job is not None and (call.doubted or playing.acknowledged is self._works):
            return
        if call.doubted:
            self._tell(call, NoticeKind.CUE_DOUBTED, why=playing.doubt)
        elif playing.acknowledged:
            self._tell(call, NoticeKind.CUE_SOUNDED, player=playing.player)
        else:
            self._tell(call, NoticeKind.CUE_FAILED, why=playing.failed)

    def _tell(self, call: Call, kind: NoticeKind, **data: str | None) -> None:
        """Writes what became of a call, and before that its own row if that is not written yet."""
        assert call.ticket
        if call.job is not None:
            self._writer.add(call.job)
        self._works = kind is not NoticeKind.CUE_FAILED
        self._note(call.ticket, kind, cue=call.cue, **data)
        if kind is NoticeKind.CUE_FAILED and call.ticket.announces:
            self._unheard(call.ticket)

    def _note(self, ticket: Ticket, kind: NoticeKind, **data: str | None) -> None:
        self._writer.add(partial(ticket.note, Notice(self._clock.now(), kind, dict(data))))
