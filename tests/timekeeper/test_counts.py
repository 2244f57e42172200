"""A counted exercise through the real timekeeper: what is heard of it, and how little is written."""

from __future__ import annotations

import subprocess
from array import array
from pathlib import Path

import pytest

from tests.support.hear import load_cues
from tests.support.home import PROGRAM, Home
from tests.support.pulse import PulseServer, Recording, needs, wait_until
from tests.support.words import sounds_in
from tests.timekeeper.test_hushed import heard as cues_heard
from tests.timekeeper.test_hushed import wait_for_end

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")

SHORT = "move 4s (knees to chest), move 6s (cat and camel), move 24s (5 sit-ups)"
"""A tempo of four seconds, with four to get ready."""


@pytest.fixture(scope="module")
def known() -> dict[str, array[int]]:
    """The tones, and the words that may be said here."""
    words = load_cues(Path(__file__).parents[2] / "sounds" / "speech")
    return load_cues() | {f"say {name}": sound for name, sound in words.items() if name.startswith(("move-", "count-"))}


def at_life_speed(home: Home, schedule: str, *more: str) -> None:
    """Start it without a view."""
    home.run("rehearse", schedule, "--speed", "1", "--detach", *more)


@pytest.mark.slow
def test_names_and_numbers_are_heard_and_leave_no_rows(
    home: Home, server: PulseServer, known: dict[str, array[int]]
) -> None:
    """Also where cues are tones: the first name by itself, each next one after its tone, then one to five."""
    home.settings("volume = 100\nnotifications = false\n")
    with Recording(server) as recording:
        at_life_speed(home, SHORT)
        wait_until(lambda: len(home.rows("phase_ended")) == 3, 60, "the end")
        recording.catch_up()
        home.run("ack")
        found = sounds_in(recording.samples(), known)
    assert [name for name in found if name not in ("end", "?")] == [
        "say move-knees-to-chest",
        *("heads-up", "say move-cat-and-camel"),
        *("heads-up", "say count-5", "say move-sit-ups"),
        *(f"say count-{number}" for number in range(1, 6)),
    ]
    assert [row for row in home.rows("reminder") if row[1]["cue"] == "count"] == []
    assert home.rows("cue_failed") == home.rows("cue_dropped") == []
    assert len(home.rows("cue_sounded")) <= 2 + 2


@pytest.mark.slow
def test_a_muted_session_counts_in_silence(home: Home, server: PulseServer) -> None:
    """No name, no number, and no row for each; the end is heard all the same."""
    home.settings("notifications = false\n")
    with Recording(server) as recording:
        at_life_speed(home, "move 20s (9 breaths)")
        home.run("mute")
        wait_for_end(home)
        recording.catch_up()
        assert set(cues_heard(recording)) == {"end"}
    assert home.rows("cue_hushed") == []


@pytest.mark.slow
def test_without_a_player_it_is_told_once(home: Home, server: PulseServer) -> None:
    """Twenty numbers that nobody could hear are one failure, and it is told; the exercise goes on."""
    home.settings("notifications = false\n")
    home.env["PULSE_SERVER"] = "unix:/nowhere"
    at_life_speed(home, "move 42s (20 sit-ups)")
    wait_until(lambda: home.rows("cue_failed"), 40, "a failure to be told")
    wait_until(lambda: home.status()["phase"]["elapsed_s"] > 15, 40, "some more numbers")
    failed = home.rows("cue_failed")
    counts = [row for _, row in failed if row["cue"] == "count"]
    assert len(counts) == 1
    assert home.run("status", "--json").count('"ok": false') == 1


@pytest.mark.slow
def test_the_plain_view_has_a_line_for_each_stretch_and_none_for_numbers(home: Home) -> None:
    """Names and sentences as lines; numbers are to be heard."""
    home.settings("notifications = false\n")
    command = [*PROGRAM, "rehearse", SHORT, "--speed", "2", "--plain"]
    done = subprocess.run(command, env=home.env, cwd="/", capture_output=True, text=True, timeout=60, input="")
    lines = [line[10:] for line in done.stdout.splitlines() if "fall asleep" not in line]
    assert lines[0].startswith("Rehearsal, 2 times faster. Your own. Knees to chest. On your back")
    assert [line.partition(".")[0] for line in lines[1:3]] == ["Next: cat and camel", "Next: 5 sit-ups"]
    assert lines[3] == "Well done. That was all."
    assert not any(line.split(".")[0].isdigit() for line in lines)
