"""`python -P -m spasmtimer.timekeeper.hold`: keeps the machine awake until its standard input ends.

A process of its own, because a D-Bus that hangs would block whoever asks it. Its one line on standard output says
whether it holds, and how, as JSON.
"""

from __future__ import annotations

import json
import sys


def hold() -> int:
    """Asks for no automatic sleep, says how that went, and holds until told to let go."""
    from wakepy import keep

    with keep.running(on_fail="pass") as mode:
        method = mode.method.name if mode.active and mode.method else None
        print(json.dumps({"ok": mode.active, "how": method}), flush=True)
        if not mode.active:
            return 1
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(hold())
