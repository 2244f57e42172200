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
from .parser import build


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program with these arguments, by default the process's own; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _never_fail_to_print()
    try:
        if given == ["--version"]:
            print(f"spasmtimer {__version__}")
            return Exit.DONE
        options = build().parse_args(given)
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except Failure as failure:
        complain(str(failure))
        return failure.code
    except BrokenPipeError:
        # Whoever read us has gone; Python must not complain about it again when it flushes at the end.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE if hasattr(signal, "SIGPIPE") else Exit.FAILED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _never_fail_to_print() -> None:
    """Where the encoding has no ▲, a question mark does: a symbol must not end a session's view."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
