"""What may be handed to a player, and what must not be."""

from __future__ import annotations

import struct
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from spasmtimer.audio.wav import BadWav, check_wav
from tests.audio.helpers import write


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2])
def test_plain_files_of_every_width_are_good(tmp_path: Path, width: int, channels: int) -> None:
    """8 to 32 bits, mono or stereo: its length in seconds is given back."""
    assert check_wav(write(tmp_path / "a.wav", 0.75, channels=channels, width=width)) == pytest.approx(0.75, abs=1e-3)


def float_wav(path: Path) -> None:
    body = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, 44100, 176400, 4, 32) + struct.pack("<4sI", b"data", 176400)
    path.write_bytes(struct.pack("<4sI4s", b"RIFF", 36 + 176400, b"WAVE") + body + bytes(176400))


def cut_off(path: Path) -> None:
    write(path)
    path.write_bytes(path.read_bytes()[:20000])


def silent(path: Path) -> None:
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(44100)
        writer.writeframes(bytes(88200))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "No such file"),
    "a folder": (lambda path: path.mkdir(), "Is a directory"),
    "empty": (lambda path: path.touch(), "not a plain WAV file"),
    "text": (lambda path: path.write_text("I am no sound\n" * 100), "not a plain WAV file"),
    "floating point": (float_wav, "not a plain WAV file"),
    "cut off": (cut_off, "is cut off"),
    "too short": (lambda path: write(path, 0.3), "lasts 0.30 s"),
    "too long": (lambda path: write(path, 16, rate=8000), "lasts 16.00 s"),
    "six channels": (lambda path: write(path, channels=6), "6 channels"),
    "silent": (silent, "is silent"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_named_with_its_fault(tmp_path: Path, kind: str) -> None:
    """BadWav names the file and says what is wrong, for everything a player would make noise of, or nothing."""
    path = tmp_path / "mine.wav"
    make, fault = BAD[kind]
    make(path)
    with pytest.raises(BadWav, match=fault) as caught:
        check_wav(path)
    assert "mine.wav" in str(caught.value)
