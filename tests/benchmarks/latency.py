"""How long after its due instant a switch is heard, beside what the bare player needs.

    python -m tests.benchmarks.latency [CUES [pulseaudio | pipewire | idle | busy | stormed]…]

The due instants are the journal's, the player's is when it was started; what was heard is the first sample in the
recording of a real server's null sink, at the instant at which it came out of the server: a block of a few milliseconds
late, never early. In every phase of a rehearsal paplay is heard once, on its own, and then the switch: both meet the
same load. Each is cut short by whoever confirms the switch, so that the next player is made ready as in a session.
Prints Markdown.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from spasmtimer.clock import session_clock
from spasmtimer.control import Control
from spasmtimer.schedule.commands import Command
from tests.benchmarks.loads import LOADS, Load
from tests.support.hear import hear, load_cues
from tests.support.home import Home
from tests.support.pipewire import PipeWireServer
from tests.support.pulse import PulseServer
from tests.support.recording import Recording
from tests.support.server import SoundServer, wait_until

SERVERS: dict[str, type[PulseServer | PipeWireServer]] = {"pulseaudio": PulseServer, "pipewire": PipeWireServer}

SPEED, PHASE_S = 10, 2.5
"""A phase is long enough for both."""

READY_S = 0.8
"""How long after its beginning paplay is started: by then the player for the switch has long been ready."""

PATTERN = "rest 25s, move 25s"
SWITCHES = {"off", "heads-up"}
"""What it sounds like."""

BARE = "heat"
"""What the bare player plays."""

A_SESSION = 50
"""Switches: a schedule has 100 phases at most, and an hour's recording need not be kept."""

LISTEN_S, SILENCE_S = 0.25, 0.1
"""So much of a cue is listened to, to know which it is; and so much silence comes before the next."""

SOUNDS = Path(__file__).parents[2] / "sounds"
CUES = load_cues()


class Heard(NamedTuple):
    """A cue in the recording."""

    after_s: float
    """From when it was due, or its player started, to its first sample."""

    slack_s: float
    """How late, of that, the recording was."""


def main(cues: int, *wanted: str) -> None:
    """Measures, and prints a table for each server: all of them under every load, or those that are wanted."""
    if unknown := set(wanted) - SERVERS.keys() - LOADS.keys():
        sys.exit(f"{', '.join(unknown)}: there are {', '.join((*SERVERS, *LOADS))}")
    print(f"{cues} of each; milliseconds to the first sample of the cue.")
    for server in [name for name in SERVERS if name in wanted] or SERVERS:
        print(f"\n### {server}\n\n| | n | median | p95 | longest |\n|---|---|---|---|---|")
        for load in [name for name in LOADS if name in wanted] or LOADS:
            pairs: list[tuple[Heard, Heard]] = []
            with SERVERS[server]() as running:
                while len(pairs) < cues:
                    pairs += session(running, LOADS[load], min(A_SESSION, cues - len(pairs)))
            rows(load, *zip(*pairs, strict=True))


def rows(load: str, switches: Sequence[Heard], bare: Sequence[Heard]) -> None:
    """The lines of one load: ours, the player's, how they compare, and how far the recording can be trusted."""
    ours, theirs = of([cue.after_s for cue in switches]), of([cue.after_s for cue in bare])
    slack = of([cue.slack_s for cue in (*switches, *bare)])
    for name, count, values in (
        (f"a switch, {load}", len(switches), ours),
        (f"bare paplay, {load}", len(bare), theirs),
        (f"the recording's own delay, {load}", len(switches) + len(bare), slack),
    ):
        print(f"| {name} | {count} | " + " | ".join(f"{1000 * value:.1f}" for value in values) + " |")
    ratios = (mine / other for mine, other in zip(ours, theirs, strict=True))
    print("| ratio | | " + " | ".join(f"{ratio:.1f}" for ratio in ratios) + " |", flush=True)


def of(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and longest."""
    return statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[-1], max(values)


def session(server: SoundServer, load: Load, switches: int) -> list[tuple[Heard, Heard]]:
    """So many switches of one rehearsal, and as many plays of the bare player."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), server.env)
        os.environ["SPASMTIMER_HOME"] = folder  # whose session `Control` finds
        try:
            home.run("rehearse", f"{PATTERN}, x{switches // 2 + 2}", "--speed", str(SPEED), "--detach")
            with closing(Control()) as control, Recording(server) as recording:
                return measured(home, control, recording, load, switches)
        finally:
            home.clean_up()


def measured(
    home: Home, control: Control, recording: Recording, load: Load, switches: int
) -> list[tuple[Heard, Heard]]:
    """The switches of the session that runs there, under that load."""
    control.send(Command.PAUSE)
    with load(home):
        control.send(Command.RESUME)
        recording.wait_for_sound(recording.seconds())  # the first switch is not counted: the load has just begun
        found = [phase(control, recording, home.env) for _ in range(switches)]
    due = [data["due"][1] for _, data in home.rows("phase_ended")][1:]
    assert len(due) == switches
    assert not home.rows("acknowledged"), "the load acted on the session"
    ahead = session_clock()() - time.monotonic()
    return [
        (
            identified(recording, place, at - ahead, SWITCHES),
            identified(recording, bare, started, {BARE}),
        )
        for at, (started, bare, place) in zip(due, found, strict=True)
    ]


def phase(control: Control, recording: Recording, env: dict[str, str]) -> tuple[float, float, float]:
    """One phase: when the bare player was started, where it is heard, and where the switch at the phase's end is."""
    control.send(Command.CONFIRM)
    begun = time.monotonic()
    wait_until(lambda: time.monotonic() >= begun + READY_S, PHASE_S, "that time")
    silence = recording.wait_for_silence(SILENCE_S)
    started = time.monotonic()
    with subprocess.Popen(["paplay", str(SOUNDS / f"{BARE}.wav")], env=env, start_new_session=True) as player:
        bare = heard_from(recording, silence)
        player.kill()
    silence = recording.wait_for_silence(SILENCE_S)
    assert time.monotonic() < begun + PHASE_S, "no time was left for the switch"
    return started, bare, heard_from(recording, silence)


def heard_from(recording: Recording, silence: float) -> float:
    """The place of the next sound, once enough of it is there to be recognised."""
    place = recording.wait_for_sound(silence)
    wait_until(lambda: recording.seconds() > place + LISTEN_S, 10, "enough of the cue")
    return place


def identified(recording: Recording, place: float, due: float, names: set[str]) -> Heard:
    """The cue that begins at that place, one of these, and how long after this `time.monotonic()` it does."""
    (cue, *_) = hear(recording.samples(place - SILENCE_S, place + LISTEN_S), CUES)
    assert cue.name in names, f"heard {cue.name} where one of {names} was due"
    when, slack = recording.came(place)
    return Heard(when - due, slack)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200, *sys.argv[2:])
