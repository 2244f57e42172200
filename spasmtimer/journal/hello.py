"""What a timekeeper says when it is ready: who it is, and which session it follows."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from ..private import opener
from .lock import is_held

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
    descriptor = opener(str(hello_path(journal)), os.O_WRONLY | os.O_CREAT)
    with open(descriptor, "wb", buffering=0) as file:
        file.write(json.dumps(asdict(hello)).encode().ljust(LENGTH))


def make_room(journal: Path) -> None:
    """Has the file ready before it is needed, as far as the disk allows."""
    with suppress(OSError), open(hello_path(journal), "xb", opener=opener) as file:
        file.write(b" " * LENGTH)


def heard(journal: Path) -> Hello | None:
    """The last hello; None where there is none. Whether its timekeeper still lives is for `living` to say."""
    try:
        with open(hello_path(journal), "rb", opener=opener) as file:
            found = Hello(**json.loads(file.read(LENGTH)))
    except (OSError, ValueError, TypeError):
        return None
    right = type(found.pid) is int and found.pid > 0 and isinstance(found.session, str)
    return found if right else None


def living(journal: Path) -> Hello | None:
    """The hello of a timekeeper that lives: it holds the lock, and its process is there and ours."""
    said = heard(journal) if is_held(journal) else None
    return said if said is not None and _is_ours(said.pid) else None


def _is_ours(pid: int) -> bool:
    """Whether there is such a process that we may signal: another user's is not."""
    if not hasattr(os, "getuid"):
        return True  # Windows: signal 0 would end it
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
