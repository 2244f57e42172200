"""What holds for every test: nobody's own files are touched, and on request no skip is forgiven."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

NO_SKIPS = "SPASMTIMER_NO_SKIPS"
"""Set where everything that a test can need has been installed: a skip then is a mistake."""


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders of whoever runs the tests are not theirs to touch; this variable moves them all."""
    monkeypatch.setenv("SPASMTIMER_HOME", str(tmp_path / "home"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run over skipped tests, if asked to."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get(NO_SKIPS) and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line(f"{NO_SKIPS} is set: a skipped test is a failed one", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
