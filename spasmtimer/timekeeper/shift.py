"""One worker's shift: the lock, the log, the loop, and what is finished when another may take over."""

from __future__ import annotations

import logging
import logging.handlers
import signal
import threading
from io import TextIOWrapper
from pathlib import Path

from ..journal.lock import Held, acquire
from ..private import opener
from ..schedule.text import printable
from .guard import Exit
from .launch import log_path
from .worker import Gone, Worker, patiently

log = logging.getLogger(__name__)


def work(path: Path) -> int:
    """Keeps the time of the journal's live session until it is over. Returns an `Exit`."""
    _log_to(log_path(path))
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        lock = acquire(path)
    except Held:
        return Exit.NOT_NEEDED
    except OSError:
        log.exception("no lock can be had here")
        return Exit.BROKEN
    worker: Worker | None = None
    try:
        worker = patiently(lambda: Worker(path))
        return worker.run()
    except Gone as gone:
        log.error("%s", gone)
        return Exit.DONE
    except Exception:
        log.exception("the timekeeper failed")
        return Exit.BROKEN
    finally:
        lock.release()
        if worker:
            worker.finish()


class PrivateLog(logging.handlers.RotatingFileHandler):
    """A log that nobody else can read, and that is written through no link."""

    def _open(self) -> TextIOWrapper:
        return TextIOWrapper(open(self.baseFilename, "ab", opener=opener), "utf-8", "backslashreplace")


class SafeFormatter(logging.Formatter):
    """Keeps control characters out of the log, so that it can be read in a terminal safely."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, line by line."""
        return "\n".join(printable(line) for line in super().format(record).splitlines())


def _log_to(path: Path) -> None:
    """A log that cannot be opened is done without: the session matters more."""
    handler: logging.Handler
    try:
        handler = PrivateLog(path, maxBytes=256 * 1024, backupCount=1)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(SafeFormatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    threading.excepthook = lambda args: log.error("a thread failed", exc_info=args.exc_value)
