"""How long after its due instant a switch is heard, beside what the bare player needs.

    python -m tests.benchmarks.offsets [SWITCHES]

The due instants are the journal's; what was heard is the recording of a real PulseAudio's null sink. Each round of the
table is measured once with the machine idle and once with every core busy. Prints Markdown.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from spasmtimer.clock import session_clock
from tests.support.hear import hear, load_cues
from tests.support.home import PROGRAM, Home
from tests.support.pulse import PulseServer, Recording

SPEED = 60
PHASE = "rest 150s"
SOUNDS = Path(__file__).parents[2] / "sounds"


def main(switches: int = 40) -> None:
    """Measures and prints the table."""
    print(f"{switches} switches each; milliseconds from the due instant to the first sample of the cue.\n")
    print("| | median | p95 | longest |\n|---|---|---|---|")
    for name, busy in (("idle", 0), ("all cores busy", os.cpu_count() or 1)):
        with PulseServer() as server, Recording(server) as recording, loaded(busy):
            row(f"a switch, {name}", of_switches(server, recording, switches))
            row(f"bare paplay, {name}", of_paplay(server, recording, switches))


def row(name: str, seconds: Sequence[float]) -> None:
    """One line of the table."""
    ms = sorted(1000 * value for value in seconds)
    p95 = ms[min(len(ms) - 1, round(0.95 * len(ms)))]
    print(f"| {name} | {statistics.median(ms):.0f} | {p95:.0f} | {ms[-1]:.0f} |", flush=True)


def of_switches(server: PulseServer, recording: Recording, count: int) -> list[float]:
    """Seconds from each due instant in the journal to its cue in the recording."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), server.env)
        since = recording.catch_up()
        plan = f"{PHASE}, x{count + 1}"
        command = [*PROGRAM, "rehearse", plan, "--speed", str(SPEED), "--plain"]
        subprocess.run(command, env=home.env, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, check=True)
        recording.catch_up()
        due = [data["due"][1] for _, data in home.rows("phase_ended")][:count]
    ahead = session_clock()() - time.monotonic()
    heard = [recording.clock(cue.onset_s) + ahead for cue in hear(recording.samples(), load_cues(SOUNDS), since)]
    return [min(abs(at - instant) for at in heard) for instant in due]


def of_paplay(server: PulseServer, recording: Recording, count: int) -> list[float]:
    """Seconds from starting paplay to its sound in the recording."""
    since, begun = recording.catch_up(), []
    for _ in range(count):
        begun.append(time.monotonic())
        subprocess.run(["paplay", str(SOUNDS / "off.wav")], env=server.env, check=True)
        recording.catch_up()
    heard = [recording.clock(cue.onset_s) for cue in hear(recording.samples(), load_cues(SOUNDS), since)]
    return [min(abs(at - instant) for at in heard) for instant in begun]


@contextmanager
def loaded(cores: int) -> Iterator[None]:
    """Keeps so many cores busy."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(cores)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
