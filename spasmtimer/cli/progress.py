"""The live line of the line view: what is on, a bar, and the times. It stays at the bottom; lines scroll above it.

No mode of the terminal is changed and the cursor is never hidden, so that even `kill -9` leaves nothing to restore.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType, TracebackType
from typing import Self

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress_bar import ProgressBar
from rich.segment import Segment, Segments
from rich.style import Style

from ..schedule.phases import Modality
from ..schedule.reading import Reading, Waiting
from ..schedule.session import State
from .printing import Lines

ERASE = "\r\x1b[2K"
UP = "\x1b[A"

GAP = "  "
BOLD = Style(bold=True)

COLOURS = {Modality.HEAT: "yellow", Modality.COLD: "cyan", Modality.REST: "white", Modality.MOVE: "magenta"}
"""The terminal's own colours, which its owner can read; of the bar alone, which says nothing that words do not."""


class Layout(Struct, frozen=True):
    """What one width has room for."""

    bar: int
    """The bar's fewest cells; 0: none."""

    before: str
    after: tuple[str, ...]


LAYOUTS = (
    Layout(10, "{sign}", ("{spent}{left}", "{round}", "{next}")),
    Layout(4, "{sign}", ("{spent}{left}", "{round}", "{next}")),
    Layout(6, "{sign}", ("{left}", "{round}", "{next}")),
    Layout(4, "{sign}", ("{left}", "{short_round}", "{short_next}")),
    Layout(4, "{sign}", ("{left}", "{short_next}")),
    Layout(4, "{sign}", ("{left}",)),
    Layout(0, "{sign}", ("{left}",)),
)
"""The first that fits counts; the last is cut."""


class LiveLine(Lines):
    """Lines, and below them one that is repainted once for each second of the session."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
        self._echoes = sys.stdin.isatty()
        self._painted = ""
        self._moment: object = None

    def say(self, line: str) -> None:
        """Writes a line above the live one."""
        self._write(f"{ERASE}{line}\n{self._painted}" if self._painted else f"{line}\n")

    def show(self, reading: Reading) -> None:
        """Paints the present moment, unless this second of it, in this state, is there already."""
        moment = (int(reading.t), reading.state, reading.waiting_for, self._console.width)
        if moment != self._moment:
            self._moment = moment
            self._painted = self._paint(reading)
            self._write(ERASE + self._painted)

    def typed(self, keys: bytes) -> None:
        """Goes back to the live line: for each Enter the terminal has moved one line down."""
        if self._echoes and self._painted:
            self._write((ERASE + UP) * keys.count(b"\n") + ERASE + self._painted)

    def _paint(self, reading: Reading) -> str:
        """The line, with room at its end for the `^C` that the terminal writes there."""
        room = self._console.width - 3
        words = _words(reading, self._console.encoding)
        for layout in LAYOUTS:
            before = layout.before.format_map(words)
            after = GAP.join(filter(None, (part.format_map(words) for part in layout.after)))
            gaps = 2 * len(GAP) if layout.bar else 1
            cells = room - cell_len(before) - cell_len(after) - gaps
            if cells >= layout.bar:
                break
        bar = self._bar(reading, cells) if layout.bar else []
        text = Segment(after if cells >= 0 else set_cell_size(after, max(0, room - cell_len(before) - gaps)))
        between = [Segment(GAP), *bar, Segment(GAP)] if layout.bar else [Segment(" ")]
        line = [Segment(before, BOLD), *between, text]
        with self._console.capture() as captured:
            self._console.print(Segments(line), end="")
        return captured.get()

    def _bar(self, reading: Reading, cells: int) -> list[Segment]:
        colour = COLOURS[_subject(reading)]
        bar = ProgressBar(
            1.0, _share(reading), width=cells, complete_style=colour, finished_style=colour, style="bright_black"
        )
        lines = self._console.render_lines(bar, self._console.options.update(width=cells))
        return Segment.adjust_line_length(lines[0] if lines else [], cells)  # without colours an empty bar is nothing

    @staticmethod
    def _write(text: str) -> None:
        """In one piece, so that nothing comes between the parts."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def __enter__(self) -> Self:
        signal.signal(signal.SIGTERM, _terminated)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Takes the live line away: a bar that stands still would be wrong a second later."""
        if self._painted:
            self._painted = ""
            self._write(ERASE)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _subject(reading: Reading) -> Modality:
    """What the line is about: what is on, or while swapping what comes."""
    if reading.state is State.SWAPPING and reading.coming is not None:
        return reading.coming.modality
    return reading.phase.modality


def _share(reading: Reading) -> float:
    """How much of the bar is full: of the phase, or of the time to swap."""
    if reading.state is State.SWAPPING:
        whole = reading.session.changeover_s()
        return 1.0 - min(1.0, reading.changeover_left_s / whole) if whole and not reading.waiting_for else 1.0
    planned = reading.phase.planned_s
    return min(1.0, reading.elapsed_s / planned) if planned else 1.0


def _words(reading: Reading, encoding: str) -> dict[str, str]:
    """What the layouts name; empty where there is nothing to say."""
    from ..tui.signs import clock_time, countdown, signs_for  # of no weight: it imports no Textual

    signs = signs_for(encoding)
    coming, at = reading.coming, reading.coming_at
    then = f"{signs.named(coming.modality)} " if coming else "ends "
    when = at if coming else reading.ends_at
    following = f"{then}{clock_time(when)}" if when and reading.state is State.RUNNING else ""
    ticking = reading.state in (State.RUNNING, State.PAUSED)
    number, rounds = reading.phase.round, reading.rounds
    return {
        "sign": _sign(reading, signs.named(_subject(reading))),
        "spent": f"{countdown(int(reading.elapsed_s))} gone, " if ticking and not reading.overdue_s else "",
        "left": _left(reading),
        "round": f"round {number} of {rounds}" if rounds > 1 else "",
        "short_round": f"{number}/{rounds}" if rounds > 1 else "",
        "next": f"next {following}" if following and coming else following,
        "short_next": following,
    }


def _sign(reading: Reading, named: str) -> str:
    """Symbol and word; what is not simply on says so in front."""
    if reading.count:
        named = "{} {} of {}".format(named, *reading.count)
    words = {State.SWAPPING: "SWAP", State.PAUSED: "PAUSED", State.ALARMING: "TIME IS UP"}
    return " ".join(filter(None, (words.get(reading.state), named)))


def _left(reading: Reading) -> str:
    """What is to be waited for, or for how long."""
    from ..tui.signs import countdown

    if reading.waiting_for in (Waiting.CONFIRM, Waiting.ACK):
        return "press Enter"
    if reading.state is State.SWAPPING:
        return f"in {countdown(reading.changeover_left_s)}"
    if reading.overdue_s:
        return f"{countdown(reading.overdue_s)} overdue"
    return f"{countdown(reading.remaining_s)} left"
