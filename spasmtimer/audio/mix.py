"""Several sounds as one file, at one volume: what a player is handed.

Volume is applied to the samples, because every player's own volume option means something else. What was made is kept:
the same cue comes again, and must not be late then.
"""

from __future__ import annotations

import os
import wave
import zlib
from array import array
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .. import private
from .wav import BadWav, Sound

RATE = 44100
"""Frames a second of what is made of several sounds, in one channel: as the built-in sounds are."""

KEPT = 64
"""So many files stay in the cache, those used last: a session needs a dozen, of half a megabyte at most, and one that
names its stretches and counts needs 33."""

Part = Sound | float
"""What a cue is made of: a sound, or a pause of so many seconds."""


def length_s(parts: list[Part]) -> float:
    """How long the parts last, one after the other."""
    return sum(part.seconds if isinstance(part, Sound) else part for part in parts)


def joined(parts: list[Part], gain: float, folder: Path, name: str) -> Path:
    """A file in `folder` with one part after the other, every sample times `gain` (linear, 0 to 1).

    A single sound keeps its rate and channels; at full gain it is its own file. A file is made once for each gain
    (steps of 0.01; only 0 itself is silent) and content, and put in place whole. Raises OSError when the folder cannot
    be written.
    """
    percent = max(1 if gain > 0 else 0, min(100, round(gain * 100)))
    alone = parts[0] if len(parts) == 1 else None
    if isinstance(alone, Sound) and percent == 100:
        return alone.path
    private.folder(folder)
    file = folder / f"{name}-{_digest(parts):08x}-{percent:03}.wav"
    if _is_whole(file):
        return file
    rate, channels = (alone.rate, alone.channels) if isinstance(alone, Sound) else (RATE, 1)
    pieces = [alone.samples] if isinstance(alone, Sound) else map(_piece, parts)
    _write(file, rate, channels, (quieter(piece, percent) for piece in pieces))
    _tidy(folder)
    return file


def _digest(parts: list[Part]) -> int:
    """A number for what the parts sound like; for others it is, but for one in four thousand million, another."""
    digest = 0
    for part in parts:
        if isinstance(part, Sound):
            digest = zlib.crc32(part.samples, zlib.crc32(f"{part.rate} {part.channels}".encode(), digest))
        else:
            digest = zlib.crc32(str(part).encode(), digest)
    return digest


def _piece(part: Part) -> array[int]:
    if isinstance(part, Sound):
        return at_rate(one_channel(part), part.rate)
    return array("h", bytes(2 * round(part * RATE)))


def one_channel(sound: Sound) -> array[int]:
    """The samples of a sound, left and right as their mean."""
    if sound.channels == 1:
        return sound.samples
    left, right = sound.samples[0::2], sound.samples[1::2]
    return array("h", [(one + other) // 2 for one, other in zip(left, right, strict=True)])


def at_rate(samples: array[int], rate: int) -> array[int]:
    """The samples at `RATE`: neighbours of a much higher rate as their mean, then a straight line between samples."""
    size = max(1, rate // RATE)
    if size > 1:
        groups = zip(*(samples[start::size] for start in range(size)), strict=False)
        samples, rate = array("h", [sum(group) // size for group in groups]), rate // size
    if rate == RATE:
        return samples
    following = samples[1:] + samples[-1:]
    places = (divmod(number * rate, RATE) for number in range(len(samples) * RATE // rate))
    return array("h", [samples[at] + (following[at] - samples[at]) * over // RATE for at, over in places])


def quieter(samples: array[int], percent: int) -> array[int]:
    """The samples at so many hundredths of their size."""
    if percent == 100:
        return samples
    return array("h", [(sample * percent + 50) // 100 for sample in samples])


def _is_whole(file: Path) -> bool:
    """Whether it is there and complete; then it counts as used."""
    try:
        Sound(file)
        os.utime(file)
    except (BadWav, OSError):
        return False
    return True


def _write(file: Path, rate: int, channels: int, pieces: Iterable[array[int]]) -> None:
    """Write beside the file, then put it in place: a player never sees half of it."""
    unfinished = file.with_suffix(f".{os.getpid()}")
    try:
        with open(unfinished, "wb", opener=private.opener) as draft, wave.open(draft, "wb") as writer:
            writer.setnchannels(channels)
            writer.setsampwidth(2)
            writer.setframerate(rate)
            for piece in pieces:
                writer.writeframes(piece.tobytes())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _tidy(folder: Path) -> None:
    """Let go of what was used longest ago."""
    with suppress(OSError):  # another child may be tidying too
        for old in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)[:-KEPT]:
            old.unlink()
