"""One immediate transaction for each command, on disk before it returns."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from spasmtimer.journal.store import BUSY_S, RESERVE_BYTES, Busy, Damaged, Journal, TooNew
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command, IllegalCommand, decide
from spasmtimer.schedule.session import Session
from spasmtimer.schedule.transitions import IllegalEvent, replay
from tests.journal.living import ago, started

PRESS_SKIP = """
import sys
from pathlib import Path
from spasmtimer.clock import SystemClock
from spasmtimer.journal.store import Journal
from spasmtimer.schedule.commands import Command, IllegalCommand, decide

journal, clock = Journal(Path(sys.argv[1])), SystemClock()
print("ready", flush=True)
for line in sys.stdin:
    try:
        _, entries = journal.append(lambda latest: decide(latest, Command.SKIP, clock.now()))
        print("wrote", *(entry.seq for entry in entries), flush=True)
    except IllegalCommand:
        print("illegal", flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path)) as journal:
        yield journal


def begin(journal: Journal, text: str = "heat 20m, cold 20m, x3", session: str = "a") -> None:
    journal.append(lambda latest: [started(ago(5), text, session=session)])


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM events").fetchone()[0])


def pragma(journal: Journal, name: str) -> object:
    return journal._db.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.fixture
def pressers(path: Path, journal: Journal) -> Iterator[list[subprocess.Popen[str]]]:
    """Two processes that press skip when they get a line."""
    pipe, command = subprocess.PIPE, [sys.executable, "-c", PRESS_SKIP, str(path)]
    both = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) for _ in range(2)]
    for each in both:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    yield both
    for each in both:
        each.communicate(timeout=10)


def test_two_views_that_press_skip_at_once_write_only_legal_skips(
    journal: Journal, pressers: list[subprocess.Popen[str]]
) -> None:
    """Of skips pressed at once in two processes each is written or refused, in one legal story, and none is lost."""
    begin(journal)
    written: list[int] = []
    refused = 0
    for _ in range(5):
        for each in pressers:
            assert each.stdin
            each.stdin.write("skip\n")
        for each in pressers:
            assert each.stdout
            what, *numbers = each.stdout.readline().split()
            written += map(int, numbers)
            refused += what == "illegal"
    skips = [entry for entry in journal.entries("a") if isinstance(entry.what, ev.Skipped)]
    assert sorted(written) == [entry.seq for entry in skips]
    assert len(skips) == 6, "six phases can be skipped"
    assert refused == 4
    latest = journal.latest()
    assert latest
    assert latest.state == "alarming"


def test_an_illegal_command_writes_nothing(path: Path, journal: Journal) -> None:
    """A command that is refused raises, and leaves the journal's rows and its state as they were."""
    begin(journal)
    before = journal.entries("a")

    def resume(latest: Session | None) -> tuple[ev.Event, ...]:
        assert latest
        return decide(latest, Command.RESUME, ago(0))

    with pytest.raises(IllegalCommand):
        journal.append(resume)
    assert journal.entries("a") == before
    assert count(path) == 1


@pytest.mark.parametrize("legal", [1, 2])
def test_of_a_command_that_turns_out_illegal_nothing_stays(path: Path, journal: Journal, legal: int) -> None:
    """A decision is written whole or not at all: legal events before an illegal one are taken back."""
    begin(journal)
    story = [ev.Paused(ago(0)), ev.Resumed(ago(0))][:legal]
    with pytest.raises(IllegalEvent):
        journal.append(lambda latest: [*story, ev.Confirmed(ago(0))])
    assert count(path) == 1


def test_an_error_in_a_decision_comes_out_and_frees_the_journal(path: Path, journal: Journal) -> None:
    """What a decision raises comes out as it is, with nothing written and no lock left behind."""
    begin(journal)

    def broken(latest: Session | None) -> list[ev.Event]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        journal.append(broken)
    with closing(Journal(path, wait_s=0)) as other:
        other.append(lambda latest: [ev.Paused(ago(0))])
    assert count(path) == 2


def test_the_file_is_kept_safe_from_a_power_cut(path: Path, journal: Journal) -> None:
    """Each connection uses synchronous=EXTRA and a rollback file that stays, and waits five seconds for others."""
    begin(journal)
    assert pragma(journal, "synchronous") == 3
    assert pragma(journal, "journal_mode") == "persist"
    assert pragma(journal, "busy_timeout") == BUSY_S * 1000 == 5000
    assert path.with_name("journal.db-journal").exists(), "the rollback file stays"
    with closing(Journal(path, wait_s=0)) as other:
        assert pragma(other, "synchronous") == 3
        assert pragma(other, "journal_mode") == "persist"
        assert pragma(other, "busy_timeout") == 0


def test_a_new_journal_keeps_room_for_the_last_words(path: Path, journal: Journal) -> None:
    """A new file has its reserve of free pages, and a rollback file that need not grow to use it."""
    page = int(str(pragma(journal, "page_size")))
    assert int(str(pragma(journal, "freelist_count"))) * page >= RESERVE_BYTES >= 64 * 1024
    assert path.with_name("journal.db-journal").stat().st_size >= RESERVE_BYTES


