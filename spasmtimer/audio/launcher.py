"""Starts the child that plays a cue, follows what it says, and silences it.

`arm` gets everything ready, `fire` then costs one line through a pipe; `play` is both. For a process that
lives for hours: each cue takes one child, one thread and two pipes, all gone when it is `finished`. A child
that dies without a word before anything was heard (the machine short of memory, a `kill -9`), or that says nothing
once it was fired (stopped, or stuck in a file that cannot be read), is replaced: a cue is always attempted.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, RLock, Thread
from typing import Any

from msgspec.structs import replace

from ..schedule.cue import Cue
from .wav import BadWav, check_wav
from .wish import Wish

__all__ = ["BadWav", "Change", "OnChange", "Playing", "Wish", "arm", "check_wav", "play"]

CHILDREN = 3
"""So many are started for one cue before it has failed: what kills three in a row kills the fourth."""

FIRST_WORD_S = 1.5
"""Sooner than this after it was fired, a child says that sound runs, or that a player failed (it takes 0.05 s here, and
0.35 s where a player hangs). One that says nothing hangs itself, and what is as silent as dead is taken for dead."""

STOPPING_S = 0.2
"""A child that is told to stop has this long; it needs a fiftieth of it."""

Change = dict[str, Any]
"""One line of the child, as `spasmtimer.audio.tell` lists them."""

OnChange = Callable[["Playing", Change], None]
"""Called from the thread that follows the child; what it raises is logged."""

OWN_GROUP: dict[str, Any] = (
    {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    if sys.platform == "win32"
    else {"start_new_session": True}
)
"""A key that ends the app in its terminal does not reach the cue."""

log = logging.getLogger(__name__)


def arm(wish: Wish, on_change: OnChange | None = None) -> Playing:
    """A cue ready to be fired.

    Never raises for a fault of the sound: the faults arrive through `on_change` and in `failed`.
    """
    return Playing(wish, on_change)


def play(wish: Wish, on_change: OnChange | None = None) -> Playing:
    """`arm` and `fire` in one."""
    playing = arm(wish, on_change)
    playing.fire()
    return playing


class Playing:
    """One cue, from being armed to its end. Every method may be called from any thread at any time.

    `player` and `sink` are those that acknowledged last, `doubt` every reason why it may not be heard although one
    did, `warning` those and everything else that is not as it was asked for, `silent` the reason of each player that
    failed, `failed` why the cue as a whole did; each is None or empty until then.
    """

    def __init__(self, wish: Wish, on_change: OnChange | None) -> None:
        self._wish = wish
        self._on_change = on_change
        self._lock = RLock()
        self._finished = Event()
        self._fired = self._stopped = False
        self._spoke = Event()
        self._turn = 0
        """Which child is listened to: one that hung is not any more."""
        self._last_word = ""
        self._child: subprocess.Popen[bytes] | None = None
        self._player_pid = 0
        self.ready = self.sounding = self.acknowledged = False
        self.player: str | None = None
        self.sink: str | None = None
        self.warning: str | None = None
        self.doubt: str | None = None
        self.failed: str | None = None
        self.silent: dict[str, str] = {}
        Thread(target=self._follow, name=f"cue {wish.cue}", daemon=True).start()

    @property
    def finished(self) -> bool:
        """Played, failed or stopped; its process is gone and `on_change` has heard everything."""
        return self._finished.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for `finished`, so many seconds at most; whether it is."""
        return self._finished.wait(timeout)

    def fire(self) -> bool:
        """Sound, now; a second call changes nothing. False when it cannot: stopped, or failed before."""
        with self._lock:
            if self._stopped or self._finished.is_set():
                return False
            if not self._fired:
                self._fired = True
                self._write(b"fire\n")
                Thread(target=self._listen_for_a_word, args=(self._turn,), name="cue fired", daemon=True).start()
            return True

    def stop(self) -> None:
        """Silence, now, and for good. Returns at once; `wait` for the end of the process."""
        with self._lock:
            if self._stopped or self._finished.is_set():
                return
            self._stopped = True
            self._quiet()
        Thread(target=self._make_sure, name="cue stops", daemon=True).start()

    def _listen_for_a_word(self, turn: int) -> None:
        """Replaces a child that hangs by a fresh one, which plays the built-in tone: nothing that could hang it again.

        The old one is killed and not waited for: what hangs in a dead network cannot even be killed.
        """
        if self._spoke.wait(FIRST_WORD_S):
            return
        with self._lock:
            if turn != self._turn or self._stopped or self._finished.is_set():
                return
            self._turn += 1
            self._kill_group()
            if isinstance(self._wish.cue, Cue):
                self._wish = replace(self._wish, wav=None, words=(), voice="tones")
        self._report({"event": "silent", "player": "the sound process", "why": f"hung for {FIRST_WORD_S:g} s"})
        Thread(target=self._follow, args=(turn + 1,), name=f"cue {self._wish.cue} again", daemon=True).start()

    def _follow(self, turn: int = 0) -> None:
        """The thread's whole life: start a child, follow it to its end, and another if it died too early."""
        why = ""
        for _ in range(CHILDREN):
            try:
                child = self._start()
            except OSError as error:
                why = f"no process for the sound: {error.strerror or error}"
                continue
            if child:
                why = self._read_to_end(child, turn)
            if turn != self._turn:
                return
            if self._stopped or self._last_word or self.acknowledged:
                break
        if not self._stopped and not self._last_word:
            self._report({"event": "failed", "why": why})
        self.sounding = False
        self._finished.set()

    def _start(self) -> subprocess.Popen[bytes] | None:
        """A new child, None once it is too late for one. Raises OSError when the system has none to give."""
        with self._lock:
            if self._stopped:
                return None
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "spasmtimer.audio", *self._wish.arguments(), "--armed"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=Path(sys.executable).anchor,
                **OWN_GROUP,
            )
            if self._fired:
                self._write(b"fire\n")
            return self._child

    def _read_to_end(self, child: subprocess.Popen[bytes], turn: int) -> str:
        """Report every line of the child, as long as it is listened to; how it ended."""
        last_line = ""
        for line in child.stdout or ():
            if turn != self._turn:
                break
            text = line.decode("utf-8", "replace").strip()
            if text.startswith("{"):
                self._report(json.loads(text))
            else:
                last_line = text or last_line
        code = child.wait()
        with self._lock:
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):  # a line that the dead child did not read
                    if pipe:
                        pipe.close()
        return last_line or f"the audio child ended with code {code}"

    def _report(self, change: Change) -> None:
        """Keep what the child says, then hand it on. A listener's fault is logged, and stops nothing here."""
        self._keep(change)
        if change["event"] != "ready":
            self._spoke.set()
        if self._on_change:
            try:
                self._on_change(self, change)
            except Exception:
                log.exception("a listener to the cue %s failed at %s", self._wish.cue, change)

    def _keep(self, change: Change) -> None:
        match change:
            case {"event": "ready"}:
                self.ready = True
            case {"event": "sounding", "player": player, "sink": sink, "warning": warning, "pid": pid}:
                self.player, self.sink, self._player_pid = player, sink, pid
                self._warned(warning, player)
                self.sounding = self.acknowledged = True
            case {"event": "silent", "player": player, "why": why}:
                self.silent[player] = why
                self.sounding = self.sounding and player != self.player
            case {"event": "warning", "warning": warning}:
                self._warned(warning, change.get("player"))
            case {"event": last_word}:
                self._last_word = last_word
                self.failed = change.get("why")
                self.sounding = False

    def _warned(self, warning: str | None, player: str | None) -> None:
        """Add a warning to those there are. One that names a player is about where its sound goes."""
        if warning:
            self.warning = _joined(self.warning, warning)
            self.doubt = _joined(self.doubt, warning) if player else self.doubt

    def _write(self, line: bytes) -> None:
        if self._child and self._child.stdin and not self._child.stdin.closed:
            with suppress(OSError):  # it died: `_follow` sees that, and starts another
                self._child.stdin.write(line)
                self._child.stdin.flush()

    def _quiet(self) -> None:
        if sys.platform == "win32":
            self._write(b"stop\n")
        elif self._child:
            self._child.terminate()

    def _make_sure(self) -> None:
        """Kill a child that hangs, and the player that it can no longer kill."""
        if self._finished.wait(STOPPING_S):
            return
        with self._lock:
            if self._child is None or self._child.poll() is not None:
                return
            self._kill_group()

    def _kill_group(self) -> None:
        if self._player_pid and sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):  # it has ended by itself
                os.killpg(self._player_pid, signal.SIGKILL)
        if self._child:
            self._child.kill()


def _joined(said: str | None, more: str) -> str:
    """Both reasons, each once."""
    return more if said is None else said if more in said else f"{said}; {more}"
