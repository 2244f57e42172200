"""A stage for the app, and an end to every session that a test really started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.home import Home
from tests.tui.helpers import Stage


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
