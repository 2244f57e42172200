"""What the journal knows of earlier sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from spasmtimer.journal.history import LastTime, last_times
from spasmtimer.journal.store import RECENT_SESSIONS, Damaged, Journal
from spasmtimer.schedule import events as ev
from tests.schedule.helpers import START_WALL, at, started


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.db")) as journal:
        yield journal


def tell(journal: Journal, name: str, t: float, *, preset: str = "contrast", **options: object) -> None:
    """Write a session that lasted a minute: its pain before is `before`, its pain after `after`."""
    before, after = options.pop("before", None), options.pop("after", None)
    first = replace(started("heat 20m", **options), at=at(t), session=name, preset=preset)  # type: ignore[arg-type]
    events: list[ev.Event] = [first]
    if before is not None:
        events.append(ev.Rated(at(t + 10), int(str(before)), after=False))
    events.append(ev.Stopped(at(t + 60)))
    if after is not None:
        events.append(ev.Rated(at(t + 70), int(str(after)), after=True))
    journal.append(lambda latest: events)


def test_an_empty_journal_knows_nothing(journal: Journal) -> None:
    """Without sessions there was no last time."""
    assert last_times(journal) == {}


def test_each_preset_has_its_last_time(journal: Journal) -> None:
    """Of each preset the last session counts, with its own pain and no other's; the latest is first."""
    tell(journal, "a", 0, preset="recurring", pain=8, after=7)
    tell(journal, "b", 1000, pain=6, before=5, after=3)
    tell(journal, "c", 2000, preset="recurring")

    assert list(last_times(journal).items()) == [
        ("recurring", LastTime(at(2000).wall)),
        ("contrast", LastTime(at(1000).wall, 5, 3)),
    ]


def test_a_rehearsal_is_no_use(journal: Journal) -> None:
    """Rehearsals are left out."""
    tell(journal, "a", 0, pain=4)
    tell(journal, "b", 1000, speed=60.0)

    assert last_times(journal) == {"contrast": LastTime(START_WALL, 4)}


def test_only_the_latest_sessions_are_looked_at(journal: Journal) -> None:
    """However long the journal, so many sessions are looked at and no more."""
    tell(journal, "old", 0, preset="recurring")
    for number in range(RECENT_SESSIONS):
        tell(journal, f"s{number}", 1000.0 * (number + 1))

    assert list(last_times(journal)) == ["contrast"]


def test_a_row_that_cannot_be_read_is_damage(journal: Journal) -> None:
    """A row that no version of ours wrote is told as damage, and nothing else comes out."""
    tell(journal, "a", 0)
    journal.adopt([("a", "rated", START_WALL.isoformat(), 0.0, None, "[]")])
    with pytest.raises(Damaged):
        last_times(journal)
