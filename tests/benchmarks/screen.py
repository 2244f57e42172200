"""How soon the app shows something, and what a screen that counts costs, beside what others need.

    python -m tests.benchmarks.screen [ROUNDS [SECONDS]]

ROUNDS first frames of each program (15), and half as many windows of SECONDS (30) once each of the counting ones has
settled; the programs take turns, so that each meets the same machine. termdown and tclock are installed into a folder
of their own for it. A first frame is the piece of output that puts the program's text on the screen, found afterwards
by replaying what was written; processor time and wakeups are those of all threads of the program and of the processes
that it has as children, the timekeeper's apart. Prints Markdown.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

from tests.support.home import PROGRAM, Home
from tests.support.terminal import PRIVATE

SIZE = (80, 24)
SETTLE_S = 4.0
PEERS = ("termdown", "tclock")

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("What do you need now?")
Bare().run()
"""

CLOCK = """
from datetime import datetime
from textual.app import App
from textual.widgets import Digits
class Clock(App):
    def compose(self):
        yield Digits("00:00:00")
    def on_mount(self):
        self.set_interval(1, self.tick)
    def tick(self):
        self.query_one(Digits).update(f"{datetime.now():%H:%M:%S}")
Clock().run()
"""


class Program(NamedTuple):
    """A program, and the text that tells that it shows something; empty: anything at all."""

    name: str
    command: Sequence[str]
    text: str = ""


class Cost(NamedTuple):
    """What a window of time cost."""

    cpu_percent: float
    wakeups: float
    """A second, over all threads."""

    written: float
    """Bytes a second."""


class Take:
    """A program in a pseudo-terminal, and all that it writes, with the moment of each piece."""

    def __init__(self, program: Program, env: Mapping[str, str]) -> None:
        """Starts it."""
        self.program = program
        self.pieces: list[tuple[float, bytes]] = []
        self._begun = time.monotonic()
        self.pid, self._master = pty.fork()
        if self.pid == 0:  # the child: no Python of ours may go on here
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
                os.execvpe(program.command[0], list(program.command), dict(env))
            finally:
                os._exit(127)

    def read(self, seconds: float, until: bytes | None = None) -> None:
        """Take down what is written for so long, or until this is in it."""
        end, seen = time.monotonic() + seconds, b""
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._master], [], [], left)[0]:
                return
            piece = os.read(self._master, 65536)
            self.pieces.append((time.monotonic() - self._begun, piece))
            if b"\x1b[6n" in piece:
                os.write(self._master, b"\x1b[1;1R")
            seen += piece
            if until is not None and until in seen and (until or self.first_frame()):
                return

    def first_frame(self) -> float:
        """Seconds to the piece that put the text on the screen; 0 where none did."""
        screen = pyte.Screen(*SIZE)
        stream = pyte.ByteStream(screen)
        for moment, piece in self.pieces:
            stream.feed(PRIVATE.sub(b"", piece))
            shown = "\n".join(screen.display)
            if self.program.text in shown and shown.strip():
                return moment
        return 0.0

    def end(self) -> None:
        """End it, and what belongs to it."""
        for pid in reversed(family(self.pid)):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._master)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        found += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
    return found


def used(pid: int) -> tuple[float, int]:
    """Processor seconds, and how often a thread went to sleep, so far: of a process and all below it."""
    cpu, sleeps = 0, 0
    for each in family(pid):
        for task in Path(f"/proc/{each}/task").iterdir():
            cpu += int((task / "schedstat").read_text().split()[0])
            sleeps += int(re.findall(r"^voluntary\w+:\s+(\d+)", (task / "status").read_text(), re.MULTILINE)[0])
    return cpu / 1e9, sleeps


def first_frame(program: Program, env: Mapping[str, str]) -> float:
    """Seconds from its start to its text on the screen."""
    take = Take(program, env)
    try:
        take.read(10, program.text.encode())
        return take.first_frame()
    finally:
        take.end()


