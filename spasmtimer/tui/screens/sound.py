"""Hear it first: one player after the other, until a person says that they heard one."""

from __future__ import annotations

import asyncio
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from ... import settings
from ...hearing import SAMPLE, play_cue, players, remember_player
from ..commands import Entry, Where, bindings
from .base import Question

if TYPE_CHECKING:
    from ...hearing import Playing

GIVE_UP_S = 3.0
"""A player that has not acknowledged by then is walked past; in a session the next is tried far sooner."""

LOOK_S = 0.05
"""Between two looks at what the player says."""

NOBODY = "No player is installed. 'spasmtimer doctor' says what to install."
NOT_HEARD = (
    "No player was heard. Turn the volume up, choose another output, and press {again} to try again;"
    " 'spasmtimer doctor' looks further."
)


class Stage(Enum):
    """How far the check is. The value: the ids of what can be done."""

    TRYING = frozenset({"sound-leave"})
    ASKING = frozenset({"heard", "not-heard", "again", "sound-leave"})
    REMEMBERED = frozenset({"sound-done", "sound-leave"})
    NOT_HEARD = frozenset({"again", "sound-done", "sound-leave"})


class SoundCheck(Question[None]):
    """Plays a cue, and asks. Leaving it silences it."""

    WHERE = Where.SOUND
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.SOUND)]

    def __init__(self) -> None:
        """Plays as soon as it is shown."""
        super().__init__()
        self._stage = Stage.TRYING
        self._answers = asyncio.Queue[str]()
        self._silent: list[str] = []

    def compose(self) -> ComposeResult:
        """The question, a doubt, what plays and what did not, and what can be answered."""
        with Vertical():
            yield Static(classes="question", markup=False)
            yield Static(classes="warning", markup=False)
            yield Static(classes="said", markup=False)
            yield Static(classes="choices")

    def on_mount(self) -> None:
        """Begins. The worker ends with the screen, and the sound with the worker."""
        self.run_worker(self._check())

    def answers(self) -> list[Entry]:
        """What can be done at this stage."""
        return [entry for entry in super().answers() if entry.id in self._stage.value]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that would do something now."""
        name = f"{action}({parameters[0]!r})" if parameters else action
        own = {entry.action for entry in super().answers()}
        return name not in own or name in {entry.action for entry in self.answers()}

    def action_hear(self, answer: str) -> None:
        """A person has heard it or not, or wants to hear it again."""
        self._answers.put_nowait(answer)

    def action_done(self) -> None:
        """Back, with nothing more to do."""
        self.dismiss(None)

    def action_leave(self) -> None:
        """Back; what still sounds ends with the check."""
        self.dismiss(None)

    # The walk down the ladder

    async def _check(self) -> None:
        """Until a player was heard; from the top again as often as somebody wants."""
        ladder = [player for player, installed in players() if installed]
        while ladder:
            self._silent = []
            for player in ladder:
                if await self._hears(player):
                    self._remember(player)
                    return
            again = next(entry.key_names for entry in super().answers() if entry.id == "again")
            self._say(Stage.NOT_HEARD, NOT_HEARD.format(again=again), *self._silent)
            await self._answers.get()  # again
        self._say(Stage.REMEMBERED, NOBODY)

    async def _hears(self, player: str) -> bool:
        """Plays through this one and asks, again if wanted."""
        while True:
            self._say(Stage.TRYING, f"Trying {player}...", *self._silent)
            playing = await _start(player)
            try:
                answer = await self._answer(player, playing)
            finally:
                playing.stop()
            if answer != "again":
                return answer == "yes"

    async def _answer(self, player: str, playing: Playing) -> str:
        """What the person says; `no` of itself where the player did not acknowledge."""
        try:
            async with asyncio.timeout(GIVE_UP_S):
                while not playing.acknowledged and not playing.failed:
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            pass
        if not playing.acknowledged:
            why = playing.silent.get(player) or playing.failed or "no answer"
            self._silent.append(f"{player} does not play: {why}.")
            return "no"
        return await self._asked(player, playing)

    async def _asked(self, player: str, playing: Playing) -> str:
        """Asks, and tells of a doubt as soon as there is one."""
        self._answers = asyncio.Queue()  # a key that was held too long was for the player before
        while True:
            to = f" to {playing.sink}" if playing.sink else ""
            doubt = f"But {playing.doubt}." if playing.doubt else ""
            self._say(Stage.ASKING, "Did you hear it?", f"{player} plays{to}.", *self._silent, warning=doubt)
            try:
                return await asyncio.wait_for(self._answers.get(), LOOK_S)
            except TimeoutError:
                continue

    def _remember(self, player: str) -> None:
        try:
            remember_player(player)
        except OSError as error:
            self._say(Stage.REMEMBERED, f"{player} works, but that could not be remembered: {error.strerror or error}.")
            return
        first = settings.load().settings.player
        other = f"But config.toml names {first}, and that comes first." if first != player else ""
        self._say(Stage.REMEMBERED, f"Good. {player} is tried first from now on.", other)

    def _say(self, stage: Stage, question: str, *said: str, warning: str = "") -> None:
        if not self.query(".choices"):
            return  # the screen is being taken down, and the worker about to be told
        self.query_one(".question", Static).update(question)
        self.query_one(".said", Static).update("\n".join(text for text in said if text))
        doubt = self.query_one(".warning", Static)
        doubt.update(warning)
        doubt.display = bool(warning)
        if stage is not self._stage:
            self._stage = stage
            self.refresh_bindings()
        self.query_one(".choices", Static).update(self._choices())


async def _start(player: str) -> Playing:
    """A cue, started beside the event loop: the first one takes some imports. Left meanwhile, it is silenced."""
    starting = asyncio.get_running_loop().run_in_executor(None, partial(play_cue, SAMPLE, player=player))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(lambda started: started.result().stop())
        raise
