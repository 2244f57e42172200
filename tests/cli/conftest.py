"""A user of the program for each test; hypothesis without a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journal.living import User, living


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """Folders of the test's own, in which every process that it starts is ended."""
    yield from living(tmp_path, monkeypatch)
