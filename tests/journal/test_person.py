"""What the person tells is kept in the journal's file, and forgotten without a trace."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from spasmtimer.guidance.episode import (
    Advised,
    EpisodeBegan,
    EpisodeCorrected,
    EpisodeEnded,
    EpisodeReopened,
    HealthConfirmed,
    IllegalFact,
    Person,
)
from spasmtimer.guidance.trying import DayChecked, DayReviewed
from spasmtimer.journal.person import NAMES, Fact, SessionLives, Told, day_of, forget, kept, person_of, tell, told
from spasmtimer.journal.store import RESERVE_BYTES, Busy, Damaged, Journal, NotWritable, rollback_path
from spasmtimer.journal.upkeep import set_aside
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.phases import Modality
from tests.journal.living import User, ago, started, write
from tests.journal.test_no_room import fill, needs_mount
from tests.journal.test_no_room import small as small
from tests.schedule.helpers import START_WALL, at

MARKER = "marker-of-what-was-told"

EVERY: list[Fact] = [
    EpisodeBegan(at(10), at(-5000), swollen=True, intense=True, recurring=True, leg=True),
    EpisodeCorrected(at(20), at(-9000), swollen=False),
    EpisodeEnded(at(30)),
    EpisodeReopened(at(40)),
    HealthConfirmed(at(50), ("raynaud", MARKER), (Modality.COLD,)),
    Advised(at(60), "2", "new-injury"),
    Advised(at(70), "U", None),
    DayChecked(at(80), (("sitting", "mostly"), ("sleep", "rarely")), ("stand-hourly",)),
    DayReviewed(at(90), (("stand-hourly", "partly"),)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path)) as journal:
        yield journal


def facts(journal: Journal) -> list[Fact | None]:
    return [each.fact for each in told(journal)]


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}


def holders(folder: Path, marker: str = MARKER) -> list[str]:
    """The files of the folder whose raw bytes hold the marker."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and marker.encode() in path.read_bytes())


def fill_pages(journal: Journal) -> None:
    """So many facts, 200, that the table's pages are split and rearranged."""
    for ten in range(0, 200, 10):
        tell(journal, [HealthConfirmed(at(n), (MARKER, "x" * (n % 90))) for n in range(ten, ten + 10)])


def tell_until_full(journal: Journal) -> tuple[int, str]:
    """How many facts were told before that was refused, and why it was."""
    for number in range(2000):
        try:
            tell(journal, [Advised(at(number), MARKER + "x" * 1000)])
        except NotWritable as error:
            return number, str(error)
    pytest.fail("2000 facts of a kilobyte fit on a disk of one megabyte")


def test_every_kind_of_fact_comes_back(journal: Journal) -> None:
    """What is read is what was told, in its order, every kind and field of it."""
    person = tell(journal, EVERY)

    assert {type(fact) for fact in EVERY} == set(NAMES)
    assert facts(journal) == EVERY
    assert person_of(told(journal)) == person


def test_a_journal_without_the_table_says_that_nothing_was_told(path: Path, journal: Journal) -> None:
    """Reading makes no table; the first fact makes it, and the version of the file stays."""
    assert (told(journal), person_of(told(journal))) == ([], Person())
    assert "person" not in tables(path)
    tell(journal, EVERY[:1])

    assert "person" in tables(path)
    assert journal.select("PRAGMA user_version") == [(1,)]


def test_who_does_not_know_the_table_is_not_disturbed(path: Path, journal: Journal) -> None:
    """A connection from before the first fact goes on reading and writing sessions, as an older spasmtimer does."""
    with closing(Journal(path, wait_s=0)) as keeper:
        keeper.append(lambda latest: [started(ago(5), session="a")])
        tell(journal, EVERY)
        keeper.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))
        forget(journal)
        session, _ = keeper.append(lambda latest: [ev.Stopped(ago(0))])

        assert session is not None
        assert session.state == "stopped"
        keeper.check()


def test_an_illegal_fact_changes_nothing(journal: Journal) -> None:
    """A fact that cannot be takes back the ones that were told with it."""
    with pytest.raises(IllegalFact):
        tell(journal, [*EVERY[:1], *EVERY[:1]])
    assert told(journal) == []


def test_a_review_of_what_is_not_tried_changes_nothing(journal: Journal) -> None:
    """Of the day, too, only what can be so is written: a second review is refused, and the check stays."""
    check, review = EVERY[-2:]
    tell(journal, [check])
    assert day_of(told(journal)).changes == ("stand-hourly",)
    with pytest.raises(IllegalFact):
        tell(journal, [review, review])
    assert facts(journal) == [check]
    tell(journal, [review])
    assert day_of(told(journal)).changes == ()


def test_forgetting_an_episode_leaves_the_day(journal: Journal) -> None:
    """What is tried belongs to no episode: forgetting the last one leaves it, forgetting all does not."""
    tell(journal, [EVERY[0], *EVERY[-2:], EVERY[2]])
    forget(journal, episode_only=True)
    assert facts(journal) == EVERY[-2:]
    forget(journal)
    assert facts(journal) == []


