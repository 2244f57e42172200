"""What holds for every test: nobody's own files are touched, and on request no skip is forgiven."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.home import Home
from tests.support.pulse import PulseServer, Recording

NO_SKIPS = "SPASMTIMER_NO_SKIPS"
"""Set where everything that a test can need has been installed: a skip then is a mistake."""

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Where this is set, every worker and each program that a test starts would compile everything again."""

signal.signal(signal.SIGINT, signal.default_int_handler)
"""A run in the background is started deaf to Ctrl+C, and its children would be, too."""


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders of whoever runs the tests are not theirs to touch; this variable moves them all."""
    monkeypatch.setenv("SPASMTIMER_HOME", str(tmp_path / "home"))


@pytest.fixture
def server() -> Iterator[PulseServer]:
    """A PulseAudio of the test's own."""
    with PulseServer() as server:
        yield server


@pytest.fixture
def recording(server: PulseServer) -> Iterator[Recording]:
    """What that server plays from here on."""
    with Recording(server) as recording:
        yield recording


@pytest.fixture
def home(tmp_path: Path, server: PulseServer) -> Iterator[Home]:
    """A user's folders, whose sounds come out of the server."""
    home = Home(tmp_path / "home", server.env)
    yield home
    home.clean_up()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run over skipped tests, if asked to."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get(NO_SKIPS) and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line(f"{NO_SKIPS} is set: a skipped test is a failed one", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
