"""A journal that cannot be used is set aside, never deleted, and a session is possible nonetheless."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from spasmtimer.journal.lock import Held, acquire
from spasmtimer.journal.opening import Opened, open_journal
from spasmtimer.journal.store import Journal, TooNew
from spasmtimer.schedule import events as ev
from tests.journal.living import User, ago, json_of, started, write

NOW = datetime.fromisoformat("2026-11-22T15:04:05+00:00")
DATED = "journal.db.damaged-20261122T150405"


def filled(path: Path) -> bytes:
    """A journal with thirty sessions in it; its bytes."""
    for number in range(30):
        write(path, started(ago(100), session=f"s{number}"), ev.Rated(ago(60), 3, after=False), ev.Stopped(ago(50)))
    return path.read_bytes()


def works(opened: Opened) -> None:
    """A session can be started, and what the start reads can be read."""
    journal = opened.journal
    journal.latest()
    for session in journal.sessions(20):
        journal.entries(session)
    new, _ = journal.append(lambda latest: [started(ago(0), session="new"), ev.Paused(ago(0))])
    assert new
    assert new.state == "paused"
    journal.note("new", ev.Notice(ago(0), ev.NoticeKind.AWAKE, {}))


def spoil(path: Path, how: str) -> None:
    whole = filled(path)
    random.seed(1)
    if how == "random":
        path.write_bytes(random.randbytes(len(whole)))
    elif how == "text":
        path.write_text("These are my notes.\n" * 500)
    elif how == "short text":
        path.write_text("hello")
    elif how == "foreign":
        path.unlink()
        path.with_name("journal.db-journal").unlink()
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE recipes (name)")
            db.execute("INSERT INTO recipes VALUES ('soup')")
            db.commit()
    else:
        path.write_bytes(whole[: int(how)])


@pytest.mark.parametrize("how", ["random", "text", "short text", "foreign", "100", "4096", "5000", "12288", "24576"])
def test_a_file_that_is_no_journal_is_set_aside(user: User, how: str) -> None:
    """What is no journal is kept whole under a dated name, a new one is begun, and the user is told in one line."""
    spoil(user.journal, how)
    bytes_before = user.journal.read_bytes()
    opened = open_journal(NOW)
    with closing(opened.journal):
        works(opened)
    assert opened.saved
    assert (user.data / DATED).read_bytes() == bytes_before
    assert len(opened.remarks) == 1
    assert DATED in opened.remarks[0]
    assert "\n" not in opened.remarks[0]


SEEDS = (*range(16), 78, 107, 116, 150, 174, 194, 237, 246, 248)
"""The latter once broke a session: the list of sessions, or the free pages, could not be read."""


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_broken_in_the_file_a_session_is_possible(user: User, seed: int) -> None:
    """With a block of the file overwritten, opening gives a journal in which a session lives, and deletes nothing."""
    whole = bytearray(filled(user.journal))
    random.seed(seed)
    end = 24 * 1024 if seed % 2 else len(whole)  # half of them where the rows are
    place = random.randrange(0, end - 512)
    whole[place : place + 512] = random.randbytes(512)
    user.journal.write_bytes(whole)
    with closing(open_journal(NOW, thorough=True).journal):
        pass
    opened = open_journal(NOW, thorough=True)
    with closing(opened.journal):
        works(opened)
    kept = user.data / DATED
    assert not kept.exists() or kept.read_bytes() == whole


def test_two_set_aside_in_one_second_are_both_kept(user: User) -> None:
    """A file that is set aside never replaces another."""
    for text in ("one" * 500, "two" * 500):
        user.data.mkdir(parents=True, exist_ok=True)
        user.journal.write_text(text)
        open_journal(NOW).journal.close()
    kept = [path.read_bytes()[:3] for path in user.data.glob(f"{DATED}*")]
    assert b"one" in kept
    assert b"two" in kept


def test_the_rollback_file_goes_with_its_journal(user: User) -> None:
    """What might restore a damaged journal is kept beside it under the same name."""
    spoil(user.journal, "random")
    rollback = user.journal.with_name("journal.db-journal").read_bytes()
    open_journal(NOW).journal.close()
    assert (user.data / f"{DATED}-journal").read_bytes() == rollback


def test_an_empty_file_becomes_a_journal(user: User) -> None:
    """A file of no bytes holds nothing that could be lost: it is used, without a remark."""
    user.data.mkdir(parents=True)
    user.journal.touch()
    opened = open_journal(NOW)
    with closing(opened.journal):
        works(opened)
    assert opened.remarks == []


def test_nothing_is_set_aside_under_a_living_timekeeper(user: User) -> None:
    """Only the holder of the timekeeper's lock moves a journal: while another has it, the file stays."""
    spoil(user.journal, "random")
    before = user.journal.read_bytes()
    with acquire(user.journal), pytest.raises(Held):
        open_journal(NOW)
    assert user.journal.read_bytes() == before
    assert not list(user.data.glob("*damaged*"))


def test_a_newer_journal_stops_the_program_and_keeps_its_bytes(user: User) -> None:
    """A journal of a newer version is refused with a line that tells to upgrade, and never set aside."""
    filled(user.journal)
    with closing(Journal(user.journal)) as journal:
        journal._db.execute("PRAGMA user_version=7")
    before = user.journal.read_bytes()
    with pytest.raises(TooNew):
        open_journal(NOW)
    for verb in ("status", "stop", "rehearse heat"):
        done = user.type(*verb.split())
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert "upgrade" in done.stderr
    assert user.journal.read_bytes() == before
    assert not list(user.data.glob("*damaged*"))


def test_the_program_tells_what_it_set_aside_and_goes_on(user: User) -> None:
    """A verb that meets a damaged journal says so in one line on stderr, does its work, and the next says nothing."""
    spoil(user.journal, "random")
    done = user.type("status", "--json")
    assert done.returncode == 0
    assert json_of(done.stdout)["state"] == "idle"
    assert done.stderr.count("\n") == 1
    assert "damaged" in done.stderr
    again = user.type("status", "--json")
    assert (again.returncode, again.stderr) == (0, "")
