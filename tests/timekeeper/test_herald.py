"""A call beyond its sound, from the real timekeeper: on the desktop, to the hooks, and in the journal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.bus import Bus, Notifications
from tests.support.home import Home
from tests.support.pulse import PulseServer, needs, wait_until

pytestmark = needs("dbus-daemon", "pulseaudio", "pactl", "paplay")

REHEARSAL = ("rehearse", "heat 60s, cold 60s", "--speed", "30", "--confirm", "never", "--detach")
WROTE = "cat >> {0}; echo >> {0}"


@pytest.fixture
def bus() -> Iterator[Bus]:
    with Bus() as bus:
        yield bus


@pytest.fixture
def home(home: Home, bus: Bus) -> Home:
    """A home with sound and a desktop."""
    home.env["DBUS_SESSION_BUS_ADDRESS"] = bus.address
    return home


def rehearse(home: Home, kind: str = "phase_ended", number: int = 2) -> None:
    """Until there are so many rows of this kind: the second phase's end is the session's."""
    home.run(*REHEARSAL)
    wait_until(lambda: len(home.rows(kind)) == number, 60, f"{kind} {number} times")


def test_each_call_is_shown_on_the_desktop_once(home: Home, bus: Bus) -> None:
    """A switch and the end are shown, the end's repeats are not, and the journal knows that the desktop took them."""
    with Notifications(bus) as desktop:
        rehearse(home, "reminder", 1)  # the end's first repeat
        wait_until(lambda: len(home.rows("notified")) == 2, 10, "both to be journaled")
        assert [shown.title for shown in desktop.shown()] == ["Rehearsal: put the ice on", "Rehearsal: time is up"]
    announced = [number for number, _ in home.rows("phase_ended")]
    assert [row["for"] for _, row in home.rows("notified")] == announced
    assert all(row["ok"] for _, row in home.rows("notified"))


def test_a_desktop_that_shows_nothing_stops_nothing(home: Home) -> None:
    """Where there is no notification server, that is journaled with its reason, and every cue sounds."""
    rehearse(home)
    wait_until(lambda: len(home.rows("notified")) == 2, 10, "both to be journaled")
    assert {row["why"] for _, row in home.rows("notified")} == {"no such service on this desktop"}
    wait_until(lambda: len(home.rows("cue_sounded")) == 2, 10, "both to sound")
    assert home.rows("cue_failed") == []


def test_without_the_wish_nothing_is_shown(home: Home, bus: Bus) -> None:
    """`notifications = false` asks the desktop for nothing."""
    home.settings("notifications = false\n")
    with Notifications(bus) as desktop:
        rehearse(home)
        assert desktop.shown() == []
    assert home.rows("notified") == []


def test_hooks_are_told_of_the_whole_session(home: Home, tmp_path: Path) -> None:
    """The start, a pause by another process, its end, the switch and the end arrive, in order, with their facts."""
    told = tmp_path / "told"
    hooks = ["on_start", "on_switch", "on_pause", "on_end"]
    lines = [f"{hook} = ['sh', '-c', '{WROTE.format(told)}']" for hook in hooks]
    home.settings("notifications = false\n[hooks]\n" + "\n".join(lines) + "\n")
    home.run("rehearse", "heat 60s, cold 60s", "--speed", "12", "--confirm", "never", "--detach")
    home.run("pause")
    home.run("resume")
    wait_until(lambda: len(heard(told)) == 5, 30, "all five hooks")
    assert [fact["hook"] for fact in heard(told)] == ["on_start", "on_pause", "on_start", "on_switch", "on_end"]
    switch = heard(told)[3]
    assert (switch["modality"], switch["next"], switch["rehearsal"]) == ("heat", "cold", True)


def heard(told: Path) -> list[dict[str, object]]:
    lines = told.read_text().splitlines() if told.exists() else []
    return [json.loads(line) for line in lines if line]


def test_a_hook_that_fails_is_journaled_and_stops_nothing(home: Home) -> None:
    """A program that is not there costs one row, and the session goes on."""
    home.settings("notifications = false\n[hooks]\non_switch = ['/no/such/program']\n")
    rehearse(home, "hook_failed", 1)
    (row,) = [row for _, row in home.rows("hook_failed")]
    assert row["hook"] == "on_switch"
    assert "no such program" in row["why"]
    wait_until(lambda: len(home.rows("cue_sounded")) == 2, 30, "switch and end to sound")


def test_a_muted_output_is_journaled_as_doubt(home: Home, server: PulseServer) -> None:
    """A cue that a player took and that nobody can hear is told: the views then ring their bells."""
    server.pactl("set-sink-mute", "cue", "1")
    rehearse(home, "cue_doubted", 1)
    assert "muted" in home.rows("cue_doubted")[0][1]["why"]
    assert "muted" in home.status()["sound"]["doubt"]
