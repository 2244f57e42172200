"""Keeping the machine awake, against a desktop and a logind of the tests' own, on a private D-Bus."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from spasmtimer.timekeeper.awake import LIMIT_S, KeepAwake
from tests.journal.living import User
from tests.support.bus import Bus, Gnome, Login, Mute, PowerManagement, Refused, Service
from tests.support.server import needs, wait_until

pytestmark = needs("dbus-daemon", "systemd-inhibit")

SLACK_S = 2.0
"""What a busy machine may add to a limit."""


@dataclass
class Machine:
    """Two buses that its processes find, and one `KeepAwake`."""

    user: User
    session: Bus
    system: Bus
    told: list[tuple[bool, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.awake = KeepAwake(lambda ok, how: self.told.append((ok, how)))

    def ask(self) -> tuple[bool, str]:
        """Begin, and what was told then."""
        self.awake.begin()
        wait_until(lambda: self.told, LIMIT_S + SLACK_S, "the answer")
        return self.told[0]

    def holder(self) -> int:
        """The process that holds."""
        (pid,) = self.user.processes("spasmtimer.timekeeper.hold")
        return pid

    def wait_for_silence(self) -> None:
        """Return once nothing is left of any child."""
        wait_until(lambda: not self.user.processes(), 5, "every process to end")


@pytest.fixture
def machine(user: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """A machine whose buses have nobody on them yet."""
    with Bus() as session, Bus() as system:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session.address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", system.address)
        machine = Machine(user, session, system)
        yield machine
        machine.awake.end()
        machine.wait_for_silence()


@pytest.mark.parametrize(
    ("kind", "name", "release", "cookie"),
    [
        (PowerManagement, "org.freedesktop.PowerManagement", "UnInhibit", 4711),
        (Gnome, "org.gnome.SessionManager", "Uninhibit", 4712),
    ],
)
def test_a_desktop_is_asked_and_told_when_it_is_over(
    machine: Machine, kind: type[PowerManagement | Gnome], name: str, release: str, cookie: int
) -> None:
    """Where a desktop keeps the machine awake it does so until `end`, and then is told to let go of just that."""
    with kind(machine.session) as desktop, Login(machine.system) as login:
        assert machine.ask() == (True, name)
        assert len(desktop.asked("Inhibit")) == 1
        assert desktop.asked(release) == []
        machine.awake.end()
        wait_until(lambda: desktop.asked(release) == [(cookie,)], 5, "the desktop to be told")
        machine.wait_for_silence()
        assert login.calls == [], "logind is for where no desktop answers"
    assert machine.told == [(True, name)], "an end that was wanted is no news"


def test_it_is_asked_once_until_it_has_ended(machine: Machine) -> None:
    """`begin` again and again asks nobody again; after `end` it does."""
    with PowerManagement(machine.session) as desktop:
        machine.ask()
        machine.awake.begin()
        machine.awake.end()
        machine.wait_for_silence()
        assert len(desktop.asked("Inhibit")) == 1
        machine.awake.begin()
        wait_until(lambda: len(desktop.asked("Inhibit")) == 2, 5, "the second time")


def test_without_a_desktop_logind_is_asked(machine: Machine) -> None:
    """Where no desktop answers, systemd-inhibit takes a lock that blocks sleep and idling, in our name, until `end`."""
    with Login(machine.system) as login:
        assert machine.ask() == (True, "systemd-inhibit")
        assert login.asked("Inhibit") == [("idle:sleep", "spasmtimer", "heat or ice is on the skin", "block")]
        assert login.held() == 1
        machine.awake.end()
        wait_until(lambda: login.held() == 0, 5, "the lock to be free")
        machine.wait_for_silence()


def test_a_killed_holder_leaves_no_lock(machine: Machine) -> None:
    """After `kill -9` of whoever holds, the lock is free, nothing of it is left, and the loss is told."""
    with Login(machine.system) as login:
        machine.ask()
        os.kill(machine.holder(), signal.SIGKILL)
        wait_until(lambda: login.held() == 0, 5, "the lock to be free")
        machine.wait_for_silence()
        wait_until(lambda: machine.told[1:], 5, "the loss to be told")
    assert machine.told[1:] == [(False, "what held the machine awake has ended")]


def test_a_lock_that_is_lost_is_told(machine: Machine) -> None:
    """When systemd-inhibit itself is killed, its holder notices, ends and tells."""
    with Login(machine.system) as login:
        machine.ask()
        for pid in machine.user.processes("--who=spasmtimer"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: machine.told[1:], 5, "the loss to be told")
        assert login.held() == 0
        machine.wait_for_silence()
    assert machine.told[1:] == [(False, "systemd-inhibit ended before its time")]


def test_a_killed_timekeeper_leaves_no_lock(machine: Machine) -> None:
    """When the process that asked is killed, its holder ends with it and the lock is free."""
    code = (
        "import time\nfrom spasmtimer.timekeeper.awake import KeepAwake\n"
        "KeepAwake(lambda ok, how: print(ok, flush=True)).begin()\ntime.sleep(60)"
    )
    with Login(machine.system) as login:
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as asking:
            assert asking.stdout
            assert asking.stdout.readline() == "True\n"
            assert login.held() == 1
            asking.kill()
        wait_until(lambda: login.held() == 0, 5, "the lock to be free")
        machine.wait_for_silence()


def test_where_nothing_holds_each_reason_is_told(machine: Machine) -> None:
    """Where neither a desktop nor logind is there, that is told, with what each method said."""
    assert machine.ask() == (
        False,
        "org.freedesktop.PowerManagement: no such service on this desktop; "
        "org.gnome.SessionManager: no such service on this desktop; "
        "systemd-inhibit: Failed to inhibit: The name org.freedesktop.login1 was not provided by any .service files",
    )
    machine.wait_for_silence()


def test_without_any_bus_that_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no bus is to be found at all, the reasons say so."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    ok, why = machine.ask()
    assert not ok
    assert "there is no session bus here" in why
    assert "systemd-inhibit: Failed to connect to bus" in why


def test_a_bus_that_only_systemd_knows_is_found(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the environment names no session bus, the socket in the runtime folder is tried."""
    runtime = machine.user.folder / "run"
    os.symlink(machine.session.folder / "socket", runtime / "bus")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    with PowerManagement(machine.session):
        assert machine.ask() == (True, "org.freedesktop.PowerManagement")


