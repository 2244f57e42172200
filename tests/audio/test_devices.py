"""Where a cue goes: the player and the output device that were asked for, and what is told when it cannot be those."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest

from spasmtimer.audio import launcher
from spasmtimer.audio.wish import Wish
from spasmtimer.schedule.cue import Cue
from tests.audio.helpers import Cues, Listener, On, run_child
from tests.support.pipewire import TOOLS, PipeWireServer
from tests.support.pulse import PulseServer, Recording, find_cues, needs

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")

GONE = "no output device 'headphones': the default output is used, cue"


@pytest.fixture(scope="module")
def headphones(healthy: PulseServer) -> Iterator[Recording]:
    """A second output beside the default one, and what it has played."""
    healthy.pactl("load-module", "module-null-sink", "sink_name=plugged", "rate=44100", "channels=2")
    healthy.pactl("set-default-sink", healthy.sink)
    other = copy(healthy)
    other.sink = "plugged"
    with Recording(other) as recording:
        yield recording


@pytest.mark.parametrize(
    ("player", "device"),
    [
        ("paplay", "plugged"),
        pytest.param("aplay", "pulse:plugged", marks=needs("aplay")),  # through ALSA's plugin for PulseAudio
    ],
)
def test_a_cue_is_heard_on_the_device_that_was_asked_for(
    on: On, healthy: PulseServer, recording: Recording, headphones: Recording, cues: Cues, listener: Listener,
    player: str, device: str,
) -> None:  # fmt: skip
    """There, and nowhere else; no warning."""
    on(healthy)
    place, default = headphones.seconds(), recording.seconds()
    playing = launcher.play(Wish(Cue.OFF, player=player, device=device), listener)
    assert playing.wait(6)
    headphones.catch_up()
    assert [name for name, _ in find_cues(headphones, cues, since=place)] == ["off"]
    assert recording.loudest(default, recording.catch_up()) == 0
    assert (playing.player, playing.warning, playing.doubt) == (player, None, None)


def test_a_device_that_is_gone_gives_way_to_the_default_one(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener
) -> None:
    """The headphones were unplugged: the cue sounds at once where it can, and that is told with the device's name."""
    on(healthy)
    place = recording.seconds()
    playing = launcher.arm(Wish(Cue.OFF, device="headphones"), listener)
    listener.wait_for("ready")
    playing.fire()
    assert listener.wait_for("sounding")["warning"] == GONE
    assert playing.wait(6)
    assert "No such entity" in listener.all("silent")[0]["why"]
    assert (playing.failed, playing.player, playing.sink) == (None, "paplay", "cue")
    assert playing.warning == playing.doubt == GONE
    recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["off"]


@needs("aplay")
def test_a_player_that_cannot_be_told_of_devices_does_not_keep_silent(
    on: On,
    healthy: PulseServer,
    listener: Listener,
) -> None:
    """Where no player knows the device the chosen player comes first on the default output."""
    on(healthy)
    playing = launcher.play(Wish(Cue.HEAT, player="aplay", device="headphones"), listener)
    assert listener.wait_for("sounding")["player"] == "aplay"
    assert playing.doubt == "no output device 'headphones': the default output is used"
    playing.stop()
    assert playing.wait(2)


def test_a_device_may_be_named_by_its_number(
    on: On, healthy: PulseServer, headphones: Recording, listener: Listener
) -> None:
    """As `pactl list short sinks` shows it; that the server calls it by its name is no other device."""
    on(healthy)
    sinks = healthy.pactl("list", "short", "sinks") or ""
    (number,) = [line.split()[0] for line in sinks.splitlines() if "plugged" in line]
    playing = launcher.play(Wish(Cue.HEAT, device=number), listener)
    sounding = listener.wait_for("sounding")
    assert (sounding["sink"], sounding["warning"]) == ("plugged", None)
    playing.stop()
    assert playing.wait(2)


def test_a_player_alone_is_not_followed_by_another(on: On, healthy: PulseServer) -> None:
    """With `only` its failure is the cue's: whoever checks the players wants to know about this one."""
    on(healthy)
    code, changes, _ = run_child("heat", "--player", "pw-play", "--only", "--patience", "0.5")
    assert code == 1
    assert {change.get("player") for change in changes} == {"pw-play", None}
    assert changes[-1]["event"] == "failed"
    assert "paplay" not in changes[-1]["why"]