def cost(program: Program, env: Mapping[str, str], seconds: float) -> Cost:
    """What it uses in so many seconds, once it has settled."""
    take = Take(program, env)
    try:
        take.read(SETTLE_S)
        (cpu, sleeps), begun, written = used(take.pid), time.monotonic(), len(take.pieces)
        take.read(seconds)
        (cpu_after, sleeps_after), length = used(take.pid), time.monotonic() - begun
        pieces = sum(len(piece) for _, piece in take.pieces[written:])
        return Cost(100 * (cpu_after - cpu) / length, (sleeps_after - sleeps) / length, pieces / length)
    finally:
        take.end()


def first_frames(programs: Sequence[Program], env: Mapping[str, str], rounds: int) -> None:
    """The table of first frames; the second program is what the others are compared with."""
    taken = [[first_frame(program, env) for program in programs] for _ in range(rounds + 1)][1:]  # one to warm up
    medians = [statistics.median(times) for times in zip(*taken, strict=True)]
    print(f"\n### First frame\n\nMilliseconds, {rounds} of each.\n\n| | median | quickest | ratio |\n|---|---|---|---|")
    for program, times, median in zip(programs, zip(*taken, strict=True), medians, strict=True):
        print(f"| {program.name} | {1000 * median:.0f} | {1000 * min(times):.0f} | {median / medians[1]:.2f} |")


def costs(programs: Sequence[Program], env: Mapping[str, str], rounds: int, seconds: float) -> None:
    """The table of what counting costs; the second program is what the others are compared with."""
    taken = [[cost(program, env, seconds) for program in programs] for _ in range(rounds)]
    medians = [Cost(*map(statistics.median, zip(*of_one, strict=True))) for of_one in zip(*taken, strict=True)]
    print(f"\n### A screen that counts\n\nMedians of {rounds} windows of {seconds:g} s.\n")
    print("| | processor % | ratio | bytes/s | ratio | wakeups/s |\n|---|---|---|---|---|---|")
    for program, one in zip(programs, medians, strict=True):
        cpu, written = one.cpu_percent / medians[1].cpu_percent, one.written / medians[1].written
        print(
            f"| {program.name} | {one.cpu_percent:.2f} | {cpu:.2f} | {one.written:.0f} | {written:.2f}"
            f" | {one.wakeups:.1f} |",
            flush=True,
        )


def timekeeper(home: Home, seconds: float) -> None:
    """What keeping the time costs beside the screen."""
    (cpu, sleeps), begun = used(home.worker_pid()), time.monotonic()
    time.sleep(seconds)
    (cpu_after, sleeps_after), length = used(home.worker_pid()), time.monotonic() - begun
    cpu, wakeups = 100 * (cpu_after - cpu) / length, (sleeps_after - sleeps) / length
    print(f"\nThe timekeeper beside it: {cpu:.2f} % of a processor, {wakeups:.1f} wakeups/s.")


def main(rounds: int, seconds: float) -> None:
    """Measures, and prints the tables."""
    with tempfile.TemporaryDirectory() as folder:
        peers = Path(folder) / "peers"
        venv.create(peers, with_pip=True)
        subprocess.run([peers / "bin" / "pip", "install", "-q", *PEERS], check=True)
        home = Home(Path(folder) / "home")
        home.env.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever installs a program has it compiled
        others = [
            Program("termdown", [str(peers / "bin" / "termdown"), "600"]),
            Program("tclock", [str(peers / "bin" / "tclock"), "timer", "-d", "10m"]),
        ]
        bare = Program("a bare Textual app", [sys.executable, "-c", BARE], "What do you need now?")
        clock = Program("a Textual clock, once a second", [sys.executable, "-c", CLOCK], ":")
        # As it is installed: `python -m` has modules of its own to import.
        script = Path(sys.executable).with_name("spasmtimer")
        first_frames([Program("the app", [str(script)], "What do you need now?"), bare, *others], home.env, rounds)
        try:
            home.run("start", "recurring", "--yes", "--detach")
            costs([Program("a session", PROGRAM), clock, *others], home.env, max(1, rounds // 5), seconds)
            timekeeper(home, seconds)
        finally:
            home.clean_up()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 15, float(sys.argv[2]) if sys.argv[2:] else 30.0)
