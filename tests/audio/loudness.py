"""How loud a sound is to the ear."""

from __future__ import annotations

import math
from array import array

from tests.support.hear import RATE

BLOCK = round(0.05 * RATE)
"""Loudness of speech is looked at in blocks of 50 ms."""


def a_weighted(samples: array[int]) -> list[float]:
    """The samples as the ear counts them: the filter of IEC 61672-1 (poles at 20.6, 107.7, 737.9 and 12194 Hz)."""
    out = [float(value) for value in samples]
    for hertz, high_pass in (
        (20.6, True),
        (20.6, True),
        (107.7, True),
        (737.9, True),
        (12194, False),
        (12194, False),
    ):
        k = math.tan(math.pi * hertz / RATE)
        b0, b1 = (1 / (1 + k), -1 / (1 + k)) if high_pass else (k / (1 + k), k / (1 + k))
        a1 = (k - 1) / (k + 1)
        x1 = y1 = 0.0
        for i, x in enumerate(out):
            y1 = b0 * x + b1 * x1 - a1 * y1
            x1 = x
            out[i] = y1
    return out


def decibels(samples: list[float] | array[int]) -> float:
    """RMS, in dB of full scale."""
    return 10 * math.log10(sum(value * value for value in samples) / len(samples)) - 20 * math.log10(32768)


def speech_level(samples: array[int]) -> float:
    """A-weighted RMS in dB of full scale, of the blocks within 10 dB of the loudest: pauses are no part of speech."""
    heard = a_weighted(samples)
    levels = [decibels(heard[start : start + BLOCK]) for start in range(0, len(heard) - BLOCK, BLOCK)]
    voice = [10 ** (level / 10) for level in levels if level > max(levels) - 10]
    return 10 * math.log10(sum(voice) / len(voice))
