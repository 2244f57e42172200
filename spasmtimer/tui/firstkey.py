"""What is done with a key or a click before any screen sees it."""

from __future__ import annotations

from textual import events
from textual.message import Message

HELD_S = 0.15
"""The same key sooner than this after itself is a held key, not a second press."""

GRACE_S = 0.7
"""After a key has silenced the alarm, for how long it may still be held without doing more."""

UNREAD_S = 0.4
"""Sooner than this after a question has come nobody has read it: such a press was meant for the one before."""

REPEATABLE = frozenset({"up", "down", "plus", "minus", "equals_sign", "pageup", "pagedown", "j", "k"})
"""Keys that are meant to be held."""


def is_fresh(event: events.Event) -> bool:
    """Whether it comes from a person's hand, and no screen has seen it."""
    return isinstance(event, events.Key | events.MouseDown | events.MouseUp) and not event.is_forwarded


class FirstKey:
    """Tells a press from a held key, and what follows the first key of an alarm from a press of its own."""

    def __init__(self, held_s: float = HELD_S, grace_s: float = GRACE_S, unread_s: float = UNREAD_S) -> None:
        """No key yet."""
        self._held_s, self._grace_s, self._unread_s = held_s, grace_s, unread_s
        self._pressed = float("-inf")
        self._last = ("", float("-inf"))
        self._deaf_until = float("-inf")
        self._released = True

    def silenced(self, event: events.Event) -> None:
        """This key or click has silenced the alarm, and is used up with that."""
        self._deaf_until = event.time + self._grace_s
        self._released = not isinstance(event, events.MouseDown)

    def is_spent(self, event: events.Event) -> bool:
        """Whether it belongs to what was used up: the click's other half, a key that is still held."""
        self._pressed = event.time
        if isinstance(event, events.MouseUp):
            spent, self._released = not self._released, True
            return spent
        return event.time < self._deaf_until or self._is_held(event)

    def is_unread(self, question: Message) -> bool:
        """Whether the last press came before anybody can have read the question that this message tells of."""
        return self._pressed < question.time + self._unread_s

    def _is_held(self, event: events.Event) -> bool:
        if not isinstance(event, events.Key):
            return False
        last, at = self._last
        self._last = (event.key, event.time)
        return event.key == last and event.key not in REPEATABLE and event.time - at < self._held_s
