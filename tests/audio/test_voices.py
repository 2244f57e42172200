"""What a person beside the loudspeaker hears in each voice, how loud, and of their own sound."""

from __future__ import annotations

import math
import wave
from array import array
from operator import mul
from pathlib import Path

import pytest

from spasmtimer.audio import launcher
from spasmtimer.audio.mix import at_rate
from spasmtimer.audio.wish import Wish
from spasmtimer.schedule.cue import Cue, Spoken
from tests.audio.helpers import ROOT, Cues, Listener, On
from tests.support.hear import RATE, load_cues
from tests.support.pulse import PulseServer, Recording, needs
from tests.support.words import sounds_in

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")


@pytest.fixture(scope="module")
def known(cues: Cues) -> Cues:
    """The samples of every tone, and of all words: `say heat`."""
    words = load_cues(ROOT / "sounds" / "speech")
    return cues | {f"say {name}": samples for name, samples in words.items()}


def heard(recording: Recording, known: Cues, wish: Wish) -> tuple[launcher.Playing, list[str]]:
    """Play to the end; what is to be heard of it, in order."""
    place = recording.seconds()
    playing = launcher.play(wish)
    assert playing.wait(20)
    assert playing.failed is None
    recording.catch_up()
    return playing, sounds_in(recording.samples(place), known)


@pytest.mark.parametrize("cue", list(Cue))
def test_every_cue_can_be_said(on: On, healthy: PulseServer, recording: Recording, known: Cues, cue: Cue) -> None:
    """Its words, twice, and nothing else."""
    on(healthy)
    _, words = heard(recording, known, Wish(cue, voice="speech"))
    assert words == [f"say {cue}"] * 2


def test_both_are_the_tone_then_the_words(on: On, healthy: PulseServer, recording: Recording, known: Cues) -> None:
    """Each once: the tone has woken the sound card."""
    on(healthy)
    playing, sounds = heard(recording, known, Wish(Cue.ICE, voice="both"))
    assert sounds == ["ice", "say ice"]
    assert playing.warning is None


@pytest.mark.parametrize(
    ("voice", "before"),
    [("tones", ["heat"]), ("speech", ["say heat", "say heat"]), ("both", ["heat", "say heat"])],
)
def test_the_round_is_said_last(
    on: On, healthy: PulseServer, recording: Recording, known: Cues, voice: str, before: list[str]
) -> None:
    """`Round two, of three`, after everything else; tones do not speak."""
    on(healthy)
    _, sounds = heard(recording, known, Wish(Cue.HEAT, voice=voice, round=(2, 3)))
    assert sounds == before + ([] if voice == "tones" else ["say round-2", "say of-3"])


def energy_db(samples: array[int]) -> float:
    """All that was heard, in dB."""
    return 10 * math.log10(sum(map(mul, samples, samples)))


@pytest.mark.parametrize("voice", ["tones", "speech", "both"])
def test_half_the_volume_is_six_decibels_less(on: On, healthy: PulseServer, recording: Recording, voice: str) -> None:
    """As recorded, at full, half and a quarter of the volume, in every voice."""
    on(healthy)
    levels = []
    for gain in (1.0, 0.5, 0.25):
        place = recording.seconds()
        assert launcher.play(Wish(Cue.SKIN_CHECK, gain=gain, voice=voice)).wait(10)
        levels.append(energy_db(recording.samples(place, recording.catch_up())))
    assert levels[0] - levels[1] == pytest.approx(6.02, abs=0.3)
    assert levels[1] - levels[2] == pytest.approx(6.02, abs=0.3)


@pytest.mark.parametrize("voice", ["tones", "both"])
def test_without_volume_everything_is_tried_but_the_ear(
    on: On, healthy: PulseServer, recording: Recording, voice: str
) -> None:
    """A silent cue is acknowledged as any other, and is all silence: so players are looked at by night."""
    on(healthy)
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.HEADS_UP, gain=0, player="paplay", only=True, voice=voice))
    assert playing.wait(10)
    assert (playing.acknowledged, playing.failed, playing.warning) == (True, None, None)
    assert recording.loudest(place, recording.catch_up()) == 0


