"""What others wrote is shown, logged and sent on with nothing in it that a terminal would obey."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from spasmtimer.schedule.notation import NotationError, parse
from spasmtimer.schedule.text import printable
from spasmtimer.timekeeper import awake
from tests.journal.living import User, living
from tests.support.server import wait_until

EVIL = "a\x1b]0;x\x07\x1b[31m\x9b2Jb\u202e\u2028"
FIELDS = "{title} {phase}"
VERBS = (["status"], ["status", "--json"], ["status", "--format", FIELDS], ["start"], ["doctor", "--json"])


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """Folders of the test's own, in which every process that it starts is ended."""
    yield from living(tmp_path, monkeypatch)


def obeyed(text: str) -> list[str]:
    """What of a text a terminal would obey, line by line."""
    return [sign for line in text.split("\n") for sign in line if not sign.isprintable()]


def change(user: User, old: str, new: str) -> None:
    """Have the rows of the journal say something else."""
    with closing(sqlite3.connect(user.journal, timeout=10)) as db, db:
        changed = db.execute("UPDATE events SET data = replace(data, ?, ?)", (old, new)).rowcount
        assert changed


def test_what_is_printable_stays() -> None:
    """Words of any language stay as they are; what steers is a question mark."""
    assert printable("Kälte 20 分 — é") == "Kälte 20 分 — é"
    assert not obeyed(printable(EVIL))
    assert len(printable(EVIL)) == len(EVIL)


@pytest.mark.parametrize("name", [EVIL, "a\nTime is up", "a\tb"])
def test_a_stretch_has_a_name_of_one_line(user: User, name: str) -> None:
    """A schedule with anything else in a name is refused, in one harmless line."""
    with pytest.raises(NotationError):
        parse(f"move 30s ({name})")
    done = user.type("start", f"move 30s ({name})")
    assert done.returncode == 2
    assert not obeyed(done.stdout + done.stderr)
    assert done.stderr.count("\n") == 1


def test_a_preset_of_the_users_own_is_told_of_harmlessly(user: User) -> None:
    """A file of presets with such a name is complained of without it."""
    (user.config / "presets.toml").write_text('[evil]\ntitle = "Evil"\nschedule = "move 30s (a\\u001b[31mb)"\n')
    for verb in (["presets"], ["presets", "check"], ["start", "evil"]):
        done = user.type(*verb)
        assert not obeyed(done.stdout + done.stderr), verb


def test_no_verb_prints_what_a_journal_made_by_others_says(user: User) -> None:
    """A title in the journal's rows steers no terminal, whichever verb shows it."""
    user.rehearse("heat 20m, cold 20m", speed=1)
    user.run("stop")
    change(user, '"title":"', '"title":"a\\u001b]0;x\\u0007\\n')
    for verb in VERBS:
        done = user.type(*verb)
        assert not obeyed(done.stdout + done.stderr), verb


def test_a_session_whose_id_steers_is_none_of_ours(user: User) -> None:
    """Ids reach file names, hooks and logs: a row with another kind of id is damage."""
    user.rehearse("heat 20m, cold 20m", speed=1)
    latest = user.latest()
    assert latest
    user.run("stop")
    change(user, f'"session":"{latest.id}"', '"session":"x\\nalias ls=evil"')
    done = user.type("status")
    assert "alias" not in done.stdout + done.stderr
    assert not obeyed(done.stdout + done.stderr)


def test_the_last_words_of_a_hook_are_harmless(user: User) -> None:
    """What a hook prints reaches the journal and the log without what it would do to a terminal."""
    hook = user.folder / "hook"
    user.folder.mkdir(parents=True, exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf 'no \\033[31mplug\\007\\n'\nexit 3\n")
    hook.chmod(0o755)
    user.settings(f'[hooks]\non_start = ["{hook}"]\n')
    user.rehearse("heat 20m, cold 20m", speed=1)
    wait_until(lambda: user.rows("hook_failed"), 20, "the hook's failure")
    user.run("stop")
    said = user.rows("hook_failed")[0][1]["why"]
    assert said.endswith("exit code 3: no ?[31mplug?")
    assert not obeyed((user.data / "timekeeper.log").read_text())


STRAYS = """
import sys
print("\\n".join(["a warning of some library"] * 200), flush=True)
print('{"ok": true, "how": "a \\\\u001b[31mlock"}', flush=True)
print('{"ok": true, "how": "again"}', flush=True)
sys.stdin.read()
"""


def test_stray_lines_of_the_keep_awake_child_are_no_news(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two hundred lines that are no answer are counted in the log; only a change of state is told."""
    child = subprocess.Popen([sys.executable, "-c", STRAYS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    told: list[tuple[bool, str]] = []
    keeper = awake.KeepAwake(lambda ok, how: told.append((ok, how)))
    monkeypatch.setattr(awake, "start", lambda _: child)
    caplog.set_level(logging.INFO)
    keeper.begin()
    wait_until(lambda: bool(told), 20, "the answer")
    keeper.end()
    wait_until(lambda: "200 lines" in caplog.text, 20, "the count")
    assert told == [(True, "a ?[31mlock")]


def test_a_journal_in_use_at_the_start_is_waited_for(user: User) -> None:
    """A timekeeper that comes up while another program writes waits for it, and then follows the session."""
    user.rehearse("heat 20m, cold 20m", speed=1)
    user.wait_for_keeper()
    with closing(sqlite3.connect(user.journal, timeout=10, isolation_level=None, check_same_thread=False)) as db:
        user.kill_timekeeper()
        db.execute("BEGIN EXCLUSIVE")
        free = threading.Timer(2, lambda: db.execute("COMMIT"))
        free.start()
        began = time.monotonic()
        user.type("status")
        free.join()
        user.type("status")
        assert time.monotonic() - began < 60
        user.wait_for_keeper()
    assert "Traceback" not in (user.data / "timekeeper.log").read_text()
    user.run("stop")