def test_two_processes_that_end_an_episode_at_once_end_it_once(path: Path, journal: Journal) -> None:
    """Of two ends told at once in two processes one is written, and the other is refused."""
    tell(journal, EVERY[:1])
    child = f"""
import sys
from pathlib import Path
from spasmtimer.guidance.episode import EpisodeEnded, IllegalFact
from spasmtimer.journal.person import tell
from spasmtimer.journal.store import Journal
from tests.schedule.helpers import at

journal = Journal(Path({str(path)!r}))
print("ready", flush=True)
sys.stdin.readline()
try:
    tell(journal, [EpisodeEnded(at(30))])
    print("wrote")
except IllegalFact:
    print("refused")
"""
    pipe, command = subprocess.PIPE, [sys.executable, "-c", child]
    both = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
    for each in both:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    answers = [each.communicate(timeout=30)[0] for each in both]

    assert sorted(answers) == ["refused\n", "wrote\n"]
    assert facts(journal) == [EVERY[0], EpisodeEnded(at(30))]


def test_nothing_that_was_told_is_lost_to_a_kill(path: Path) -> None:
    """A fact whose `tell` returned is there after `kill -9` at the next instant, the one that made the table, too."""
    child = f"""
import os, signal
from pathlib import Path
from spasmtimer.guidance.episode import Advised
from spasmtimer.journal.person import tell
from spasmtimer.journal.store import Journal
from tests.schedule.helpers import at

for number in range(20):
    if os.fork() == 0:
        tell(Journal(Path({str(path)!r})), [Advised(at(number), str(number))])
        os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.wait()
    assert os.WTERMSIG(status) == signal.SIGKILL
"""
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    with closing(Journal(path)) as journal:
        assert facts(journal) == [Advised(at(number), str(number)) for number in range(20)]


def test_forgetting_that_is_killed_is_done_or_not_done(path: Path, journal: Journal) -> None:
    """`kill -9` before the commit of a forgetting takes all of it back; the next one is complete."""
    fill_pages(journal)
    child = f"""
import os, signal
from pathlib import Path
from spasmtimer.journal.store import Journal

def work(db):
    db.execute("DROP TABLE person")
    db.execute("PRAGMA cache_spill=1")
    os.kill(os.getpid(), signal.SIGKILL)

Journal(Path({str(path)!r})).erase(work)
"""
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(told(journal)) == 200
    forget(journal)

    assert told(journal) == []
    assert holders(path.parent) == []


def test_what_was_forgotten_is_in_no_file(path: Path, journal: Journal) -> None:
    """After forgetting, no byte of what was told is in any file of the folder; before, it was."""
    journal.append(lambda latest: [started(ago(5), session="a")])
    fill_pages(journal)
    assert holders(path.parent) == ["journal.db", "journal.db-journal"]
    journal.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))
    forget(journal)

    assert holders(path.parent) == []
    assert (told(journal), "person" in tables(path)) == ([], False)
    assert journal.sessions() == ["a"], "the sessions stay"


def test_what_was_forgotten_is_in_no_file_while_others_look_on(path: Path, journal: Journal) -> None:
    """A timekeeper and a view with the file open, that have read and written it, change nothing about that."""
    with closing(Journal(path, wait_s=0)) as keeper, closing(Journal(path)) as view:
        keeper.append(lambda latest: [started(ago(5), session="a")])
        fill_pages(journal)
        assert len(told(view)) == 200
        keeper.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))
        forget(journal)
        keeper.note("a", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))

        assert told(view) == []
        assert holders(path.parent) == []


def test_only_the_last_episode_is_forgotten(path: Path, journal: Journal) -> None:
    """The last episode leaves no byte; earlier ones, health, and what a newer version wrote keep number and place."""
    tell(journal, [*EVERY[:3], HealthConfirmed(at(45), ("pregnant",))])
    journal.transact(
        lambda db: db.execute(
            "INSERT INTO person (kind, wall, clock, boot, data) VALUES ('dreamt', ?, 1, NULL, '[]')",
            (START_WALL.isoformat(),),
        )
    )
    before = told(journal)
    assert before[-1] == Told(5, None)
    tell(journal, [EpisodeBegan(at(50), at(50)), Advised(at(60), MARKER), EpisodeEnded(at(70))])
    forget(journal, episode_only=True)

    assert told(journal) == before
    assert holders(path.parent) == []
    tell(journal, [Advised(at(80), "2")])
    assert told(journal)[-1].seq > 5


