"""Choosing a session."""

from __future__ import annotations

import os
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ... import paths, presets_file, settings
from ...control import Look
from ...hearing import heard_player, sound_problems
from .. import cards, remarks
from ..cards import MARGIN, Desk
from ..commands import Where, bindings
from ..signs import clock_time, ends_of
from ..standing import Told
from ..watch import Watch
from ..widgets.keybar import KeyBar
from ..widgets.line import Line
from . import later
from .base import View

LIVE = "live"
"""The option that joins the session that runs."""

AROUND = 3
"""Rows that are not the list's: the title, what went wrong, the keys."""


class Presets(OptionList, can_focus=False, inherit_bindings=False):
    """The list. It never has the focus, so that its keys are the screen's, and in the one table."""


class Home(View):
    """The presets as cards, and the session that runs, if one does."""

    WHERE = Where.HOME
    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.HOME)]

    def __init__(self) -> None:
        """Reads the presets."""
        super().__init__()
        found = presets_file.load()
        self._presets = found.presets
        folder = f"{paths.config_dir()}{os.sep}"  # long, and known to whoever wrote the file
        liked = settings.load()
        problems = [*found.problems, *liked.problems, *remarks.of_settings(liked.settings)]
        problems += sound_problems(liked.settings) if liked.settings.sounds else []
        self._problems = [text.replace(folder, "") for text in problems]
        self._checked = heard_player() is not None
        self._tested = False
        self._shown: dict[str, Content] = {}
        self._told = Told()
        self._suggested: str | None = None
        self._basis: tuple[object, ...] = ()
        self._look: Look | None = None
        self._last_times: object = None

    def compose(self) -> ComposeResult:
        """A title, the episode, the list, what went wrong, a hint, the keys."""
        yield Line(classes="title")
        yield Line(id="episode")
        yield Presets()
        yield Line(id="problems")
        yield Line(id="hint", classes="quiet")
        yield KeyBar()

    def paint(self, watch: Watch) -> None:
        """Shows the cards, with the clock times of this moment."""
        width = self.app.size.width - MARGIN
        now = watch.now.wall
        time, wide = clock_time(now), self.app.size.width - 2
        title = self.spasm.get_up.line(watch.now, wide) or "What do you need now?"
        self.query_one(".title", Line).say(ends_of(title, time, wide))
        around = AROUND + self._episode(watch)
        last = next(iter(self.spasm.last_times), None)
        marked = self._marked(self._suggested or last, live=bool(watch.live))
        reading = watch.reading()
        live = [LIVE] if watch.live and reading else []
        room = self.app.size.height - around
        room -= self._remark(watch, around + 3 * len(self._presets) + 2 * len(live))
        spacious = 4 * len(self._presets) + 3 * len(live) <= room
        basis = (time, self.app.size, marked, self._suggested or last, spacious)
        if basis == self._basis and watch.look is self._look and self.spasm.last_times is self._last_times:
            return  # a second later the cards are the same
        self._basis, self._look, self._last_times = basis, watch.look, self.spasm.last_times
        desk = Desk(self.app.size, watch.now, self.signs)
        drawn = {LIVE: cards.of_session(reading, self.signs)} if live and reading else {}
        for number, preset in enumerate(self._presets, 1):
            notes = cards.notes(preset, desk, self.spasm.last_times, suggested=self._suggested)
            drawn[preset.id] = cards.of_preset(number, preset, desk, notes)
        shown = {name: cards.finished(card, width, name == marked, spacious=spacious) for name, card in drawn.items()}
        self._put(shown, marked)

    def _episode(self, watch: Watch) -> int:
        """Where the episode of pain stands, and what to suggest; returns how many rows that takes."""
        size = self.app.size
        self._told.read(self.spasm.control, watch.look)
        self._suggested = self._told.preset(watch.now, [preset.id for preset in self._presets])
        line = self.query_one("#episode", Line)
        text = self._told.line(watch.now, size.width - 2, size.height)
        line.display = bool(text)
        line.set_class(self._told.is_urgent(watch.now), "-urgent")
        line.say(text)
        return int(line.display)

    def _remark(self, watch: Watch, rows: int) -> int:
        """What went wrong, and a hint where the others leave a row for it; returns how many rows the hint takes."""
        helps, test = (self.spasm.keymap.named(name).key_names for name in ("help-me-choose", "sound-check"))
        sound = [] if self._tested else remarks.of_sound(watch.look, test)
        problems = [*self.spasm.control.remarks, *self._problems, *self.spasm.keymap.problems, *sound]
        problems += [watch.trouble] if watch.trouble else []
        line = self.query_one("#problems", Line)
        line.display = bool(problems)
        count = f"1 of {len(problems)}: " if len(problems) > 1 else ""
        line.say(count + problems[0] if problems else "")
        room, keys = self.app.size.width - 2, (helps, test)
        due = self._told.due(watch.now, self.spasm.keymap.named("day").key_names, room)
        below = self.query_one("#hint", Line)
        below.display = rows < self.app.size.height
        below.say(due or remarks.hint(self.spasm.terminal, keys, room, checked=self._checked, failed=bool(sound)))
        return int(below.display)

    def _marked(self, last: str | None, *, live: bool) -> str:
        """Which card is marked: at first `last`, and a session as soon as it runs."""
        option = self.query_one(Presets).highlighted_option
        if live and LIVE not in self._shown:
            return LIVE
        if option is not None and option.id is not None and (live or option.id != LIVE):
            return option.id
        known = [preset.id for preset in self._presets]
        return last if last in known else known[0]

    def _put(self, cards: dict[str, Content], marked: str) -> None:
        """Changes the cards that are not as they should be."""
        found = self.query_one(Presets)
        if list(cards) != list(self._shown):
            found.clear_options()
            found.add_options([Option(card, id=name) for name, card in cards.items()])
            self._mark(marked)
        else:
            for name, card in cards.items():
                if not card.is_same(self._shown[name]):
                    found.replace_option_prompt(name, card)
        self._shown = cards

    def _mark(self, name: str | None) -> None:
        found = self.query_one(Presets)
        ids = [option.id for option in found.options]
        found.highlighted = ids.index(name) if name in ids else 0

    def on_screen_resume(self) -> None:
        """Back in sight: a session may have ended."""
        if self.children:
            self.spasm.remember()
        super().on_screen_resume()

    # Keys

    def action_up(self) -> None:
        """Marks the card above."""
        self.query_one(Presets).action_cursor_up()

    def action_down(self) -> None:
        """Marks the card below."""
        self.query_one(Presets).action_cursor_down()

    def action_choose(self) -> None:
        """Goes on with the marked card."""
        self.query_one(Presets).action_select()

    def action_pick(self, number: int) -> None:
        """Chooses by number."""
        if number <= len(self._presets):
            self._mark(self._presets[number - 1].id)
            self.action_choose()

    def action_test_sound(self) -> None:
        """Plays a cue, and asks whether it was heard."""
        from .sound import SoundCheck

        self.app.push_screen(SoundCheck(), self._sound_tested)

    def action_help_me_choose(self) -> None:
        """Asks what fits."""
        self.app.push_screen(later.choose(), self._helped)

    def _helped(self, _: None) -> None:
        """Back from the questions: what they came to is marked."""
        self.show(self.spasm.watch_)
        if self._suggested is not None:
            self._mark(self._suggested)

    def action_open_guide(self) -> None:
        """Opens the guide."""
        self.spasm.action_show_guide()

    def action_open_day(self) -> None:
        """Opens the questions about daily life."""
        self.spasm.action_show_day()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An episode can be ended while it is open, and opened again once it has ended."""
        possible = {"end_episode": self._told.can_end, "reopen_episode": self._told.can_reopen}
        return possible.get(action, True)

    def action_end_episode(self) -> None:
        """The pain has gone."""
        self._told.end(self.spasm.control)
        self.show(self.spasm.watch_)

    def action_reopen_episode(self) -> None:
        """It had not gone."""
        self._told.end(self.spasm.control, reopen=True)
        self.show(self.spasm.watch_)

    def _sound_tested(self, _: None) -> None:
        self._checked, self._tested = heard_player() is not None, True
        self.show(self.spasm.watch_)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self.show(self.spasm.watch_)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        from .start import Start

        if event.option_id == LIVE:
            self.spasm.show_session()
            return
        preset = next(preset for preset in self._presets if preset.id == event.option_id)
        self.app.push_screen(Start(preset))
