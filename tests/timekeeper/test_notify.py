"""Notifications, against a notification server of the tests' own on a private D-Bus."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from spasmtimer.timekeeper.notifier import LIMIT_S, Notifier
from spasmtimer.timekeeper.notify import APPLESCRIPT
from tests.journal.living import User
from tests.support.bus import Answers, Bus, Mute, Notifications, Refused, Service
from tests.support.server import needs, wait_until

pytestmark = needs("dbus-daemon")

COMMAND = [sys.executable, "-P", "-m", "spasmtimer.timekeeper.notify"]
SERVER = "org.freedesktop.Notifications"
SLACK_S = 2.0
"""What a busy machine may add to a limit."""


@pytest.fixture
def bus(user: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """A session bus with nobody on it yet, that the program finds."""
    with Bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus
        assert user.processes() == []


class Ear(list[tuple[bool, str]]):
    """Remembers what a notifier tells."""

    def __call__(self, ok: bool, why: str) -> None:
        self.append((ok, why))


def request(**changes: Any) -> str:
    return json.dumps({"title": "Put the ice on", "body": "Now.", "urgency": "normal", "replaces": 0} | changes)


def child(text: str = "", *arguments: str) -> dict[str, Any]:
    """The child's answer, with the whole of what it may print checked."""
    done = subprocess.run([*COMMAND, *arguments], input=text, capture_output=True, text=True, timeout=20, check=False)
    assert done.stderr == ""
    (line,) = done.stdout.splitlines()
    answer: dict[str, Any] = json.loads(line)
    assert set(answer) == {"ok", "id", "why", "server"}
    assert done.returncode == (0 if answer["ok"] else 1)
    return answer


def test_the_desktop_shows_what_it_is_given(bus: Bus) -> None:
    """A notification carries our name, its words, how urgent it is and what it replaces; its id is the server's."""
    with Notifications(bus) as server:
        assert child(request()) == {"ok": True, "id": 101, "why": None, "server": None}
        assert child(request(title="Time is up", urgency="critical", replaces=101))["id"] == 101
        normal, critical = server.shown()
    assert (normal.app, normal.replaces, normal.title, normal.body) == ("spasmtimer", 0, "Put the ice on", "Now.")
    assert normal.hints == {
        "urgency": ("y", 1),
        "category": ("s", "x-spasmtimer.call"),
        "suppress-sound": ("b", True),
        "transient": ("b", True),
    }
    assert normal.timeout_ms == 60_000
    assert (critical.replaces, critical.title, critical.timeout_ms) == (101, "Time is up", 0)
    assert critical.hints["urgency"] == ("y", 2)
    assert critical.hints["transient"] == ("b", False), "it stays until somebody has seen it"


@pytest.mark.parametrize(
    ("capabilities", "body"),
    [(("body",), "Cat & <cow>"), (("body", "body-markup"), "Cat &amp; &lt;cow&gt;")],
)
def test_words_are_words_on_every_desktop(bus: Bus, capabilities: tuple[str, ...], body: str) -> None:
    """A desktop that reads markup gets the words written so that it shows them; one that does not gets them bare."""
    with Notifications(bus, capabilities=capabilities) as server:
        child(request(title="Next: cat & cow", body="Cat & <cow>"))
        assert [(shown.title, shown.body) for shown in server.shown()] == [("Next: cat & cow", body)]


def test_a_probe_asks_who_and_shows_nothing(bus: Bus) -> None:
    """`--probe` names the server, and nothing appears on the desktop; without a server it says that there is none."""
    with Notifications(bus) as server:
        assert child("", "--probe") == {"ok": True, "id": None, "why": None, "server": "Deskbell 1.5"}
        assert server.shown() == []
    answer = child("", "--probe")
    assert (answer["ok"], answer["why"]) == (False, "no such service on this desktop")


