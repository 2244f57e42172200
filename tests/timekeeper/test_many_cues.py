"""A session of hours: two hundred cues through one timekeeper, which is afterwards as it was after the first few."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from spasmtimer.control import Control
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.phases import Modality, Phase, repeated
from tests.journal.living import User, ago, write
from tests.support.pulse import PulseServer, needs, wait_until

FEW, MANY = 5, 200

PHASE_S = 0.15
"""Less than a player takes to get ready: most cues are armed and fired in one breath."""

AT_REST = 100
"""So many looks in a row at a process must find the same before it counts as at rest."""

pytestmark = needs("pulseaudio", "pactl", "paplay")


class Census(NamedTuple):
    """What a process has at one moment."""

    children: tuple[int, ...]
    """Zombies among them."""

    files: int
    threads: int


def census(pid: int) -> Census:
    """What this process has now (Linux)."""
    children: set[int] = set()
    tasks = list(Path(f"/proc/{pid}/task").iterdir())
    for task in tasks:
        with suppress(FileNotFoundError):  # the thread has ended
            children.update(map(int, (task / "children").read_text().split()))
    return Census(tuple(sorted(children)), len(os.listdir(f"/proc/{pid}/fd")), len(tasks))


def is_collected(pid: int) -> bool:
    """Whether it runs, or has ended and its parent took notice."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def census_at_rest(pid: int) -> Census:
    """The same, once it does not change any more and no child of it is a zombie."""
    looks: list[Census] = []

    def at_rest() -> bool:
        looks.append(census(pid))
        still = len(looks) >= AT_REST and len(set(looks[-AT_REST:])) == 1
        return still and all(map(is_collected, looks[-1].children))

    wait_until(at_rest, 10, f"process {pid} to be at rest, without zombies")
    return looks[-1]


@pytest.fixture
def session(user: User) -> Iterator[Control]:
    """A session of very short phases, in each of whose changeovers a person is awaited; a timekeeper follows it."""
    pattern = (Phase(Modality.REST, PHASE_S), Phase(Modality.MOVE, PHASE_S))
    phases = repeated(pattern, MANY // len(pattern) + 1)
    write(user.journal, ev.Started(ago(0), "long", "long", "A long session", phases, rehearsal=True))
    with PulseServer() as server, closing(Control()) as control:
        user.env["PULSE_SERVER"] = server.env["PULSE_SERVER"]
        user.run("status")
        yield control
        user.clean_up()


def hear(user: User, session: Control, first: int, last: int) -> None:
    """Confirm each of these cues as soon as it sounds: that cuts it short, and the next phase begins."""
    for count in range(first, last):
        wait_until(lambda: len(user.rows("cue_sounded")) > count, 10, f"cue {count + 1}")  # noqa: B023 - called at once
        session.send(Command.CONFIRM)


@pytest.mark.slow
def test_a_long_session_leaves_nothing_behind_in_its_timekeeper(user: User, session: Control) -> None:
    """Two hundred cues later the one worker has no more children, files or threads; every announcement sounded."""
    keeper = user.wait_for_keeper()
    hear(user, session, 0, FEW)
    wait_until(lambda: len(user.rows("cue_sounded")) > FEW, 10, "the next cue")
    session.send(Command.ACK)  # so that nothing sounds, nor is made ready
    before = census_at_rest(keeper)

    hear(user, session, FEW, MANY - 1)
    wait_until(lambda: len(user.rows("cue_sounded")) == MANY, 10, "the last cue")
    session.send(Command.ACK)
    after = census_at_rest(keeper)

    assert len(after.children) <= len(before.children)
    assert after.files <= before.files
    assert after.threads <= before.threads
    assert user.keeper() == keeper
    announced = [seq for seq, _ in user.rows("phase_ended")]
    assert [data["for"] for _, data in user.rows("cue_sounded")] == announced
    assert len(announced) == MANY
    assert user.rows("cue_failed") == []
