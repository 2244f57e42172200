"""What the program found out and keeps for the user: the player that they heard, the theme that they chose."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from . import paths, private


def file() -> Path:
    """Where it is kept: beside the journal, and not in the user's own settings."""
    return paths.data_dir() / "remembered.json"


def heard_player() -> str | None:
    """The player that somebody heard in a sound check; None where there was none, or the file is no use."""
    return _kept().get("heard_player")


def remember_player(player: str | None) -> None:
    """Keeps the player that was heard, or forgets it. Raises OSError."""
    _keep("heard_player", player)


def chosen_theme() -> str | None:
    """The theme that was chosen last in the app, by its full name; None where there was none."""
    return _kept().get("theme")


def remember_theme(theme: str) -> None:
    """Keeps the theme that was chosen. Raises OSError."""
    _keep("theme", theme)


def _kept() -> dict[str, str]:
    try:
        with open(file(), encoding="utf-8", opener=private.opener) as remembered:
            found = json.loads(remembered.read())
        return {name: value for name, value in found.items() if isinstance(value, str)}
    except (OSError, ValueError, AttributeError):
        return {}


def _keep(name: str, value: str | None) -> None:
    kept = {key: text for key, text in {**_kept(), name: value}.items() if text is not None}
    path = file()
    if not kept:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    private.folder(path.parent)
    unfinished = path.with_suffix(".new")
    with open(unfinished, "w", encoding="utf-8", opener=private.opener) as draft:
        draft.write(json.dumps(kept))
    unfinished.replace(path)
