"""What else writes, replaces or hides the journal's file: the session that it holds is called out all the same."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from spasmtimer.control import Control
from spasmtimer.schedule.commands import Command
from tests.journal.living import User
from tests.support.server import wait_until

UNREADABLE = {
    "of a kind that a newer version writes": ("later", "2026-01-01T00:00:00+00:00", 1.0, "{}"),
    "at no time": ("reminder", "half past eight", 1.0, "{}"),
    "with a clock that is none": ("reminder", "2026-01-01T00:00:00+00:00", "noon", "{}"),
    "whose data are no JSON": ("reminder", "2026-01-01T00:00:00+00:00", 1.0, "{"),
}


def insert_notice(user: User, session: str, row: tuple[object, ...]) -> None:
    with closing(sqlite3.connect(user.journal, timeout=10)) as db, db:
        kind, wall, clock, data = row
        query = "INSERT INTO events (session, kind, wall, clock, boot, data) VALUES (?, ?, ?, ?, NULL, ?)"
        db.execute(query, (session, kind, wall, clock, data))


def log_of(user: User) -> str:
    return (user.data / "timekeeper.log").read_text()


@pytest.mark.parametrize("row", UNREADABLE.values(), ids=UNREADABLE)
def test_a_notice_that_cannot_be_read_is_passed_over(user: User, row: tuple[object, ...]) -> None:
    """A living timekeeper follows commands past it, tells it once in its log, and every verb answers."""
    user.rehearse("heat 20m, cold 20m", speed=1)
    pid = user.wait_for_keeper()
    latest = user.latest()
    assert latest
    insert_notice(user, latest.id, row)
    user.run("pause")
    assert user.status()["state"] == "paused"
    wait_until(lambda: "passed over" in log_of(user), 10, "the row to be told of")
    user.run("resume")
    user.run("stop")
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), 10, "the timekeeper to follow, and to end")
    assert log_of(user).count("passed over") == 1


def test_switches_are_called_past_a_notice_that_cannot_be_read(user: User) -> None:
    """The switch and the end that come after such a row are written as ever."""
    user.rehearse("heat 20m, cold 20m", speed=300)
    latest = user.latest()
    assert latest
    insert_notice(user, latest.id, UNREADABLE["of a kind that a newer version writes"])
    wait_until(lambda: user.rows("phase_ended"), 20, "the switch")


def point(link: Path, target: Path) -> None:
    """Have a link lead elsewhere, at one stroke."""
    new = link.with_name("new-link")
    new.symlink_to(target)
    new.replace(link)


def test_a_folder_that_cannot_be_looked_into_for_a_while_is_not_gone(user: User) -> None:
    """The timekeeper stays, as on a network that fails for a second, and follows what comes after."""
    real = user.folder / "real"
    real.mkdir(mode=0o700)
    point(user.data, real)
    user.rehearse("heat 20m", speed=1)
    pid = user.wait_for_keeper()
    point(user.data, user.data)  # a loop: there is no telling what is there
    looked_until = time.monotonic() + 1.5  # three looks of the timekeeper
    wait_until(lambda: time.monotonic() > looked_until or not Path(f"/proc/{pid}").exists(), 5, "some looks")
    assert Path(f"/proc/{pid}").exists()
    point(user.data, real)
    user.run("stop")
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), 10, "the timekeeper to follow, and to end")
    assert "taken away" not in log_of(user)


def replace_by_a_copy(path: Path) -> None:
    """As a synchronising program, a restore or `sqlite3 .recover` does it."""
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)


def test_a_journal_that_is_replaced_by_its_copy_is_followed(user: User) -> None:
    """The same timekeeper goes on in the file that is there, hears of commands, and writes its switches there."""
    user.rehearse("heat 20m, cold 20m", speed=300)
    pid = user.wait_for_keeper()
    replace_by_a_copy(user.journal)
    wait_until(lambda: "replaced" in log_of(user), 10, "the timekeeper to notice")
    wait_until(lambda: user.rows("phase_ended"), 20, "the switch in the file that is there")
    assert user.keeper() == pid
    user.run("stop")
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), 10, "the timekeeper to follow, and to end")


def test_an_open_view_follows_a_replaced_journal(user: User) -> None:
    """What a view sends after the file was replaced is in the file that is there, and it sees what others write."""
    user.rehearse("heat 20m, cold 20m", speed=1)
    with closing(Control()) as view:
        view.session()
        replace_by_a_copy(user.journal)
        assert view.changed()
        view.send(Command.PAUSE)
        assert user.status()["state"] == "paused"
        user.run("resume")
        assert view.changed()
        session = view.session()
        assert session
        assert session.state == "running"


def test_a_pack_is_called_off_although_its_journal_is_gone(user: User) -> None:
    """With heat on, the file deleted: its end is called when it is due, told in the log, and then nobody stays."""
    user.rehearse("heat 20m, cold 20m", speed=200)
    pid = user.wait_for_keeper()
    for path in user.data.glob("journal.db*"):
        path.unlink()
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), 20, "the timekeeper to end")
    log = log_of(user)
    assert "the end of this pack is called" in log
    assert "called with its journal gone" in log
