"""A disk that is full, and one that cannot be written at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from spasmtimer.journal.lock import is_held
from spasmtimer.journal.store import Journal, NotWritable
from spasmtimer.journal.upkeep import merge
from spasmtimer.schedule import events as ev
from tests.journal.living import User, ago, json_of, started, write
from tests.support.pulse import wait_until

MAY_MOUNT = os.geteuid() == 0 and shutil.which("mount") is not None
needs_mount = pytest.mark.skipif(not MAY_MOUNT, reason="only root can mount a small disk (Debian package mount)")


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"this root may not mount (Debian package mount): {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing in the folder can be written, nor made."""
    if MAY_MOUNT:
        with mounted(folder, "--bind", "-o", "ro", str(folder)):
            yield
    else:
        folder.chmod(0o500)
        (folder / "journal.db").chmod(0o400)
        yield
        folder.chmod(0o700)
        (folder / "journal.db").chmod(0o600)


@contextmanager
def blocked(user: User) -> Iterator[None]:
    """A file stands where the folder of the journal should be."""
    user.data.write_text("in the way")
    yield
    user.data.unlink()


@pytest.fixture
def small(user: User) -> Iterator[User]:
    """A user whose data is on a disk of one megabyte."""
    with mounted(user.data, "-t", "tmpfs", "-o", "size=1m", "none"):
        yield user
        user.clean_up()


def fill(folder: Path) -> None:
    """Leave no byte free."""
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        for size in (65536, 4096, 1):
            try:
                while ballast.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    assert os.statvfs(folder).f_bavail == 0


def notices_that_fit(path: Path) -> tuple[int, str]:
    """How many notices can be written, and why no more."""
    with closing(Journal(path)) as journal:
        session = journal.sessions(1)[0]
        for number in range(20_000):
            try:
                journal.note(session, ev.Notice(ago(0), ev.NoticeKind.CUE_SOUNDED, {"for": number, "cue": "heat"}))
            except NotWritable as error:
                return number, str(error)
    pytest.fail("20 000 notices fit on a disk of a megabyte")


@needs_mount
@pytest.mark.parametrize("verb", ["stop", "ack", "pause", "skip"])
def test_on_a_full_disk_commands_still_work(small: User, verb: str) -> None:
    """A session whose disk fills up obeys its commands, stop and ack above all, and they are kept."""
    write(small.journal, started(ago(3), "heat 20m, cold 20m", session="a"))
    if verb == "ack":
        write(small.journal, ev.Skipped(ago(2)))
    fill(small.data)
    small.run(verb)
    with closing(Journal(small.journal)) as journal:
        last = [entry.what for entry in journal.entries("a", notices=False)][-1]
        assert type(last).__name__ == {"stop": "Stopped", "ack": "Acknowledged", "pause": "Paused"}.get(verb, "Skipped")
    assert not small.spare.exists()


@needs_mount
def test_a_full_disk_has_room_for_hundreds_of_notices_then_says_that_it_is_full(small: User) -> None:
    """The reserve takes at least a thousand rows; after that NotWritable names the file and that the disk is full."""
    write(small.journal, started(ago(3), session="a"))
    fill(small.data)
    count, why = notices_that_fit(small.journal)
    assert count >= 1000
    assert str(small.journal) in why
    assert "full" in why
    with closing(Journal(small.journal)) as journal:
        assert len(journal.entries("a")) == count + 1, "what was written stays"


@needs_mount
def test_when_even_the_reserve_is_used_a_living_session_is_still_seen(small: User) -> None:
    """With no room for another row, the verbs tell of the session that lives, and stop says what is wrong: exit 1."""
    write(small.journal, started(ago(3), session="a"))
    fill(small.data)
    notices_that_fit(small.journal)
    status = small.type("status", "--json")
    assert json_of(status.stdout)["state"] == "running"
    done = small.type("stop")
    assert done.returncode == 1
    assert "full" in done.stderr


@needs_mount
def test_a_session_can_be_started_on_a_full_disk(small: User) -> None:
    """With the disk full from the start, a session starts and a timekeeper follows it."""
    small.run("status")  # the program has been used before
    write(small.journal, started(ago(3), session="a"), ev.Stopped(ago(2)))
    fill(small.data)
    done = small.type("rehearse", "heat 20m", "--speed", "1", "--detach")
    assert done.returncode == 0, done.stderr
    assert json_of(small.type("status", "--json").stdout)["timekeeper"]["alive"]


@needs_mount
def test_a_killed_timekeeper_is_replaced_on_a_full_disk(small: User) -> None:
    """Where nothing but the journal can be written, time goes on after a `kill -9`: the next switch is announced."""
    small.rehearse("heat 20m, cold 20m", speed=300)
    pid = small.wait_for_keeper()
    fill(small.data)
    os.kill(pid, 9)
    small.wait_for(lambda entries: any(isinstance(entry.what, ev.PhaseEnded) for entry in entries), "the switch", 10)


