"""What a cue is made of: in every voice, with the user's own sound, and where files are missing."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import process_time as stopwatch

import pytest

from spasmtimer.audio import compose
from spasmtimer.audio.compose import NEXT_S, SAME_AGAIN_S, WAKING_S, Composition
from spasmtimer.audio.mix import joined, length_s
from spasmtimer.audio.order import Order
from spasmtimer.audio.wav import LONGEST_S, BadWav, Sound
from spasmtimer.schedule.cue import Cue
from tests.audio.helpers import ROOT, write

TONE, WORDS, ROUND, OF = "heat.wav", "speech/heat.wav", "speech/round-2.wav", "speech/of-3.wav"
MINE = "mine.wav"
OLD_MACHINE = 10
"""So many times slower than ours a machine may be and still be ready in time."""


@pytest.fixture
def sounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sounds, to be broken, with one of the user's own."""
    shutil.copytree(ROOT / "sounds", tmp_path / "sounds")
    monkeypatch.setattr(compose, "sounds_dir", lambda: tmp_path / "sounds")
    write(tmp_path / "sounds" / MINE)
    return tmp_path / "sounds"


def made_of(sounds: Path, *arguments: str, own: bool = False) -> tuple[list[str | float], list[str]]:
    """The parts of `heat`, files by their names, and the warnings."""
    made = Composition(Order(["heat", *arguments, *(["--wav", str(sounds / MINE)] if own else [])]))
    names = [part.path.relative_to(sounds).as_posix() if isinstance(part, Sound) else part for part in made.parts]
    return names, made.warnings


SPEECH, BOTH, SECOND = ("--voice", "speech"), ("--voice", "both"), ("--round", "2/3")
TAIL = [NEXT_S, ROUND, OF]


@pytest.mark.parametrize(
    ("arguments", "own", "parts"),
    [
        ((), False, [TONE]),
        (SECOND, False, [TONE]),
        (SPEECH, False, [WORDS, SAME_AGAIN_S, WORDS]),
        ((*SPEECH, *SECOND), False, [WORDS, SAME_AGAIN_S, WORDS, *TAIL]),
        (BOTH, False, [TONE, NEXT_S, WORDS]),
        ((*BOTH, *SECOND), False, [TONE, NEXT_S, WORDS, *TAIL]),
        ((), True, [MINE]),
        ((*SPEECH, *SECOND), True, [MINE, *TAIL]),
        ((*BOTH, *SECOND), True, [MINE, NEXT_S, WORDS, *TAIL]),
    ],
)
def test_each_voice_has_its_parts(sounds: Path, arguments: tuple[str, ...], own: bool, parts: list[object]) -> None:
    """Words alone are said twice; the user's own sound is in place of the tone, or of words alone; then the round."""
    assert made_of(sounds, *arguments, own=own) == (parts, [])


@pytest.mark.parametrize("text", ["1/1", "3/2", "0/3", "10/12", "9/12"])
def test_a_round_there_are_no_words_for_is_not_said(sounds: Path, text: str) -> None:
    """Nor is the only one. It is no fault, and no warning."""
    assert made_of(sounds, *SPEECH, "--round", text) == ([WORDS, SAME_AGAIN_S, WORDS], [])


