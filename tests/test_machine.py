"""What kind of machine this is."""

from __future__ import annotations

from pathlib import Path

import pytest

from spasmtimer import machine

CASES = [
    ("", False),
    ("[Login]\n#KillUserProcesses=no\n", False),
    ("[Login]\nKillUserProcesses=yes\n", True),
    ("[Login]\nKillUserProcesses = true\n", True),
    ("[Login]\nKillUserProcesses=no\n", False),
    ("[Login]\nKillUserProcesses=yes\nKillExcludeUsers=ann bob\n", False),
    ("[Login]\nKillUserProcesses=yes\nKillOnlyUsers=eve\n", False),
    ("[Login]\nKillUserProcesses=yes\nKillOnlyUsers=eve ann\n", True),
    ("[Other]\nKillUserProcesses=yes\n", False),
    ("no settings at all\n\x00", False),
]


@pytest.mark.parametrize(("text", "ends"), CASES)
def test_what_a_logout_ends_is_read_from_logind(tmp_path: Path, text: str, ends: bool) -> None:
    """Whether a logout would end the timekeeper is what logind's own settings say of this user."""
    file = tmp_path / "logind.conf"
    file.write_text(text)
    assert machine.ends_at_logout("ann", (str(file),)) is ends


def test_what_is_read_later_wins(tmp_path: Path) -> None:
    """A drop-in overrides the file, and a later drop-in an earlier one."""
    (tmp_path / "logind.conf").write_text("[Login]\nKillUserProcesses=no\n")
    drops = tmp_path / "logind.conf.d"
    drops.mkdir()
    sources = (str(tmp_path / "logind.conf"), str(drops))
    (drops / "10-yes.conf").write_text("[Login]\nKillUserProcesses=yes\n")
    assert machine.ends_at_logout("ann", sources)
    (drops / "20-no.conf").write_text("[Login]\nKillUserProcesses=no\n")
    assert not machine.ends_at_logout("ann", sources)


def test_root_is_spared_unless_said_otherwise(tmp_path: Path) -> None:
    """Logind leaves root's processes alone by default."""
    file = tmp_path / "logind.conf"
    file.write_text("[Login]\nKillUserProcesses=yes\n")
    assert not machine.ends_at_logout("root", (str(file),))


def test_a_lid_is_found_where_the_system_names_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lid is one that the kernel knows, by its button or by its switch; a machine that tells nothing has none."""
    lids, inputs = tmp_path / "lid", tmp_path / "devices"
    monkeypatch.setattr(machine, "LIDS", lids)
    monkeypatch.setattr(machine, "INPUTS", inputs)
    assert not machine.has_lid()
    inputs.write_text('N: Name="Power Button"\n')
    assert not machine.has_lid()
    inputs.write_text('N: Name="Lid Switch"\n')
    assert machine.has_lid()
    inputs.unlink()
    (lids / "LID0").mkdir(parents=True)
    assert machine.has_lid()
