"""WAV files: read, and found fit to be played or not.

A file is read here before any player gets it: `aplay` plays a text file as two seconds of noise and calls
that success.
"""

from __future__ import annotations

import os
import stat
import wave
from array import array
from pathlib import Path
from typing import BinaryIO

SHORTEST_S = 0.5
"""A sound card that wakes up may swallow the first 0.3 s: what is shorter could be lost whole."""

LONGEST_S = 15.0
"""A cue repeats every 30 s, and must have ended by then."""

QUIETEST = 0.01
"""The least peak of a usable file, of full scale: at -40 dB nobody wakes up."""


class BadWav(ValueError):
    """This file cannot be a cue; the message names it and says why."""


class Sound:
    """A WAV that every player can play: its frames a second, its channels, and its samples as 16-bit numbers.

    Those of several channels lie side by side, frame by frame. Raises BadWav when the file is missing, unreadable,
    not plain PCM, or cut off.
    """

    __slots__ = ("channels", "path", "rate", "samples")

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with _regular(path) as file, wave.open(file, "rb") as reader:
                about = reader.getparams()
                data = reader.readframes(about.nframes)
        except (OSError, EOFError, wave.Error) as error:
            raise BadWav(f"{path}: {_reason(error)}") from error
        if not (1 <= about.nchannels <= 2 and 8000 <= about.framerate <= 192000):
            found = f"{about.nchannels} channels at {about.framerate} Hz"
            raise BadWav(f"{path}: {found}, wanted 1 or 2 at 8000 to 192000")
        if not data or len(data) < about.nframes * about.nchannels * about.sampwidth:
            raise BadWav(f"{path}: is cut off")
        self.rate, self.channels = about.framerate, about.nchannels
        self.samples = _to_16_bits(data, about.sampwidth)

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.channels / self.rate


def load(path: Path) -> Sound:
    """A sound that may be a cue by itself.

    Raises BadWav when the file is no good, too short, too long or silent.
    """
    sound = Sound(path)
    if not SHORTEST_S <= sound.seconds <= LONGEST_S:
        raise BadWav(f"{path}: lasts {sound.seconds:.2f} s, and must last {SHORTEST_S} to {LONGEST_S:.0f} s")
    if max(max(sound.samples), -min(sound.samples)) < QUIETEST * 32767:
        raise BadWav(f"{path}: is silent")
    return sound


def check_wav(path: str | Path) -> float:
    """The length in seconds of a WAV that may be a cue. Raises BadWav as `load` does."""
    return load(Path(path)).seconds


def _regular(path: Path) -> BinaryIO:
    """The file, opened without waiting: a pipe would have the cue wait for somebody at its other end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    file = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise OSError("is not a regular file")
    return file


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
