"""A stage for the app, and an end to every session that a test really started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spasmtimer import machine
from tests.support.home import Home
from tests.tui.helpers import Stage


@pytest.fixture(autouse=True)
def lid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the machine's lids are listed: it has none, until the test makes one."""
    monkeypatch.setattr(machine, "LIDS", tmp_path / "lids")
    monkeypatch.setattr(machine, "INPUTS", tmp_path / "inputs")
    return tmp_path / "lids" / "LID"


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A home with a clock that stands still; no timekeeper starts."""
    stage = Stage()
    yield stage
    stage.control.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """The same home, for tests that start real sessions: these and their timekeepers end with the test."""
    home = Home(tmp_path / "home")
    yield home
    home.clean_up()
