"""`spasmtimer`: reads the command line and hands over to a verb."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Sequence

from .. import __version__
from .exits import Exit, Failure, complain


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program with these arguments, by default the process's own; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _have_streams()
    try:
        code = _run(given)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _print_no_more()
        return 128 + signal.SIGPIPE if hasattr(signal, "SIGPIPE") else Exit.FAILED
    except OSError as error:
        _print_no_more()
        complain(f"cannot write the answer: {error.strerror or error}")
        return Exit.FAILED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _run(given: list[str]) -> int:
    if given == ["--version"]:
        print(f"spasmtimer {__version__}")
        return Exit.DONE
    try:
        if not given:
            from .app import open_app

            return open_app()
        from .parser import build  # not for these two: scripts ask for the one, and a first frame waits for the other

        options = build().parse_args(given)
        return int(options.run(options))
    except Failure as failure:
        complain(str(failure))
        return failure.code


def _have_streams() -> None:
    """Standard streams for whoever closed theirs; and where the encoding has no ▲, a question mark serves."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open for as long as it runs
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _print_no_more() -> None:
    """Whoever read us has gone; Python must not complain about it again when it flushes at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
