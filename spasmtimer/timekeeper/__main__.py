"""`python -P -m spasmtimer.timekeeper --journal FILE [--worker]`."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Runs the guard, or the worker that a guard starts. Both are started by the program itself only."""
    journal = Path(arguments[arguments.index("--journal") + 1])
    if "--worker" in arguments:
        from .shift import work

        return work(journal)
    from .guard import guard

    return guard(journal)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
