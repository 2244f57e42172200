"""What a timekeeper says when it is ready: who it is, and which session it follows."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Hello:
    """A timekeeper that is ready to call out a session."""

    pid: int
    session: str
    version: str


def hello_path(journal: Path) -> Path:
    """The file that belongs to a journal."""
    return journal.with_name("timekeeper.json")


def say(journal: Path, hello: Hello) -> None:
    """Replaces the file in one step. Raises OSError."""
    path = hello_path(journal)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(asdict(hello)))
    draft.replace(path)


def heard(journal: Path) -> Hello | None:
    """The last hello; None where there is none. Whether its timekeeper still lives is the lock's to say."""
    try:
        return Hello(**json.loads(hello_path(journal).read_text()))
    except (OSError, ValueError, TypeError):
        return None
