"""Where things live; asking creates nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from spasmtimer import paths


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SPASMTIMER_HOME holds configuration, data and cache in folders of their own, and asking makes none."""
    monkeypatch.setenv("SPASMTIMER_HOME", str(tmp_path / "here"))
    found = [paths.config_dir(), paths.data_dir(), paths.cache_dir()]
    assert all(folder.parent == tmp_path / "here" for folder in found)
    assert len(set(found)) == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["relative", "~/there"])
def test_the_variables_path_becomes_absolute(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path, or one from the home folder, is absolute: the timekeeper lives in another folder."""
    monkeypatch.setenv("SPASMTIMER_HOME", value)
    assert paths.data_dir().is_absolute()
    assert "~" not in str(paths.data_dir())


def test_without_it_the_systems_folders_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable, or with an empty one, the XDG folders count, and asking makes none."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    for value in (None, ""):
        monkeypatch.delenv("SPASMTIMER_HOME")
        if value is not None:
            monkeypatch.setenv("SPASMTIMER_HOME", value)
        assert paths.config_dir() == tmp_path / "CONFIG" / "spasmtimer"
        assert paths.data_dir() == tmp_path / "DATA" / "spasmtimer"
        assert paths.cache_dir() == tmp_path / "CACHE" / "spasmtimer"
        monkeypatch.setenv("SPASMTIMER_HOME", "")
    assert list(tmp_path.iterdir()) == []


def test_the_fallback_is_the_runtime_folder_or_the_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unsaved session lives in the runtime folder, without one in a temporary folder of this user's."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    runtime, temporary = paths.fallback_data_dirs()
    assert runtime.is_relative_to(tmp_path)
    assert temporary.is_relative_to(tempfile.gettempdir())
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert paths.fallback_data_dirs() == (temporary,)
    assert list(tmp_path.iterdir()) == []


def test_two_homes_share_no_fallback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SPASMTIMER_HOME keeps apart stays apart in the runtime and the temporary folder."""
    found: list[Path] = []
    for home in ("one", "other"):
        monkeypatch.setenv("SPASMTIMER_HOME", str(tmp_path / home))
        found += paths.fallback_data_dirs()
    assert len(set(found)) == len(found)


def test_the_sounds_are_there() -> None:
    """The folder of sounds has every cue."""
    from spasmtimer.schedule.cue import Cue

    assert all((paths.sounds_dir() / f"{cue}.wav").is_file() for cue in Cue)
