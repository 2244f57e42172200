"""What every private sound server of the tests has: a folder, an environment for its clients, and a clean end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

PACKAGES = {
    "pactl": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "aplay": "alsa-utils",
    "pw-play": "pipewire-bin",
    "cc": "gcc libc6-dev",
    "systemd-inhibit": "systemd",
}
"""The Debian package of each tool that is not in one of its own name."""

DESKTOP = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "PULSE_", "PIPEWIRE_")
"""How the names of variables begin that would lead a client to the desktop's own server."""


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skip where a tool is missing, with the name of the Debian package that has it."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    packages = " ".join(sorted({PACKAGES.get(tool, tool) for tool in missing}))
    return pytest.mark.skipif(bool(missing), reason=f"no {', '.join(missing)}: apt install {packages}")


def wait_until(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Return as soon as the condition holds; fail the test after so many seconds, naming `what` was awaited."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds} s in vain for {what}")
        time.sleep(0.002)


class SoundServer(ABC):
    """A sound server of the test's own, all of whose files are in `folder`. `env` is its clients' environment.

    Its processes are started in sessions of their own, as on a desktop. Linux shares the processor among sessions, and
    a server gives itself a high priority: in one session with a busy test it made others wait for up to 0.2 s.
    """

    def __init__(self, kind: str, sink: str) -> None:
        self.sink = sink
        self.folder = Path(tempfile.mkdtemp(prefix=f"{kind}-"))  # short: a socket's path has 107 characters at most
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(DESKTOP)}
        self.env |= {"XDG_CONFIG_HOME": str(self.folder / "c"), "LC_ALL": "C"}

    @property
    @abstractmethod
    def address(self) -> str:
        """Where a test's own clients find it, whatever has been done to it for the others."""

    @abstractmethod
    def start(self, hidden: bool = False) -> Self:
        """Start it and wait until it answers. Hidden, it is found only by its own recordings until `show`."""

    @abstractmethod
    def show(self) -> None:
        """Let everybody find a server that was started hidden."""

    @abstractmethod
    def kill(self) -> None:
        """Let it crash."""

    def pactl(self, *arguments: str, check: bool = True) -> str | None:
        """Tell it something, e.g. `set-sink-mute cue 1`; what it answers, or None where it does not."""
        done = subprocess.run(
            ["pactl", *arguments],
            env=self.env | {"PULSE_SERVER": self.address},
            capture_output=True,
            text=True,
            timeout=10,
        )
        assert not check or done.returncode == 0, done.stderr
        return done.stdout if done.returncode == 0 else None

    def answers(self) -> bool:
        """Whether it takes part in a conversation."""
        return self.pactl("info", check=False) is not None

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
