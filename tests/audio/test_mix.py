"""Several sounds as one file, at a volume: what a player is handed."""

from __future__ import annotations

import math
import os
import wave
from array import array
from pathlib import Path

import pytest

from spasmtimer.audio.mix import KEPT, RATE, Part, joined, length_s
from spasmtimer.audio.wav import Sound, check_wav
from tests.audio.helpers import ROOT, samples, write

ICE = Sound(ROOT / "sounds" / "ice.wav")
ROUND = Sound(ROOT / "sounds" / "speech" / "round-2.wav")


def sine(path: Path, rate: int, channels: int, seconds: float = 1.0, hertz: float = 500.0) -> Sound:
    """A file with a tone at half of full scale, the same in every channel."""
    values = (round(16384 * math.sin(2 * math.pi * hertz * i / rate)) for i in range(round(seconds * rate)))
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(array("h", (value for value in values for _ in range(channels))).tobytes())
    return Sound(path)


def test_gain_is_linear_in_the_samples(tmp_path: Path) -> None:
    """Half the gain is half of every sample, and nothing else about the file changes."""
    half = joined([ICE], 0.5, tmp_path, "ice")
    assert check_wav(half) == ICE.seconds
    assert all(abs(quiet - loud / 2) <= 0.5 for quiet, loud in zip(samples(half), ICE.samples, strict=True))


@pytest.mark.parametrize("width", [1, 3, 4])
def test_gain_works_for_every_width(tmp_path: Path, width: int) -> None:
    """The copy is of 16 bits, at the level asked for: noise at half of full scale, halved, peaks at a quarter."""
    copy = joined([Sound(write(tmp_path / "mine.wav", width=width))], 0.5, tmp_path / "cache", "heat")
    assert max(map(abs, samples(copy))) == pytest.approx(0.25 * 32768, rel=0.02)


@pytest.mark.parametrize("parts", [[ICE], [ICE, 0.2, ROUND]])
def test_at_no_gain_there_is_silence_and_only_there(tmp_path: Path, parts: list[Part]) -> None:
    """A silent file is as long as the cue: whoever looks for a working player by night wakes nobody."""
    silent = Sound(joined(parts, 0, tmp_path, "ice"))
    assert not any(silent.samples)
    assert silent.seconds == pytest.approx(length_s(parts), abs=1e-3)
    assert max(map(abs, samples(joined(parts, 0.001, tmp_path, "ice")))) > 100


def test_at_full_gain_the_file_itself_is_played(tmp_path: Path) -> None:
    """No copy is made, so a full disk cannot keep a cue from sounding at full volume."""
    assert joined([ICE], 1.0, tmp_path / "cache", "ice") == ICE.path
    assert not (tmp_path / "cache").exists()


def test_parts_follow_each_other_with_their_pauses(tmp_path: Path) -> None:
    """Sample for sample: a sound, so much silence, the next."""
    whole = samples(joined([ICE, 0.2, ROUND], 1.0, tmp_path, "ice"))
    pause = array("h", [0] * round(0.2 * RATE))
    assert whole == ICE.samples + pause + ROUND.samples


@pytest.mark.parametrize("rate", [8000, 22050, 48000, 88200, 96000, 192000])
@pytest.mark.parametrize("channels", [1, 2])
def test_another_rate_is_converted_where_sounds_are_joined(tmp_path: Path, rate: int, channels: int) -> None:
    """The same tone at 44.1 kHz in one channel: as high, as long and as loud as it was."""
    mine = sine(tmp_path / "mine.wav", rate, channels)
    whole = samples(joined([mine, 0.1, ROUND], 1.0, tmp_path, "ice"))
    part = whole[: len(whole) - len(ROUND.samples) - round(0.1 * RATE)]
    assert len(part) == pytest.approx(RATE, abs=2)
    wanted = [math.sin(2 * math.pi * 500 * i / RATE) for i in range(len(part))]
    along = sum(a * b for a, b in zip(part, wanted, strict=True)) / len(part) * 2
    assert along == pytest.approx(16384, rel=0.03)


def test_another_rate_is_kept_where_a_sound_is_alone(tmp_path: Path) -> None:
    """The players convert better than we do."""
    alone = Sound(joined([sine(tmp_path / "mine.wav", 48000, 2)], 0.5, tmp_path, "ice"))
    assert (alone.rate, alone.channels, alone.seconds) == (48000, 2, 1.0)


def test_joining_leaves_its_sounds_as_they_were(tmp_path: Path) -> None:
    """They may be joined again."""
    mine = sine(tmp_path / "mine.wav", 48000, 1)
    before = mine.samples[:]
    joined([mine, 0.1, mine], 0.5, tmp_path, "ice")
    assert mine.samples == before


def test_a_file_is_made_once_and_again_for_other_sounds(tmp_path: Path) -> None:
    """Kept by what is heard and how loud, wherever it came from."""
    mine, cache = write(tmp_path / "mine.wav"), tmp_path / "cache"
    first = joined([Sound(mine)], 0.5, cache, "heat")
    os.utime(first, ns=(1, 1))
    number = first.stat().st_ino
    assert joined([Sound(mine)], 0.5, cache, "heat") == first
    assert first.stat().st_ino == number
    assert first.stat().st_mtime_ns > 1  # used just now
    others = [
        joined([Sound(mine)], 0.7, cache, "heat"),
        joined([Sound(mine), 0.1], 0.5, cache, "heat"),
        joined([Sound(write(tmp_path / "mine.wav", 0.8))], 0.5, cache, "heat"),
    ]
    assert set(cache.iterdir()) == {first, *others}
    assert len({first, *others}) == 4


def test_the_cache_does_not_grow_for_ever(tmp_path: Path) -> None:
    """What was used last stays; half a file that somebody left there goes with the rest."""
    mine = Sound(write(tmp_path / "mine.wav"))
    cache = tmp_path / "cache"
    made = [joined([mine], percent / 100, cache, "heat") for percent in range(1, KEPT + 1)]
    (cache / "heat-0-001.4711").touch()
    for age, file in enumerate([cache / "heat-0-001.4711", *made]):
        os.utime(file, ns=(age, age))
    joined([mine], 0.01, cache, "heat")
    newest = joined([mine], 0.99, cache, "heat")
    assert set(cache.iterdir()) == {newest, made[0], *made[2:]}


def test_a_broken_copy_is_made_again(tmp_path: Path) -> None:
    """A disk that was full, or a cleaner, may have left half of one."""
    copy = joined([ICE], 0.5, tmp_path, "ice")
    copy.write_bytes(copy.read_bytes()[:1000])
    assert check_wav(joined([ICE], 0.5, tmp_path, "ice")) > 1


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """It is an OSError, for the caller to try elsewhere."""
    with pytest.raises(OSError, match="Not a directory"):
        joined([ICE], 0.5, Path("/dev/null/cues"), "ice")
