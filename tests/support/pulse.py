"""A real PulseAudio without hardware, and a recording of what it plays.

    with PulseServer() as server, Recording(server) as recording:
        subprocess.run(["paplay", "sounds/heat.wav"], env=server.env)
        assert find_cues(recording, load_cues())[0][0] == "heat"

The server is the test's own: its socket, settings and process are in a temporary folder, and it is ended by its
process id. It needs neither D-Bus nor a desktop, and may run as root.
"""

from __future__ import annotations

import os
import signal
import subprocess
from typing import Self

from tests.support.hear import RATE, Heard, find_cues, hear, load_cues
from tests.support.recording import Recording
from tests.support.server import SoundServer, needs, wait_until

__all__ = ["Heard", "PulseServer", "Recording", "find_cues", "hear", "load_cues", "needs", "wait_until"]


class PulseServer(SoundServer):
    """A PulseAudio with one null sink. `env` is the whole environment for its clients; `pid` its process."""

    def __init__(self, sink: str = "cue") -> None:
        super().__init__("pulse", sink)
        self.socket = self.folder / "native"
        self._hidden = self.folder / "hidden"
        for name in "crs":
            (self.folder / name).mkdir()
        self.env |= {
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder / "r"),
            "PULSE_STATE_PATH": str(self.folder / "s"),
            "PULSE_SERVER": f"unix:{self.socket}",
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
            start_new_session=True,  # see `SoundServer`
        )
        wait_until(self.answers, 10, "PulseAudio to answer")
        return self

    def show(self) -> None:
        """Let everybody find a server that was started hidden."""
        self._hidden.rename(self.socket)

    @property
    def address(self) -> str:
        """Where this server listens now."""
        return f"unix:{self._hidden if self._hidden.exists() else self.socket}"

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
