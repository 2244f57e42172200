"""Machines sleep, and clocks are set: the session knows how long the pack was really on."""

from __future__ import annotations

import time

import pytest

from tests.e2e.conftest import Machine
from tests.support.home import Home
from tests.support.pulse import Recording, find_cues, load_cues, needs, wait_until

pytestmark = needs("pulseaudio", "pactl", "parec", "paplay", "cc")

ASLEEP_S = 25 * 60
"""Five minutes longer than the heat should have been on."""

WAKING_S = 1.5
"""How soon after waking the first cue must be heard."""


def fall_asleep(home: Home, machine: Machine, preset: str) -> float:
    """Start a session, sleep through its first switch; when (`time.monotonic`) the machine woke."""
    machine.sleep(0)
    home.run("start", preset, "--yes", "--detach")
    machine.sleep(ASLEEP_S)
    return time.monotonic()


def test_an_overslept_session_alarms(home: Home, machine: Machine, recording: Recording) -> None:
    """A session slept through to its end sounds overdue once within 1.5 s, tells 25 minutes, and alarms until ack."""
    woke = fall_asleep(home, machine, "recurring")
    wait_until(lambda: len(home.rows("reminder")) >= 2, 30, "the end alarm to repeat")
    status = home.status()
    home.run("ack")
    wait_until(lambda: home.rows("acknowledged"), 5, "the acknowledgement")
    silent_from = recording.catch_up() + 0.3
    cues = find_cues(recording, load_cues())
    wait_until(lambda: recording.catch_up() > silent_from + 7, 20, "the time of another repeat")

    assert [name for name, _ in cues][:2] == ["overdue", "end"]
    assert [name for name, _ in cues].count("overdue") == 1
    assert recording.clock(cues[0][1]) - woke <= WAKING_S
    assert status["state"] == "alarming"
    assert status["waiting_for"] == "ack"
    assert status["exposure_s"]["heat"] == pytest.approx(ASLEEP_S, abs=5)
    assert status["unconfirmed_s"] > 0
    assert recording.loudest(silent_from) == 0
    assert home.status()["state"] == "idle"


def test_an_overslept_switch_waits(home: Home, machine: Machine, recording: Recording) -> None:
    """A switch slept through sounds overdue once within 1.5 s, tells 25 minutes of heat, and waits for a confirm."""
    woke = fall_asleep(home, machine, "contrast")
    status = home.wait_for_state("swapping")
    wait_until(lambda: home.rows("cue_sounded"), 10, "the cue")
    recording.catch_up()
    wait_until(lambda: find_cues(recording, load_cues()), 5, "a cue in the recording")
    cues = find_cues(recording, load_cues())

    assert [name for name, _ in cues] == ["overdue"]
    assert recording.clock(cues[0][1]) - woke <= WAKING_S
    assert status["waiting_for"] == "confirm"
    assert status["next"]["at"] is None
    assert status["exposure_s"]["heat"] == pytest.approx(ASLEEP_S, abs=5)
    home.run("confirm")
    assert home.status()["phase"]["modality"] == "cold"


@pytest.mark.parametrize("by", [-3600, 3600])
def test_the_wall_clock_may_be_set(home: Home, machine: Machine, by: int) -> None:
    """Setting the wall clock an hour back or on has no effect on a running session, its cues or its exposure."""
    machine.sleep(0)
    home.run("start", "contrast", "--yes", "--detach")
    before = home.status()
    machine.set_clock(by)
    after = home.status()
    home.run("pause")

    assert after["state"] == "running"
    assert after["phase"]["remaining_s"] == pytest.approx(before["phase"]["remaining_s"], abs=5)
    assert home.rows("phase_ended") == []
    assert home.status()["exposure_s"]["heat"] == pytest.approx(after["exposure_s"]["heat"], abs=5)
