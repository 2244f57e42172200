"""What a sound server's sink has played, as a person beside the loudspeaker would hear it, and when."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from array import array
from bisect import bisect_left, bisect_right
from types import TracebackType
from typing import Self

import numpy as np

from tests.support.hear import GATE, RATE
from tests.support.server import SoundServer, wait_until

NEAR = 100
"""So many blocks to both sides are half a second, in which no sink's clock drifts by more than 0.1 ms."""

NOTHING = str(2**32 - 1)
"""The number that PulseAudio gives to what is not there."""


class Recording:
    """What the server's sink has played since this was made."""

    def __init__(self, server: SoundServer, *, lets_sleep: bool = False) -> None:
        """`lets_sleep` (PipeWire only): one that is no reason for the sink to run, and stands still when it does."""
        self._pcm = bytearray()
        self._chunks: list[tuple[int, float]] = []  # (samples up to its end, when it came)
        self._process = subprocess.Popen(
            [
                *("parec", "--raw", f"--rate={RATE}", "--channels=1", "--format=s16le"),
                *("--latency-msec=5", "--process-time-msec=5", "-d", f"{server.sink}.monitor"),
                *(["--property=node.passive=true"] if lets_sleep else []),
            ],
            env=server.env | {"PULSE_SERVER": server.address},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        if lets_sleep:
            wait_until(lambda: _is_linked(server), 10, "the recording to be linked")
            return
        # An idle null sink has rendered up to 2 s ahead: it hands out its first chunk when that has run out, and
        # from then on one every few milliseconds.
        wait_until(lambda: len(self._chunks) > 20, 10, "the recording to begin")

    def _read(self) -> None:
        assert self._process.stdout
        while data := os.read(self._process.stdout.fileno(), 65536):
            now = time.monotonic()
            self._pcm += data
            self._chunks.append((len(self._pcm) // 2, now))

    def samples(self, start: float = 0.0, end: float | None = None) -> array[int]:
        """The samples between two places, 16 bits, mono; all so far if not told otherwise."""
        last = len(self._pcm) // 2 if end is None else round(end * RATE)
        return array("h", bytes(self._pcm[2 * round(start * RATE) : 2 * last]))

    def seconds(self) -> float:
        """How long it is so far: a place in it to look from."""
        return len(self._pcm) / 2 / RATE

    def clock(self, seconds: float) -> float:
        """The `time.monotonic()` at which that place in the recording was heard."""
        sample = round(seconds * RATE)
        number = bisect_left(self._chunks, sample, key=lambda chunk: chunk[0])
        end, when = self._chunks[min(number, len(self._chunks) - 1)]
        return when - (end - sample) / RATE

    def came(self, seconds: float) -> tuple[float, float]:
        """The `time.monotonic()` at which that place came out of the server, and by how much later than it might have.

        It came with the whole block that it is part of: a few milliseconds. A sink runs like clockwork, so those blocks
        around it that came soonest for their places tell by how much this recording has held up the others.
        """
        number = bisect_right(self._chunks, round(seconds * RATE), key=lambda chunk: chunk[0])
        end, when = self._chunks[number]
        around = self._chunks[max(0, number - NEAR) : number + NEAR]
        return when, when - end / RATE - min(came - place / RATE for place, came in around)

    def wait_for_sound(self, start: float, seconds: float = 10) -> float:
        """The place of the first sample after `start` that is not silence."""
        place = round(start * RATE)

        def sounds() -> bool:
            nonlocal place
            loud = np.abs(np.asarray(self.samples(place / RATE)).astype(np.int32)) > GATE
            place += int(loud.argmax()) if loud.any() else len(loud)
            return bool(loud.any())

        wait_until(sounds, seconds, "a sound in the recording")
        return place / RATE

    def wait_for_silence(self, length: float, seconds: float = 10) -> float:
        """A place, `length` seconds before which there is nothing but silence."""
        wait_until(lambda: self.seconds() > length and not self.loudest(self.seconds() - length), seconds, "silence")
        return self.seconds()

    def catch_up(self) -> float:
        """Wait until everything that has been heard up to this call is in it; where that is."""
        now = time.monotonic()
        wait_until(lambda: self._chunks[-1][1] > now + 0.02, 5, "the recording to go on")
        return self.seconds()

    def loudest(self, start: float, end: float | None = None) -> int:
        """The highest sample between two places: 0 is silence."""
        samples = np.asarray(self.samples(max(0.0, start), end)).astype(np.int32)
        return int(np.abs(samples).max(initial=0))

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


def _is_linked(server: SoundServer) -> bool:
    """Whether a recorder is connected with its source: nothing flows there yet that could tell."""
    recorders = (server.pactl("list", "short", "source-outputs") or "").splitlines()
    return any(recorder.split()[1] != NOTHING for recorder in recorders)
