"""Keeping the machine awake while packs are on, as far as it lets itself."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ..schedule.text import printable
from .children import kill_group, start, understood

LIMIT_S = 5.0
"""How long the child may take to get an answer, whatever it tries; with two hung buses it took 3.7 s here."""

LET_GO_S = 3.0
"""How long the child may take to let go."""

log = logging.getLogger(__name__)

Told = Callable[[bool, str], None]
"""Called once a try is over, and again if the hold is lost: whether the machine is held awake, and how or why not."""


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
        try:
            self._child = start("hold")
        except OSError as error:
            self._told(False, str(error))
            return
        threading.Thread(target=self._listen, args=(self._child,), name="awake", daemon=True).start()

    def end(self) -> None:
        """Lets the machine sleep again; returns at once."""
        child, self._child, self._asked = self._child, None, False
        if child is not None:
            with suppress(OSError):
                if child.stdin:
                    child.stdin.close()
            threading.Thread(target=_see_out, args=(child,), name="awake-end", daemon=True).start()

    def _listen(self, child: subprocess.Popen[str]) -> None:
        """Tells what the child says, and its end if nobody wanted it."""
        assert child.stdout
        limit = threading.Timer(LIMIT_S, kill_group, (child,))
        limit.daemon = True
        limit.start()
        ok: bool | None = None
        strays = 0
        with child.stdout as lines:
            for line in lines:
                answer = understood(line)
                if answer is None:
                    strays += 1
                    continue
                limit.cancel()
                if answer["ok"] != ok:
                    ok = self._tell(child, answer)
        late = ok is None and not limit.is_alive()
        limit.cancel()
        child.wait()
        if strays:
            log.warning("keep awake: %d lines that are no answer", strays)
        if ok is not False:
            self._tell(child, {"ok": False, "why": _end(ok, late)})

    def _tell(self, child: subprocess.Popen[str], answer: dict[str, Any]) -> bool:
        ok, how = _outcome(answer)
        if child is self._child:
            log.info("keep awake: %s (%s)", ok, how)
            self._told(ok, how)
        return ok


def _outcome(answer: dict[str, Any]) -> tuple[bool, str]:
    ok = bool(answer["ok"])
    return ok, printable(str(answer.get("how" if ok else "why") or "no method works on this machine"))


def _end(ok: bool | None, late: bool) -> str:
    if late:
        return f"no answer within {LIMIT_S:g} s"
    return "what held the machine awake has ended" if ok else "what should hold the machine awake ended at once"


def _see_out(child: subprocess.Popen[str]) -> None:
    try:
        child.wait(LET_GO_S)
    except subprocess.TimeoutExpired:
        kill_group(child)
        child.wait()
