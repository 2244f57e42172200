"""Sound on a real PipeWire: whichever player there is plays, and what fails or hangs is told, never claimed.

Its parts can hang and die one by one: the daemon, the session manager (WirePlumber) that links players to the sink,
and the PulseAudio beside it (`pipewire-pulse`) that only some players use.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.audio.helpers import ROOT, Cues
from tests.support.hear import GATE, RATE, hear
from tests.support.pipewire import TOOLS, Part, PipeWireServer
from tests.support.recording import Recording
from tests.support.server import needs, wait_until

CUE = "skin-check"
FALTER_S = 0.6
"""How much longer or shorter a busy machine may make it: bare pw-play had gaps in 4 of 16 plays."""

WHOLE_S = 1.32
"""How long that cue lasts."""

FALTERING_S = 0.3
"""By so much a server short of time may stretch it."""

ALONE = "import sys, spasmtimer.audio.rungs as rungs; rungs.PLACES = (); "
ALONE += "rungs.find_spec = lambda library: None; "
ALONE += "from spasmtimer.audio.__main__ import main; sys.exit(main(sys.argv[1:]))"
"""The child on a machine where nothing is installed but what is on PATH."""

pytestmark = needs(*TOOLS, "paplay", "pw-play")


class Child:
    """The process that plays one cue, and what it says."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.changes: list[tuple[float, dict[str, Any]]] = []
        self.began = time.monotonic()
        self._process = subprocess.Popen(command, env=env, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self.changes.append((time.monotonic(), json.loads(line)))

    def all(self, event: str) -> list[dict[str, Any]]:
        """Everything of one kind that it has said, in order."""
        return [change for _, change in list(self.changes) if change["event"] == event]

    def wait_for(self, event: str, count: int = 1) -> dict[str, Any]:
        """The latest of a kind, once there are so many."""
        wait_until(lambda: len(self.all(event)) >= count, 10, f"{count} of {event!r}: {self.changes}")
        return self.all(event)[-1]

    def wait(self) -> int:
        """Its exit code, once it has ended and everything it said is here."""
        code = self._process.wait(20)
        self._reader.join()
        return code

    def stop(self) -> None:
        """End it, if it has not ended."""
        self._process.terminate()
        self.wait()
        if self._process.stdout:
            self._process.stdout.close()


class Play(Protocol):
    """Start the child: its command line after the cue, and the only programs on its machine if not all are."""

    def __call__(self, server: PipeWireServer, *options: str, only: tuple[str, ...] = ()) -> Child: ...


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Plays the cue; every child has ended when the test has."""
    with ExitStack() as children:

        def start(server: PipeWireServer, *options: str, only: tuple[str, ...] = ()) -> Child:
            env = server.env | {"SPASMTIMER_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
            module = ["-m", "spasmtimer.audio"]
            if only:
                env["PATH"], module = str(links(tmp_path / "bin", only)), ["-c", ALONE]
            child = Child([sys.executable, "-P", *module, CUE, *options], env)
            children.callback(child.stop)
            return child

        yield start


def links(folder: Path, programs: tuple[str, ...]) -> Path:
    """A folder with links to these programs."""
    folder.mkdir()
    for name in programs:
        (folder / name).symlink_to(shutil.which(name) or name)
    return folder


@pytest.fixture(scope="module")
def desktop() -> Iterator[PipeWireServer]:
    """A server that nobody harms."""
    with PipeWireServer() as server:
        yield server


@pytest.fixture(scope="module")
def loudspeaker(desktop: PipeWireServer) -> Iterator[Recording]:
    """What that server has played."""
    with Recording(desktop) as recording:
        yield recording


@pytest.fixture
def fragile() -> Iterator[PipeWireServer]:
    """A server to be harmed."""
    with PipeWireServer() as server:
        yield server


def is_whole(samples: array[int], cues: Cues) -> bool:
    """Whether this is the cue, once, from start to end; in between, the server of a busy machine may falter."""
    sounding = [place for place, sample in enumerate(samples) if abs(sample) > GATE]
    length_s = (sounding[-1] - sounding[0]) / RATE if sounding else 0.0
    return names(samples, cues) == {CUE} and abs(length_s - WHOLE_S) < FALTERING_S


def names(samples: array[int], cues: Cues) -> set[str]:
    """The cues that are among these samples."""
    return {cue.name for cue in hear(samples, cues)}


def test_paplay_is_heard(desktop: PipeWireServer, loudspeaker: Recording, cues: Cues, play: Play) -> None:
    """Where everything is installed, paplay plays the whole cue through pipewire-pulse, and no fault is told."""
    place = loudspeaker.seconds()
    child = play(desktop)
    assert child.wait() == 0
    assert [change["event"] for _, change in child.changes] == ["sounding", "done"]
    sounding = child.all("sounding")[0]
    assert (sounding["player"], sounding["sink"], sounding["warning"]) == ("paplay", "cue", None)
    loudspeaker.catch_up()
    assert is_whole(loudspeaker.samples(place), cues)


@pytest.mark.parametrize("player", ["pw-play", pytest.param("aplay", marks=needs("aplay"))])
def test_each_other_player_alone_is_heard(
    desktop: PipeWireServer, loudspeaker: Recording, cues: Cues, play: Play, player: str
) -> None:
    """Where no other player is installed it plays the whole cue; those above it are told to be missing."""
    place = loudspeaker.seconds()
    child = play(desktop, only=(player,))
    assert child.wait() == 0
    assert child.all("sounding")[0]["player"] == player
    assert {"event": "silent", "player": "paplay", "why": "not installed"} in child.all("silent")
    loudspeaker.catch_up()
    assert is_whole(loudspeaker.samples(place), cues)


@pytest.mark.slow
def test_pw_play_is_heard_while_pipewire_pulse_hangs(fragile: PipeWireServer, cues: Cues, play: Play) -> None:
    """Paplay waits in vain, pw-play starts beside it after its grace, and the cue is heard once."""
    with Recording(fragile) as recording:
        fragile.freeze(Part.PULSE)
        child = play(fragile)
        assert child.wait_for("sounding")["player"] == "pw-play"
        silent = {"event": "silent", "player": "paplay", "why": "no acknowledgement within 0.35 s"}
        assert child.all("silent") == [silent]
        assert child.wait() == 0
        recording.catch_up()
        assert is_whole(recording.samples(), cues)


@pytest.mark.parametrize("player", ["paplay", "pw-play"])
def test_no_device_is_told(play: Play, player: str) -> None:
    """Without a device PipeWire plays to a Dummy Output and calls it success: the user is told that nobody hears it."""
    with PipeWireServer(sink=None) as server:
        child = play(server, "--player", player)
        said = [child.wait_for("sounding")]
        if player == "pw-play":  # it does not name its output: the server is asked
            said.append(child.wait_for("warning"))
        assert "no sound device" in said[-1]["warning"]
        assert {change["player"] for change in said} == {player}


def test_no_session_manager_is_no_acknowledgement(fragile: PipeWireServer, play: Play) -> None:
    """With WirePlumber dead players connect and wait for ever: none is believed, and the cue fails."""
    fragile.kill(Part.MANAGER)
    child = play(fragile, "--patience", "2.5")
    assert child.wait() == 1
    assert child.all("sounding") == []
    assert [change["player"] for change in child.all("silent")][:2] == ["paplay", "pw-play"]
    assert "no player could be heard" in child.changes[-1][1]["why"]


def test_a_session_manager_that_comes_back_is_still_used(fragile: PipeWireServer, cues: Cues, play: Play) -> None:
    """A desktop that restarts WirePlumber gets the cue as soon as it runs."""
    with Recording(fragile, lets_sleep=True) as recording:  # 0.4.13 cannot take over a sink that already runs
        fragile.kill(Part.MANAGER)
        child = play(fragile)
        child.wait_for("silent", count=2)
        fragile.restart(Part.MANAGER)
        child.wait_for("sounding")
        assert child.wait() == 0
        assert names(recording.samples(), cues) == {CUE}


def test_a_hung_daemon_is_waited_for(fragile: PipeWireServer, cues: Cues, play: Play) -> None:
    """Nothing is acknowledged while PipeWire itself hangs; when it goes on, the cue is heard."""
    with Recording(fragile) as recording:
        fragile.freeze(Part.PIPEWIRE)
        child = play(fragile)
        child.wait_for("silent", count=2)
        assert child.all("sounding") == []
        fragile.thaw(Part.PIPEWIRE)
        child.wait_for("sounding")
        assert child.wait() == 0
        recording.catch_up()
        assert names(recording.samples(), cues) == {CUE}


def test_a_server_killed_in_mid_cue_gets_the_whole_cue_again(fragile: PipeWireServer, cues: Cues, play: Play) -> None:
    """Half a cue is none: on the server that follows, the cue is heard from start to end."""
    child = play(fragile)
    child.wait_for("sounding")
    fragile.kill()
    assert "broke off" in child.wait_for("silent")["why"]
    fragile.start(hidden=True)
    with Recording(fragile) as recording:
        fragile.show()
        child.wait_for("sounding", count=2)
        assert child.wait() == 0
        recording.catch_up()
        assert is_whole(recording.samples(), cues)


def test_a_sink_that_sleeps_is_woken(fragile: PipeWireServer, cues: Cues, play: Play) -> None:
    """PipeWire suspends a sink that nobody uses: the cue wakes it and is heard from its very start."""
    with Recording(fragile, lets_sleep=True) as recording:
        assert "SUSPENDED" in (fragile.pactl("list", "short", "sinks") or "")
        assert recording.seconds() == 0
        child = play(fragile)
        child.wait_for("sounding")
        assert child.wait() == 0
        assert is_whole(recording.samples(), cues)


def test_nothing_is_left_of_a_server() -> None:
    """When a private server has ended, so have all of its processes, in whatever state; its files are gone."""
    with PipeWireServer() as server:
        server.freeze(Part.PULSE)
        server.kill(Part.MANAGER)
        assert len(processes_of(server)) == 3
    assert processes_of(server) == []
    assert not server.folder.exists()


def processes_of(server: PipeWireServer) -> list[str]:
    """The living processes that know of the server's folder."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:  # it has ended, or is none of ours
            continue
        if str(server.folder).encode() in environment:
            found.append(pid)
    return found
