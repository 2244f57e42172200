"""An ear for words: what is said in a recording, one sound after the other, and whether it was said whole.

`hear` knows a cue by its first moment, at its notes' own frequencies. Words begin with a hiss and share their
beginnings, so they are compared whole, and by their voice: what lies below some 2 kHz.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from tests.support.hear import GATE, RATE

Voice = NDArray[np.float64]

STEP = 8
"""Every so many samples become one."""

SLACK = 44
"""How well the place of a sound is known beforehand: to a millisecond, at the full rate."""

SWALLOWED = 265
"""So many samples PulseAudio's null sink may drop from the beginning of what follows a silence: 6 ms."""

FIRST = round(0.4 * RATE / STEP)
"""By so many samples its place is looked for."""

ALIKE = 0.9
"""Normalised correlation from which it is that sound: with `ice` in its place, `Switch to heat` does not reach it."""


def sounds_in(samples: array[int], known: dict[str, array[int]]) -> list[str]:
    """The names of all sounds, in order; `?` for one that is not known, or was not heard whole."""
    heard = np.asarray(samples)
    shapes = {
        name: (_voice(np.asarray(sound)), _next_sound(np.asarray(sound), 0) or 0) for name, sound in known.items()
    }
    voices = [_voice(heard[first:]) for first in range(STEP)]  # as it sounds from any sample on
    found: list[str] = []
    place = 0
    while (onset := _next_sound(heard, place)) is not None:
        fits = (_fit(voices, onset - quiet, shape, name) for name, (shape, quiet) in shapes.items())
        alike, name, start = max(fits)
        found.append(name if alike >= ALIKE else "?")
        place = start + len(known[name]) + SLACK  # no sound begins louder than nothing
    return found


def _voice(samples: NDArray[np.int16]) -> Voice:
    """Low frequencies alone, by the mean of `STEP` neighbours, weighted to their middle."""
    half = STEP // 2
    whole = samples[: len(samples) // half * half].astype(np.float64)
    means = whole.reshape(-1, half).mean(axis=1)
    count = max(0, (len(means) - 1) // 2)
    before, at, after = (means[start::2][:count] for start in range(3))
    return np.asarray((before + 2 * at + after) / 4)


def _next_sound(samples: NDArray[np.int16], place: int) -> int | None:
    loud = np.abs(samples[place:].astype(np.int32)) > GATE
    return place + int(loud.argmax()) if loud.any() else None


def _fit(voices: list[Voice], guess: int, shape: Voice, name: str) -> tuple[float, str, int]:
    """How well a sound fits near a place, and where it does so best."""

    def alike(place: int, length: int) -> float:
        voice, start = voices[place % STEP], place // STEP
        return _alike(voice[start : start + length], shape)

    places = range(max(0, guess - SWALLOWED), guess + SLACK + 1)
    best = max(places[::3], key=lambda place: alike(place, FIRST), default=0)
    best = max(range(max(0, best - 2), best + 3), key=lambda place: alike(place, FIRST))
    return alike(best, len(shape)), name, best


def _alike(heard: Voice, shape: Voice) -> float:
    """Normalised correlation over the shorter of the two."""
    known = shape[: len(heard)]
    power = float(heard @ heard) * float(known @ known)
    return float(heard @ known) / power**0.5 if power else 0.0
