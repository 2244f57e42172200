"""The ladder as data, and what the child may load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from spasmtimer.audio.rungs import LADDERS, Rung, find_tool, ladder

SLOW = {"simpleaudio", "numpy", "textual", "rich", "argparse", "dataclasses", "inspect", "sqlite3", "platformdirs"}
"""Libraries that may crash the child, and modules that take longer to load than all it needs."""

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the rungs of Linux")


def test_the_ladders_are_in_the_order_that_was_measured() -> None:
    """Players that can prove that sound runs stand above those that only opened the device."""
    names = {system: [rung.name for rung in rungs] for system, rungs in LADDERS.items()}
    assert names == {
        "linux": ["paplay", "pw-play", "simpleaudio", "aplay"],
        "darwin": ["afplay", "simpleaudio"],
        "win32": ["winsound", "simpleaudio"],
    }


def names(rungs: tuple[Rung, ...]) -> list[str]:
    """Each rung's player, and the device it is told."""
    return [f"{rung.name} on {rung.device}" if rung.device else rung.name for rung in rungs]


@ON_LINUX
def test_the_chosen_player_comes_first_and_the_others_stay() -> None:
    """A setting puts one on top; it takes none away, unless it is to be that one alone."""
    assert names(ladder("aplay")) == ["aplay", "paplay", "pw-play", "simpleaudio"]
    assert names(ladder("aplay", only=True)) == ["aplay"]
    with pytest.raises(ValueError, match="no player 'vlc' on this system; there are paplay"):
        ladder("vlc")


@ON_LINUX
def test_a_device_is_tried_by_whoever_can_be_told_and_then_the_default() -> None:
    """First every player that knows of devices, then the whole ladder without; with `only`, that device or none."""
    there = ["aplay on speakers", "paplay on speakers", "pw-play on speakers"]
    assert names(ladder("aplay", "speakers")) == [*there, "aplay", "paplay", "pw-play", "simpleaudio"]
    assert names(ladder("pw-play", "speakers", only=True)) == ["pw-play on speakers"]
    assert names(ladder("simpleaudio", "speakers", only=True)) == ["simpleaudio"]


@ON_LINUX
@pytest.mark.parametrize(
    ("player", "option"),
    [("paplay", "--device=speakers"), ("pw-play", "--target=speakers"), ("aplay", "--device=speakers")],
)
def test_each_player_is_told_of_the_device_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, player: str, option: str
) -> None:
    """The option stands before the file; without a device there is none."""
    (tmp_path / player).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (told,) = ladder(player, "speakers", only=True)
    (plain,) = ladder(player, only=True)
    assert (told.command("a.wav") or [])[-2:] == [option, "a.wav"]
    assert option not in (plain.command("a.wav") or [])


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
