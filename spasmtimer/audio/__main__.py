"""The child that plays one cue and ends.

    python -P -m spasmtimer.audio CUE [--gain 0-1] [--player NAME] [--wav FILE] [--patience SECONDS] [--armed]

`--wav` is the user's own sound for the cue; where it is not fit to be played, the built-in one is. `--player`
goes to the top of the ladder. `--armed` prepares everything, says so, and waits for a line on stdin before it
plays; at the end of stdin it goes quietly. A line `stop`, SIGTERM or SIGINT silences it, and so does the
end of stdin while no player has acknowledged it; once one has, it plays to the end, whoever else dies. What it
says: see `tell`. Exit codes: 0 heard to its end (or never fired), 1 not, 2 usage, 128 and more stopped.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from ..paths import cache_dir, fallback_data_dirs, sounds_dir
from ..schedule.cue import Cue
from .attempt import Event
from .climb import PATIENCE_S, Climb
from .rungs import ladder
from .tell import tell
from .wav import BadWav, at_gain, check_wav

USAGE = "usage: spasmtimer.audio CUE [--gain G] [--player NAME] [--wav FILE] [--patience SECONDS] [--armed]"


class Order:
    """What the command line asks for. Raises ValueError, with the reason, when it makes no sense."""

    def __init__(self, arguments: list[str]) -> None:
        given = dict.fromkeys(("--gain", "--player", "--wav", "--patience"), "")
        words = iter(arguments)
        names = []
        self.armed = False
        for word in words:
            if word == "--armed":
                self.armed = True
            elif word in given:
                given[word] = next(words, "")
            else:
                names.append(word)
        if len(names) != 1:
            raise ValueError(USAGE)
        self.cue = Cue(names[0])
        self.gain = float(given["--gain"] or 1)
        if not 0 <= self.gain <= 1:
            raise ValueError(f"--gain {self.gain}: wanted 0.0 to 1.0")
        self.rungs = ladder(given["--player"] or None)
        self.own_wav = Path(given["--wav"]) if given["--wav"] else None
        self.patience_s = float(given["--patience"] or PATIENCE_S)


def prepare(order: Order) -> tuple[Path, float]:
    """The file for the players and its length in seconds. Raises BadWav when even the built-in one is bad."""
    wav, seconds = _sound(order)
    for folder in (cache_dir(), *fallback_data_dirs()):
        try:
            return at_gain(wav, order.gain, folder / "cues", order.cue), seconds
        except OSError as error:
            reason = error.strerror or str(error)
    tell("warning", warning=f"at full volume, because no quieter copy could be written: {reason}")
    return wav, seconds


def _sound(order: Order) -> tuple[Path, float]:
    if order.own_wav:
        try:
            return order.own_wav, check_wav(order.own_wav)
        except BadWav as error:
            tell("warning", warning=f"the built-in sound is played instead: {error}")
    try:
        wav = sounds_dir() / f"{order.cue}.wav"
    except FileNotFoundError as error:
        raise BadWav(str(error)) from error
    return wav, check_wav(wav)


def listen(events: SimpleQueue[Event]) -> None:
    """Turn what comes on stdin into events: `stop`, any other line fires, the end is `gone`."""
    while data := os.read(0, 4096):
        for line in data.split(b"\n"):
            if line.strip():
                events.put(("stop" if line.strip() == b"stop" else "fire", None, ""))
    events.put(("gone", None, ""))


def main(arguments: list[str]) -> int:
    """Play the cue that the command line names; the process's exit code."""
    try:
        order = Order(arguments)
    except ValueError as error:
        tell("failed", why=str(error))
        return 2
    events: SimpleQueue[Event] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _: events.put(("stop", None, str(int(signum)))))
    try:
        wav, seconds = prepare(order)
        if order.armed:
            Thread(target=listen, args=(events,), daemon=True).start()
            tell("ready")
            what, _, _ = events.get()
            if what != "fire":
                return 0
            if not wav.is_file():  # somebody emptied the cache in the meantime
                wav, seconds = prepare(order)
    except BadWav as error:
        tell("failed", why=str(error))
        return 1
    return Climb(order.rungs, str(wav), seconds, events, order.patience_s).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
