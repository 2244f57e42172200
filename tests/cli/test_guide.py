"""`spasmtimer guide`: the articles as text, and laid out where there is a terminal."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import spasmtimer
from spasmtimer import paths
from spasmtimer.guidance.guide import LIMITS, TOPICS, Topic
from tests.cli.test_plain import env_of
from tests.journal.living import SCRIPT, User
from tests.support.terminal import Terminal

GUIDE = [str(SCRIPT), "guide"]
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-7]|38|4[0-7]|48|9[0-7])[;m]")


def test_alone_it_lists_the_topics(user: User) -> None:
    """Each topic in one line of at most 80 columns, then how to read one, and what the guide is not."""
    lines = user.run("guide").splitlines()

    assert [line.split()[0] for line in lines[: len(TOPICS)]] == [topic.id for topic in TOPICS]
    for line, topic in zip(lines, TOPICS, strict=False):
        assert topic.title in line
        assert topic.summary in line
    assert "spasmtimer guide TOPIC" in lines[-2]
    assert lines[-1] == LIMITS
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_without_a_terminal_it_is_the_text_as_it_is(user: User, topic: Topic) -> None:
    """Into a pipe goes the Markdown itself, byte for byte, whatever the environment says of colours."""
    done = user.type("guide", topic.id, TERM="xterm-256color", FORCE_COLOR="1", COLUMNS="40")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (paths.texts_dir() / topic.file).read_text(encoding="utf-8")


@pytest.mark.parametrize(("columns", "widest"), [(120, 80), (60, 60), (30, 30)])
def test_in_a_terminal_it_is_laid_out(user: User, columns: int, widest: int) -> None:
    """Titles, bold words and lists are drawn as such, in at most 80 columns, with no word broken off."""
    with Terminal([*GUIDE, "causes"], env_of(user, {}), (columns, 150)) as terminal:
        assert terminal.wait_exit() == 0
        text = terminal.text()
    assert "Causes and habits" in text
    assert "worth trying." in " ".join(text.split())
    assert "#" not in text
    assert "**" not in text
    assert widest - 15 <= max(len(line) for line in text.splitlines()) <= widest
    assert COLOUR.search(terminal.output)


def test_no_color_takes_the_colours(user: User) -> None:
    """With NO_COLOR there is no colour, and the text is the same."""
    with Terminal([*GUIDE, "causes"], env_of(user, {"NO_COLOR": "1"}), (80, 60)) as terminal:
        assert terminal.wait_exit() == 0
        assert "Causes and habits" in terminal.text()
    assert not COLOUR.search(terminal.output)


def test_a_terminal_with_ascii_alone_gets_ascii(user: User) -> None:
    """Where the encoding is not UTF-8 nothing turns into a question mark."""
    with Terminal([*GUIDE, "causes"], env_of(user, {"PYTHONIOENCODING": "ascii"}), (80, 60)) as terminal:
        assert terminal.wait_exit() == 0
        text = terminal.text()
    assert text.isascii()
    assert "- Sitting. Get up often." in text
    assert "?" not in text


def test_a_reader_that_goes_away_is_no_error(user: User) -> None:
    """`guide sources | head` says nothing on stderr, and ends as other verbs do."""
    line = '"$0" guide sources | head -n 1; echo "${PIPESTATUS[0]}"'
    for _ in range(3):  # whether the reader has gone before the text is written is chance
        done = subprocess.run(
            ["bash", "-c", line, str(SCRIPT)], env=user.env, capture_output=True, text=True, timeout=60
        )
        first, code = done.stdout.splitlines()
        assert (first, done.stderr) == ("# Sources", "")
        assert code in ("0", "141")


@pytest.mark.parametrize(
    ("name", "said"),
    [("contrats", "did you mean 'contrast'?"), ("s", "may be"), ("xyz", "there are"), ("", "there are")],
)
def test_an_unknown_topic_is_one_line(user: User, name: str, said: str) -> None:
    """Exit 2, nothing on stdout, and a line that suggests one."""
    done = user.type("guide", name)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("damage", ["missing", "folder", "no text"])
def test_an_unreadable_text_is_one_line(user: User, damage: str, tmp_path: Path) -> None:
    """A broken installation is told in a line that names the file: exit 1."""
    copy = tmp_path / "site" / "spasmtimer"
    shutil.copytree(Path(spasmtimer.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    file = copy / "texts" / "spasm.md"
    file.unlink()
    if damage == "folder":
        file.mkdir()
    elif damage == "no text":
        file.write_bytes(b"\xff\xfe\x00")
    done = subprocess.run(
        [sys.executable, "-m", "spasmtimer.cli.main", "guide", "spasm"],
        env=user.env,
        cwd=copy.parent,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert str(file) in done.stderr
    assert done.stderr.count("\n") == 1
