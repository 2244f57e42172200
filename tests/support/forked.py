"""A verb in a process of its own, in a tenth of the time: a fork of the tests' process, which has it all imported.

It has its own environment, folder and standard streams, and ends without a word to whoever ran it. What is about the
interpreter's own start (its options, its encoding, its imports) needs a real one: `subprocess`.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import spasmtimer.cli

for path in Path(spasmtimer.cli.__file__).parent.glob("*.py"):
    importlib.import_module(f"spasmtimer.cli.{path.stem}")
for name in ("filelock", "rich_argparse", "platformdirs", "sqlite3", "logging.handlers"):
    importlib.import_module(name)

from spasmtimer.cli.main import main  # noqa: E402 - one of those above

LIMIT_S = 60.0


STARTED = ("PYTHON", "LC_", "LANG", "LD_")
"""How the names of variables begin that an interpreter reads when it is started."""


def run(
    arguments: Sequence[str | bytes], env: Mapping[str, str], cwd: Path | str = "/", stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """What a verb without a terminal prints, and its exit code. Raises TimeoutExpired after `LIMIT_S`."""
    if any(name.startswith(STARTED) and os.environ.get(name) != value for name, value in env.items()):
        return subprocess.run(
            [sys.executable, "-m", "spasmtimer.cli.main", *arguments],
            env=env,
            cwd=cwd,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )
    words = [os.fsdecode(word) for word in arguments]
    with tempfile.TemporaryFile("w+b") as given, tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        pid = _fork()
        if pid == 0:
            _be(words, env, cwd, (given, out, err))
        code = _wait(pid, words)
        told = [_text(file) for file in (out, err)]
    return subprocess.CompletedProcess(["spasmtimer", *words], code, *told)


def _fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the threads of the tests hold nothing that a verb needs
        return os.fork()


def _be(words: list[str], env: Mapping[str, str], cwd: Path | str, streams: Sequence[IO[Any]]) -> None:
    """The child's whole life: never returns."""
    code = 1
    try:
        gc.freeze()  # what the tests hold is theirs to let go of
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - as long as it lives
        os.environ.clear()
        os.environ.update(env)
        os.chdir(cwd)
        code = main(words)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def _wait(pid: int, words: list[str]) -> int:
    end = time.monotonic() + LIMIT_S
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise subprocess.TimeoutExpired(words, LIMIT_S)
        time.sleep(0.002)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")