@pytest.fixture
def nowhere_to_write(on: On, healthy: PulseServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder for copies would be made, and everybody may write where the spare ones would."""
    on(healthy)
    home.write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    monkeypatch.setenv("TMPDIR", str(home.parent))
    home.parent.chmod(0o777)


@pytest.mark.usefixtures("nowhere_to_write")
def test_a_cue_that_cannot_be_put_together_is_heard_as_it_is(recording: Recording, known: Cues) -> None:
    """Its first sound is a file already: that, too loud, rather than nothing; and it is told."""
    playing, sounds = heard(recording, known, Wish(Cue.HEAT, gain=0.5, voice="both"))
    assert sounds == ["heat"]
    assert "at full volume and without the words, because no copy could be written" in (playing.warning or "")


@pytest.mark.usefixtures("nowhere_to_write")
def test_without_volume_nothing_is_heard_even_where_nothing_can_be_written(recording: Recording) -> None:
    """Rather no check than the whole house awake."""
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.HEADS_UP, gain=0))
    assert playing.wait(10)
    assert "no silent copy of heads-up could be written" in (playing.failed or "")
    assert recording.loudest(place, recording.catch_up()) == 0


def own(path: Path, tone: array[int]) -> Path:
    """The tone as somebody else would have made it: at 48 kHz, left and right."""
    # 44.1 of 48 kHz, taken for 44.1: the samples that 48 kHz has
    samples = at_rate(tone, round(RATE * RATE / 48000))
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(48000)
        writer.writeframes(array("h", [value for value in samples for _ in range(2)]).tobytes())
    return path


@pytest.mark.parametrize(
    ("voice", "sounds"),
    [
        ("tones", ["overdue"]),
        ("speech", ["overdue", "say round-1", "say of-2"]),
        ("both", ["overdue", "say ice", "say round-1", "say of-2"]),
    ],
)
def test_an_own_sound_takes_the_place_of_the_built_in_one(
    on: On, healthy: PulseServer, recording: Recording, known: Cues, tmp_path: Path, voice: str, sounds: list[str]
) -> None:
    """Of 48 kHz and in stereo, alone or joined with words: itself, as loud as it is, then what is said."""
    on(healthy)
    mine = own(tmp_path / "mine.wav", known["overdue"])
    playing, found = heard(recording, known, Wish(Cue.ICE, voice=voice, round=(1, 2), wav=mine))
    assert found == sounds
    assert playing.warning is None


def test_an_own_sound_that_is_bad_gives_way_in_every_voice(
    on: On, healthy: PulseServer, recording: Recording, known: Cues, listener: Listener, tmp_path: Path
) -> None:
    """It is reported, and what would have been heard without it is."""
    on(healthy)
    (tmp_path / "mine.wav").write_text("no sound at all\n" * 500)
    playing, found = heard(recording, known, Wish(Cue.ICE, voice="both", wav=tmp_path / "mine.wav"))
    assert found == ["ice", "say ice"]
    assert "mine.wav: not a plain WAV file" in (playing.warning or "")
    assert playing.doubt is None


STRETCH, SIT_UPS = ("move-cat-and-camel",), ("count-12", "move-sit-ups")


@pytest.mark.parametrize(
    ("voice", "words", "sounds"),
    [
        ("tones", STRETCH, ["heads-up", "say move-cat-and-camel"]),
        ("both", STRETCH, ["heads-up", "say move-cat-and-camel"]),
        ("speech", STRETCH, ["say move-cat-and-camel"] * 2),
        ("tones", SIT_UPS, ["heads-up", "say count-12", "say move-sit-ups"]),
        ("speech", SIT_UPS, ["say count-12", "say move-sit-ups"] * 2),
        ("tones", ("move-a-walk",), ["heads-up"]),
        ("speech", ("move-a-walk",), ["heads-up"]),
    ],
)
def test_a_stretch_is_named_in_every_voice(
    on: On,
    healthy: PulseServer,
    recording: Recording,
    known: Cues,
    voice: str,
    words: tuple[str, ...],
    sounds: list[str],
) -> None:
    """A tone cannot name a stretch: its name follows in every voice; one that nobody recorded has the tone alone."""
    on(healthy)
    playing, found = heard(recording, known, Wish(Cue.HEADS_UP, voice=voice, words=words))
    assert found == sounds
    assert playing.warning is None


def test_numbers_are_said_once_without_a_tone(on: On, healthy: PulseServer, recording: Recording, known: Cues) -> None:
    """Three counts, each by itself, in whatever voice the cues are."""
    on(healthy)
    for number in (1, 7, 20):
        _, found = heard(recording, known, Wish(Spoken.COUNT, words=(f"count-{number}",)))
        assert found == [f"say count-{number}"]


def test_an_own_sound_for_a_stretch_is_not_talked_over(
    on: On, healthy: PulseServer, recording: Recording, known: Cues, tmp_path: Path
) -> None:
    """Whoever has a sound of their own for the call hears that; the name too only where they like words."""
    on(healthy)
    mine = own(tmp_path / "mine.wav", known["overdue"])
    for voice, sounds in (("tones", ["overdue"]), ("both", ["overdue", "say move-cat-and-camel"])):
        _, found = heard(recording, known, Wish(Cue.HEADS_UP, voice=voice, words=STRETCH, wav=mine))
        assert found == sounds