def test_a_refusal_is_told_in_its_own_words(machine: Machine) -> None:
    """When both are there and refuse, what they said is told."""

    def refuse(body: object) -> None:
        raise Refused("not while you are on fire")

    desktop = Service(machine.session, "org.freedesktop.PowerManagement", {"Inhibit": refuse})
    login = Service(machine.system, "org.freedesktop.login1", {"Inhibit": refuse})
    with desktop, login:
        ok, why = machine.ask()
    assert not ok
    assert "org.freedesktop.PowerManagement: not while you are on fire" in why
    assert "systemd-inhibit: Failed to inhibit: not while you are on fire" in why


def test_two_buses_that_hang_do_not_hang_us(machine: Machine) -> None:
    """Where both buses take calls and answer none, that is told within the limit, and nothing is left behind."""
    machine.session.freeze()
    machine.system.freeze()
    begun = time.monotonic()
    ok, why = machine.ask()
    took = time.monotonic() - begun
    assert not ok
    assert took <= LIMIT_S, took
    desktop, login = why.split("; systemd-inhibit: ")
    # On a busy machine there is no time left to blame one of the desktop's names.
    assert desktop.endswith(("org.gnome.SessionManager: the session bus does not answer", "no answer within 2.2 s"))
    assert login.startswith("no answer within")
    machine.wait_for_silence()


@pytest.mark.parametrize("hang", ["frozen", "mute", "deaf service"])
def test_a_desktop_that_hangs_leaves_time_for_logind(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, hang: str
) -> None:
    """However the desktop hangs (its bus, right after it let us in, its service), logind is still asked in time."""
    with ExitStack() as stack:
        login = stack.enter_context(Login(machine.system))
        if hang == "frozen":
            machine.session.freeze()
        elif hang == "mute":
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", stack.enter_context(Mute()).address)
        else:
            names = ("org.freedesktop.PowerManagement", "org.gnome.SessionManager")
            for name in names:
                stack.enter_context(Service(machine.session, name, {"Inhibit": lambda body: None}))
        assert machine.ask() == (True, "systemd-inhibit")
        assert login.held() == 1
        machine.awake.end()
        wait_until(lambda: login.held() == 0, 5, "the lock to be free")
        machine.wait_for_silence()


def test_a_child_that_hangs_itself_is_given_up(machine: Machine) -> None:
    """A holder that is stuck for whatever reason is ended at the limit, with all it started, and that is told."""
    machine.session.freeze()  # so that it has not answered yet
    machine.awake.begin()
    wait_until(lambda: machine.user.processes("spasmtimer.timekeeper.hold"), 5, "the holder")
    os.kill(machine.holder(), signal.SIGSTOP)
    assert machine.ask() == (False, f"no answer within {LIMIT_S:g} s")
    machine.wait_for_silence()


def test_a_probe_holds_nothing(machine: Machine) -> None:
    """`--probe` tries what a session would, says how that went in one line, and has let go when it ends."""
    command = [sys.executable, "-P", "-m", "spasmtimer.timekeeper.hold", "--probe"]
    with Login(machine.system) as login:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {"ok": True, "how": "systemd-inhibit", "why": None}
        assert login.held() == 0
        assert len(login.asked("Inhibit")) == 1
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["ok"], answer["how"]) == (1, False, None)
    assert "systemd-inhibit" in answer["why"]
