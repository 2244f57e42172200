"""Climbing the ladder: who is tried next, who has won, and when it is over.

The rules, all of them:

- a rung that acknowledges wins, and every other one is killed;
- one that does not within its grace is followed by the next *beside* it, for it may only be slow;
- one that ends without an acknowledgement is followed by the next at once;
- one that ends or hangs in the middle of its cue is followed by the whole cue again, from the top;
- after the last rung comes the first, until patience is over.
"""

from __future__ import annotations

import signal
from collections import Counter
from queue import Empty, SimpleQueue

from ..clock import stopwatch
from .attempt import Attempt, Event
from .order import Order
from .rungs import ALIVE, SETTLED_S, Rung
from .sink import Answer, elsewhere, no_device, questions
from .tell import tell

AGAIN_S = 0.25
"""Between a cue that broke off and the next try: a sound server that is restarted takes about as long."""

PAUSES_S = (0.25, 1.0)
"""Between two climbs in vain: the first pause, which doubles, and the longest."""

EARLY_S = 0.25
"""A player that ends this much before its cue should have has not played it to its end."""

STUCK_S = 4.0
"""A player still there so long after its cue should have ended is hanging: a sound server may buffer 2 s."""

DEATHS = 2
"""After as many cues broken off, a rung is tried last: it crashes by itself, and not with the server."""

NOT_INSTALLED = "not installed"

PROGRESS = "Time: "
"""How paplay's running count begins: no reason for anything."""


