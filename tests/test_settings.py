"""What the user likes: a wrong key is told, and its default used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spasmtimer.settings import ALLOWED, Settings, load

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
    ],
)
def test_a_right_value_is_used(file: Path, line: str, value: object) -> None:
    """Each setting that is right is used, and leaves the others at their defaults."""
    file.write_text(line)
    found = load(file)
    name = line.split()[0]
    assert found.problems == ()
    assert getattr(found.settings, name) == value
    others = [field for field in Settings.__dataclass_fields__ if field != name]
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
    ],
)
def test_a_wrong_value_is_told_in_one_line_and_its_default_used(file: Path, line: str) -> None:
    """A wrong value, or key, costs one line that names it and what would be right, and no other setting."""
    file.write_text(f"heads_up = false\n{line}\n" if "heads_up" not in line else line)
    found = load(file)
    assert len(found.problems) == 1
    assert line.strip("[]").split()[0] in found.problems[0]
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
    found = load(file).settings
    assert all(ALLOWED[name][1](getattr(found, name)) for name in ALLOWED if name != "player")


def test_every_setting_can_be_set() -> None:
    """The rules and the settings name the same keys."""
    assert set(ALLOWED) == set(Settings.__dataclass_fields__)
