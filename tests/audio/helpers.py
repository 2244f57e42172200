"""What the tests of sound share: an ear for what the child says, and the child as a process."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
import wave
from array import array
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from spasmtimer.audio import launcher
from tests.support.server import SoundServer, wait_until

ROOT = Path(__file__).parents[2]

Server = TypeVar("Server", bound=SoundServer)


class On(Protocol):
    """`on(server)`: from here on, children of the test play there."""

    def __call__(self, server: Server) -> Server: ...


Cues: TypeAlias = "dict[str, array[int]]"


class Listener:
    """An `on_change` that keeps every change and the instant it came."""

    def __init__(self) -> None:
        self.changes: list[tuple[float, launcher.Change]] = []
        self._lock = threading.Lock()

    def __call__(self, playing: launcher.Playing, change: launcher.Change) -> None:
        with self._lock:
            self.changes.append((time.monotonic(), change))

    def all(self, event: str) -> list[launcher.Change]:
        """Every change of one kind, in order."""
        return [change for _, change in list(self.changes) if change["event"] == event]

    def when(self, event: str) -> float:
        """The `time.monotonic()` at which the first of a kind came."""
        return next(at for at, change in list(self.changes) if change["event"] == event)

    def wait_for(self, event: str, seconds: float = 5.0, count: int = 1) -> launcher.Change:
        """The latest of a kind, once there are so many."""
        wait_until(lambda: len(self.all(event)) >= count, seconds, f"{count} of {event!r}: {self.changes}")
        return self.all(event)[-1]


def run_child(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """The child as a process: exit code, every line of its stdout (all must be its protocol), and its stderr."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "spasmtimer.audio", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        cwd="/",
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def write(path: Path, seconds: float = 1.0, rate: int = 22050, channels: int = 1, width: int = 2) -> Path:
    """A WAV of noise at half of full scale, the same each time."""
    noise = random.Random(1)
    top = 2 ** (8 * width - 2)
    values = (noise.randrange(-top, top) for _ in range(round(seconds * rate) * channels))
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(width)
        writer.setframerate(rate)
        if width == 1:
            writer.writeframes(bytes(value + 128 for value in values))
        else:
            writer.writeframes(b"".join(value.to_bytes(width, "little", signed=True) for value in values))
    return path


def samples(path: Path) -> array[int]:
    """The 16-bit samples of a file."""
    with wave.open(str(path)) as reader:
        assert reader.getsampwidth() == 2
        return array("h", reader.readframes(reader.getnframes()))
