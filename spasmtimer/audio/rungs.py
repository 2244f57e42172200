"""The ladder: the players of this system, in the order they are tried, and how each says that it plays.

A rung that cannot prove that sound runs stands below those that can. The lines were read from the players
themselves, with LC_ALL=C; those of macOS and Windows were never run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec

TOOL_GRACE_S = 0.35
"""How long a player may take to acknowledge: the slowest healthy one took 60 ms."""

WORKER_GRACE_S = 1.0
"""The same for a player that starts a Python of its own, on a slow machine."""

PLACES = ("/usr/bin", "/usr/local/bin", "/bin", "/opt/homebrew/bin")
"""Looked through after PATH: a session started from a menu may have a short one."""

ALIVE = ""
"""The acknowledgement of a player that never says a word: it was still there after `SETTLED_S`."""

SETTLED_S = 0.15
"""A player that cannot open the sound device has ended with an error by then."""


class Rung:
    """One way to play a WAV.

    `command` gives the argument list for a file, or None where the player is not installed. `ack` is the text
    whose appearance in its output says that sound runs, `grace_s` the wait for it before the next rung starts
    beside it. `terminal` is for players that keep their words to themselves unless they see one. `sink_after`
    is the text before the name of the output device.
    """

    __slots__ = ("ack", "command", "grace_s", "name", "sink_after", "terminal")

    def __init__(
        self,
        name: str,
        command: Callable[[str], list[str] | None],
        ack: str,
        grace_s: float = TOOL_GRACE_S,
        terminal: bool = False,
        sink_after: str | None = None,
    ) -> None:
        self.name = name
        self.command = command
        self.ack = ack
        self.grace_s = grace_s
        self.terminal = terminal
        self.sink_after = sink_after


def find_tool(name: str) -> str | None:
    """The path of an installed program, or None."""
    for folder in (*os.environ.get("PATH", "").split(os.pathsep), *PLACES):
        path = os.path.join(folder, name)
        if os.path.isabs(path) and os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    return None


def _tool(name: str, *options: str) -> Callable[[str], list[str] | None]:
    def command(wav: str) -> list[str] | None:
        path = find_tool(name)
        return [path, *options, wav] if path else None

    return command


def _worker(library: str) -> Callable[[str], list[str] | None]:
    def command(wav: str) -> list[str] | None:
        if find_spec(library) is None:
            return None
        return [sys.executable, "-P", "-m", f"spasmtimer.audio.with_{library}", wav]

    return command


PAPLAY = Rung(
    "paplay",
    _tool("paplay", "-v", "--client-name=spasmtimer"),
    ack="Stream started.",
    sink_after="Connected to device ",
)
PW_PLAY = Rung("pw-play", _tool("pw-play", "-v"), ack="-> streaming", terminal=True)
APLAY = Rung("aplay", _tool("aplay", "-v"), ack="Its setup is")
"""Says that the device is open, not that it runs."""
SIMPLEAUDIO = Rung("simpleaudio", _worker("simpleaudio"), ack="playing", grace_s=WORKER_GRACE_S)
"""As aplay: it says that the device is open."""
AFPLAY = Rung("afplay", _tool("afplay"), ack=ALIVE)
WINSOUND = Rung("winsound", _worker("winsound"), ack="playing", grace_s=WORKER_GRACE_S)

LADDERS = {
    "linux": (PAPLAY, PW_PLAY, SIMPLEAUDIO, APLAY),
    "darwin": (AFPLAY, SIMPLEAUDIO),
    "win32": (WINSOUND, SIMPLEAUDIO),
}


def ladder(first: str | None = None) -> tuple[Rung, ...]:
    """The rungs of this system, the one named `first` on top. Raises ValueError for a name not among them."""
    rungs = LADDERS.get(sys.platform, LADDERS["linux"])
    if first is None:
        return rungs
    if first not in (names := [rung.name for rung in rungs]):
        raise ValueError(f"no player {first!r} on this system; there are {', '.join(names)}")
    return tuple(sorted(rungs, key=lambda rung: rung.name != first))
