#!/usr/bin/env python3
"""Makes the seven cues, from arithmetic alone: the standard library, the same bytes at every run.

    python sounds/make_cues.py            write the WAV files beside this script
    python sounds/make_cues.py --check    exit 1 if a file there is not what this script makes

A cue is a short melody (its pattern), played until it has lasted long enough: real hardware may swallow the
first 0.3 s of a sound, so nothing is said only once. Heat rises and ice falls; no two cues have the same
contour, and no two share a note, so that a recording can tell them apart as surely as an ear can.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from functools import cache
from pathlib import Path
from typing import NamedTuple

RATE = 44100
"""Samples a second: what every sound card plays without conversion."""

LEVEL_DB = -16.2
"""A-weighted RMS of a cue, dB of full scale: as loud as the warmest cue gets, its peak under `PEAK_DB`."""

PEAK_DB = -3.0
"""No sample above this: a player that converts the rate may overshoot by a decibel or two."""

ATTACK_S = 0.015
"""A note's rise: long enough to make no click, short enough to be on time."""

RELEASE_S = 0.07
"""A note's fall, and the fall of the whole cue."""

RING = 1.3
"""A note sounds this many times its slot, ringing into the next: there is no silence inside a cue."""


class Partial(NamedTuple):
    """One sine of a timbre: its frequency and strength relative to the note, and how fast it dies (1/s)."""

    multiple: float
    strength: float
    decay: float


WARM = (Partial(1, 1.0, 1.0), Partial(2, 0.55, 1.6), Partial(3, 0.28, 2.4), Partial(4, 0.10, 3.5))
GLASS = (Partial(1, 1.0, 3.0), Partial(1.004, 0.4, 3.0), Partial(2.0, 0.10, 6.0), Partial(2.76, 0.06, 9.0))
FLUTE = (Partial(1, 1.0, 0.8), Partial(2, 0.22, 1.5), Partial(3, 0.06, 2.0))
WOOD = (Partial(1, 1.0, 7.0), Partial(2.0, 0.15, 12.0), Partial(3.9, 0.10, 25.0))
BELL = (Partial(1, 1.0, 1.2), Partial(2, 0.45, 2.0), Partial(3, 0.18, 3.0), Partial(4.2, 0.06, 6.0))
REED = (Partial(1, 1.0, 0.6), Partial(2, 0.50, 0.9), Partial(3, 0.30, 1.2), Partial(4, 0.12, 1.5))


class Recipe(NamedTuple):
    """How one cue is made: the notes of its pattern in Hz, how long each lasts, how often it is played."""

    notes: tuple[float, ...]
    slot_s: float
    times: int
    timbre: tuple[Partial, ...]
    louder_db: float = 0.0


RECIPES = {
    "heat": Recipe((329.63, 440.00, 554.37), 0.22, 3, WARM),
    "ice": Recipe((2217.46, 1760.00, 1318.51), 0.20, 3, GLASS),
    "off": Recipe((739.99, 493.88, 739.99), 0.22, 2, FLUTE),
    "heads-up": Recipe((1174.66,), 0.17, 8, WOOD),
    "skin-check": Recipe((783.99, 987.77, 783.99), 0.21, 2, FLUTE),
    "end": Recipe((659.26, 523.25, 587.33, 392.00), 0.30, 2, BELL, louder_db=0.7),
    "overdue": Recipe((932.33, 1244.51), 0.13, 9, REED, louder_db=1.2),
}
"""Equal temperament on A = 440. Heat and ice are one chord, A major: up in the middle, down at the top."""


def a_weight(hertz: float) -> float:
    """How much of a sine the ear counts, as a factor: the A curve of IEC 61672-1, 1 at 1000 Hz."""
    f2 = hertz * hertz
    curve = (12194**2 * f2 * f2) / ((f2 + 20.6**2) * math.sqrt((f2 + 107.7**2) * (f2 + 737.9**2)) * (f2 + 12194**2))
    return curve * 10 ** (2.0 / 20)


@cache
def note(hertz: float, slot_s: float, timbre: tuple[Partial, ...], weighted: bool) -> tuple[float, ...]:
    """The samples of one note; `weighted` as the ear counts them, for measuring loudness."""
    length = round(slot_s * RING * RATE)
    samples = [0.0] * length
    for multiple, strength, decay in timbre:
        step = 2 * math.pi * hertz * multiple / RATE
        size = strength * (a_weight(hertz * multiple) if weighted else 1.0)
        for i in range(length):
            samples[i] += size * math.sin(step * i) * math.exp(-decay * i / RATE)
    return tuple(eased(samples))


def eased(samples: list[float]) -> list[float]:
    """The same samples with a soft start and a soft end."""
    rise, fall, last = round(ATTACK_S * RATE), round(RELEASE_S * RATE), len(samples) - 1
    return [
        value * swell(i / rise) * swell((last - i) / fall) if i < rise or last - i < fall else value
        for i, value in enumerate(samples)
    ]


def swell(part: float) -> float:
    """A raised cosine: 0 at 0, 1 from 1 on."""
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, part))


def melody(recipe: Recipe, weighted: bool) -> list[float]:
    """The whole cue, as loud as its timbre happens to be."""
    slot = round(recipe.slot_s * RATE)
    notes = recipe.notes * recipe.times
    samples = [0.0] * (slot * (len(notes) - 1) + round(recipe.slot_s * RING * RATE))
    for index, hertz in enumerate(notes):
        for i, value in enumerate(note(hertz, recipe.slot_s, recipe.timbre, weighted), index * slot):
            samples[i] += value
    return samples


def pcm(recipe: Recipe) -> array[int]:
    """The cue as 16-bit samples, at its loudness. Raises ValueError when that would pass `PEAK_DB`."""
    heard = melody(recipe, weighted=True)
    rms = math.sqrt(sum(value * value for value in heard) / len(heard))
    gain = 10 ** ((LEVEL_DB + recipe.louder_db) / 20) / rms
    samples = [value * gain for value in melody(recipe, weighted=False)]
    peak_db = 20 * math.log10(max(map(abs, samples)))
    if peak_db > PEAK_DB:
        raise ValueError(f"peak {peak_db:.1f} dB is over {PEAK_DB} dB: lower LEVEL_DB")
    return array("h", (round(value * 32767) for value in samples))


def wav(samples: array[int]) -> bytes:
    """The bytes of a file with these samples: 44.1 kHz, 16 bits, mono."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples.tobytes())
    return file.getvalue()


def main(arguments: list[str]) -> int:
    """Write or check every cue; 0 when all is as it should be, 1 when a file differs, 2 on bad usage."""
    if arguments not in ([], ["--check"]):
        print(f"usage: {Path(__file__).name} [--check]", file=sys.stderr)
        return 2
    folder = Path(__file__).resolve().parent
    different = []
    for name in RECIPES:
        path, made = folder / f"{name}.wav", wav(pcm(RECIPES[name]))
        if not arguments:
            path.write_bytes(made)
        elif not path.is_file() or path.read_bytes() != made:
            different.append(path.name)
    if different:
        print(f"not what {Path(__file__).name} makes: {', '.join(different)}", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
