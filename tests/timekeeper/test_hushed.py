"""Muted sessions and quiet hours: what is not sounded, what is sounded all the same, and that it is told."""

from __future__ import annotations

import pytest

from tests.support.home import Home
from tests.support.pulse import PulseServer, Recording, find_cues, load_cues, needs, wait_until

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")

REHEARSAL = ("rehearse", "heat 60s, cold 60s", "--speed", "20", "--confirm", "never", "--detach")
"""Three seconds of heat, three to change, three of ice; then the end, three times."""


def heard(recording: Recording) -> list[str]:
    """The kinds of cue in the recording, in order, repeats left out."""
    names: list[str] = []
    for name, _ in find_cues(recording, load_cues()):
        if not names or names[-1] != name:
            names.append(name)
    return names


def wait_for_end(home: Home) -> None:
    """Until the end has been called twice."""
    wait_until(lambda: any(row["cue"] == "end" for _, row in home.rows("reminder")), 60, "the end's first repeat")


@pytest.mark.parametrize("hours", ["00:00-23:59", pytest.param("23:59-23:58", marks=pytest.mark.slow)])
def test_quiet_hours_silence_all_but_the_end(home: Home, server: PulseServer, hours: str) -> None:
    """In the quiet hours a switch is journaled as not wanted, and the end is heard."""
    home.settings(f"quiet_hours = '{hours}'\nnotifications = false\n")
    with Recording(server) as recording:
        home.run(*REHEARSAL)
        wait_for_end(home)
        recording.catch_up()
        assert heard(recording) == ["end"]
    assert [row["why"] for _, row in home.rows("cue_hushed")] == [f"quiet hours {hours}"]
    assert home.rows("cue_failed") == []


@pytest.mark.slow
def test_a_muted_session_sounds_again_once_it_is_unmuted(home: Home, server: PulseServer) -> None:
    """`mute` and `mute off` reach the timekeeper of a session that runs, and the end is heard in any case."""
    home.settings("notifications = false\n")
    with Recording(server) as recording:
        home.run("rehearse", "heat 60s, cold 60s, heat 60s", *REHEARSAL[2:])
        home.run("mute")
        wait_until(lambda: len(home.rows("cue_hushed")) == 1, 30, "the first switch")
        home.run("mute", "off")
        wait_for_end(home)
        recording.catch_up()
        assert heard(recording) == ["heat", "end"]


def test_muting_ends_what_sounds(home: Home, server: PulseServer) -> None:
    """A cue that is not wanted any more falls silent."""
    home.settings("notifications = false\n")
    with Recording(server) as recording:
        home.run(*REHEARSAL)
        wait_until(lambda: home.rows("cue_sounded"), 30, "the switch to sound")
        home.run("mute")
        muted = recording.catch_up() + 0.3
        wait_until(lambda: recording.seconds() > muted + 0.5, 10, "half a second more")
        assert recording.loudest(muted, muted + 0.5) == 0


def test_at_volume_0_nothing_is_played_and_that_is_told(home: Home, server: PulseServer) -> None:
    """Whoever sets the volume to 0 hears nothing, and reads why."""
    home.settings("volume = 0\nnotifications = false\n")
    with Recording(server) as recording:
        begin = recording.catch_up()
        home.run(*REHEARSAL)
        wait_for_end(home)
        assert recording.loudest(begin, recording.catch_up()) == 0
    assert {row["why"] for _, row in home.rows("cue_hushed")} == {"the volume is 0"}


def test_only_a_session_can_be_muted(home: Home) -> None:
    """Without a session, `mute` says so and exits 3."""
    home.run("mute", code=3)
