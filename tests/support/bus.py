"""A real D-Bus of the test's own, and services of our own on it that answer as a desktop would.

    with Bus() as bus, PowerManagement(bus) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        ...
        assert desktop.asked("Inhibit")

Each bus is a `dbus-daemon` of the test's own, with its socket and settings in a temporary folder, ended by its process
id. Whether it is a session bus or the system bus is for the environment to say.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from jeepney import DBus, HeaderFields, MessageType, new_error, new_method_return
from jeepney.io.blocking import Proxy, open_dbus_connection

from tests.support.server import wait_until

SETTINGS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""Everything is allowed, and nothing is started by asking for it."""


class Bus:
    """A `dbus-daemon`; `address` is where its clients find it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bus-"))  # short: a socket's path has 107 characters at most
        self.address = f"unix:path={self.folder}/socket"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        settings = self.folder / "settings.xml"
        settings.write_text(SETTINGS.format(socket=self.folder / "socket"))
        self._process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={settings}", "--nofork", "--nopidfile"],
            env={"PATH": os.environ["PATH"]},  # no test takes it for a process of the program
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._listens, 10, "the bus to listen")
        return self

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as guest, suppress(OSError):
            guest.connect(str(self.folder / "socket"))
            return True
        return False

    def freeze(self) -> None:
        """Hang it: it takes connections and answers nothing."""
        assert self._process
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """End `freeze`."""
        assert self._process
        os.kill(self._process.pid, signal.SIGCONT)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Refused(Exception):
    """An answer that is an error; its text is what the error says."""


Body = tuple[Any, ...]
Answers = Mapping[str, Callable[[Body], tuple[str, Body] | None]]
"""For each method, from what it is asked to its answer's signature and body; None leaves the caller waiting."""


class Asked(NamedTuple):
    """A call that came."""

    method: str
    body: Body


class Service:
    """A service with a name on a bus, for as long as it is entered. It answers by a table, whatever the interface."""

    def __init__(self, bus: Bus, name: str, answers: Answers) -> None:
        self._bus, self._name, self._answers = bus, name, answers
        self._stopping = threading.Event()
        self.calls: list[Asked] = []

    def asked(self, method: str) -> list[Body]:
        """What each call of this method said."""
        return [call.body for call in self.calls if call.method == method]

    def __enter__(self) -> Self:
        self._connection = open_dbus_connection(self._bus.address, enable_fds=True)
        Proxy(DBus(), self._connection).RequestName(self._name)
        self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
        self._thread.start()
        return self

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            except OSError:  # the bus has ended
                return
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Any) -> None:
        method = message.header.fields[HeaderFields.member]
        answer = self._answers.get(method)
        try:
            if answer is None:
                raise Refused(f"there is no {method}")
            found = answer(message.body)
        except Refused as refused:
            found, reply = ("", ()), new_error(message, "org.example.Error.Refused", "s", (str(refused),))
        else:
            reply = new_method_return(message, *found) if found else None
        if reply:
            self._connection.send(reply)
        for part in found[1] if found else ():
            with suppress(AttributeError):
                part.close()  # a file descriptor, which the bus has copied
        self.calls.append(Asked(method, message.body))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join(5)
        self._connection.close()


class PowerManagement(Service):
    """What wakepy asks first: KDE's, and others' beside it."""

    def __init__(self, bus: Bus) -> None:
        answers: Answers = {"Inhibit": lambda body: ("u", (4711,)), "UnInhibit": lambda body: ("", ())}
        super().__init__(bus, "org.freedesktop.PowerManagement", answers)


class Gnome(Service):
    """What wakepy asks next: GNOME's session manager, which spells one of the methods differently."""

    def __init__(self, bus: Bus) -> None:
        answers: Answers = {"Inhibit": lambda body: ("u", (4712,)), "Uninhibit": lambda body: ("", ())}
        super().__init__(bus, "org.gnome.SessionManager", answers)


class Login(Service):
    """logind's locks: whoever takes one gets one end of a pipe, and holds the lock until that is closed everywhere."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(bus, "org.freedesktop.login1", {"Inhibit": self._inhibit})
        self._ends: list[int] = []

    def _inhibit(self, body: Body) -> tuple[str, Body]:
        ours, theirs = os.pipe()
        self._ends.append(ours)
        return "h", (os.fdopen(theirs, "wb"),)

    def held(self) -> int:
        """How many locks are held now."""
        poll = select.poll()
        for end in self._ends:
            poll.register(end, select.POLLHUP)
        return len(self._ends) - len(poll.poll(0))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        for end in self._ends:
            os.close(end)


class Shown(NamedTuple):
    """What a notification server was asked to show."""

    app: str
    replaces: int
    icon: str
    title: str
    body: str
    actions: list[str]
    hints: dict[str, tuple[str, Any]]
    timeout_ms: int


class Notifications(Service):
    """A notification server. Held back, it shows nothing and leaves whoever asks waiting until it is let go."""

    def __init__(self, bus: Bus, *, capabilities: tuple[str, ...] = ("body",)) -> None:
        answers: Answers = {
            "GetServerInformation": lambda body: ("ssss", ("Deskbell", "tests", "1.5", "1.2")),
            "GetCapabilities": lambda body: ("as", (list(capabilities),)),
            "Notify": self._notify,
        }
        super().__init__(bus, "org.freedesktop.Notifications", answers)
        self._may_go = threading.Event()
        self._may_go.set()
        self.waiting = 0
        self._last = 100

    def hold_back(self) -> None:
        """Show nothing from now on."""
        self._may_go.clear()

    def let_go(self) -> None:
        """Show what waits, and go on."""
        self._may_go.set()

    def _notify(self, body: Body) -> tuple[str, Body] | None:
        self.waiting += 1
        self._may_go.wait(20)
        self.waiting -= 1
        replaces = int(body[1])
        self._last += 0 if replaces else 1
        return "u", (replaces or self._last,)

    def shown(self) -> list[Shown]:
        """All that was shown, in order."""
        return [Shown(*body) for body in self.asked("Notify")]


class Mute:
    """A bus that lets everybody in and then never says a word."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="bus-"))
        self.address = f"unix:path={self.folder}/socket"
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self.folder / "socket"))
        self._socket.listen()
        self._guests: list[socket.socket] = []
        threading.Thread(target=self._welcome, name="mute bus", daemon=True).start()
        return self

    def _welcome(self) -> None:
        with suppress(OSError):  # the end
            while True:
                guest, _ = self._socket.accept()
                self._guests.append(guest)
                heard = b""
                while b"\r\n" not in heard:
                    heard += guest.recv(4096)
                guest.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)  # closing alone would leave the thread waiting
        self._socket.close()
        for guest in self._guests:
            guest.close()
        shutil.rmtree(self.folder, ignore_errors=True)
