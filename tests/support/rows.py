"""A session's rows as the journal would give them, and views of it: for what a view does in its own terminal."""

from __future__ import annotations

from spasmtimer.journal.store import Entry
from spasmtimer.nudge import Nudges
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.events import NoticeKind
from spasmtimer.terminal import OSC9, Terminal
from tests.schedule.helpers import Story, at, story

LOCAL, REMOTE = Terminal(notes=OSC9), Terminal(notes=OSC9, remote=True, host="attic")
BARE = Terminal()

FIRST_S, SWITCH = 1200.0, 2
"""When the first heat ends, and the row that tells so."""


class Rows:
    """A session's rows, as the journal would give them."""

    def __init__(self, told: Story | None = None) -> None:
        self.told = told or story()
        self.rows: list[Entry] = []
        self.catch_up()

    def catch_up(self) -> Rows:
        """Write the events that have happened."""
        known = sum(isinstance(row.what, ev.Event) for row in self.rows)
        for event in self.told.events[known:]:
            self.rows.append(Entry(len(self.rows) + 1, event))
        return self

    def go(self, until: float) -> Rows:
        """Let time go by, and write what happens."""
        self.told.go(until)
        return self.catch_up()

    def do(self, command: Command) -> Rows:
        """Obey a person."""
        self.told.do(command)
        return self.catch_up()

    def note(self, kind: NoticeKind, **data: object) -> int:
        """Write a notice; its number."""
        self.rows.append(Entry(len(self.rows) + 1, ev.Notice(at(self.told.t), kind, data)))  # type: ignore[arg-type]
        return len(self.rows)

    def told_of(self, kind: NoticeKind, number: int = SWITCH, **data: object) -> Rows:
        """Write what became of a call."""
        self.note(kind, **{"for": number, "cue": "ice", **data})
        return self

    def remind(self, cue: str, nth: int = 0) -> int:
        """Write a reminder; its number."""
        return self.note(NoticeKind.REMINDER, cue=cue, nth=nth)


def opened(rows: Rows, terminal: Terminal = LOCAL, *, desktop: bool = True) -> Nudges:
    """A view of the session as it is so far."""
    return Nudges(terminal, rows.rows, desktop=desktop)


def switched(terminal: Terminal = LOCAL, *, desktop: bool = True) -> tuple[Rows, Nudges]:
    """A view that has been open since before the first switch, which has just been announced."""
    rows = Rows()
    view = opened(rows, terminal, desktop=desktop)
    return rows.go(FIRST_S), view
