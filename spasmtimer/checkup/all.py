"""Everything that is looked at, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..settings import load
from . import beyond, ground, sound
from .finding import Check, Finding, bad


def checkup() -> Iterator[Finding]:
    """Each finding as soon as it is made. A check that fails is a finding too, and stops no other."""
    loaded = load()
    liked = loaded.settings
    checks: tuple[tuple[str, Check], ...] = (
        ("program", ground.check_program),
        ("sound", partial(sound.check_players, liked)),
        ("sound", partial(sound.check_wishes, liked)),
        ("sound", partial(sound.check_files, liked)),
        ("awake", beyond.check_awake),
        ("notifications", partial(beyond.check_notifications, liked)),
        ("hooks", partial(beyond.check_hooks, liked)),
        ("terminal", partial(beyond.check_terminal, liked)),
        ("files", partial(ground.check_settings, loaded)),
        ("files", ground.check_folders),
        ("files", ground.check_journal),
        ("clock", ground.check_clock),
        ("timekeeper", ground.check_timekeeper),
    )
    for part, check in checks:
        try:
            yield from check()
        except Exception as error:
            yield bad(part, "check", f"could not be looked at: {type(error).__name__}: {error}", "please report this")
