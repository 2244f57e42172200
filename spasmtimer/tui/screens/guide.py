"""The guide: its topics, and the one that is read.

It covers the screen below like a question, so that a start that counts down there, and the end of a session, go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ... import paths
from ...guidance.guide import LIMITS, TOPICS, Topic
from ..article import drawn
from ..commands import Where, bindings
from ..signs import ends_of, what_runs
from ..widgets.keybar import KeyBar
from ..widgets.line import Line

if TYPE_CHECKING:
    from ..app import SpasmApp

TITLE = "The guide"
LOOK_S = 1.0
"""Between two looks at the session."""

AROUND = 2
"""Rows that are not the topics': the title and the keys."""

WIDEST = 80
"""Columns of text: longer lines are hard to read."""

MARGIN = 3
"""Columns beside the text: one at each side, and the scroll bar's."""

INDENT = " " * 5
"""Before a summary: it begins below its title."""

READING = frozenset({"page_down", "page_up", "top", "bottom"})
"""What only an article can do."""


class Topics(OptionList, can_focus=False, inherit_bindings=False):
    """The list. It never has the focus, so that its keys are the screen's, and in the one table."""


class Guide(ModalScreen[None]):
    """A list of topics; over it, once one is chosen, its article."""

    WHERE = Where.GUIDE
    CSS_PATH = "guide.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.GUIDE)]

    def __init__(self) -> None:
        """Begins with the list."""
        super().__init__()
        self._topic: Topic | None = None
        self._text = ""

    def compose(self) -> ComposeResult:
        """What is read and what runs, the list or the article, the limits, the keys."""
        yield Line(classes="title")
        yield Topics(*(Option("", id=topic.id) for topic in TOPICS))
        with VerticalScroll(can_focus=False):
            yield Static(id="article")
        yield Line(LIMITS, id="limits")
        yield KeyBar()

    def on_mount(self) -> None:
        """Marks the first topic, and keeps an eye on the session."""
        self.set_class(not self._blocks, "-ascii")
        self.query_one(Topics).highlighted = 0
        self.set_interval(LOOK_S, self._title)
        self._show()

    def on_resize(self) -> None:
        """Lays everything out anew."""
        self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that would do something."""
        if action == "read":
            return self._topic is None
        return self._topic is not None or action not in READING

    # What it shows

    @property
    def _blocks(self) -> bool:
        """Whether the terminal has more than ASCII."""
        return cast("SpasmApp", self.app).signs.blocks

    def _show(self) -> None:
        if not self.is_attached:
            return  # the screen is being taken down
        self._title()
        reading = self._topic is not None
        self.query_one(Topics).display = not reading
        self.query_one(VerticalScroll).display = reading
        room = self.size.height - AROUND - len(TOPICS)
        summaries = room >= len(TOPICS)
        row_left = room - summaries * len(TOPICS) > 0
        self.query_one("#limits").display = not reading and row_left and len(LIMITS) <= self.size.width - 2
        if reading:
            width = max(1, min(WIDEST, self.size.width - MARGIN))
            self.query_one("#article", Static).update(drawn(self._text, width))
        else:
            self._list(summaries=summaries)

    def _title(self) -> None:
        """What is read; at the right, what the session does meanwhile."""
        app = cast("SpasmApp", self.app)
        reading = app.watch_.reading() if app.watch_.live else None
        runs = what_runs(reading, app.signs) if reading else ""
        title = self._topic.title if self._topic else TITLE
        self.query_one(".title", Line).say(ends_of(title, runs, self.size.width - 2))

    def _list(self, *, summaries: bool) -> None:
        topics = self.query_one(Topics)
        for number, topic in enumerate(TOPICS):
            mark = ">" if number == topics.highlighted else " "
            lines = [Content.styled(f"{mark} {number + 1}  {topic.title}", "bold")]
            if summaries:
                lines.append(Content.styled(f"{INDENT}{topic.summary}", "$quiet"))
            room = max(1, self.size.width - MARGIN)
            shown = Content("\n").join(line.truncate(room, ellipsis=self._blocks) for line in lines)
            topics.replace_option_prompt_at_index(number, shown)

    def _turn_to(self, topic: Topic | None) -> None:
        """Opens an article at its top, or goes back to the list."""
        self._topic = topic
        if topic is not None:
            self._text = _read(topic)
            self.query_one(VerticalScroll).scroll_home(animate=False)
        self._show()
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._turn_to(TOPICS[event.option_index])

    # Keys

    def action_read(self) -> None:
        """Opens the marked article."""
        self.query_one(Topics).action_select()

    def action_pick(self, number: int) -> None:
        """Opens an article by number."""
        if number <= len(TOPICS):
            self.query_one(Topics).highlighted = number - 1
            self._turn_to(TOPICS[number - 1])

    def action_up(self) -> None:
        """A line up, or the topic above."""
        if self._topic:
            self.query_one(VerticalScroll).scroll_up(animate=False)
        else:
            self.query_one(Topics).action_cursor_up()

    def action_down(self) -> None:
        """A line down, or the topic below."""
        if self._topic:
            self.query_one(VerticalScroll).scroll_down(animate=False)
        else:
            self.query_one(Topics).action_cursor_down()

    def action_page_up(self) -> None:
        """A page up."""
        self.query_one(VerticalScroll).scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """A page down."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_top(self) -> None:
        """To the beginning."""
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_bottom(self) -> None:
        """To the end."""
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def action_back(self) -> None:
        """From an article to the list, from the list to the screen below."""
        if self._topic:
            self._turn_to(None)
        else:
            self.dismiss(None)


def _read(topic: Topic) -> str:
    """The article, or why there is none."""
    try:
        return (paths.texts_dir() / topic.file).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        return f"This text cannot be read: {getattr(error, 'strerror', None) or error}. Install spasmtimer again."
