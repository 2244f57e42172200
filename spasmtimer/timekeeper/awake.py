"""Keeping the machine awake while packs are on, as far as it lets itself."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable

LIMIT_S = 5.0
"""How long the child may take to get an answer; a hung D-Bus took 2 s here."""

log = logging.getLogger(__name__)

Told = Callable[[bool, str], None]
"""Called once a try is over: whether the machine is held awake, and how or why not."""


class KeepAwake:
    """Holds a wake lock through a child, between `begin` and `end`."""

    def __init__(self, told: Told) -> None:
        """Holds nothing yet. `told` is called from another thread."""
        self._told = told
        self._child: subprocess.Popen[str] | None = None
        self._asked = False

    def begin(self) -> None:
        """Asks the machine to stay awake; returns at once. Once asked, it is not asked again."""
        if self._asked:
            return
        self._asked = True
        command = [sys.executable, "-P", "-m", "spasmtimer.timekeeper.hold"]
        try:
            self._child = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        except OSError as error:
            self._told(False, str(error))
            return
        threading.Thread(target=self._listen, args=(self._child,), name="awake", daemon=True).start()

    def end(self) -> None:
        """Lets the machine sleep again."""
        child, self._child, self._asked = self._child, None, False
        if child is not None and child.stdin:
            child.stdin.close()
            child.terminate()
            threading.Thread(target=child.wait, name="awake-end", daemon=True).start()

    def _listen(self, child: subprocess.Popen[str]) -> None:
        assert child.stdout
        limit = threading.Timer(LIMIT_S, child.kill)
        limit.daemon = True
        limit.start()
        line = child.stdout.readline()
        limit.cancel()
        if child is not self._child:
            return
        try:
            answer = json.loads(line)
            ok, how = bool(answer["ok"]), str(answer["how"] or "no method works on this machine")
        except (ValueError, KeyError, TypeError):
            ok, how = False, "the machine gave no answer"
        log.info("keep awake: %s (%s)", ok, how)
        self._told(ok, how)