def test_where_nothing_can_be_written_the_session_lives_elsewhere_and_comes_home(user: User) -> None:
    """An unsaved session lives in the fallback, says so, is used until it ends, and is then saved with the others."""
    with blocked(user):
        done = user.type("start", "recurring", "--yes", "--detach")
        assert done.returncode == 0
        assert done.stderr.count("\n") == 1
        assert "not saved" in done.stderr
        status = json_of(user.type("status", "--json").stdout)
        assert (status["state"], status["saved"]) == ("running", False)
        assert status["timekeeper"]["alive"]
        session = status["session"]["id"]
    status = json_of(user.type("status", "--json").stdout)
    assert (status["session"]["id"], status["saved"]) == (session, False)
    user.run("pause")
    user.run("stop")
    wait_until(lambda: not is_held(user.spare), 10, "its timekeeper to end")
    done = user.type("status", "--json")
    assert json_of(done.stdout)["saved"] is True
    assert "1 session " in done.stderr
    assert not user.spare.exists()
    with closing(Journal(user.journal)) as journal:
        kinds = [type(entry.what).__name__ for entry in journal.entries(session, notices=False)]
    assert kinds == ["Started", "Paused", "Stopped"]


def test_the_pain_can_be_told_where_nothing_can_be_written(user: User) -> None:
    """`rate` does what it says while sessions live elsewhere, though nothing is known there of the days before."""
    with blocked(user):
        for verb in ("start recurring --yes --detach", "stop", "rate 4"):
            done = user.type(*verb.split())
            assert done.returncode == 0, done.stderr
        assert "Pain after: 4 of 10." in done.stdout
        wait_until(lambda: not is_held(user.spare), 10, "its timekeeper to end")


def test_in_a_folder_that_became_read_only_a_session_can_start(user: User) -> None:
    """A journal that can be read and not written leads to the fallback, keeps its rows, and gets the session later."""
    write(user.journal, started(ago(9000), session="old"), ev.Stopped(ago(8990)))
    with read_only(user.data):
        done = user.type("rehearse", "heat 20m", "--detach")
        assert done.returncode == 0
        assert "not saved" in done.stderr
        assert json_of(user.type("status", "--json").stdout)["saved"] is False
        user.run("stop")
        wait_until(lambda: not is_held(user.spare), 10, "its timekeeper to end")
    user.run("status")
    with closing(Journal(user.journal)) as journal:
        assert len(journal.sessions()) == 2


def test_a_living_session_is_not_lost_from_sight_when_its_folder_becomes_read_only(user: User) -> None:
    """A session that lives in a journal which can only be read is still the one that status tells of."""
    write(user.journal, started(ago(30), session="a"))
    with read_only(user.data):
        status = json_of(user.type("status", "--json").stdout)
        assert status["state"] == "running"
        assert status["session"]["id"] == "a"
        assert user.type("start", "ice", "--yes", "--detach").returncode == 3, "one lives already"


def test_what_comes_home_does_not_hide_a_living_session(user: User) -> None:
    """While a session lives in the journal, one that ended elsewhere may be saved beside it but never in its place."""
    write(user.journal, started(ago(30), session="living"))
    user.spare.parent.mkdir(parents=True)
    write(user.spare, started(ago(300), session="elsewhere"), ev.Stopped(ago(200)))
    assert json_of(user.type("status", "--json").stdout)["session"]["id"] == "living"
    assert user.type("pause").returncode == 0


def test_a_damaged_fallback_does_not_bar_a_session(user: User) -> None:
    """With nothing to write to but a fallback that is damaged, that too is set aside and a session starts."""
    user.spare.parent.mkdir(parents=True)
    user.spare.write_text("no journal " * 500)
    with blocked(user):
        done = user.type("rehearse", "heat 20m", "--detach")
        assert done.returncode == 0, done.stderr
        user.run("stop")
    assert any(path.read_bytes()[:10] == b"no journal" for path in user.spare.parent.iterdir())


def test_without_a_usable_runtime_folder_the_temporary_one_is_used(user: User, tmp_path: Path) -> None:
    """A session that cannot be saved lives in the runtime folder or, where that cannot be used, the temporary one."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "file").touch()
    user.env |= {"XDG_RUNTIME_DIR": str(tmp_path / "file"), "TMPDIR": str(tmp_path / "tmp")}
    with blocked(user):
        done = user.type("rehearse", "heat 20m", "--detach")
        assert done.returncode == 0, done.stderr
        user.run("stop")


def test_merging_takes_each_session_once_and_in_order(tmp_path: Path) -> None:
    """Merged sessions come in the order they were started, those already known are left out, and the source goes."""
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    for session in ("a", "b"):
        write(here, started(ago(100), session=session), ev.Stopped(ago(90)))
    for session in ("b", "c", "d"):
        write(there, started(ago(80), session=session), ev.Rated(ago(75), 2, after=False), ev.Stopped(ago(70)))
    with closing(Journal(here)) as journal:
        assert merge(journal, there) == 2
        assert journal.sessions() == ["d", "c", "b", "a"]
        assert len(journal.entries("c")) == 3
        assert len(journal.entries("b")) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here.db", "here.db-journal"]
