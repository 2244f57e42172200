"""*Your day*: the questions one at a time, the small changes to try, and a week later how they went.

It covers the screen below like a question, so that a session, and a start that counts down there, go on.
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

from ...control import Fact, JournalError
from ...guidance import day as texts
from ...guidance.days import day_and_time
from ...guidance.episode import IllegalFact
from ...guidance.questions import Question
from ...guidance.trying import Day, DayChecked, DayReviewed
from ..article import drawn
from ..commands import Where, bindings
from ..signs import ends_of, what_runs
from ..widgets.keybar import KeyBar
from ..widgets.line import Line

if TYPE_CHECKING:
    from ..app import SpasmApp

TITLE = "Your day"
LOOK_S = 1.0
"""Between two looks at the session."""

WIDEST = 80
"""Columns of text: longer lines are hard to read."""

MARGIN = 3
"""Columns beside the text: one at each side, and the scroll bar's."""

LOW, ROOMY = 10, 18
"""Rows from which on it is said what to know before answering; and what is known of each change."""

ANSWERING = frozenset({"choose", "pick"})
RESTING = frozenset({"done", "again"})
"""What can be done while a question stands there, and what once it is told what to try."""


class Answers(OptionList, can_focus=False, inherit_bindings=False):
    """The list. It never has the focus, so that its keys are the screen's, and in the one table."""