class Climb:
    """One cue's way to the loudspeaker. `run` it once."""

    def __init__(self, order: Order, wav: str, seconds: float, events: SimpleQueue[Event]) -> None:
        self._rungs = order.rungs
        self._device = order.device
        self._wav = wav
        self._seconds = seconds
        self._events = events
        self._give_up_at = stopwatch() + order.patience_s
        self._next_at = stopwatch()
        self._next_rung = 0
        self._pause_s = PAUSES_S[0]
        self._exit_code: int | None = None
        self._alive: set[Attempt] = set()
        self._trying: dict[Attempt, tuple[Rung, float]] = {}
        self._newest: Attempt | None = None
        self._winner: Attempt | None = None
        self._heard_at = 0.0
        self._asking: dict[Attempt, Answer] = {}
        self._words: dict[Attempt, str] = {}
        self._sinks: dict[Attempt, str] = {}
        self._reasons: dict[Rung, str] = {}
        self._deaths: Counter[Rung] = Counter()

    def run(self) -> int:
        """Play the cue. The exit code: 0 heard to its end, 1 not, 128 and more when told to stop."""
        while self._exit_code is None:
            self._look_at_the_time(stopwatch())
            if self._exit_code is not None:
                break
            try:
                what, attempt, words = self._events.get(timeout=max(0.0, self._wake_at() - stopwatch()))
            except Empty:
                continue
            if what == "stop":
                self._finish(128 + int(words or signal.SIGTERM), "stopped")
            elif what == "gone" and not self._winner:
                self._finish(1, "stopped")  # who started it died: another will sound it, and could not silence this
            elif what == "line" and attempt:
                self._on_line(attempt, words)
            elif what == "closed" and attempt:
                self._on_closed(attempt)
        return self._exit_code

    def _wake_at(self) -> float:
        """When the time alone will ask for something."""
        if self._winner:
            return self._heard_at + self._seconds + STUCK_S
        settled = [since + SETTLED_S for rung, since in self._trying.values() if rung.ack == ALIVE]
        return min(self._next_at, self._give_up_at, *settled)

    def _look_at_the_time(self, now: float) -> None:
        if self._winner:
            if now >= self._wake_at():
                self._winner.kill()
                self._broke_off(self._winner, now, "hangs")
            return
        for attempt, (rung, since) in list(self._trying.items()):
            if rung.ack == ALIVE and now >= since + SETTLED_S:
                self._acknowledged(attempt, now)
                return
        if now >= self._give_up_at:
            whys = dict.fromkeys(f"{rung.name}: {why}" for rung, why in self._reasons.items())
            self._finish(1, "failed", f"no player could be heard ({'; '.join(whys)})")
        elif now >= self._next_at:
            self._start_next(now)

    def _start_next(self, now: float) -> None:
        """Start the next rung that can be started; after the last one, rest and begin at the top."""
        if self._newest in self._trying:
            rung, _ = self._trying[self._newest]
            self._silent(rung, f"no acknowledgement within {rung.grace_s} s")
        while self._next_rung < len(self._rungs):
            rung = self._rungs[self._next_rung]
            self._next_rung += 1
            if all(rung is not tried for tried, _ in self._trying.values()) and self._start(rung, now):
                self._next_at = now + rung.grace_s
                return
        if not self._trying and set(self._reasons.values()) == {NOT_INSTALLED}:
            players = dict.fromkeys(rung.name for rung in self._rungs)
            self._finish(1, "failed", f"no player is installed ({', '.join(players)})")
        self._next_rung = 0
        self._next_at = now + self._pause_s
        self._pause_s = min(self._pause_s * 2, PAUSES_S[1])

    def _start(self, rung: Rung, now: float) -> bool:
        argv = rung.command(self._wav)
        if argv is None:
            self._silent(rung, NOT_INSTALLED)
            return False
        try:
            attempt = Attempt(rung.name, argv, self._events, rung.terminal)
        except OSError as error:
            self._silent(rung, f"cannot be started: {error.strerror or error}")
            return False
        self._alive.add(attempt)
        self._trying[attempt] = (rung, now)
        self._newest = attempt
        return True

    def _on_line(self, attempt: Attempt, words: str) -> None:
        if answer := self._asking.get(attempt):
            if warning := answer(words):
                tell("warning", player=self._winner.name if self._winner else None, warning=warning)
            return
        if attempt not in self._trying:
            return
        if not words.startswith(PROGRESS):
            self._words[attempt] = words
        rung, _ = self._trying[attempt]
        if rung.sink_after and rung.sink_after in words:
            self._sinks[attempt] = words.partition(rung.sink_after)[2].split(" ")[0]
        if rung.ack and rung.ack in words and self._winner is None:
            self._acknowledged(attempt, stopwatch())

    def _acknowledged(self, attempt: Attempt, now: float) -> None:
        self._winner, self._heard_at = attempt, now
        rung, _ = self._trying[attempt]
        sink = self._sinks.get(attempt)
        warning = no_device(sink) or elsewhere(self._device, rung.device, sink)
        tell("sounding", player=attempt.name, sink=sink, warning=warning, pid=attempt.pid)
        for other in self._trying.keys() - {attempt}:
            other.kill()
        self._trying = {attempt: self._trying[attempt]}
        for argv, answer in questions(rung, sink):
            try:
                question = Attempt("pactl", argv, self._events)
            except OSError as error:
                tell("warning", warning=f"the output was not looked at: {error.strerror or error}")
                return
            self._alive.add(question)
            self._asking[question] = answer

    def _on_closed(self, attempt: Attempt) -> None:
        now, code = stopwatch(), attempt.end()
        self._alive.discard(attempt)
        if attempt is self._winner:
            if now - self._heard_at >= self._seconds - EARLY_S:
                self._finish(0, "done")
            else:
                self._broke_off(attempt, now, _ending(code, self._words.get(attempt)))
        elif attempt in self._trying:
            rung, _ = self._trying.pop(attempt)
            self._silent(rung, _ending(code, self._words.get(attempt)))
            if attempt is self._newest:
                self._next_at = now
        self._asking.pop(attempt, None)

    def _broke_off(self, attempt: Attempt, now: float, why: str) -> None:
        """The cue was heard in part: that is no cue. Again, from the top."""
        rung, _ = self._trying[attempt]
        self._reasons.pop(rung, None)
        heard_s = now - self._heard_at
        self._silent(rung, f"broke off after {heard_s:.1f} of {self._seconds:.1f} s: {why}")
        self._winner = None
        self._trying.clear()
        self._deaths[rung] += 1
        self._rungs = tuple(sorted(self._rungs, key=lambda rung: self._deaths[rung] >= DEATHS))
        self._next_rung, self._next_at = 0, now + AGAIN_S

    def _silent(self, rung: Rung, why: str) -> None:
        """Told once for each reason: eight seconds of climbing say the same thing many times."""
        if self._reasons.get(rung) != why:
            self._reasons[rung] = why
            tell("silent", player=rung.name, why=why)

    def _finish(self, exit_code: int, last_word: str, why: str | None = None) -> None:
        """Silence everything that was started, say so, and leave no process behind for others to collect."""
        self._exit_code = exit_code
        for attempt in self._alive:
            attempt.kill()
        tell(last_word, **({"why": why} if why else {}))
        for attempt in self._alive:
            attempt.end()


def _ending(code: int, words: str | None) -> str:
    """Why a player ended: its last words count only if it says itself that something went wrong."""
    if code == 0:
        return "ended too soon"
    if code > 0:
        return words or f"ended with code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
