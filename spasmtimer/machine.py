"""What kind of machine this is, as far as a session depends on it: a lid, and what a logout ends. Linux tells."""

from __future__ import annotations

import configparser
import os
from pathlib import Path

LIDS = Path("/proc/acpi/button/lid")
INPUTS = Path("/proc/bus/input/devices")
LOGIND = (
    "/usr/lib/systemd/logind.conf",
    "/etc/systemd/logind.conf",
    "/usr/lib/systemd/logind.conf.d",
    "/run/systemd/logind.conf.d",
    "/etc/systemd/logind.conf.d",
)
"""Where logind's settings come from; what is later wins."""

RUNS_LOGIND = Path("/run/systemd/sessions")


def has_lid() -> bool:
    """Whether closing something would put this machine to sleep; False where that cannot be known."""
    try:
        return any(LIDS.iterdir())
    except OSError:
        pass
    try:
        return "Lid Switch" in INPUTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def ends_at_logout(user: str, sources: tuple[str, ...] = LOGIND) -> bool:
    """Whether logging out ends this user's processes, the timekeeper among them (logind's KillUserProcesses)."""
    said: dict[str, str] = {"killuserprocesses": "no", "killonlyusers": "", "killexcludeusers": "root"}
    for source in sources:
        path = Path(source)
        for file in sorted(path.glob("*.conf")) if path.is_dir() else [path]:
            said |= _login_section(file)
    only = said["killonlyusers"].split()
    kills = said["killuserprocesses"].lower() in ("yes", "true", "1", "on")
    return kills and user not in said["killexcludeusers"].split() and (not only or user in only)


def runs_logind() -> bool:
    """Whether somebody here decides what becomes of processes at a logout."""
    return RUNS_LOGIND.is_dir()


def _login_section(file: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(file.read_text(encoding="utf-8", errors="replace"), str(file))
    except (OSError, configparser.Error):
        return {}
    return {key: value or "" for key, value in parser.items("Login")} if parser.has_section("Login") else {}


def user_name() -> str:
    """Who runs this."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return os.environ.get("USER") or os.environ.get("USERNAME") or "user"