@pytest.mark.parametrize("fault", ["missing", "broken"])
@pytest.mark.parametrize(
    ("arguments", "bad", "parts", "warning"),
    [
        (SPEECH, WORDS, [TONE], "{}; heard instead: the built-in tone"),
        ((*SPEECH, *SECOND), WORDS, [TONE, *TAIL], "{}; heard instead: the built-in tone"),
        (BOTH, WORDS, [TONE], "not said: {}"),
        ((), TONE, [WORDS, SAME_AGAIN_S, WORDS], "{}; heard instead: the built-in words"),
        (BOTH, TONE, [WORDS, SAME_AGAIN_S, WORDS], "{}; heard instead: the built-in words"),
        ((*SPEECH, *SECOND), OF, [WORDS, SAME_AGAIN_S, WORDS], "not said: {}"),
    ],
)
def test_what_cannot_be_had_is_told_and_the_rest_is_heard(
    sounds: Path, arguments: tuple[str, ...], bad: str, parts: list[object], warning: str, fault: str
) -> None:
    """A missing file costs its part, with a warning that names it; while there is any sound for the cue, it sounds."""
    (sounds / bad).unlink()
    if fault == "broken":
        (sounds / bad).write_text("noise")
    found, warnings = made_of(sounds, *arguments)
    assert found == parts
    assert len(warnings) == 1
    before, _, after = warning.partition("{}")
    assert warnings[0].startswith(f"{before}{sounds / bad}: ")
    assert warnings[0].endswith(after)


def test_with_no_sound_at_all_it_fails_with_every_reason(sounds: Path) -> None:
    """Then there is nothing to play."""
    for bad in (TONE, WORDS, MINE):
        (sounds / bad).write_text("noise")
    with pytest.raises(BadWav, match=r"mine.wav: .*heat.wav: .*speech/heat.wav: "):
        made_of(sounds, own=True)


STRETCH = "speech/move-cat-and-camel.wav"


def test_a_number_is_silence_and_then_its_word(sounds: Path) -> None:
    """It has no tone and is said once; a card that wakes up may swallow the silence. Without its word it fails."""
    made = Composition(Order(["count", "--words", "count-7", "--voice", "speech"]))
    assert made.parts[0] == WAKING_S
    assert [part.path.stem for part in made.parts if isinstance(part, Sound)] == ["count-7"]
    (sounds / "speech" / "count-7.wav").unlink()
    with pytest.raises(BadWav, match=r"count-7\.wav"):
        Composition(Order(["count", "--words", "count-7"]))


def test_a_name_follows_the_tone_in_every_voice(sounds: Path) -> None:
    """In the place of the cue's own words; where nobody has recorded it the tone is all, and that is no fault."""
    words = ("--words", "move-cat-and-camel")
    assert made_of(sounds, *words) == ([TONE, NEXT_S, STRETCH], [])
    assert made_of(sounds, *words, *BOTH) == ([TONE, NEXT_S, STRETCH], [])
    assert made_of(sounds, *words, *SPEECH) == ([STRETCH, SAME_AGAIN_S, STRETCH], [])
    assert made_of(sounds, *words, own=True) == ([MINE], [])
    (sounds / STRETCH).unlink()
    for voice in ((), BOTH, SPEECH):
        assert made_of(sounds, *words, *voice) == ([TONE], [])


def test_no_cue_is_too_long(sounds: Path) -> None:
    """What would pass 15 s is not said, and that is told: the next call comes after 30 s."""
    write(sounds / MINE, seconds=13.5, rate=8000)
    found, warnings = made_of(sounds, *BOTH, *SECOND, own=True)
    assert found == [MINE, NEXT_S, WORDS]
    assert warnings == ["not said, since a cue lasts 15 s at most: round-2, of-3"]


@pytest.mark.parametrize("cue", list(Cue))
def test_every_cue_at_its_longest_is_short_enough(cue: Cue) -> None:
    """In every voice, with a round, and not by leaving something out."""
    for voice in ("tones", "speech", "both"):
        made = Composition(Order([cue, "--voice", voice, "--round", "9/9"]))
        assert made.warnings == []
        assert length_s(made.parts) < min(LONGEST_S, 8)


def test_a_cue_is_put_together_long_before_it_is_due(tmp_path: Path) -> None:
    """It is made ready three seconds before; an old machine needs ten times as long as this one."""
    began = stopwatch()
    made = Composition(Order(["overdue", "--voice", "both", "--round", "9/9"]))
    joined(made.parts, 0.55, tmp_path, "overdue")
    assert stopwatch() - began < 3 / OLD_MACHINE
