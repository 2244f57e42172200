"""Nonsense in the user's own files: a few harmless lines say what is wrong, and everything else goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from spasmtimer import presets_file, settings
from spasmtimer.own_file import FEW, Unreadable, tables
from spasmtimer.schedule.presets import PRESETS
from tests.journal.living import User, living
from tests.support.pulse import wait_until

DIGITS = "9" * 5000

BAD = {
    "a number of 5,000 digits": f"volume = {DIGITS}\n",
    "the same in hexadecimal": f"volume = 0x{'f' * 5000}\n",
    "20,000 unknown keys": "".join(f"unknown{number} = 1\n" for number in range(20_000)),
    "lists in lists": f"volume = {'[' * 2000}{']' * 2000}\n",
    "a key that steers": 'volume = 40\n"a\\u001b[31m" = 1\n',
    "a value that steers": 'player = "a\\u001b]0;x\\u0007"\n',
    "no TOML": "volume 40\n",
}


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """Folders of the test's own, in which every process that it starts is ended."""
    yield from living(tmp_path, monkeypatch)


def is_told_well(problems: tuple[str, ...]) -> bool:
    """A few lines, each harmless and of a length that can be read."""
    return 0 < len(problems) <= FEW + 1 and all(len(line) < 600 and line.isprintable() for line in problems)


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_nonsense_is_a_few_lines(tmp_path: Path, text: str) -> None:
    """Whatever the file says, settings and presets are read without an error, and a few short lines tell it."""
    file = tmp_path / "own.toml"
    file.write_text(text)
    assert is_told_well(settings.load(file).problems)
    found = presets_file.load(file)
    assert found.presets == PRESETS
    assert is_told_well(found.problems)


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "bytes", "two megabytes"])
def test_what_is_no_file_of_ours_is_not_waited_for(tmp_path: Path, kind: str) -> None:
    """A pipe would block for ever; each is one line, and means the defaults."""
    file = tmp_path / "own.toml"
    if kind == "a pipe":
        os.mkfifo(file)
    elif kind == "a folder":
        file.mkdir()
    else:
        file.write_bytes(b"\xff\xfe" if kind == "bytes" else b"#" * 2_000_000)
    with pytest.raises(Unreadable):
        tables(file)
    assert len(settings.load(file).problems) == len(presets_file.load(file).problems) == 1


def test_a_timekeeper_comes_up_with_any_settings(user: User) -> None:
    """The time is kept on defaults, also by the worker that follows one that died, whatever was written meanwhile."""
    user.settings(BAD["a number of 5,000 digits"])
    user.rehearse("heat 20m, cold 20m", speed=1)
    first = user.wait_for_keeper()
    user.settings(BAD["20,000 unknown keys"])
    os.kill(user.worker_pid(), 9)
    wait_until(lambda: user.worker_pid() != first and user.status()["timekeeper"], 20, "another to follow")
    user.run("stop")
    assert "Traceback" not in (user.data / "timekeeper.log").read_text()


WRONG = {
    "a file that is not there": (["presets", "check", "/nope"], "/nope: there is no such file"),
    "a lonely brace": (["status", "--format", "{"], "a brace itself is written twice"),
    "a slip of the finger": (["statsu"], "there is no 'statsu'; did you mean 'status'?"),
    "no verb at all": (["dance"], "there is no 'dance'; there are start, rehearse"),
}


@pytest.mark.parametrize(("arguments", "right"), WRONG.values(), ids=WRONG)
def test_what_would_be_right_is_said(user: User, arguments: list[str], right: str) -> None:
    """One line in our own words, and exit 2."""
    done = user.type(*arguments)
    assert right in done.stderr
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
