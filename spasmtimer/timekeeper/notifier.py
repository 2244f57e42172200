"""Notifications on the desktop, one after the other, each by a child that may hang."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable

from .children import ask

LIMIT_S = 5.0
"""How long the child may take; it gives up by itself before, if it can."""

log = logging.getLogger(__name__)

Told = Callable[[bool, str], None]
"""Called, in the notifier's thread, once a notification's fate is known: whether the desktop took it, and why not."""


class Notifier:
    """Shows what is newest, in the place of what it showed before, so that no switches pile up on the desktop."""

    def __init__(self) -> None:
        """Shows nothing yet."""
        self._news = threading.Condition()
        self._waiting: dict[bool, tuple[str, str, Told]] = {}
        self._thread: threading.Thread | None = None
        self._shown = 0

    def send(self, title: str, body: str, urgent: bool, told: Told) -> None:
        """Shows a notification as soon as the one before is out; returns at once.

        One of its kind, urgent or not, that still waits gives way to it, and is not told of.
        """
        with self._news:
            self._waiting.pop(urgent, None)  # so that the newest comes last
            self._waiting[urgent] = (title, body, told)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
                self._thread.start()

    def close(self, wait_s: float) -> bool:
        """Waits for those on their way, so many seconds at most; returns whether none is left."""
        with self._news:
            return self._news.wait_for(lambda: self._thread is None, wait_s)

    def _run(self) -> None:
        """A thread's whole life: until nothing waits."""
        while True:
            with self._news:
                if not self._waiting:
                    self._thread = None
                    self._news.notify_all()
                    return
                urgent = next(iter(self._waiting))
                title, body, told = self._waiting.pop(urgent)
            self._show(title, body, urgent, told)

    def _show(self, title: str, body: str, urgent: bool, told: Told) -> None:
        request = {
            "title": title,
            "body": body,
            "urgency": "critical" if urgent else "normal",
            "replaces": self._shown,
        }
        answer = ask("notify", request=json.dumps(request), limit_s=LIMIT_S)
        self._shown = answer.get("id") or self._shown
        why = str(answer.get("why") or "")
        log.info("notification: %s", "shown" if answer["ok"] else why)
        try:
            told(answer["ok"], why)
        except Exception:
            log.exception("a listener to notifications failed")