def test_a_writer_that_waits_too_long_says_that_the_file_is_in_use(path: Path, journal: Journal) -> None:
    """While another process writes, a command waits its time and is then refused as Busy; afterwards it works."""
    begin(journal)
    with closing(Journal(path, wait_s=0.2)) as other:
        journal._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="in use"):
            other.append(lambda latest: [ev.Paused(ago(0))])
        journal._db.execute("ROLLBACK")
        other.append(lambda latest: [ev.Paused(ago(0))])
    assert count(path) == 2


def test_a_reader_holds_nothing_that_would_block_a_writer(path: Path, journal: Journal) -> None:
    """After any reading call another process can write at once."""
    begin(journal)
    with closing(Journal(path)) as reader, closing(Journal(path, wait_s=0)) as writer:
        for read in (reader.latest, reader.entries_of_latest, reader.sessions, reader.change_mark):
            read()
            writer.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))


def test_the_change_mark_moves_on_anothers_write_and_only_then(path: Path, journal: Journal) -> None:
    """The mark changes when another connection has written an event or a notice, and not by one's own writes."""
    begin(journal)
    mark = journal.change_mark()
    assert mark is not None
    journal.append(lambda latest: [ev.Paused(ago(0))])
    journal.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))
    journal.latest()
    assert journal.change_mark() == mark, "one's own writes"
    with closing(Journal(path)) as other:
        assert journal.change_mark() == mark, "opening and reading"
        other.latest()
        assert journal.change_mark() == mark
        other.append(lambda latest: [ev.Resumed(ago(0))])
        moved = journal.change_mark()
        assert moved != mark
        assert journal.change_mark() == moved
        other.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))
        assert journal.change_mark() not in (mark, moved)
        mark = journal.change_mark()
        with pytest.raises(IllegalEvent):
            other.append(lambda latest: [ev.Confirmed(ago(0))])
        assert journal.change_mark() == mark, "a refused command"


def test_nothing_that_returned_is_lost_to_a_kill(path: Path) -> None:
    """An event whose append returned is in the journal after `kill -9` at the next instant: fifty rounds of it."""
    child = f"""
import os, signal, sys
from pathlib import Path
from spasmtimer.journal.store import Journal
from spasmtimer.schedule import events as ev
from tests.journal.living import ago, started

for number in range(50):
    if os.fork() == 0:
        journal = Journal(Path({str(path)!r}))
        journal.append(lambda latest: [started(ago(9), session=f"s{{number}}"), ev.Paused(ago(0))])
        os.write(1, f"s{{number}}\\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.wait()
    assert os.WTERMSIG(status) == signal.SIGKILL
"""
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    acknowledged = done.stdout.split()
    assert len(acknowledged) == 50
    with closing(Journal(path)) as journal:
        assert journal.sessions() == acknowledged[::-1]
        for session in acknowledged:
            replayed = journal.replayed(journal.entries(session))
            assert replayed
            assert replayed.state == "paused"


def test_a_command_that_was_killed_before_it_was_done_leaves_nothing(path: Path, journal: Journal) -> None:
    """`kill -9` in the middle of a transaction takes back all of it, and blocks nobody."""
    begin(journal)
    child = f"""
import os, signal
from pathlib import Path
from spasmtimer.journal.store import Journal
from spasmtimer.schedule import events as ev
from tests.journal.living import ago

def decision(latest):
    yield ev.Paused(ago(0))
    yield ev.Resumed(ago(0))
    os.kill(os.getpid(), signal.SIGKILL)

Journal(Path({str(path)!r})).append(decision)
"""
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert count(path) == 1
    session, _ = journal.append(lambda latest: [ev.Paused(ago(0))])
    assert session
    assert session.state == "paused"


def test_a_newer_journal_is_refused_and_left_as_it_is(path: Path, journal: Journal) -> None:
    """A file of a newer version raises TooNew, which tells to upgrade, and no byte of it changes."""
    begin(journal)
    journal._db.execute("PRAGMA user_version=2")
    journal.close()
    before = path.read_bytes()
    with pytest.raises(TooNew, match="newer spasmtimer; upgrade"):
        Journal(path)
    assert path.read_bytes() == before


def test_a_story_that_cannot_have_happened_is_damage(path: Path, journal: Journal) -> None:
    """Rows that replay refuses are told as Damaged, not as a fault of whoever reads."""
    begin(journal)
    journal.adopt([("a", "resumed", "2026-11-22T15:00:00+00:00", 1.0, "b", "{}")])
    with pytest.raises(Damaged, match="cannot have happened"):
        journal.latest()


def test_sessions_do_not_mix(journal: Journal) -> None:
    """The latest session is the one started last, and each session replays from its own rows alone."""
    begin(journal, session="a")
    journal.append(lambda latest: [ev.Stopped(ago(0))])
    begin(journal, "cold 10m", session="b")
    journal.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))
    latest = journal.latest()
    assert latest
    assert latest.id == "b"
    assert journal.sessions() == ["b", "a"]
    assert journal.sessions(limit=1) == ["b"]
    events = [entry.what for entry in journal.entries("a") if isinstance(entry.what, ev.Event)]
    assert replay(events).state == "stopped"
