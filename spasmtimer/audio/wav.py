"""WAV files: is this one fit to be played, and the same one more quietly.

A file is read here before any player gets it: `aplay` plays a text file as two seconds of noise and calls
that success. Volume is applied to the samples, because every player's own volume option means something else.
"""

from __future__ import annotations

import os
import wave
from array import array
from contextlib import suppress
from pathlib import Path

SHORTEST_S = 0.5
"""A sound card that wakes up may swallow the first 0.3 s: what is shorter could be lost whole."""

LONGEST_S = 15.0
"""A cue repeats every 30 s, and must have ended by then."""

QUIETEST = 0.01
"""The least peak of a usable file, of full scale: at -40 dB nobody wakes up."""


class BadWav(ValueError):
    """This file cannot be a cue; the message names it and says why."""


def check_wav(path: str | Path) -> float:
    """The length in seconds of a WAV that every player can play.

    Raises BadWav when it is missing, unreadable, not plain PCM, cut off, too short, too long or silent.
    """
    rate, channels, samples = _read(Path(path))
    seconds = len(samples) / channels / rate
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise BadWav(f"{path}: lasts {seconds:.2f} s, and must last {SHORTEST_S} to {LONGEST_S:.0f} s")
    if max(max(samples), -min(samples)) < QUIETEST * 32767:
        raise BadWav(f"{path}: is silent")
    return seconds


def at_gain(path: Path, gain: float, folder: Path, name: str) -> Path:
    """A copy of a good WAV in `folder`, its samples times `gain` (linear, 0 to 1); the file itself at 1.

    A copy is made once for each gain (steps of 0.01) and version of the file; those of older versions go.
    Raises OSError when the folder cannot be written, BadWav when the file has become unreadable.
    """
    percent = max(0, min(100, round(gain * 100)))
    if percent == 100:
        return path
    about = path.stat()
    version = f"{about.st_mtime_ns:x}-{about.st_size:x}"
    copy = folder / f"{name}-{version}-{percent:03}.wav"
    if _whole(copy):
        return copy
    folder.mkdir(parents=True, exist_ok=True)
    _write_scaled(path, percent / 100, copy)
    for old in folder.glob(f"{name}-*-*-[0-9][0-9][0-9].wav"):
        if version not in old.name:
            with suppress(OSError):  # another child may have been quicker
                old.unlink()
    return copy


def _whole(copy: Path) -> bool:
    try:
        _read(copy)
    except BadWav:
        return False
    return True


def _write_scaled(path: Path, gain: float, copy: Path) -> None:
    """Write beside the copy, then put it in place: a player never sees half a file."""
    rate, channels, samples = _read(path)
    unfinished = copy.with_suffix(f".{os.getpid()}")
    try:
        with wave.open(str(unfinished), "wb") as writer:
            writer.setnchannels(channels)
            writer.setsampwidth(2)
            writer.setframerate(rate)
            writer.writeframes(array("h", (round(sample * gain) for sample in samples)).tobytes())
        unfinished.replace(copy)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _read(path: Path) -> tuple[int, int, array[int]]:
    """Frames a second, channels, and the samples as 16-bit numbers, channel by channel within a frame."""
    try:
        with wave.open(str(path), "rb") as reader:
            about = reader.getparams()
            data = reader.readframes(about.nframes)
    except (OSError, EOFError, wave.Error) as error:
        raise BadWav(f"{path}: {_reason(error)}") from error
    if not (1 <= about.nchannels <= 2 and 8000 <= about.framerate <= 192000):
        found = f"{about.nchannels} channels at {about.framerate} Hz"
        raise BadWav(f"{path}: {found}, wanted 1 or 2 at 8000 to 192000")
    if not data or len(data) < about.nframes * about.nchannels * about.sampwidth:
        raise BadWav(f"{path}: is cut off")
    return about.framerate, about.nchannels, _to_16_bits(data, about.sampwidth)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"not a plain WAV file ({error or 'it ends too soon'})"


def _to_16_bits(data: bytes, width: int) -> array[int]:
    """The two highest bytes of every sample; those of one byte count from 128."""
    high = bytearray(len(data) // width * 2)
    if width == 1:
        high[1::2] = bytes(byte ^ 0x80 for byte in data)
    else:
        high[0::2] = data[width - 2 :: width]
        high[1::2] = data[width - 1 :: width]
    return array("h", bytes(high))
