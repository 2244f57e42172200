"""A machine that can sleep, for whole-program tests."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.home import Home

SOURCE = Path(__file__).parents[1] / "support" / "suspend.c"


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that lets programs sleep."""
    if shutil.which("cc") is None:
        pytest.skip("no cc: apt install gcc libc6-dev")
    library = tmp_path_factory.mktemp("shim") / "suspend.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


class Machine:
    """A machine that can sleep, and whose wall clock can be set."""

    def __init__(self, library: Path, note: Path) -> None:
        self.env = {"LD_PRELOAD": str(library), "SLEEPER": str(note)}
        self._note = note

    def sleep(self, seconds: float) -> None:
        """Sleep for so long, in no time."""
        self._write(f"{seconds} 0")

    def set_clock(self, seconds: float) -> None:
        """Somebody sets the wall clock forward, or back."""
        self._write(f"0 {seconds}")

    def _write(self, text: str) -> None:
        draft = self._note.with_suffix(".draft")
        draft.write_text(text)
        draft.replace(self._note)


@pytest.fixture
def machine(shim: Path, tmp_path: Path, home: Home) -> Machine:
    """The machine that the home's programs run on."""
    machine = Machine(shim, tmp_path / "slept")
    home.env |= machine.env
    return machine
