"""What else the machine does while it is measured."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.support.home import Home

Load = Callable[[Home], AbstractContextManager[None]]


@contextmanager
def idle(home: Home) -> Iterator[None]:
    """Nothing."""
    yield


@contextmanager
def busy(home: Home) -> Iterator[None]:
    """An endless loop for each core. A session for each, since the kernel shares the processor among sessions."""
    command = [sys.executable, "-c", "while True: pass"]
    loops = [subprocess.Popen(command, start_new_session=True) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


@contextmanager
def stormed(home: Home) -> Iterator[None]:
    """The app shows the session, and keys and resizes rain down on it."""
    command = [sys.executable, "-m", "tests.benchmarks.storm"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=home.env, stdin=pipe, stdout=pipe, start_new_session=True) as storm:
        assert storm.stdin
        assert storm.stdout
        assert storm.stdout.readline() == b"storming\n"
        try:
            yield
            assert storm.poll() is None, "the storm is over"
        finally:
            storm.stdin.close()


LOADS: dict[str, Load] = {"idle": idle, "busy": busy, "stormed": stormed}
"""By name."""
