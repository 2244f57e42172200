"""The spoken cues: what each file is like, measured."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from spasmtimer.schedule.counting import MOST
from spasmtimer.schedule.cue import Cue
from spasmtimer.schedule.routine import NAMES as MOVE_NAMES
from tests.audio.loudness import a_weighted, decibels, speech_level
from tests.support.hear import RATE, load_cues

SPEECH = Path(__file__).parents[2] / "sounds" / "speech"
ROUNDS = {f"round-{n}" for n in range(1, 10)} | {f"of-{m}" for m in range(2, 10)}
COUNTS = {f"count-{n}" for n in range(1, MOST + 1)}
MOVES = {f"move-{name.replace(' ', '-')}" for name in MOVE_NAMES}
NAMES = sorted({str(cue) for cue in Cue} | ROUNDS | COUNTS | MOVES)

LENGTHS_S = {
    "overdue": (2.0, 3.0),
    **dict.fromkeys(ROUNDS, (0.4, 1.2)),
    **dict.fromkeys(COUNTS, (0.4, 0.9)),
    **dict.fromkeys(MOVES, (0.5, 1.8)),
}
"""How long each lasts; a phrase that is not listed, `PHRASE_S`."""
PHRASE_S = (0.8, 1.2)


@pytest.fixture(scope="module")
def speech() -> dict[str, array[int]]:
    """The samples of every phrase."""
    return load_cues(SPEECH)


def test_there_are_words_for_every_cue_the_rounds_the_stretches_and_the_count() -> None:
    """A phrase for each cue, `round one` to `round nine`, `of two` to `of nine`, what the morning names, 1 to 20."""
    assert sorted(path.stem for path in SPEECH.glob("*.wav")) == NAMES


def test_the_files_are_those_that_were_made() -> None:
    """As `sha256sum -c SHA256SUMS` would find: a file that somebody changed is noticed without the voice at hand."""
    lines = [line.split("  ") for line in (SPEECH / "SHA256SUMS").read_text().splitlines()]
    sums = {name: digest for digest, name in lines}
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SPEECH.glob("*.wav")}


def check(folder: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """What `make_speech.py --check` says of the files beside it."""
    script = [sys.executable, str(folder / "make_speech.py"), "--check"]
    return subprocess.run(script, capture_output=True, text=True, env={"PATH": path} if path else None)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("flite") is None, reason="no flite: apt install flite")
def test_the_files_are_what_the_script_makes() -> None:
    """The voice says the same today, and the same is made of it."""
    done = check(SPEECH.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_check_does_without_the_voice_and_says_so(tmp_path: Path) -> None:
    """Where no flite is installed the checksums are compared; a changed file fails there too."""
    shutil.copytree(SPEECH.parent, tmp_path / "sounds")
    done = check(tmp_path / "sounds", path="/nowhere")
    assert (done.returncode, done.stderr) == (0, "")
    assert "flite is not installed (apt install flite): only the checksums were compared" in done.stdout
    shutil.copy(SPEECH / "heat.wav", tmp_path / "sounds" / "speech" / "ice.wav")
    done = check(tmp_path / "sounds", path="/nowhere")
    assert (done.returncode, done.stderr) == (1, "SHA256SUMS: does not fit the files\n")


def test_the_format_is_that_of_the_tones() -> None:
    """44.1 kHz, 16 bits, mono, and as long as saying it takes."""
    for name in NAMES:
        with wave.open(str(SPEECH / f"{name}.wav")) as reader:
            format_ = (reader.getframerate(), reader.getsampwidth(), reader.getnchannels())
            assert format_ == (RATE, 2, 1), name
            least, most = LENGTHS_S.get(name, PHRASE_S)
            assert least <= reader.getnframes() / RATE <= most, name


def test_words_neither_clip_nor_click(speech: dict[str, array[int]]) -> None:
    """No sample above -3 dB; it starts and ends at nothing."""
    assert sorted(speech) == NAMES
    for name, samples in speech.items():
        peak = max(map(abs, samples))
        assert 10 ** (-8 / 20) < peak / 32767 <= 10 ** (-3 / 20) + 1e-4, name
        assert max(map(abs, samples[:44])) < peak * 0.01, name
        assert max(map(abs, samples[-44:])) < peak * 0.01, name


@pytest.mark.slow
def test_all_words_are_equally_loud_to_the_ear(speech: dict[str, array[int]]) -> None:
    """A-weighted, within 1 dB, and at most 3 dB under the tones."""
    levels = {name: speech_level(samples) for name, samples in speech.items()}
    assert max(levels.values()) - min(levels.values()) < 1, levels
    tones = [decibels(a_weighted(samples)) for samples in load_cues().values()]
    assert 0 < min(tones) - min(levels.values()) < 3
    assert 0 < max(tones) - max(levels.values()) < 4
