"""Help me choose: the questions, one at a time, and what they came to."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ...control import JournalError
from ...guidance.episode import IllegalFact, Person
from ...guidance.interview import answers_of, asked, next_question
from ...guidance.kept import facts_of, known_health
from ...guidance.questions import Question
from ...guidance.triage import Outcome, advise
from ...schedule.presets import find
from .. import asking
from ..asking import Page
from ..commands import Where, bindings
from ..signs import ends_of, what_runs
from ..watch import Watch
from ..widgets.keybar import KeyBar
from ..widgets.line import Line
from .base import View

TITLE = "Help me choose"
MARGIN = 3
"""Columns beside the text: one at each side, and the scroll bar's."""

WIDEST = 80
"""Columns of text: longer lines are hard to read."""

STOP_WIDEST = 56
"""Columns of a text that ends it without a session: it stands alone."""


class Answers(OptionList, can_focus=False, inherit_bindings=False):
    """The list. It never has the focus, so that its keys are the screen's, and in the one table."""


class Choose(View):
    """One question at a time; at the end the outcome."""

    WHERE = Where.CHOOSE
    CSS_PATH = "choose.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.CHOOSE)]

    def __init__(self) -> None:
        """Begins with the first question."""
        super().__init__()
        self._chosen: dict[str, frozenset[str]] = {}
        self._known: frozenset[str] | None = None
        self._question: Question | None = None
        self._outcome: Outcome | None = None
        self._ticked: set[int] = set()
        self._remark = ""
        self._insists = False
        """Whether Enter was pressed with nothing chosen."""

        self._came = Message()
        """When what is on the screen came there."""

    def compose(self) -> ComposeResult:
        """The title, what is asked, the answers, what could not be kept, what Enter does, the keys."""
        self._known = known_health(self._person(), self.spasm.control.clock.now())
        self._question = next_question(self._chosen, self._known)
        yield Line(classes="title")
        with VerticalScroll(id="body", can_focus=False):
            yield Line(id="text", classes="wraps")
        yield Line(id="words", classes="wraps")
        yield Answers()
        yield Line(id="remark", classes="wraps")
        yield Line(id="hint", classes="quiet")
        yield KeyBar()

    def on_mount(self) -> None:
        """Asks the first question."""
        self.set_class(not self.signs.blocks, "-ascii")
        super().on_mount()
        self._turn()

    # What it shows

    @property
    def _page(self) -> Page:
        if self._outcome is not None:
            return asking.of_outcome(self._outcome)
        assert self._question is not None  # or there is an outcome
        is_first = not asked(self._chosen, self._known)
        ticked = len(self._ticked)
        return asking.of_question(self._question, is_first=is_first, ticked=ticked, insists=self._insists)

    def paint(self, watch: Watch) -> None:
        """Shows the page; at the right of its title what a session does meanwhile."""
        page, size = self._page, self.app.size
        stops = self._outcome is not None and asking.is_stop(self._outcome)
        width = max(1, min(STOP_WIDEST if stops else WIDEST, size.width - MARGIN))
        reading = watch.reading() if watch.live else None
        room = asking.room_for(page, width, size.height, live=reading is not None)
        self.set_class(page.is_outcome, "-outcome")
        self.set_class(stops, "-stops")
        self.set_class(room.gaps, "-airy")
        title = self.query_one(".title", Line)
        title.display = room.title
        title.say(ends_of(TITLE, what_runs(reading, self.signs) if reading else "", size.width - 2))
        lines, words = asking.above(page, room, width)
        body, asked_here = self.query_one("#body"), self.query_one("#words", Line)
        body.display, asked_here.display = bool(lines), bool(words)
        body.styles.max_height = None if stops else max(1, asking.text_rows(page, room, width, size.height))
        self.query_one("#text", Line).say(lines)
        asked_here.say(words)
        self._show_answers(page, width)
        remark, hint = self.query_one("#remark", Line), self.query_one("#hint", Line)
        remark.display = bool(self._remark)
        remark.say(self._remark)
        hint.display = room.hint
        hint.say(asking.hint(page, size.width - 2))

    def _show_answers(self, page: Page, width: int) -> None:
        found = self.query_one(Answers)
        found.display = bool(page.options)
        for index in range(min(len(page.options), found.option_count)):
            shown = asking.answer(page, index, self._ticked, width, marked=index == found.highlighted)
            if str(found.get_option_at_index(index).prompt) != shown:
                found.replace_option_prompt_at_index(index, Content(shown))

    def _turn(self, mark: int | None = None) -> None:
        """Puts another page on the screen; what was answered before is marked, and nothing else is beforehand."""
        self._came, self._insists = Message(), False
        found, page = self.query_one(Answers), self._page
        found.clear_options()
        found.add_options([Option(words[-1]) for words in page.options])
        found.highlighted = mark if page.options else None
        self.query_one("#body", VerticalScroll).scroll_home(animate=False)
        self._again()
        self.call_after_refresh(self.refresh_bindings)  # whether there is more to read is known by then

    def _again(self) -> None:
        self.show(self.spasm.watch_)

    def on_resize(self) -> None:
        """What fits may have changed, and the marked answer stays in sight."""
        super().on_resize()
        self.call_after_refresh(self._in_sight)

    def _in_sight(self) -> None:
        if self.is_attached:
            self.query_one(Answers).scroll_to_highlight()
            self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._again()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    # What is answered

    def _take(self, index: int) -> None:
        """An answer by its number or with a click: ticks it, goes on with it, or goes to that safety card."""
        page = self._page
        if index >= len(page.options):
            return
        self.query_one(Answers).highlighted = index
        self._insists = False
        if page.many:
            self._ticked ^= {index}
            self._again()
            self.refresh_bindings()
        elif not self.spasm.first_key.is_unread(self._came):
            self._go_on_with({index})

    def _go_on_with(self, indices: set[int]) -> None:
        if self._outcome is not None:
            self._leave(next(iter(indices), None))
            return
        assert self._question is not None  # or there is an outcome
        ids = [option.id for option in self._question.options]
        self._chosen[self._question.id] = frozenset(ids[index] for index in indices)
        self._question, self._ticked = next_question(self._chosen, self._known), set()
        if self._question is None:
            self._outcome = advise(answers_of(self._chosen, self._known))
            self._keep()
        self._turn(mark=0 if self._outcome is not None else None)

    def _keep(self) -> None:
        """Keeps the answers; where that cannot be, a line says so, and the outcome is the same."""
        control = self.spasm.control
        now = control.clock.now()
        try:
            control.tell(*facts_of(self._chosen, self._known, self._person(), now))
        except (IllegalFact, JournalError) as error:
            self._remark = f"Not kept: {error}"
        self.spasm.watch_.poll(force=True)

    def _person(self) -> Person:
        try:
            return self.spasm.control.person()
        except JournalError:
            return Person()

    def _leave(self, index: int | None = None) -> None:
        """Home; with an answer, on to the safety card of that preset."""
        outcome = self._outcome
        self.dismiss(None)
        if index is not None and outcome is not None and outcome.preset is not None:
            from .start import Start

            self.app.push_screen(Start(find((outcome.preset, *outcome.alternatives)[index])))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that would do something."""
        if action == "tick":
            return self._question is not None and self._question.many
        if action == "none":
            return self._question is not None and self._question.many and not self._ticked
        if action in ("text_up", "text_down") and self._composed:
            return self.query_one("#body", VerticalScroll).max_scroll_y > 0
        return True

    def action_go_on(self) -> None:
        """With what is ticked or marked; where nothing is, it says so. From an outcome without a session, home."""
        if self.spasm.first_key.is_unread(self._came):
            return
        marked = self.query_one(Answers).highlighted
        taken = self._ticked if self._page.many else set() if marked is None else {marked}
        if taken or self._outcome is not None:
            self._go_on_with(taken)
        else:
            self._insists = True
            self._again()

    def action_none(self) -> None:
        """None of these: said with a key of its own, so that nobody says it by pressing Enter all the way."""
        if not self.spasm.first_key.is_unread(self._came):
            self._go_on_with(set())

    def action_tick(self) -> None:
        """The marked answer."""
        marked = self.query_one(Answers).highlighted
        if marked is not None:
            self._take(marked)

    def action_answer(self, number: int) -> None:
        """By number."""
        self._take(number - 1)

    def action_mark_up(self) -> None:
        """The answer above, or a line up where there is nothing to mark."""
        if self.query_one(Answers).option_count > 1:
            self.query_one(Answers).action_cursor_up()
        else:
            self.query_one("#body", VerticalScroll).scroll_up(animate=False)

    def action_mark_down(self) -> None:
        """The answer below, or a line down."""
        if self.query_one(Answers).option_count > 1:
            self.query_one(Answers).action_cursor_down()
        else:
            self.query_one("#body", VerticalScroll).scroll_down(animate=False)

    def action_text_up(self) -> None:
        """A page up."""
        self.query_one("#body", VerticalScroll).scroll_page_up(animate=False)

    def action_text_down(self) -> None:
        """A page down."""
        self.query_one("#body", VerticalScroll).scroll_page_down(animate=False)

    def action_before(self) -> None:
        """The question before, with what was answered; from the first one and from the end, home."""
        before = asked(self._chosen, self._known)
        if self._outcome is not None or not before:
            self._leave()
            return
        self._question = before[-1]
        answered = self._chosen.pop(self._question.id)
        indices = {index for index, option in enumerate(self._question.options) if option.id in answered}
        self._ticked = indices if self._question.many else set()
        self._turn(mark=min(indices, default=None))
