"""What goes into a row comes out of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from spasmtimer.journal.codec import KINDS, NEEDED, from_row, notice_row, to_row
from spasmtimer.journal.store import Journal
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.phases import Modality, Phase
from spasmtimer.schedule.text import printable
from spasmtimer.schedule.transitions import replay

SETTINGS = settings(derandomize=True, deadline=None, database=None, max_examples=60)
NUMBERS = st.floats(-1e12, 1e12)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
WALLS = st.datetimes(datetime(1971, 1, 2), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001
INSTANTS = st.builds(Instant, WALLS, NUMBERS, st.none() | st.text(st.characters(exclude_categories=["Cs"])))
TEXTS = st.text().map(printable)
PHASES = st.builds(Phase, st.sampled_from(Modality), st.floats(0.001, 1e6), st.integers(1, 99), TEXTS)
CARRIED = st.builds(ev.Carried, st.sampled_from(Modality), NUMBERS, NUMBERS)

STARTED = st.builds(
    ev.Started,
    INSTANTS,
    TEXTS,
    TEXTS,
    TEXTS,
    st.lists(PHASES, min_size=1, max_size=5).map(tuple),
    st.sampled_from(ev.Policy),
    NUMBERS,
    st.floats(1, 1000),
    st.booleans(),
    st.none() | st.integers(0, 10),
    st.lists(CARRIED, max_size=2).map(tuple),
)
WITH_DATA: dict[type[ev.Event], st.SearchStrategy[ev.Event]] = {
    ev.Started: STARTED,
    ev.PhaseEnded: st.builds(ev.PhaseEnded, INSTANTS, INSTANTS),
    ev.Extended: st.builds(ev.Extended, INSTANTS, NUMBERS),
    ev.Abandoned: st.builds(ev.Abandoned, INSTANTS, st.sampled_from(ev.Why)),
    ev.Rated: st.builds(ev.Rated, INSTANTS, st.integers(0, 10), st.booleans()),
}
VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | NUMBERS | TEXTS
NOTICES = st.builds(ev.Notice, INSTANTS, st.sampled_from(ev.NoticeKind), st.dictionaries(TEXTS, VALUES, max_size=4))


def same_offset(one: Instant, other: Instant) -> bool:
    return one.wall.utcoffset() == other.wall.utcoffset()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_comes_out_of_its_row_as_it_went_in(kind: str) -> None:
    """Every event of the closed list is read back equal, its instants with their UTC offset."""
    of_kind = WITH_DATA[KINDS[kind]] if KINDS[kind] in WITH_DATA else st.builds(KINDS[kind], INSTANTS)

    @SETTINGS
    @given(of_kind)
    def check(event: ev.Event) -> None:
        row = to_row(event)
        found = from_row(row)
        assert found == event
        assert type(found) is type(event)
        assert row[0] == kind
        assert same_offset(found.at, event.at)

    check()


@SETTINGS
@given(NOTICES)
def test_every_notice_comes_out_of_its_row_as_it_went_in(notice: ev.Notice) -> None:
    """Every notice that says what it must is read back equal."""
    data = notice.data | {name: "" for name in NEEDED.get(notice.kind, ()) if name not in notice.data}
    whole = ev.Notice(notice.at, notice.kind, data)
    assert from_row(notice_row(whole)) == whole


@pytest.mark.parametrize("kind", NEEDED)
def test_a_notice_that_says_nothing_of_use_is_none(kind: ev.NoticeKind) -> None:
    """What a notice must say and does not makes its row one that cannot be read."""
    with pytest.raises(ValueError, match="does not say"):
        from_row(notice_row(ev.Notice(Instant(datetime(2026, 1, 1, tzinfo=UTC), 0.0, None), kind, {})))


def test_the_list_of_kinds_is_closed_and_whole() -> None:
    """Every event of the engine has a kind of its own, and no kind is also a notice's."""
    events = {c for c in vars(ev).values() if isinstance(c, type) and issubclass(c, ev.Event) and c is not ev.Event}
    assert set(KINDS.values()) == events
    assert not set(KINDS) & {str(kind) for kind in ev.NoticeKind}


@pytest.mark.parametrize(
    "row",
    [
        ("flew", "2026-11-22T15:00:00+00:00", 1.0, "b", "{}"),
        ("paused", "yesterday", 1.0, "b", "{}"),
        ("paused", "2026-11-22T15:00:00+00:00", 1.0, "b", "{"),
        ("paused", "2026-11-22T15:00:00+00:00", 1.0, "b", '{"pain": 3}'),
        ("extended", "2026-11-22T15:00:00+00:00", 1.0, "b", "{}"),
        ("started", "2026-11-22T15:00:00+00:00", 1.0, "b", "{}"),
        ("abandoned", "2026-11-22T15:00:00+00:00", 1.0, "b", '{"why": "bored"}'),
    ],
)
def test_a_row_that_no_version_wrote_is_told_apart(row: tuple[str, str, float, str, str]) -> None:
    """A row that cannot be read raises KeyError, TypeError or ValueError, and is never guessed at."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_row(row)


def test_sessions_replay_from_disk_as_they_were_in_memory(tmp_path: Path) -> None:
    """A real file gives the events back in order, notices among them, and they replay to the same session."""
    journal, numbers = Journal(tmp_path / "journal.db"), count()

    @SETTINGS
    @given(STARTED)
    def check(drawn: ev.Started) -> None:
        first = replace(drawn, session=f"s{next(numbers)}", rehearsal=True)
        at = first.at
        story: list[ev.Event] = [first, ev.Paused(at), ev.Resumed(at), ev.Rated(at, 4, after=False), ev.Stopped(at)]
        session, entries = journal.append(lambda latest: story)
        journal.note(first.session, ev.Notice(at, ev.NoticeKind.AWAKE, {"ok": True}))
        assert [entry.what for entry in entries] == story
        assert session == journal.replayed(entries) == replay(story)

    check()
    journal.close()