def test_a_player_alone_on_a_device_that_is_gone_fails(on: On, healthy: PulseServer) -> None:
    """With `only` nor is the device followed by another."""
    on(healthy)
    arguments = ("--player", "paplay", "--only", "--device", "headphones", "--patience", "0.5")
    code, changes, _ = run_child("heat", *arguments)
    assert (code, changes[-1]["event"]) == (1, "failed")
    assert changes[-1]["why"] == "no player could be heard (paplay: Stream error: No such entity)"


def test_a_player_alone_plays(on: On, healthy: PulseServer, listener: Listener) -> None:
    """Nothing is in its way when it works; silent, that is a check by night."""
    on(healthy)
    playing = launcher.play(Wish(Cue.HEADS_UP, player="paplay", only=True), listener)
    assert listener.wait_for("sounding")["player"] == "paplay"
    playing.stop()
    assert playing.wait(2)


@pytest.mark.simpleaudio
def test_a_player_alone_that_knows_no_devices_plays_where_it_can(
    on: On, healthy: PulseServer, listener: Listener
) -> None:
    """And that it was not the device is told."""
    pytest.importorskip("simpleaudio", reason="pip install 'spasmtimer[simpleaudio]'")
    on(healthy)
    playing = launcher.play(Wish(Cue.HEAT, player="simpleaudio", only=True, device="headphones"), listener)
    assert listener.wait_for("sounding")["player"] == "simpleaudio"
    assert playing.doubt == "no output device 'headphones': the default output is used"
    playing.stop()
    assert playing.wait(2)


def test_an_unknown_player_does_not_keep_a_cue_from_sounding(on: On, healthy: PulseServer, listener: Listener) -> None:
    """A setting carried over from another machine: the whole ladder is climbed, and the name is told."""
    on(healthy)
    playing = launcher.play(Wish(Cue.HEAT, player="vlc"), listener)
    assert listener.wait_for("sounding")["player"] == "paplay"
    assert (playing.warning or "").startswith("no player 'vlc' on this system; there are paplay, ")
    assert playing.doubt is None
    playing.stop()
    assert playing.wait(2)


@pytest.mark.parametrize("player", ["vlc", None])
def test_an_unknown_player_alone_fails(home: Path, player: str | None) -> None:
    """There is nothing else to try; nor is there where none is named."""
    playing = launcher.play(Wish(Cue.HEAT, player=player, only=True))
    assert playing.wait(5)
    assert f"no player {player!r} on this system" in (playing.failed or "")


def test_every_reason_for_doubt_is_kept(on: On, server: PulseServer, listener: Listener) -> None:
    """The headphones are gone and the loudspeaker is muted: the second does not hide the first."""
    on(server).pactl("set-sink-mute", "cue", "1")
    playing = launcher.play(Wish(Cue.HEAT, device="headphones"), listener)
    listener.wait_for("warning")
    assert playing.doubt == f"{GONE}; the sound output is muted"
    playing.stop()
    assert playing.wait(2)


@needs(*TOOLS, "pw-play", "pw-cli")
@pytest.mark.parametrize("player", ["paplay", "pw-play"])
def test_on_pipewire_a_cue_goes_where_it_was_told_or_says_that_it_did_not(
    on: On, listener: Listener, player: str
) -> None:
    """PipeWire takes the default output for one that is not there, and its own player does not even say so."""
    with PipeWireServer() as server:
        on(server)
        there = launcher.play(Wish(Cue.SKIN_CHECK, player=player, only=True, device="cue"), listener)
        assert there.wait(8)
        assert (there.acknowledged, there.failed, there.doubt) == (True, None, None)
        playing = launcher.play(Wish(Cue.SKIN_CHECK, player=player, only=True, device="headphones"), listener)
        assert playing.wait(8)
        assert (playing.acknowledged, playing.failed) == (True, None)
        assert (playing.doubt or "").startswith("no output device 'headphones': the default output is used")
