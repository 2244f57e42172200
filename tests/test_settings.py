"""What the user likes: a wrong key is told, and its default used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spasmtimer import remembered
from spasmtimer.remembered import remember_player
from spasmtimer.schedule.cue import Cue
from spasmtimer.schedule.quiet import QuietHours
from spasmtimer.settings import HOOKS, SINGLE, TABLES, Settings, load

SETTINGS = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_all_is_as_usual(file: Path) -> None:
    """No file means all defaults and no complaint."""
    assert load(file).settings == Settings()
    assert load(file).problems == ()


def test_the_users_file_is_found_in_their_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By default the settings come from config.toml in the configuration folder."""
    monkeypatch.setenv("SPASMTIMER_HOME", str(tmp_path))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("volume = 40\n")
    assert load().settings.volume == 40


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("volume = 0", 0),
        ("volume = 100", 100),
        ('player = "aplay"', "aplay"),
        ("skin_check = false", False),
        ("heads_up = false", False),
        ('confirm = "always"', "always"),
        ('cues = "speech"', "speech"),
        ('cues = "both"', "both"),
        ('device = "bluez_output.00_11"', "bluez_output.00_11"),
        ('quiet_hours = "22:00-07:00"', QuietHours.parse("22:00-07:00")),
        ("notifications = false", False),
        ("get_up = 0", 0),
        ("get_up = 20", 20),
        ("get_up = 180", 180),
        ('terminal_notifications = "osc99"', "osc99"),
        ("sounds.heat = 'gong.wav'", "gong.wav"),
        ("hooks.on_end = ['off', 'x']", {"on_end": ("off", "x")}),
        ("keys.pause = 'f2, p'", {"pause": "f2, p"}),
    ],
)
def test_a_right_value_is_used(file: Path, line: str, value: object) -> None:
    """Each setting that is right is used, and leaves the others at their defaults."""
    file.write_text(line)
    found = load(file)
    name = line.split()[0].partition(".")[0]
    assert found.problems == ()
    assert getattr(found.settings, name) == ({Cue.HEAT: file.parent / "gong.wav"} if name == "sounds" else value)
    others = [field for field in Settings.__struct_fields__ if field != name]
    assert all(getattr(found.settings, other) == getattr(Settings(), other) for other in others)


@pytest.mark.parametrize(
    "line",
    [
        "volume = 101",
        "volume = -1",
        "volume = 50.0",
        "volume = true",
        'volume = "50"',
        "volume = nan",
        'player = "mpv"',
        "player = []",
        "player = {}",
        "skin_check = 1",
        'heads_up = "false"',
        'confirm = "never"',
        "confirm = ['always']",
        "volume = 2026-11-22",
        "volum = 50",
        "[volume]",
        'cues = "voice"',
        "device = ''",
        "device = ' x'",
        "device = 3",
        "quiet_hours = '22-7'",
        "quiet_hours = '24:00-07:00'",
        "quiet_hours = '07:00-07:00'",
        "quiet_hours = 22",
        "notifications = 'yes'",
        "terminal_notifications = 'osc8'",
        "get_up = 19",
        "get_up = 181",
        "get_up = 45.0",
        "get_up = true",
        "sounds = 'gong.wav'",
        "sounds.heat = 3",
        "sounds.heat = ''",
        "sounds.gong = 'gong.wav'",
        "hooks.on_end = 'off now'",
        "hooks.on_end = []",
        "hooks.on_end = ['']",
        "hooks.on_end = [1]",
        "hooks.on_stop = ['off']",
        "keys = 'f2'",
        "keys.pause = 3",
        "keys.pause = ''",
        "keys.pause = ['f2']",
    ],
)
def test_a_wrong_value_is_told_in_one_line_and_its_default_used(file: Path, line: str) -> None:
    """A wrong value, or key, costs one line that names it and what would be right, and no other setting."""
    file.write_text(f"heads_up = false\n{line}\n" if "heads_up" not in line else line)
    found = load(file)
    assert len(found.problems) == 1
    assert line.strip("[]").split()[0].rpartition(".")[2] in found.problems[0]
    assert "\n" not in found.problems[0]
    assert found.settings == Settings(heads_up="heads_up" in line)


@pytest.mark.parametrize("content", [b"volume", b"\xff\xfe", b"\x00" * 9, b"a = " + b"[" * 50_000, b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_one_problem(file: Path, content: bytes) -> None:
    """Whatever the file holds, nothing is raised: one problem, and every default."""
    file.write_bytes(content)
    found = load(file)
    assert len(found.problems) == 1
    assert found.settings == Settings()


def test_a_folder_in_the_files_place_is_one_problem(file: Path) -> None:
    """What cannot be read is a problem, not an error."""
    file.mkdir()
    assert len(load(file).problems) == 1


@SETTINGS
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_content_raises(file: Path, content: bytes) -> None:
    """Any bytes give settings within their bounds."""
    file.write_bytes(content)
    assert isinstance(load(file).settings, Settings)


def test_every_setting_can_be_set() -> None:
    """The rules and the settings name the same keys."""
    assert {*SINGLE, *TABLES} == set(Settings.__struct_fields__)
    assert set(TABLES["hooks"]) == set(HOOKS)


def test_a_wrong_hook_leaves_the_others(file: Path) -> None:
    """In a table, what is wrong costs itself alone."""
    file.write_text("[hooks]\non_start = ['on']\non_end = 'off'\n[sounds]\nheat = 1\nice = '/a/b.wav'\n")
    found = load(file)
    assert found.settings.hooks == {"on_start": ("on",)}
    assert found.settings.sounds == {Cue.ICE: Path("/a/b.wav")}
    assert len(found.problems) == 2


def test_the_player_that_was_heard_comes_first(file: Path) -> None:
    """A sound check is remembered, until the user's own settings name a player, or it is forgotten."""
    remember_player("aplay")
    assert load(file).settings.player == "aplay"
    file.write_text('player = "pw-play"')
    assert load(file).settings.player == "pw-play"
    file.unlink()
    remember_player(None)
    assert load(file).settings.player is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"heard_player": 3}', '{"heard_player": "mpv"}', "\0"])
def test_nonsense_that_was_remembered_is_forgotten(file: Path, content: str) -> None:
    """What is remembered is a convenience: where it is no use, all is as usual."""
    remember_player("aplay")
    remembered.file().write_text(content)
    assert load(file).settings == Settings()