class YourDay(ModalScreen[None]):
    """Questions with three answers each; over them, once all are answered, what comes of it."""

    WHERE = Where.DAY
    CSS_PATH = "day.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.DAY)]

    def __init__(self) -> None:
        """Nothing is asked before the journal was read."""
        super().__init__()
        self._day = Day()
        self._questions: tuple[Question, ...] = ()
        self._given: dict[str, str] = {}
        self._at = 0
        self._tried: tuple[str, ...] = ()
        """Ids of the changes on the page that tells."""

        self._said = ""
        """The last sentence of that page."""

    def compose(self) -> ComposeResult:
        """Where one is and what runs, the question and its answers or the changes, what to know, the keys."""
        yield Line(classes="title")
        yield Line(id="lead", classes="wraps")
        yield Line(id="question", classes="wraps")
        yield Answers(*(Option("") for _ in texts.DAYS))
        with VerticalScroll(can_focus=False):
            yield Static(id="changes")
        yield Line(texts.OPENING, id="honest", classes="wraps")
        yield KeyBar()

    def on_mount(self) -> None:
        """Asks how it went, tells what is being tried, or begins with the first question."""
        self.set_class(not self._spasm.signs.blocks, "-ascii")
        self.set_interval(LOOK_S, self._title)
        now = self._spasm.control.clock.now()
        if not self._read():
            self._show()
        elif self._day.is_due(now):
            self._ask(texts.review(self._day, now))
        elif self._day.since is not None:
            self._tell(self._day.changes, texts.since(day_and_time(self._day.since.wall, now.wall)))
        else:
            self._ask(texts.QUESTIONS)

    def on_resize(self) -> None:
        """Lays everything out anew."""
        self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that would do something."""
        return action not in (RESTING if self._question else ANSWERING)

    @property
    def _spasm(self) -> SpasmApp:
        return cast("SpasmApp", self.app)

    @property
    def _question(self) -> Question | None:
        """The one that stands there."""
        return self._questions[self._at] if self._at < len(self._questions) else None

    # What it asks and tells

    def _ask(self, questions: tuple[Question, ...]) -> None:
        self._questions, self._given = questions, {}
        self._turn_to(0)

    def _turn_to(self, number: int) -> None:
        """Shows a question, the answer marked that it had, here or in the last check."""
        self._at = number
        if self._question is not None:
            before = dict(self._day.checked.answers) if self._day.checked else {}
            answer = self._given.get(self._question.id, before.get(self._question.id))
            ids = [option.id for option in self._question.options]
            self.query_one(Answers).highlighted = ids.index(answer) if answer in ids else 0
        self._show()
        self.refresh_bindings()

    def _tell(self, tried: tuple[str, ...], said: str) -> None:
        self._questions, self._at, self._tried, self._said = (), 0, tried, said
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._show()
        self.refresh_bindings()

    def _answered(self) -> None:
        """All questions have their answers: keeps them, and tells what comes of it."""
        now, answers = self._spasm.control.clock.now(), tuple(self._given.items())
        if self._questions[0] in texts.QUESTIONS:
            tried = tuple(change.id for change in texts.changes(self._given, self._day.not_kept))
            kept = self._keep(DayChecked(now, answers, tried))
            self._tell(tried, kept or (texts.ASKED_AGAIN if tried else texts.NOTHING))
        else:
            kept = self._keep(DayReviewed(now, answers))
            self._tell((), kept or texts.THANKS)

    def _keep(self, fact: Fact) -> str:
        """Keeps what was told; returns why not, or nothing."""
        try:
            self._spasm.control.tell(fact)
        except (IllegalFact, JournalError) as error:
            return f"Not kept: {error}"
        self._spasm.watch_.poll(force=True)  # home reads it with the next look
        self._read()
        return ""

    def _read(self) -> bool:
        """Whether what was told could be read; else that is told."""
        try:
            self._day = self._spasm.control.day()
        except JournalError as error:
            self._said = str(error)
            return False
        return True

    # What it shows

    def _show(self) -> None:
        if not self.is_attached:
            return  # the screen is being taken down
        self._title()
        question, roomy = self._question, self.size.height >= LOW
        lead = question.lines[0] if question and question.lines else ""
        self.query_one("#lead", Line).display = bool(lead) and roomy
        self.query_one("#lead", Line).say(lead)
        self.query_one("#question", Line).display = question is not None
        self.query_one(Answers).display = question is not None
        self.query_one(VerticalScroll).display = question is None
        self.query_one("#honest", Line).display = question in texts.QUESTIONS and roomy
        if question:
            self.query_one("#question", Line).say(question.words)
            self._list(question)
        else:
            width = max(1, min(WIDEST, self.size.width - MARGIN))
            page = texts.page(self._tried, self._said, lines=self.size.height >= ROOMY)
            self.query_one("#changes", Static).update(drawn(page, width))

    def _title(self) -> None:
        """How far it is; at the right, what the session does meanwhile."""
        watch = self._spasm.watch_
        reading = watch.reading() if watch.live else None
        runs = what_runs(reading, self._spasm.signs) if reading else ""
        count = f", {self._at + 1} of {len(self._questions)}" if self._question else ""
        self.query_one(".title", Line).say(ends_of(f"{TITLE}{count}", runs, self.size.width - 2))

    def _list(self, question: Question) -> None:
        answers = self.query_one(Answers)
        for number, option in enumerate(question.options):
            mark = ">" if number == answers.highlighted else " "
            answers.replace_option_prompt_at_index(number, Content(f"{mark} {number + 1}  {option.words}"))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_pick(event.option_index + 1)

    # Keys

    def action_choose(self) -> None:
        """Gives the marked answer."""
        marked = self.query_one(Answers).highlighted
        self.action_pick(1 if marked is None else marked + 1)

    def action_pick(self, number: int) -> None:
        """Gives an answer by number, and goes on."""
        if self._question is None:
            return
        self._given[self._question.id] = self._question.options[number - 1].id
        if self._at + 1 < len(self._questions):
            self._turn_to(self._at + 1)
        else:
            self._answered()

    def action_up(self) -> None:
        """The answer above, or a line up."""
        if self._question:
            self.query_one(Answers).action_cursor_up()
        else:
            self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_down(self) -> None:
        """The answer below, or a line down."""
        if self._question:
            self.query_one(Answers).action_cursor_down()
        else:
            self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_again(self) -> None:
        """Asks anew."""
        self._ask(texts.QUESTIONS)

    def action_done(self) -> None:
        """To the screen below."""
        self.dismiss(None)

    def action_back(self) -> None:
        """To the question before; from the first one, and from what is told, to the screen below."""
        if self._question and self._at:
            self._turn_to(self._at - 1)
        else:
            self.dismiss(None)
