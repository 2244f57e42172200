"""`python -m tests.faults [SEED]`: does all of it, and writes the table of docs/faults.md. Some ten minutes."""

from __future__ import annotations

import platform
import random
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults.runs import RUNS, Tally
from tests.journal.living import living

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"

HEAD = """\
# Under faults

What `python -m tests.faults {seed}` counted (Python {version}, {system}); run it to see it again. *Lost*: commands that
were answered done, and are not in the journal, or sessions that could not be stopped. *Doubled*: written twice, or told
in more lines than a few. *Orphans*: processes that outlived their session by 15 s. *Longest*: for a timekeeper to come
back after a kill, or for a verb to answer. In the crowd no command is matched with its row: *lost* is there
a kind of command that left no row at all, and *doubled* is not counted.

| fault | times | lost | doubled | tracebacks | orphans | longest |
|---|---|---|---|---|---|---|
"""


def main(seed: int) -> int:
    """Exit code 0 if nothing was lost, doubled, left behind, or answered with a traceback."""
    rows: list[Tally] = []
    for run in RUNS:
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            for user in living(Path(folder), patch):
                rows.append(run(user, random.Random(seed)))
        print(rows[-1], flush=True)
    head = HEAD.format(seed=seed, version=platform.python_version(), system=platform.system())
    PAGE.write_text(head + "".join(map(_line, rows)))
    return int(any(row.lost or row.doubled or row.tracebacks or row.orphans for row in rows))


def _line(row: Tally) -> str:
    counts = (row.times, row.lost, row.doubled, row.tracebacks, row.orphans)
    return f"| {row.fault} | {' | '.join(f'{count:,}' for count in counts)} | {row.worst_s:.1f} s |\n"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1))
