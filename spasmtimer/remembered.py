"""What the program found out about this machine and keeps for the user: the player that they heard."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from . import paths


def file() -> Path:
    """Where it is kept: beside the journal, and not in the user's own settings."""
    return paths.data_dir() / "remembered.json"


def heard_player() -> str | None:
    """The player that somebody heard in a sound check; None where there was none, or the file is no use."""
    try:
        player = json.loads(file().read_text(encoding="utf-8"))["heard_player"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return player if isinstance(player, str) else None


def remember_player(player: str | None) -> None:
    """Keeps the player that was heard, or forgets it. Raises OSError."""
    path = file()
    if player is None:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps({"heard_player": player}), encoding="utf-8")
    unfinished.replace(path)
