"""Which driver draws on this system's terminals."""

from __future__ import annotations

import sys

from textual.driver import Driver


def driver_class() -> type[Driver] | None:
    """The driver for this system; None: Textual's own."""
    if sys.platform != "linux":
        return None
    from .driver import QuietDriver

    return QuietDriver
