"""The sounds: what each is like, measured."""

from __future__ import annotations

import cmath
import math
import subprocess
import sys
import wave
from array import array
from functools import cache
from itertools import accumulate, combinations, pairwise, permutations
from operator import mul
from pathlib import Path

import pytest

from spasmtimer.schedule.cue import Cue
from tests.audio.loudness import a_weighted, decibels

SOUNDS = Path(__file__).parents[2] / "sounds"
RATE = 44100
NAMES = [str(cue) for cue in Cue]

CONTOURS = {
    "heat": "++",
    "ice": "--",
    "off": "-+",
    "heads-up": "",
    "skin-check": "+-",
    "end": "-+-",
    "overdue": "+-+-+-+-+-+-+-+-+",
}
"""How the pitch of each pattern moves, note by note."""

NOTES = {"heat": 3, "ice": 3, "off": 3, "heads-up": 8, "skin-check": 3, "end": 4, "overdue": 18}
"""How many notes of each cue are listened to: one pattern, or where that is one or two notes, the whole cue."""

SLOTS_S = {
    "heat": 0.22,
    "ice": 0.2,
    "off": 0.22,
    "heads-up": 0.17,
    "skin-check": 0.21,
    "end": 0.3,
    "overdue": 0.13,
}
"""How long a note of each lasts."""


def pitch(samples: array[int]) -> float:
    """The frequency of the strongest sine of a note, among the semitones from 277 to 3136 Hz."""

    def power(hertz: float) -> float:
        angle = 2 * math.pi * hertz / RATE
        real = sum(value * math.cos(angle * i) for i, value in enumerate(samples))
        imaginary = sum(value * math.sin(angle * i) for i, value in enumerate(samples))
        return real * real + imaginary * imaginary

    return max((220 * 2 ** (semitone / 12) for semitone in range(4, 47)), key=power)


