"""What may be handed to a player, and the same more quietly."""

from __future__ import annotations

import os
import random
import struct
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from spasmtimer.audio.wav import BadWav, at_gain, check_wav

SOUNDS = Path(__file__).parents[2] / "sounds"


def write(path: Path, seconds: float = 1.0, rate: int = 22050, channels: int = 1, width: int = 2) -> Path:
    """A WAV of noise at half of full scale, the same each time."""
    noise = random.Random(1)
    top = 2 ** (8 * width - 2)
    values = (noise.randrange(-top, top) for _ in range(round(seconds * rate) * channels))
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(width)
        writer.setframerate(rate)
        if width == 1:
            writer.writeframes(bytes(value + 128 for value in values))
        else:
            writer.writeframes(b"".join(value.to_bytes(width, "little", signed=True) for value in values))
    return path


def samples(path: Path) -> array[int]:
    """The 16-bit samples of a file."""
    with wave.open(str(path)) as reader:
        assert reader.getsampwidth() == 2
        return array("h", reader.readframes(reader.getnframes()))


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


def test_gain_is_linear_in_the_samples(tmp_path: Path) -> None:
    """Half the gain is half of every sample, and nothing else about the file changes."""
    half = at_gain(SOUNDS / "ice.wav", 0.5, tmp_path, "ice")
    original = samples(SOUNDS / "ice.wav")
    assert check_wav(half) == check_wav(SOUNDS / "ice.wav")
    assert all(abs(quiet - loud / 2) <= 0.5 for quiet, loud in zip(samples(half), original, strict=True))


@pytest.mark.parametrize("width", [1, 3, 4])
def test_gain_works_for_every_width(tmp_path: Path, width: int) -> None:
    """The copy is of 16 bits, at the level asked for: noise at half of full scale, halved, peaks at a quarter."""
    copy = at_gain(write(tmp_path / "mine.wav", width=width), 0.5, tmp_path / "cache", "heat")
    assert max(map(abs, samples(copy))) == pytest.approx(0.25 * 32768, rel=0.02)


def test_at_full_gain_the_file_itself_is_played(tmp_path: Path) -> None:
    """No copy is made, so a full disk cannot keep a cue from sounding at full volume."""
    assert at_gain(SOUNDS / "ice.wav", 1.0, tmp_path / "cache", "ice") == SOUNDS / "ice.wav"
    assert not (tmp_path / "cache").exists()


def test_a_copy_is_made_once_and_again_when_the_file_changes(tmp_path: Path) -> None:
    """Keyed by gain, time and size of the file; copies of an older version go, those of another gain stay."""
    mine, cache = write(tmp_path / "mine.wav"), tmp_path / "cache"
    first = at_gain(mine, 0.5, cache, "heat")
    made = first.stat().st_mtime_ns
    assert at_gain(mine, 0.5, cache, "heat") == first
    assert first.stat().st_mtime_ns == made
    other = at_gain(mine, 0.7, cache, "heat")
    assert {first, other} == set(cache.iterdir())
    write(mine, 0.8)
    os.utime(mine, ns=(1, 1))
    newer = at_gain(mine, 0.5, cache, "heat")
    assert set(cache.iterdir()) == {newer}
    assert newer != first


def test_a_broken_copy_is_made_again(tmp_path: Path) -> None:
    """A disk that was full, or a cleaner, may have left half of one."""
    copy = at_gain(SOUNDS / "ice.wav", 0.5, tmp_path, "ice")
    copy.write_bytes(copy.read_bytes()[:1000])
    assert check_wav(at_gain(SOUNDS / "ice.wav", 0.5, tmp_path, "ice")) > 1
