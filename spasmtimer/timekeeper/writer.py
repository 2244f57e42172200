"""The thread that writes the journal, so that the alarm never waits for a disk."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from ..journal.store import Journal, JournalError
from ..schedule.events import Notice

RETRY_S = 1.0
"""Between two tries to write what could not be written."""

log = logging.getLogger(__name__)

Job = Callable[[Journal], None]


class Ticket(Struct):
    """What a call belongs to: a row that is still to be written."""

    session: str
    seq: int | None = None
    """Its number; None until it is written, and for good if the journal would not have it."""

    announces: bool = False
    """Whether the call tells of a switch: if nobody can have heard it, nothing may begin by itself."""

    def note(self, notice: Notice, journal: Journal) -> None:
        """A job: writes what became of the call, unless its row was never written."""
        if self.seq is not None:
            journal.note(self.session, Notice(notice.at, notice.kind, {"for": self.seq} | notice.data))


class Writer:
    """Does its jobs in order, each until it is written. Jobs see the journal, and run in this thread."""

    def __init__(self, path: Path, saved_again: Callable[[], None]) -> None:
        """Opens nothing yet. `saved_again` is called, in the thread, when writing works after it had failed."""
        self._path, self._saved_again = path, saved_again
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._stopping = threading.Event()
        self._moved = threading.Event()
        self.failing = False
        """Whether the last try to write failed: what happened since is only in memory."""
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether all is written."""
        return self._jobs.unfinished_tasks == 0

    def add(self, job: Job) -> None:
        """Queues a job; returns at once."""
        self._jobs.put(job)

    def reopen(self) -> None:
        """From the next job on, writes to the file that is in the journal's place by then."""
        self._moved.set()

    def flush(self, wait_s: float) -> bool:
        """Waits for what is queued so far; returns whether it was written."""
        written = threading.Event()
        self.add(lambda journal: written.set())
        return written.wait(wait_s)

    def close(self, wait_s: float) -> bool:
        """Waits for the queued jobs; returns whether all were written."""
        self._jobs.put(None)
        self._thread.join(wait_s)
        self._stopping.set()
        return not self._thread.is_alive()

    def _run(self) -> None:
        journal: Journal | None = None
        while (job := self._jobs.get()) is not None:
            while not self._stopping.is_set():
                try:
                    if journal and self._moved.is_set():
                        journal.close()
                        journal = None
                    self._moved.clear()
                    journal = journal or Journal(self._path)
                    job(journal)
                except JournalError as error:
                    if not self.failing:
                        log.error("not saved: %s", error)
                    self.failing = True
                    self._stopping.wait(RETRY_S)
                    continue
                except Exception:
                    log.exception("a row is lost")  # one that cannot be written must not hold up the others
                    break
                if self.failing:
                    self.failing = False
                    self._saved_again()
                break
            self._jobs.task_done()
        if journal:
            journal.close()
