"""A real PipeWire without hardware: the daemon, its session manager, and its PulseAudio, on a D-Bus of their own.

    with PipeWireServer() as server, Recording(server) as recording:
        subprocess.run(["pw-play", "sounds/heat.wav"], env=server.env)

Each part is a process of the test's own, to be frozen or killed. Nothing is left of them, nor of their files; it
needs no desktop, and may run as root.
"""

from __future__ import annotations

import os
import signal
import subprocess
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.bus import Bus
from tests.support.hear import RATE
from tests.support.server import SoundServer, wait_until


class Part(StrEnum):
    """The programs that a PipeWire is made of."""

    PIPEWIRE = "pipewire"
    """Has the sink; `pw-play` talks to it."""

    MANAGER = "wireplumber"
    """Links players to the sink; it ends without a session bus."""

    PULSE = "pipewire-pulse"
    """What `paplay`, and `aplay` behind ALSA's plugin, talk to."""

    EAR = "ear"
    """Another `pipewire-pulse`, for the test's own recordings and questions only: they go on when the first hangs."""


TOOLS = (*(part for part in Part if part is not Part.EAR), "dbus-daemon", "pactl", "parec")
"""What must be installed."""

SINK = """context.properties = {{ default.clock.rate = {rate} }}
context.objects = [ {{ factory = adapter args = {{
    factory.name = support.null-audio-sink, node.name = {sink}, media.class = Audio/Sink,
    audio.rate = {rate}, audio.position = [ FL FR ] }} }} ]
"""
"""A null sink of the daemon's own, which outlives every other part."""


class PipeWireServer(SoundServer):
    """A PipeWire with one null sink, or with none: then it makes up `auto_null`, its Dummy Output."""

    def __init__(self, sink: str | None = "cue") -> None:
        super().__init__("pipewire", sink or "auto_null")
        self._home = self.folder / "home"
        self._door = self.folder / "door"  # how clients get there: a link, so that it can be hidden from them
        settings = self.folder / "c" / "pipewire" / "pipewire.conf.d"
        for folder in (self._home, settings):
            folder.mkdir(parents=True, mode=0o700)
        if sink:
            (settings / "sink.conf").write_text(SINK.format(sink=sink, rate=RATE))
        self.env |= {
            "XDG_RUNTIME_DIR": str(self._door),
            "XDG_STATE_HOME": str(self.folder / "s"),
            "PULSE_SERVER": f"unix:{self._door}/pulse/native",
        }
        self._bus: Bus | None = None
        self._parts: dict[Part, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        """Where the test's own clients find it."""
        return f"unix:{self._home / Part.EAR / 'native'}"

    def pid(self, part: Part) -> int:
        """The process id of a running part."""
        return self._parts[part].pid

    def start(self, hidden: bool = False) -> Self:
        """Start what does not run and wait until it answers. Hidden, only the test's own clients find it."""
        self._door.unlink(missing_ok=True)
        self._bus = self._bus or Bus().__enter__()
        self._start(Part.PIPEWIRE, self._home / "pipewire-0")
        self._start(Part.MANAGER)
        self._start(Part.PULSE, self._home / "pulse" / "native")
        self._start(Part.EAR, self._home / Part.EAR / "native")
        wait_until(lambda: self.sink in (self.pactl("get-default-sink", check=False) or ""), 10, "PipeWire's sink")
        if not hidden:
            self.show()
        return self

    def _start(self, part: Part, socket: Path | None = None) -> None:
        """Start one part, unless it runs, and wait until it listens."""
        if part in self._parts and self._parts[part].poll() is None:
            return
        if socket:
            socket.unlink(missing_ok=True)
        assert self._bus
        env = {name: value for name, value in self.env.items() if name != "PULSE_SERVER"} | {
            "XDG_RUNTIME_DIR": str(self._home),
            "DBUS_SESSION_BUS_ADDRESS": self._bus.address,
            "PULSE_RUNTIME_PATH": str(self._home / (Part.EAR if part is Part.EAR else "pulse")),
        }
        with (self.folder / f"{part}.log").open("wb") as log:
            self._parts[part] = subprocess.Popen(
                [Part.PULSE if part is Part.EAR else part],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # see `SoundServer`
            )
        wait_until(lambda: socket is None or socket.exists(), 10, f"{part} to listen")

    def restart(self, part: Part) -> None:
        """Start one part again, as a desktop does when it has died."""
        self.kill(part)
        self._start(part)

    def show(self) -> None:
        """Let everybody find it."""
        self._door.symlink_to(self._home)

    def freeze(self, part: Part = Part.PIPEWIRE) -> None:
        """Hang a part: it takes connections and answers nothing."""
        os.kill(self.pid(part), signal.SIGSTOP)

    def thaw(self, part: Part = Part.PIPEWIRE) -> None:
        """End `freeze`."""
        os.kill(self.pid(part), signal.SIGCONT)

    def kill(self, part: Part | None = None) -> None:
        """Let a part crash, or all of it."""
        for dying in [part] if part else list(reversed(self._parts)):
            if process := self._parts.pop(dying, None):
                process.kill()
                process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if self._bus:
            self._bus.__exit__(kind, error, trace)
            self._bus = None
