"""A real sound server for the tests of sound, and the processes of the audio child."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audio.helpers import ROOT, Cues, Listener, On, Server
from tests.support.pulse import PulseServer, Recording, load_cues


@pytest.fixture(scope="session")
def cues() -> Cues:
    """The samples of every cue."""
    return load_cues()


@pytest.fixture(scope="session")
def healthy() -> Iterator[PulseServer]:
    """A server that nobody harms."""
    with PulseServer() as server:
        yield server


@pytest.fixture(scope="session")
def recording(healthy: PulseServer) -> Iterator[Recording]:
    """What the healthy server has played."""
    with Recording(healthy) as recording:
        yield recording


@pytest.fixture
def server() -> Iterator[PulseServer]:
    """A server to be harmed."""
    with PulseServer() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every directory of the app's in a temporary folder; children find the package and no stray setting."""
    monkeypatch.setenv("SPASMTIMER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path / "home"


@pytest.fixture
def on(home: Path, monkeypatch: pytest.MonkeyPatch) -> On:
    """`on(server)`: from here on, children of the test play there."""

    def use(server: Server) -> Server:
        ours = {"SPASMTIMER_HOME", "PYTHONPATH", "PATH", "PYTEST_CURRENT_TEST"}
        for name in set(os.environ) - set(server.env) - ours:
            monkeypatch.delenv(name)
        for name in set(server.env) - ours:
            monkeypatch.setenv(name, server.env[name])
        return server

    return use


@pytest.fixture
def listener() -> Listener:
    """Keeps what the child says."""
    return Listener()