def test_success_is_the_servers_word(bus: Bus) -> None:
    """Whatever keeps the server from showing it is told: it refuses, there is none, or the request is no request."""

    def refuse(body: object) -> None:
        raise Refused("too many notifications")

    assert child(request())["why"] == "no such service on this desktop"
    answers: Answers = {"GetCapabilities": lambda body: ("as", ([],)), "Notify": refuse}
    with Service(bus, SERVER, answers):
        assert child(request()) == {"ok": False, "id": None, "why": "too many notifications", "server": None}
    assert "needs a title" in child(request(urgency="loud"))["why"]
    assert "needs a title" in child("[]")["why"]
    assert not child("not JSON")["ok"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (None, "there is no session bus here (DBUS_SESSION_BUS_ADDRESS is not set)"),
        ("unix:path=/nowhere/at/all", "there is no session bus where one should be"),
        ("autolaunch:", None),
    ],
)
def test_without_a_bus_that_is_told_at_once(
    user: User, monkeypatch: pytest.MonkeyPatch, address: str | None, why: str | None
) -> None:
    """Where there is no bus, no time is spent on waiting for one."""
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    ear = Ear()
    notifier = Notifier()
    begun = time.monotonic()
    notifier.send("Time is up", "", True, ear)
    assert notifier.close(LIMIT_S)
    assert time.monotonic() - begun < SLACK_S
    assert ear[0][0] is False
    assert ear[0][1] == why or (why is None and ear[0][1])


@pytest.mark.parametrize("hang", ["frozen", "mute", "deaf service"])
def test_a_desktop_that_hangs_is_given_up(bus: Bus, monkeypatch: pytest.MonkeyPatch, hang: str) -> None:
    """However the desktop hangs, sending returns at once, the failure is told within the limit and nothing is left."""
    with Mute() as mute, Service(bus, SERVER, {"GetCapabilities": lambda body: None}):
        if hang == "frozen":
            bus.freeze()
        elif hang == "mute":
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", mute.address)
        ear = Ear()
        notifier = Notifier()
        begun = time.monotonic()
        notifier.send("Time is up", "", True, ear)
        assert time.monotonic() - begun < 0.5
        wait_until(lambda: ear, LIMIT_S + SLACK_S, "the failure to be told")
        assert ear[0][0] is False
        assert "answer" in ear[0][1]
        assert notifier.close(SLACK_S)
        bus.thaw()


def test_each_takes_the_place_of_the_one_before(bus: Bus) -> None:
    """What is sent after another was shown replaces it, of whatever kind; both are told of."""
    ear = Ear()
    notifier = Notifier()
    with Notifications(bus) as server:
        for number, urgent in enumerate([False, True, True]):
            notifier.send(f"Call {number}", "", urgent, ear)
            assert notifier.close(LIMIT_S)
        assert [(shown.title, shown.replaces) for shown in server.shown()] == [
            ("Call 0", 0),
            ("Call 1", 101),
            ("Call 2", 101),
        ]
    assert ear == [(True, "")] * 3


def test_what_waits_gives_way_to_what_is_newer(bus: Bus) -> None:
    """While one is on its way the newest of each kind waits, and these are shown in the order in which they came."""
    ear = Ear()
    notifier = Notifier()
    with Notifications(bus) as server:
        server.hold_back()
        notifier.send("Call 0", "", False, ear)
        wait_until(lambda: server.waiting, LIMIT_S, "the first one to be on its way")
        for title, urgent in [("One minute left", False), ("Put the ice on", True), ("Check your skin", False)]:
            notifier.send(title, "", urgent, ear)
        server.let_go()
        assert notifier.close(3 * LIMIT_S)
        assert [shown.title for shown in server.shown()] == ["Call 0", "Put the ice on", "Check your skin"]
    assert ear == [(True, "")] * 3


def test_a_failure_does_not_end_the_next_ones(bus: Bus) -> None:
    """After a failure, and after a listener that fails itself, the next notification is tried as if nothing was."""
    ear = Ear()

    def fragile(ok: bool, why: str) -> None:
        ear(ok, why)
        raise RuntimeError("a listener's own fault")

    notifier = Notifier()
    notifier.send("Call 0", "", False, fragile)
    assert notifier.close(LIMIT_S)
    with Notifications(bus):
        notifier.send("Call 1", "", False, fragile)
        assert notifier.close(LIMIT_S)
    assert ear == [(False, "no such service on this desktop"), (True, "")]


def test_no_words_become_part_of_a_script() -> None:
    """The script for macOS, untried, takes title and body as arguments: no quote in them can end a string of it."""
    assert not any(quote in line for line in APPLESCRIPT for quote in "\"'{}%")
