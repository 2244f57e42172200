"""An ear that knows the cues: which of them are in a recording, and where, by nothing but arithmetic."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tests.support.pulse import Recording

Sound = NDArray[np.float64]

RATE = 44100
"""Samples a second, in the cues and in a recording."""


def load_cues(folder: Path = Path(__file__).parents[2] / "sounds") -> dict[str, array[int]]:
    """The samples of every cue, by its name."""
    cues = {}
    for path in sorted(folder.glob("*.wav")):
        with wave.open(str(path)) as reader:
            assert (reader.getframerate(), reader.getnchannels(), reader.getsampwidth()) == (RATE, 1, 2)
            cues[path.stem] = array("h", reader.readframes(reader.getnframes()))
    return cues


STEP = 4
"""Every so many samples become one: the cues' notes end below 2.3 kHz."""

BLOCK = 55
"""Samples (of those) over which loudness is looked at: 5 ms."""

GATE = 30
"""The least sample of a sound, of 32767: a null sink's silence is exactly 0."""

FIRST_S, WHOLE_S, LEAST_S = 0.08, 0.6, 0.1
"""A cue is looked for by its first moment, and told from the others by more of it; less than that is nothing."""

SLACK_S, TRIED = 0.012, 12
"""How well its place is known beforehand, and at how many places near it is tried."""

ALIKE = 0.6
"""Normalised correlation from which it is that cue: two different ones never reach 0.5."""


class Heard(NamedTuple):
    """A cue in a recording: where it began, and for how long it went on."""

    name: str
    onset_s: float
    length_s: float


def find_cues(recording: Recording, cues: dict[str, array[int]], since: float = 0.0) -> list[tuple[str, float]]:
    """The name and onset of every cue heard, in order; `since` and the onsets are places in the recording."""
    return [(heard.name, heard.onset_s) for heard in hear(recording.samples(), cues, since)]


def hear(samples: array[int], cues: dict[str, array[int]], since: float = 0.0) -> list[Heard]:
    """Every cue among the samples. One that is cut short by silence or by another cue is still known by its start."""
    known = {name: _thin(cue) for name, cue in cues.items()}
    offsets = {name: _next_sound(cue, 0) or 0 for name, cue in known.items()}
    sound = _thin(samples)
    found: list[Heard] = []
    place = round(since * RATE / STEP)
    while (onset := _next_sound(sound, place)) is not None:
        place = onset + 4 * BLOCK
        best, name, start = max(
            (_best(sound, cue, onset - offsets[name], name) for name, cue in known.items()),
            default=(0.0, "", 0),
        )
        if best < ALIKE:
            continue
        while (closer := _best(sound, known[name], start, name))[0] > best:
            best, name, start = closer
        length = _follow(sound, known[name], start)
        place = max(place, start + length)
        if length >= LEAST_S * RATE / STEP:
            found.append(Heard(name, start * STEP / RATE, length * STEP / RATE))
    return found


def _thin(samples: array[int]) -> Sound:
    whole = np.asarray(samples)[: len(samples) // STEP * STEP].astype(np.float64)
    return np.asarray(whole.reshape(-1, STEP).mean(axis=1))


def _next_sound(sound: Sound, place: int) -> int | None:
    loud = np.abs(sound[place:]) > GATE
    return place + int(loud.argmax()) // BLOCK * BLOCK if loud.any() else None


def _best(sound: Sound, cue: Sound, guess: int, name: str) -> tuple[float, str, int]:
    """How well the cue fits best near the guessed place, and where.

    A moment of it fits one period off almost as well, so the best few places are tried with more of the cue.
    """
    slack = round(SLACK_S * RATE / STEP)
    length = round(FIRST_S * RATE / STEP)
    places = range(max(0, guess - slack), guess + slack)
    window = sound[places.start : places.stop - 1 + length]
    if not len(window):
        return 0.0, name, 0
    fits = np.correlate(window, cue[: min(length, len(window))])
    likely = [places.start + int(place) for place in np.argsort(fits)[::-1][:TRIED]]
    return max(((_alike(sound, start, cue, 0, WHOLE_S), name, start) for start in likely), default=(0.0, name, 0))


def _alike(sound: Sound, start: int, cue: Sound, offset: int, seconds: float) -> float:
    """Normalised correlation over so many seconds; over fewer if the sound falls silent before."""
    length = min(round(seconds * RATE / STEP), len(cue) - offset)
    heard = sound[start + offset : start + offset + length]
    while len(heard) and not heard[-BLOCK:].any():
        heard = heard[:-BLOCK]
    if len(heard) < min(length, LEAST_S * RATE / STEP):
        return 0.0
    known = cue[offset : offset + len(heard)]
    power = float(heard @ heard) * float(known @ known)
    return float(heard @ known) / power**0.5 if power else 0.0


def _follow(sound: Sound, cue: Sound, start: int) -> int:
    """For how many samples the sound goes on being this cue, to 10 ms."""
    end = 0
    for look_s in (LEAST_S, 0.01):
        step = round(look_s * RATE / STEP)
        while end < len(cue) and _alike(sound, start, cue, end, look_s) >= ALIKE:
            end += step
    return min(end, len(cue))