def test_forgetting_keeps_room_for_a_full_disk(path: Path, journal: Journal) -> None:
    """Afterwards the reserve of free pages and the rollback file are there again, in the mode that keeps it."""
    tell(journal, EVERY)
    for _ in range(5):
        forget(journal)
    free, size = journal.select("PRAGMA freelist_count")[0][0], journal.select("PRAGMA page_size")[0][0]

    assert int(str(free)) * int(str(size)) >= RESERVE_BYTES
    assert rollback_path(path).stat().st_size >= RESERVE_BYTES
    assert journal.select("PRAGMA journal_mode") == [("persist",)]
    assert path.stat().st_size < 4 * RESERVE_BYTES, "and it does not grow by being forgotten"


def test_forgetting_with_another_in_the_way_says_so_and_changes_nothing(path: Path) -> None:
    """While another process holds the file, forgetting raises Busy and changes nothing; then it works."""
    with closing(Journal(path, wait_s=0)) as journal, closing(sqlite3.connect(path, isolation_level=None)) as other:
        tell(journal, EVERY)
        for lock in ("BEGIN IMMEDIATE", "BEGIN; SELECT * FROM person"):
            for statement in lock.split("; "):
                other.execute(statement).fetchall()
            with pytest.raises(Busy, match="in use by another program"):
                forget(journal)
            other.execute("ROLLBACK")
            assert facts(journal) == EVERY
            assert journal.select("PRAGMA journal_mode") == [("persist",)]
        forget(journal)
        assert holders(path.parent) == []


def test_sessions_are_forgotten_on_request_only(path: Path, journal: Journal) -> None:
    """With the sessions nothing is left of them in any file, a new one can begin, and no row number is used twice."""
    first = started(ago(5), session=MARKER)
    _, entries = journal.append(lambda latest: [first, ev.Stopped(ago(0))])
    for _ in range(300):
        journal.note(MARKER, ev.Notice(ago(0), ev.NoticeKind.AWAKE, {"how": MARKER}))
    forget(journal, sessions=True)

    assert (journal.sessions(), journal.latest(), holders(path.parent)) == ([], None, [])
    _, later = journal.append(lambda latest: [started(ago(5), session="b")])
    assert later[0].seq > entries[-1].seq + 299
    journal.check()


def test_the_record_of_a_living_session_is_not_deleted(journal: Journal) -> None:
    """While a session lives, forgetting the sessions raises, and neither they nor what was told are gone."""
    journal.append(lambda latest: [started(ago(5), session="a")])
    tell(journal, EVERY)
    with pytest.raises(SessionLives):
        forget(journal, sessions=True)

    assert facts(journal) == EVERY
    assert journal.sessions() == ["a"]


def test_what_was_set_aside_is_named(path: Path, journal: Journal) -> None:
    """Journals that were set aside are among what is kept, by their paths; forgetting leaves them as they are."""
    tell(journal, EVERY)
    journal.close()
    aside = set_aside(path, START_WALL)
    with closing(Journal(path)) as fresh:
        tell(fresh, EVERY[:1])
        forget(fresh)

        assert aside in kept(fresh).aside
        assert kept(fresh).told == ()
    assert MARKER.encode() in aside.read_bytes()


@pytest.mark.parametrize(
    ("kind", "data"),
    [("episode_began", "[]"), ("day_checked", '{"answers": [["sitting"]]}'), ("day_reviewed", '{"kept": 3}')],
)
def test_a_row_that_cannot_be_read_is_damage(journal: Journal, kind: str, data: str) -> None:
    """A row of a known kind that no version wrote is told as damage, and can still be forgotten."""
    tell(journal, EVERY)
    journal.transact(lambda db: db.execute("UPDATE person SET data = ? WHERE kind = ?", (data, kind)))
    with pytest.raises(Damaged):
        told(journal)
    forget(journal)
    assert told(journal) == []


def test_a_story_that_cannot_be_is_damage(journal: Journal) -> None:
    """Rows that contradict each other are told as damage."""
    tell(journal, EVERY[:1])
    journal.transact(lambda db: db.execute("UPDATE person SET kind = 'episode_ended', data = '{}'"))
    with pytest.raises(Damaged):
        person_of(told(journal))


def test_a_day_that_cannot_be_is_damage(journal: Journal) -> None:
    """So are rows that tell how something went that nobody tried."""
    tell(journal, EVERY[-2:])
    journal.transact(lambda db: db.execute("DELETE FROM person WHERE kind = 'day_checked'"))
    with pytest.raises(Damaged):
        day_of(told(journal))


@needs_mount
def test_on_a_full_disk_what_is_told_is_kept_or_refused(small: User) -> None:
    """The reserve takes facts, too; once it is used NotWritable says so, and all that was told before is there."""
    write(small.journal, started(ago(30), session="a"), ev.Stopped(ago(20)))
    fill(small.data)
    with closing(Journal(small.journal)) as journal:
        count, why = tell_until_full(journal)
        assert count >= 50
        assert "full" in why
        assert facts(journal) == [Advised(at(number), MARKER + "x" * 1000) for number in range(count)]

        forget(journal)
        assert told(journal) == []
        assert [name for name in holders(small.data) if name != "ballast"] == []
