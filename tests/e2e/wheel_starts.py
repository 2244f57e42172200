"""The installed wheel, away from its checkout, opened in a real terminal: its styles, texts and sounds are inside.

    python -m tests.e2e.wheel_starts PROGRAM

No test of the suite, since it needs an installation of its own; `.ci/run` makes one and calls this.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.support.home import Home
from tests.support.terminal import Terminal


def main(program: str) -> None:
    """Picks a preset, starts it, sees it run, and leaves it stopped."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home", dict(os.environ))
        with Terminal([program], home.env) as terminal:
            terminal.wait_for("Intense spasms")
            terminal.send("2")
            terminal.wait_for("Put the heat on")
            terminal.send("\r")
            terminal.wait_for("Heat on.")
            terminal.send("q")
            terminal.wait_for("Stop the session")
            terminal.send("s")
            assert terminal.wait_exit() == 0
        home.clean_up()
    print("the wheel's app starts, and shows a session")


if __name__ == "__main__":
    main(sys.argv[1])
