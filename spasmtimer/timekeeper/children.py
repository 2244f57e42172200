"""Children of ours that do what may hang: each is asked once, has a limit, and answers in one line of JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

from ..audio.launcher import OWN_GROUP
from ..schedule.text import printable


def start(module: str, *arguments: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """A module of this package in a process, and a process group, of its own. Raises OSError."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", f"{__package__}.{module}", *arguments],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        errors="replace",
        **OWN_GROUP,
    )


def ask(module: str, *arguments: str, request: str = "", limit_s: float) -> dict[str, Any]:
    """What the child answers to the request on its standard input, or `ok: False` and `why` it gave no answer."""
    try:
        child = start(module, *arguments, stderr=subprocess.PIPE)
    except OSError as error:
        return {"ok": False, "why": f"no process for it: {error.strerror or error}"}
    with child:
        try:
            answer, complaint = child.communicate(request, timeout=limit_s)
        except subprocess.TimeoutExpired:
            kill_group(child)
            return {"ok": False, "why": f"no answer within {limit_s:g} s"}
    return understood(answer) or {"ok": False, "why": _last_line(complaint) or f"it ended with code {child.returncode}"}


def understood(line: str) -> dict[str, Any] | None:
    """The answer in the first line of a child's output; None where there is none."""
    with suppress(ValueError):
        answer = json.loads(line.partition("\n")[0])
        if isinstance(answer, dict) and isinstance(answer.get("ok"), bool):
            return answer
    return None


def kill_group(child: subprocess.Popen[Any]) -> None:
    """Ends a child that was not waited for yet, and whatever it started."""
    if sys.platform == "win32":
        child.kill()
        return
    with suppress(ProcessLookupError, PermissionError):  # ended this instant
        os.killpg(child.pid, signal.SIGKILL)


def _last_line(text: str) -> str:
    return printable(next((line.strip() for line in reversed(text.splitlines()) if line.strip()), ""))
