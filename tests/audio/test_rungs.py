"""The ladder as data, and what the child may load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from spasmtimer.audio.rungs import LADDERS, find_tool, ladder

SLOW = {"simpleaudio", "numpy", "textual", "rich", "argparse", "dataclasses", "inspect", "sqlite3", "platformdirs"}
"""Libraries that may crash the child, and modules that take longer to load than all it needs."""


def test_the_ladders_are_in_the_order_that_was_measured() -> None:
    """Players that can prove that sound runs stand above those that only opened the device."""
    names = {system: [rung.name for rung in rungs] for system, rungs in LADDERS.items()}
    assert names == {
        "linux": ["paplay", "pw-play", "simpleaudio", "aplay"],
        "darwin": ["afplay", "simpleaudio"],
        "win32": ["winsound", "simpleaudio"],
    }


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the rungs of Linux")
def test_the_chosen_player_comes_first_and_the_others_stay() -> None:
    """A setting puts one on top; it takes none away."""
    assert [rung.name for rung in ladder("aplay")] == ["aplay", "paplay", "pw-play", "simpleaudio"]
    with pytest.raises(ValueError, match="no player 'vlc' on this system; there are paplay"):
        ladder("vlc")


def test_a_tool_is_found_only_where_it_can_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked up at each call: a player that is installed while a session runs is used for its next cue."""
    monkeypatch.setenv("PATH", f"{tmp_path}:relative/folder")
    assert find_tool("a-player") is None
    (tmp_path / "a-player").touch()
    assert find_tool("a-player") is None
    (tmp_path / "a-player").chmod(0o755)
    assert find_tool("a-player") == str(tmp_path / "a-player")


def test_the_child_loads_no_library_and_nothing_slow(home: Path) -> None:
    """It is on the way from a due instant to its sound: no audio library, no Textual, none of the slow modules."""
    code = "import sys, spasmtimer.audio.__main__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert not SLOW & set(done.stdout.split())
