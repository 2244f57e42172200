"""What a timekeeper says when it is ready: who it is, and which session it follows."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

LENGTH = 256
"""Bytes; a hello has about 80. Less than a page, so that a reader finds the old one or the new one."""


class Hello(Struct, frozen=True):
    """A timekeeper that is ready to call out a session."""

    pid: int
    session: str
    version: str


def hello_path(journal: Path) -> Path:
    """The file that belongs to a journal."""
    return journal.with_name("timekeeper.json")


def say(journal: Path, hello: Hello) -> None:
    """Writes the file over, in place and always of the same length: that works on a full disk, too. Raises OSError."""
    with hello_path(journal).open("r+b" if hello_path(journal).exists() else "wb", buffering=0) as file:
        file.write(json.dumps(asdict(hello)).encode().ljust(LENGTH))


def make_room(journal: Path) -> None:
    """Has the file ready before it is needed, as far as the disk allows."""
    with suppress(OSError), hello_path(journal).open("xb") as file:
        file.write(b" " * LENGTH)


def heard(journal: Path) -> Hello | None:
    """The last hello; None where there is none. Whether its timekeeper still lives is the lock's to say."""
    try:
        return Hello(**json.loads(hello_path(journal).read_text()))
    except (OSError, ValueError, TypeError):
        return None