def contour(name: str, samples: array[int]) -> str:
    """`+` and `-` for each step of the pitch, heard for 40 ms from the middle of each note."""
    slot = round(SLOTS_S[name] * RATE)
    middles = [i * slot + slot // 2 for i in range(NOTES[name])]
    heard = [pitch(samples[middle : middle + 1764]) for middle in middles]
    return "".join("+" if later > earlier else "-" for earlier, later in pairwise(heard) if later != earlier)


def fourier(values: list[complex]) -> list[complex]:
    """The discrete Fourier transform of a power of two of values."""
    if len(values) == 1:
        return values
    even, odd = fourier(values[0::2]), fourier(values[1::2])
    turned = [value * turn for value, turn in zip(odd, turns(len(odd)), strict=True)]
    return [a + b for a, b in zip(even, turned, strict=True)] + [a - b for a, b in zip(even, turned, strict=True)]


@cache
def turns(count: int) -> list[complex]:
    return [cmath.exp(-1j * math.pi * k / count) for k in range(count)]


SPAN = 2**14
"""Samples of a cue at an eighth of the rate, with silence after it: 3 s."""


def thinned(samples: array[int]) -> tuple[float, ...]:
    """Every eight samples as one: 5.5 kHz, twice the highest note."""
    return tuple(sum(samples[i : i + 8]) / 8 for i in range(0, len(samples) - 7, 8))


@cache
def spectrum(values: tuple[float, ...]) -> list[complex]:
    return fourier([*values, *[0j] * (SPAN - len(values))])


def alike(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The highest normalised correlation of the first 0.6 s of one with any place of the other."""
    part = one[: round(0.6 * RATE / 8)]
    crossed = [a.conjugate() * b for a, b in zip(spectrum(other), spectrum(part), strict=True)]
    products = [value.real / SPAN for value in fourier(crossed)]
    energy = [0.0, *accumulate(value * value for value in other)]
    own = sum(value * value for value in part)
    return max(
        abs(products[i]) / math.sqrt(own * (energy[i + len(part)] - energy[i])) for i in range(len(other) - len(part))
    )


def test_there_is_a_sound_for_every_cue_and_no_other() -> None:
    """The files in `sounds/` are named as the cues are."""
    assert {path.stem for path in SOUNDS.glob("*.wav")} == set(NAMES)


def test_the_files_are_what_the_script_makes() -> None:
    """The same bytes at every run: nobody edits a sound by hand."""
    done = subprocess.run([sys.executable, str(SOUNDS / "make_cues.py"), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_the_format_is_one_that_every_player_takes(name: str) -> None:
    """44.1 kHz, 16 bits, mono; 1.2 s at least (a sound card may swallow the start), 2.6 s at most."""
    with wave.open(str(SOUNDS / f"{name}.wav")) as reader:
        assert (reader.getframerate(), reader.getsampwidth(), reader.getnchannels()) == (RATE, 2, 1)
        assert 1.2 <= reader.getnframes() / RATE <= 2.6


@pytest.mark.parametrize("name", NAMES)
def test_a_cue_neither_clips_nor_clicks(cues: dict[str, array[int]], name: str) -> None:
    """No sample above -3 dB; it starts and ends at nothing, and swells over more than 5 ms."""
    samples = cues[name]
    peak = max(map(abs, samples))
    assert peak <= 32767 * 10 ** (-3 / 20) + 1
    assert max(map(abs, samples[:44])) < peak * 0.03
    assert max(map(abs, samples[-44:])) < peak * 0.03
    assert max(map(abs, samples[:220])) < peak * 0.6


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_silence_inside_a_cue(cues: dict[str, array[int]], name: str) -> None:
    """No gap of 60 ms: a card that falls asleep in it would swallow what follows."""
    samples = cues[name]
    gap = round(0.06 * RATE)
    quiet = max(map(abs, samples)) * 0.02
    assert all(max(map(abs, samples[i : i + gap])) > quiet for i in range(0, len(samples) - gap, 441))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_matters_is_only_at_the_start(cues: dict[str, array[int]], name: str) -> None:
    """Without its first 0.3 s a cue still has a whole pattern: what comes later is like the beginning."""
    samples = cues[name]
    pattern = round(SLOTS_S[name] * RATE) * {"heads-up": 1, "overdue": 2}.get(name, NOTES[name])
    start = pattern * math.ceil(0.3 * RATE / pattern)
    first, again = samples[4000 : pattern - 4000], samples[start + 4000 : start + pattern - 4000]
    if len(first) == 0:
        first, again = samples[2500:pattern], samples[start + 2500 : start + pattern]
    energy = math.sqrt(sum(map(mul, first, first)) * sum(map(mul, again, again)))
    assert sum(map(mul, first, again)) / energy > 0.8


def test_all_are_equally_loud_to_the_ear(cues: dict[str, array[int]]) -> None:
    """A-weighted, within 1.5 dB; `end` and `overdue` are the loudest."""
    loudness = {name: decibels(a_weighted(samples)) for name, samples in cues.items()}
    assert max(loudness.values()) - min(loudness.values()) < 1.5, loudness
    assert set(sorted(loudness, key=loudness.__getitem__)[-2:]) == {"end", "overdue"}, loudness


@pytest.mark.parametrize("name", NAMES)
def test_the_contour_is_its_own(cues: dict[str, array[int]], name: str) -> None:
    """Heat rises, ice falls, and every other moves as the table says."""
    assert contour(name, cues[name]) == CONTOURS[name]


def test_no_two_contours_are_the_same() -> None:
    """Who knows the melody knows the cue, whatever the loudspeaker does to its colour."""
    assert all(one != other for one, other in combinations(CONTOURS.values(), 2))


@pytest.mark.slow
def test_no_two_cues_resemble_each_other(cues: dict[str, array[int]]) -> None:
    """The start of one, laid anywhere on another, correlates by less than 0.35; on itself, by 1."""
    thin = {name: thinned(samples) for name, samples in cues.items()}
    assert alike(thin["heat"], thin["heat"]) == pytest.approx(1)
    for one, other in permutations(thin, 2):
        assert alike(thin[one], thin[other]) < 0.35, (one, other)
