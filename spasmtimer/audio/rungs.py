"""The ladder: the players of this system, in the order they are tried, and how each says that it plays.

A rung that cannot prove that sound runs stands below those that can. The lines were read from the players
themselves, with LC_ALL=C; those of macOS and Windows were never run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from copy import copy
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

Program = Callable[[list[str]], "list[str] | None"]
"""From a player's last arguments to its whole argument list; None where it is not installed."""


class Rung:
    """One way to play a WAV.

    `program` gives the argument list from its last arguments, or None where the player is not installed. `ack` is
    the text whose appearance in its output says that sound runs, `grace_s` the wait for it before the next rung
    starts beside it. `terminal` is for players that keep their words to themselves unless they see one.
    `sink_after` is the text before the name of the output device. `device_option` is how the player is told which
    device to use, None where it cannot be told; `sinks` says that its devices are the sound server's sinks.
    `device` is the one it is told: see `on`.
    """

    __slots__ = ("ack", "device", "device_option", "grace_s", "name", "program", "sink_after", "sinks", "terminal")

    def __init__(
        self,
        name: str,
        program: Program,
        ack: str,
        grace_s: float = TOOL_GRACE_S,
        terminal: bool = False,
        sink_after: str | None = None,
        device_option: str | None = None,
        sinks: bool = True,
    ) -> None:
        self.name = name
        self.program = program
        self.ack = ack
        self.grace_s = grace_s
        self.terminal = terminal
        self.sink_after = sink_after
        self.device_option = device_option
        self.sinks = sinks
        self.device: str | None = None

    def command(self, wav: str) -> list[str] | None:
        """The argument list that plays a file, or None where the player is not installed."""
        option = [self.device_option + self.device] if self.device_option and self.device else []
        return self.program([*option, wav])

    def on(self, device: str) -> Rung:
        """The same player, told to use this device."""
        rung = copy(self)
        rung.device = device
        return rung


def find_tool(name: str) -> str | None:
    """The path of an installed program, or None."""
    for folder in (*os.environ.get("PATH", "").split(os.pathsep), *PLACES):
        path = os.path.join(folder, name)
        if os.path.isabs(path) and os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    return None


def _tool(name: str, *options: str) -> Program:
    def program(arguments: list[str]) -> list[str] | None:
        path = find_tool(name)
        return [path, *options, *arguments] if path else None

    return program


def _worker(library: str) -> Program:
    def program(arguments: list[str]) -> list[str] | None:
        if find_spec(library) is None:
            return None
        return [sys.executable, "-P", "-m", f"spasmtimer.audio.with_{library}", *arguments]

    return program


PAPLAY = Rung(
    "paplay",
    _tool("paplay", "-v", "--client-name=spasmtimer"),
    ack="Stream started.",
    sink_after="Connected to device ",
    device_option="--device=",
)
"""PulseAudio refuses an unknown device; PipeWire takes the default one in its place."""
PW_PLAY = Rung("pw-play", _tool("pw-play", "-v"), ack="-> streaming", terminal=True, device_option="--target=")
"""Plays on the default output where there is no such device, and does not say so."""
APLAY = Rung("aplay", _tool("aplay", "-v"), ack="Its setup is", device_option="--device=", sinks=False)
"""Says that the device is open, not that it runs. Refuses an unknown device."""
SIMPLEAUDIO = Rung("simpleaudio", _worker("simpleaudio"), ack="playing", grace_s=WORKER_GRACE_S)
"""As aplay: it says that the device is open."""
AFPLAY = Rung("afplay", _tool("afplay"), ack=ALIVE)
WINSOUND = Rung("winsound", _worker("winsound"), ack="playing", grace_s=WORKER_GRACE_S)

LADDERS = {
    "linux": (PAPLAY, PW_PLAY, SIMPLEAUDIO, APLAY),
    "darwin": (AFPLAY, SIMPLEAUDIO),
    "win32": (WINSOUND, SIMPLEAUDIO),
}


def ladder(first: str | None = None, device: str | None = None, only: bool = False) -> tuple[Rung, ...]:
    """The rungs of this system, the player named `first` on top, and with `only` no other.

    With a device, those that can be told of it come first, and then all of them without it: a cue sounds even when the
    headphones are gone. With `only` it is that device or none, if the player can be told. Raises ValueError for a
    player that is not among them, and for `only` without one.
    """
    rungs = LADDERS.get(sys.platform, LADDERS["linux"])
    names = [rung.name for rung in rungs]
    if (first or only) and first not in names:
        raise ValueError(f"no player {first!r} on this system; there are {', '.join(names)}")
    chosen = tuple(sorted(rungs, key=lambda rung: rung.name != first))[: 1 if only else None]
    there = tuple(rung.on(device) for rung in chosen if device and rung.device_option)
    return there if there and only else there + chosen
