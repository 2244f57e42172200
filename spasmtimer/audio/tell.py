"""What the audio child tells whoever started it: one JSON object a line on its standard output.

    {"event": "ready"}                                    armed: a line on stdin fires it
    {"event": "silent", "player": …, "why": …}            a rung that failed; said once for each reason
    {"event": "sounding", "player": …, "sink": …, "warning": …, "pid": …}     acknowledged: sound runs
    {"event": "warning", "warning": …}                    it is not played as it was asked for
    {"event": "warning", "player": …, "warning": …}       it plays, and may not be heard, or not there
    {"event": "done"}                                     last word: played to its end
    {"event": "failed", "why": …}                         last word: given up
    {"event": "stopped"}                                  last word: told to be quiet

Other lines are the interpreter's own last words: how the child crashed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress

LAST_WORDS = frozenset({"done", "failed", "stopped"})
"""The events after which a child says nothing more."""


def tell(event: str, **fields: str | int | None) -> None:
    """Write one line, at once and whole."""
    line = json.dumps({"event": event, **fields}) + "\n"
    with suppress(OSError):  # nobody listens any more: the cue is worth more than the report of it
        os.write(1, line.encode())
