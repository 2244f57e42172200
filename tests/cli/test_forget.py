"""`spasmtimer forget`: what is kept, and how to be rid of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from spasmtimer.guidance.episode import Advised, HealthConfirmed
from spasmtimer.guidance.trying import DayChecked, DayReviewed
from spasmtimer.journal.person import tell
from spasmtimer.journal.store import Journal
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.phases import Modality
from tests.journal.living import SCRIPT, User, ago, started, write
from tests.journal.test_no_room import read_only
from tests.support.terminal import Terminal

MARKER = "marker-of-what-was-told"


@pytest.fixture
def teller(user: User) -> User:
    """A user who has told things, and has had a session an hour ago."""
    write(user.journal, started(ago(5000), session="a"), ev.Stopped(ago(3600)))
    with closing(Journal(user.journal)) as journal:
        tell(journal, [HealthConfirmed(ago(0), (MARKER,), (Modality.COLD,)), Advised(ago(0), "2", "recurring")])
    user.run("episode", "began", "31", "--swollen")
    return user


def holders(user: User) -> list[str]:
    """The files of the user's whose bytes hold what was told."""
    return [path.name for path in user.folder.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes()]


def sessions(user: User) -> list[str]:
    with closing(Journal(user.journal)) as journal:
        return journal.sessions()


def test_the_day_is_shown_and_deleted(user: User) -> None:
    """What was answered about the day, what is tried and how it went are listed, and gone after a forgetting."""
    with closing(Journal(user.journal)) as journal:
        check = DayChecked(ago(9), (("sitting", "mostly"), (MARKER, "rarely")), ("walk",))
        tell(journal, [check, DayReviewed(ago(5), (("walk", "partly"),))])
    shown = user.type("forget").stdout
    assert f"Your day: sitting mostly, {MARKER} rarely. To try: Walk for ten minutes each day." in shown
    assert "How it went: walk partly." in shown
    user.run("forget", "--yes")
    assert user.run("forget") == "Nothing that you told is kept.\n"
    assert holders(user) == []


def test_nothing_kept_is_said(user: User) -> None:
    """Where nothing was told, it says so and is done."""
    done = user.type("forget")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing that you told is kept.\n"


def test_without_a_terminal_it_shows_and_deletes_nothing(teller: User) -> None:
    """Plain lines of what is kept, then exit 2 with what would delete it; whatever comes in on stdin."""
    done = teller.type("forget", stdin="yes\n")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert done.stderr.count("\n") == 1
    for text in (MARKER, "An episode began", "swollen", "Advised by row 2: recurring", "Sessions: 1; they stay"):
        assert text in done.stdout
    assert "\x1b" not in done.stdout
    assert holders(teller)


def test_with_yes_it_deletes_what_was_told_and_nothing_else(teller: User) -> None:
    """No byte of it is left in any file; the sessions stay, and the settings."""
    (teller.config / "config.toml").write_text("volume = 50")
    assert holders(teller)
    assert teller.run("forget", "--yes") == "Deleted: what you told. The sessions stay.\n"

    assert holders(teller) == []
    assert sessions(teller) == ["a"]
    assert (teller.config / "config.toml").read_text() == "volume = 50"
    assert "No episode" in teller.run("episode")


@pytest.mark.parametrize(
    ("answer", "words", "left"),
    [("yes\r", "Deleted", False), ("no\r", "Nothing was deleted", True), ("\r", "Nothing was deleted", True)],
)
def test_in_a_terminal_it_asks(teller: User, answer: str, words: str, left: bool) -> None:
    """A person is asked once; only a yes deletes."""
    with Terminal([str(SCRIPT), "forget"], teller.env) as terminal:
        terminal.wait_for("Delete this? yes/no")
        terminal.send(answer)
        terminal.wait_for(words)
        assert terminal.wait_exit() == 0
    assert bool(holders(teller)) is left


def test_with_sessions_these_go_too(teller: User) -> None:
    """`--sessions` deletes the sessions as well, and is offered even where nothing was told."""
    assert "the sessions" in teller.run("forget", "--sessions", "--yes")
    assert (holders(teller), sessions(teller)) == ([], [])
    write(teller.journal, started(ago(5000), session="b"), ev.Stopped(ago(3600)))
    done = teller.type("forget", "--sessions")
    assert done.returncode == 2
    assert "Sessions: 1; deleted, too" in done.stdout


def test_a_living_session_exits_3(teller: User) -> None:
    """The record of a session that goes on is not deleted, nor anything with it; what was told may be."""
    write(teller.journal, started(ago(5), session="living"))
    done = teller.type("forget", "--sessions", "--yes")
    assert (done.returncode, done.stdout) == (3, "")
    assert "spasmtimer stop" in done.stderr
    assert holders(teller)
    teller.run("forget", "--yes")
    assert holders(teller) == []
    assert sessions(teller) == ["living", "a"]


def test_a_pack_that_has_just_come_off_is_not_forgotten(teller: User) -> None:
    """Deleting sessions is no way around the ceiling: while a pack's rest is not over it is refused, exit 4."""
    write(teller.journal, started(ago(600), session="fresh"), ev.Stopped(ago(5)))
    done = teller.type("forget", "--sessions", "--yes")
    assert (done.returncode, done.stdout) == (4, "")
    assert "10 minutes" in done.stderr
    assert sessions(teller) == ["fresh", "a"]


def test_another_program_in_the_way_is_one_line(teller: User) -> None:
    """A file that another program holds costs one line and exit 1, and nothing is gone."""
    import sqlite3

    with closing(sqlite3.connect(teller.journal, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = teller.type("forget", "--yes")
    assert (done.returncode, done.stdout) == (1, "")
    assert "in use by another program" in done.stderr
    assert done.stderr.count("\n") == 1
    assert holders(teller)


def test_what_is_out_of_its_reach_is_named(teller: User) -> None:
    """Journals that were set aside are listed by path, before and after, and left alone."""
    aside = Path(f"{teller.journal}.damaged-20261101T101010")
    aside.write_text(MARKER)
    assert str(aside) in teller.type("forget").stdout
    assert str(aside) in teller.run("forget", "--yes")
    assert holders(teller) == [aside.name]


def test_what_can_no_longer_be_read_can_be_deleted(teller: User) -> None:
    """Damaged rows cost one line that says how to be rid of them, and that works."""
    with closing(Journal(teller.journal)) as journal:
        journal.transact(lambda db: db.execute("UPDATE person SET data = '[]'"))
    done = teller.type("forget")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "forget --yes" in done.stderr
    teller.run("forget", "--yes")
    assert teller.run("forget").startswith("Nothing that you told is kept.")


def test_in_a_folder_that_became_read_only_nothing_is_deleted(teller: User) -> None:
    """Where the journal cannot be written, what was told is still told, and forgetting says why it cannot: exit 1."""
    with read_only(teller.data):
        assert "31 hours in" in teller.run("episode")
        done = teller.type("forget", "--yes")
        assert (done.returncode, done.stdout) == (1, "")
        assert str(teller.journal) in done.stderr
    assert holders(teller)
    teller.run("forget", "--yes")
    assert holders(teller) == []
