"""An ear for words: what is said in a recording, one sound after the other, and whether it was said whole.

`hear` knows a cue by its first moment, at its notes' own frequencies. Words begin with a hiss and share their
beginnings, so they are compared whole, and by their voice: what lies below some 2 kHz.
"""

from __future__ import annotations

from array import array
from math import sqrt
from operator import mul

from tests.support.hear import GATE, RATE

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
    shapes = {name: (_voice(sound), _next_sound(sound, 0) or 0) for name, sound in known.items()}
    voices = [_voice(samples[first:]) for first in range(STEP)]  # as it sounds from any sample on
    found: list[str] = []
    place = 0
    while (onset := _next_sound(samples, place)) is not None:
        fits = (_fit(voices, onset - quiet, shape, name) for name, (shape, quiet) in shapes.items())
        alike, name, start = max(fits)
        found.append(name if alike >= ALIKE else "?")
        place = start + len(known[name]) + SLACK  # no sound begins louder than nothing
    return found


def _voice(samples: array[int]) -> list[int]:
    """Low frequencies alone, by the mean of `STEP` neighbours, weighted to their middle."""
    half = STEP // 2
    means = [sum(group) // half for group in zip(*(samples[i::half] for i in range(half)), strict=False)]
    return [(a + 2 * b + c) // 4 for a, b, c in zip(means[0::2], means[1::2], means[2::2], strict=False)]


def _next_sound(samples: array[int], place: int) -> int | None:
    return next((i for i in range(place, len(samples)) if abs(samples[i]) > GATE), None)


def _fit(voices: list[list[int]], guess: int, shape: list[int], name: str) -> tuple[float, str, int]:
    """How well a sound fits near a place, and where it does so best."""

    def alike(place: int, length: int) -> float:
        voice, start = voices[place % STEP], place // STEP
        return _alike(voice[start : start + length], shape)

    places = range(max(0, guess - SWALLOWED), guess + SLACK + 1)
    best = max(places[::3], key=lambda place: alike(place, FIRST))
    best = max(range(max(0, best - 2), best + 3), key=lambda place: alike(place, FIRST))
    return alike(best, len(shape)), name, best


def _alike(heard: list[int], shape: list[int]) -> float:
    """Normalised correlation over the shorter of the two."""
    known = shape[: len(heard)]
    power = sum(map(mul, heard, heard)) * sum(map(mul, known, known))
    return sum(map(mul, heard, known)) / sqrt(power) if power else 0.0
