"""The child that plays one cue and ends.

    python -P -m spasmtimer.audio CUE [--gain 0-1] [--player NAME [--only]] [--device NAME]
        [--voice tones|speech|both] [--round N/M] [--words NAME,NAME] [--wav FILE] [--patience SECONDS] [--armed]

`--player` goes to the top of the ladder; with `--only` it is all of the ladder. `--device` is tried first, and the
default output after it. `--voice`, `--round` and `--words` say what is heard; `--wav` is the user's own sound for
the cue, and where it is not fit to be played, the built-in one is. `--armed` prepares everything, says so, and waits
for a line on stdin before it plays; at the end of stdin it goes quietly. A line `stop`, SIGTERM or SIGINT silences it,
and so does the end of stdin while no player has acknowledged it; once one has, it plays to the end, whoever else dies.
What it says: see `tell`. Exit codes: 0 heard to its end (or never fired), 1 not, 2 usage, 128 and more stopped.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from ..paths import cache_dir
from ..private import make_spare_folders
from .attempt import Event
from .climb import Climb
from .compose import Composition
from .mix import joined, length_s
from .order import Order
from .tell import tell
from .wav import BadWav, Sound


def prepare(order: Order) -> tuple[Path, float]:
    """The file for the players and its length in seconds. Raises BadWav when there is none."""
    cue = Composition(order)
    for warning in cue.warnings:
        tell("warning", warning=warning)
    for folder in chain((cache_dir(),), make_spare_folders()):
        try:
            return joined(cue.parts, order.gain, folder / "cues", order.cue), length_s(cue.parts)
        except OSError as error:
            reason = error.strerror or str(error)
    if order.gain == 0:
        raise BadWav(f"no silent copy of {order.cue} could be written: {reason}")
    without = " and without the words" if len(cue.parts) > 1 else ""
    tell("warning", warning=f"at full volume{without}, because no copy could be written: {reason}")
    first = [part for part in cue.parts if isinstance(part, Sound)][:1]
    return joined([*first], 1, cache_dir(), order.cue), length_s([*first])


def _version(wav: Path) -> tuple[int, int] | None:
    """What a changed file would not keep; None where there is none any more."""
    try:
        about = wav.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size


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
    for warning in order.warnings:
        tell("warning", warning=warning)
    events: SimpleQueue[Event] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _: events.put(("stop", None, str(int(signum)))))
    try:
        wav, seconds = prepare(order)
        if order.armed:
            version = _version(wav)
            Thread(target=listen, args=(events,), daemon=True).start()
            tell("ready")
            what, _, _ = events.get()
            if what != "fire":
                return 0
            if _version(wav) != version:  # the cache was emptied, or the user's own sound changed or went
                wav, seconds = prepare(order)
    except BadWav as error:
        tell("failed", why=str(error))
        return 1
    return Climb(order, str(wav), seconds, events).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
