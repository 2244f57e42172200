"""A real PulseAudio without hardware, and a recording of what it plays.

    with PulseServer() as server, Recording(server) as recording:
        subprocess.run(["paplay", "sounds/heat.wav"], env=server.env)
        assert find_cues(recording, load_cues())[0][0] == "heat"

The server is the test's own: its socket, settings and process are in a temporary folder, and it is ended by its
process id. It needs neither D-Bus nor a desktop, and may run as root.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.support.hear import RATE, Heard, find_cues, hear, load_cues

__all__ = ["Heard", "PulseServer", "Recording", "find_cues", "hear", "load_cues", "needs", "wait_until"]

PACKAGES = {
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "aplay": "alsa-utils",
    "pw-play": "pipewire-bin",
    "cc": "gcc libc6-dev",
}
"""The Debian package of each tool."""


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


class PulseServer:
    """A PulseAudio with one null sink. `env` is the whole environment for its clients; `pid` its process."""

    def __init__(self, sink: str = "cue") -> None:
        self.sink = sink
        self.folder = Path(tempfile.mkdtemp(prefix="pulse-"))  # short: a socket's path has 107 characters at most
        self.socket = self.folder / "native"
        self._hidden = self.folder / "hidden"
        for name in "crs":
            (self.folder / name).mkdir()
        desktop = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "PULSE_SINK", "PULSE_COOKIE")
        self.env = {name: value for name, value in os.environ.items() if name not in desktop} | {
            "XDG_RUNTIME_DIR": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "c"),
            "PULSE_RUNTIME_PATH": str(self.folder / "r"),
            "PULSE_STATE_PATH": str(self.folder / "s"),
            "PULSE_SERVER": f"unix:{self.socket}",
            "LC_ALL": "C",
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The running server's process id."""
        assert self._process, "the server does not run"
        return self._process.pid

    def start(self, hidden: bool = False) -> Self:
        """Start it and wait until it answers. Hidden, it is found only by its own recordings until `show`."""
        socket = self._hidden if hidden else self.socket
        socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
                *("--disable-shm=yes", "--log-level=error"),  # with shm, 16.1 aborts after some tens of plays
                f"--load=module-null-sink sink_name={self.sink} rate={RATE} channels=2",
                f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}",
            ],
            env={name: value for name, value in self.env.items() if name != "PULSE_SERVER"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: self.pactl("info", check=False) == 0, 10, "PulseAudio to answer")
        return self

    def show(self) -> None:
        """Let everybody find a server that was started hidden."""
        self._hidden.rename(self.socket)

    @property
    def address(self) -> str:
        """Where this server listens now."""
        return f"unix:{self._hidden if self._hidden.exists() else self.socket}"

    def pactl(self, *arguments: str, check: bool = True) -> int:
        """Tell it something, e.g. `set-sink-mute cue 1`; the exit code of pactl."""
        done = subprocess.run(
            ["pactl", *arguments],
            env=self.env | {"PULSE_SERVER": self.address},
            capture_output=True,
            timeout=10,
        )
        assert not check or done.returncode == 0, done.stderr.decode()
        return done.returncode

    def freeze(self) -> None:
        """Hang it: it takes connections and answers nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """End `freeze`."""
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """Let it crash."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Recording:
    """What the server's sink has played since this was made, as a person beside the loudspeaker would hear it."""

    def __init__(self, server: PulseServer) -> None:
        self._pcm = bytearray()
        self._chunks: list[tuple[int, float]] = []  # (samples up to its end, when it came)
        self._process = subprocess.Popen(
            [
                *("parec", "--raw", f"--rate={RATE}", "--channels=1", "--format=s16le"),
                *("--latency-msec=5", "--process-time-msec=5", "-d", f"{server.sink}.monitor"),
            ],
            env=server.env | {"PULSE_SERVER": server.address},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        # An idle null sink has rendered up to 2 s ahead: it hands out its first chunk when that has run out, and
        # from then on one every few milliseconds.
        wait_until(lambda: len(self._chunks) > 20, 10, "the recording to begin")

    def _read(self) -> None:
        assert self._process.stdout
        while data := os.read(self._process.stdout.fileno(), 65536):
            self._pcm += data
            self._chunks.append((len(self._pcm) // 2, time.monotonic()))

    def samples(self) -> array[int]:
        """All samples so far, 16 bits, mono."""
        return array("h", bytes(self._pcm[: len(self._pcm) // 2 * 2]))

    def seconds(self) -> float:
        """How long it is so far: a place in it to look from."""
        return len(self._pcm) / 2 / RATE

    def clock(self, seconds: float) -> float:
        """The `time.monotonic()` at which that place in the recording was heard."""
        sample = round(seconds * RATE)
        end, when = next(chunk for chunk in [*self._chunks, self._chunks[-1]] if chunk[0] >= sample)
        return when - (end - sample) / RATE

    def catch_up(self) -> float:
        """Wait until everything that has been heard up to this call is in it; where that is."""
        now = time.monotonic()
        wait_until(lambda: self._chunks[-1][1] > now + 0.02, 5, "the recording to go on")
        return self.seconds()

    def loudest(self, start: float, end: float | None = None) -> int:
        """The highest sample between two places: 0 is silence."""
        part = self.samples()[round(start * RATE) : None if end is None else round(end * RATE)]
        return max(map(abs, part), default=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout:
            self._process.stdout.close()
