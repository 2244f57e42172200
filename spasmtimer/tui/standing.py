"""What home says of what was told: where the episode stands, its preset and end, and what is due to be asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

from ..control import Control, JournalError, Look
from ..guidance.episode import EpisodeEnded, EpisodeReopened, Fact, IllegalFact, Person
from ..guidance.standing import Standing, in_short, in_words, where_now
from ..guidance.suited import emergency
from ..guidance.trying import Day
from ..schedule.instant import Instant

SHORTEST = 10
"""Below so many rows there is no line for it."""

ENDED = ("The episode has ended. The palette reopens it.", "Ended. The palette reopens it.")
"""The remark, and the same for a narrow window."""


class Told:
    """What the person has told, read again when the journal has changed."""

    def __init__(self) -> None:
        self._person, self._day = Person(), Day()
        self._read_with: Look | None = None
        self._said: tuple[str, ...] = ()
        """A remark in the place of the line until something new is told; the longest words first."""

    def read(self, control: Control, look: Look) -> None:
        """Reads again, if it was not read with this look yet; a journal in use is read the next time."""
        if look is self._read_with:
            return
        with suppress(JournalError):
            person, day = control.person(), control.day()
            self._said = self._said if person == self._person else ()
            self._person, self._day, self._read_with = person, day, look

    def standing(self, now: Instant) -> Standing | None:
        """Where the open episode stands."""
        return where_now(self._person, now)

    def preset(self, now: Instant, known: Collection[str]) -> str | None:
        """The id of the preset to suggest, if it is among those that are known."""
        standing = self.standing(now)
        return standing.preset if standing is not None and standing.preset in known else None

    def line(self, now: Instant, width: int, height: int) -> str:
        """The line below the title; empty where there is nothing to say, or no room."""
        if urgent := emergency(self._person, now):
            return _that_fits(urgent, width)
        if height < SHORTEST:
            return ""
        standing = self.standing(now)
        texts = self._said
        if standing is not None and not texts:
            texts = (in_words(standing, now.wall), in_short(standing, now.wall))
        return _that_fits(texts, width) if texts else ""

    def is_urgent(self, now: Instant) -> bool:
        """Whether that line is about an emergency."""
        return bool(emergency(self._person, now))

    def due(self, now: Instant, key: str, width: int) -> str:
        """That it is time to tell how the small changes went; empty where it is not. `key` asks."""
        if not self._day.is_due(now):
            return ""
        from ..guidance.day import due_lines  # only for who tries something

        return next((text for text in due_lines(self._day, now, key) if len(text) <= width), "")

    @property
    def can_end(self) -> bool:
        """Whether an episode is open."""
        return self._person.episode is not None

    @property
    def can_reopen(self) -> bool:
        """Whether the last one has ended."""
        return self._person.last is not None and not self.can_end

    def end(self, control: Control, *, reopen: bool = False) -> None:
        """Ends the episode, or opens the last one again; that it is done, or what stands in the way, is remarked."""
        now = control.clock.now()
        fact: Fact = EpisodeReopened(now) if reopen else EpisodeEnded(now)
        try:
            self._person = control.tell(fact)
            self._said = () if reopen else ENDED
        except (IllegalFact, JournalError) as error:
            with suppress(JournalError):
                self._person = control.person()
            self._said = (str(error),)


def _that_fits(texts: Sequence[str], width: int) -> str:
    """The first that fits, else the last."""
    return next((text for text in texts if len(text) <= width), texts[-1])
