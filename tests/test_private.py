"""Other users of the machine: no folder or file of theirs is taken for ours, and nothing of ours is theirs to read."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from spasmtimer import private
from spasmtimer.journal import hello, lock
from spasmtimer.paths import fallback_data_dirs
from tests.support.home import PROGRAM, Home

STRANGER = 65534
"""`nobody`: the second user of these tests, where root runs them."""

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can make files of another user's")


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder as `/tmp` is: everybody may write there, and only root can rename what is others'."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    return folder


def the_spare() -> Path:
    """The name that a spare folder has."""
    return fallback_data_dirs()[-1]


def test_what_is_made_is_for_this_user_alone(tmp_path: Path) -> None:
    """Folders are made 0700 and files 0600, whatever the umask lets through."""
    before = os.umask(0)
    try:
        folder = private.folder(tmp_path / "some" / "where")
        with open(folder / "file", "w", opener=private.opener) as file:
            mode = os.fstat(file.fileno()).st_mode
    finally:
        os.umask(before)
    assert (folder.stat().st_mode & 0o777, mode & 0o777) == (0o700, 0o600)


def test_what_exists_already_is_closed_to_others(tmp_path: Path) -> None:
    """A folder from before, readable by all, is tightened with the files in it when it is next used."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    (folder / "journal.db").touch(0o644)
    private.folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "journal.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "socket"])
def test_nothing_but_a_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A link, folder, pipe or socket in a file's place is refused at once, by its kind, and waited for by nobody."""
    place = tmp_path / "file"
    match kind:
        case "link":
            (tmp_path / "target").write_text("theirs")
            place.symlink_to(tmp_path / "target")
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "socket":
            monkeypatch.chdir(tmp_path)  # a socket's path has 107 characters at most
            with closing(socket.socket(socket.AF_UNIX)) as listening:
                listening.bind("file")
    with pytest.raises(OSError, match=r"file"), open(place, "rb", opener=private.opener):
        pass
    with pytest.raises(private.NotOurs, match=kind):
        private.is_there(place)


@as_root
@pytest.mark.parametrize("trap", ["folder", "open", "link"])
def test_a_trap_in_the_shared_folder_is_no_spare(shared: Path, tmp_path: Path, trap: str) -> None:
    """A folder of another user's, one open to others, or a link is not found; a fresh one is made beside it."""
    place = the_spare()
    match trap:
        case "folder":
            place.mkdir(0o700)
            os.chown(place, STRANGER, STRANGER)
        case "open":
            place.mkdir()
            place.chmod(0o777)
        case "link":
            (tmp_path / "elsewhere").mkdir(0o700)
            place.symlink_to(tmp_path / "elsewhere")
    assert private.spare_folders() == []
    (made,) = private.make_spare_folders()
    assert made != place
    assert made.parent == shared
    assert made.stat().st_mode & 0o777 == 0o700
    assert private.spare_folders() == [made]
    assert list(private.make_spare_folders()) == [made]


def test_a_folder_that_others_could_swap_holds_no_spare(shared: Path) -> None:
    """Where everybody may rename everything, nothing is made and nothing is found."""
    shared.chmod(0o777)
    the_spare().mkdir(0o700)
    assert private.spare_folders() == []
    assert list(private.make_spare_folders()) == []


@as_root
def test_no_verb_adopts_a_journal_of_another_users(tmp_path: Path, shared: Path) -> None:
    """With a live session in a trap, and links for log and hello, `status` says idle and writes through no link."""
    victims = tmp_path / "victims-file"
    victims.write_text("as it was")
    attacker = Home(tmp_path / "attacker")
    attacker.run("start", "recurring", "--yes", "--detach")
    attacker.kill_timekeeper()
    trap = the_spare()
    os.rename(attacker.folder / "data", trap)
    for name in ("timekeeper.log", "timekeeper.json"):
        (trap / name).unlink(missing_ok=True)
        (trap / name).symlink_to(victims)
    for path in (trap, *trap.iterdir()):
        os.chown(path, STRANGER, STRANGER, follow_symlinks=False)
    trap.chmod(0o777)
    mine = Home(Path(os.environ["SPASMTIMER_HOME"]))
    assert mine.status()["state"] == "idle"
    mine.run("start", "recurring", "--yes", "--detach")
    try:
        assert victims.read_text() == "as it was"
        assert not lock.is_held(trap / "journal.db")
    finally:
        mine.clean_up()


@as_root
def test_a_stranger_reads_nothing_and_holds_nothing_up(tmp_path: Path) -> None:
    """While a session runs, another user can read neither journal, log, hello nor lock, and so cannot hold them."""
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:3]:
        if parent.name.startswith("pytest"):
            parent.chmod(0o755)
    mine = Home(tmp_path / "home")
    before = os.umask(0)
    try:
        mine.run("start", "recurring", "--yes", "--detach")
    finally:
        os.umask(before)
    try:
        names = ("journal.db", "timekeeper.log", "timekeeper.json", "timekeeper.lock")
        for path in [mine.folder / "data" / name for name in names if (mine.folder / "data" / name).exists()]:
            done = subprocess.run(
                ["/bin/cat", str(path)], user=STRANGER, group=STRANGER, extra_groups=[], capture_output=True
            )
            assert b"Permission denied" in done.stderr, (path, done.stderr)
    finally:
        mine.clean_up()


def test_alive_means_a_living_process_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that somebody holds is no timekeeper: its hello must name a process that lives."""
    journal = tmp_path / "journal.db"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    living = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    with lock.acquire(journal):
        hello.say(journal, hello.Hello(dead.pid, "session", "1"))
        assert hello.living(journal) is None
        hello.say(journal, hello.Hello(living.pid, "session", "1"))
        assert hello.living(journal) == hello.Hello(living.pid, "session", "1")
    assert hello.living(journal) is None
    living.send_signal(signal.SIGKILL)
    living.wait()


@pytest.mark.usefixtures("shared")
def test_a_pipe_as_lock_or_hello_hangs_no_verb(tmp_path: Path) -> None:
    """A verb answers at once; a start keeps its session in the spare place, and says what stands in the way."""
    home = Home(tmp_path / "home")
    private.folder(home.folder / "data")
    os.mkfifo(home.folder / "data" / "timekeeper.lock")
    os.mkfifo(home.folder / "data" / "timekeeper.json")
    assert home.status()["state"] == "idle"
    done = subprocess.run(
        [*PROGRAM, "start", "recurring", "--yes", "--detach"], env=home.env, capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr
    assert "timekeeper.lock is a pipe" in done.stderr
    status = home.status()
    assert (status["state"], status["saved"], status["timekeeper"]["alive"]) == ("running", False, True)
    home.run("stop")
    assert home.status()["state"] == "idle"
