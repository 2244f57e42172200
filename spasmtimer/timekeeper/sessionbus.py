"""The desktop's session bus: where it is, and what its faults mean in plain words."""

from __future__ import annotations

import os
import re
from pathlib import Path

ADDRESS = "DBUS_SESSION_BUS_ADDRESS"

FAULTS = {
    # part of what a D-Bus library says: what it means
    ADDRESS: f"there is no session bus here ({ADDRESS} is not set)",
    "No such file or directory": "there is no session bus where one should be",
    "Connection refused": "there is no session bus where one should be",
    "Did not authenticate": "the session bus does not answer",
    "DBus.Error.ServiceUnknown": "no such service on this desktop",
    "DBus.Error.NameHasNoOwner": "no such service on this desktop",
    "DBus.Error.NoReply": "the service does not answer",
}

ERROR = re.compile(r"\[[\w.]+\] \(['\"](.*)['\"],\)")
"""How jeepney prints an error of a service: its name, then what it says."""


def find_session_bus() -> str | None:
    """The bus's address; where nobody gives one, that of the socket where systemd has it. None: there is none.

    Only by their environment do most libraries find it, and a session that began in `cron` or `su` has none there.
    """
    if given := os.environ.get(ADDRESS):
        return given
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    socket = Path(runtime) / "bus" if runtime else None
    return f"unix:path={socket}" if socket and socket.is_socket() else None


def plainly(fault: str) -> str:
    """What went wrong, from the words of jeepney or wakepy, in one line."""
    known = next((words for part, words in FAULTS.items() if part in fault), None)
    if known:
        return known
    error = ERROR.search(fault)
    text = error[1] if error else fault.rpartition("failed with message: ")[2]
    return " ".join(text.split()) or "it gave no reason"
