"""What is known of a terminal by its environment, and what it is sent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spasmtimer.settings import TERMINALS
from spasmtimer.terminal import BODY_MOST, OSC9, OSC99, SSH, TITLE_MOST, Terminal, at_hand, here, note
from tests.support.server import needs, wait_until
from tests.support.terminal import Terminal as Pty

PLAIN = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
TMUX = {"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TMUX": "/tmp/tmux-1000/default,7,0"}

KNOWN: list[tuple[str, dict[str, str], str | None]] = [
    ("kitty", {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, OSC99),
    ("kitty over ssh", {"TERM": "xterm-kitty"}, OSC99),
    ("kitty with another TERM", {**PLAIN, "KITTY_WINDOW_ID": "1"}, OSC99),
    ("iTerm2", {**PLAIN, "TERM_PROGRAM": "iTerm.app", "LC_TERMINAL": "iTerm2"}, OSC9),
    ("iTerm2 over ssh", {**PLAIN, "LC_TERMINAL": "iTerm2"}, OSC9),
    ("WezTerm", {**PLAIN, "TERM_PROGRAM": "WezTerm"}, OSC9),
    ("WezTerm by its own TERM", {"TERM": "wezterm"}, OSC9),
    ("Ghostty", {"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, OSC9),
    ("Ghostty over ssh", {"TERM": "xterm-ghostty"}, OSC9),
    ("Ghostty with another TERM", {**PLAIN, "TERM_PROGRAM": "ghostty"}, OSC9),
    ("foot", {"TERM": "foot"}, OSC9),
    ("foot, wide", {"TERM": "foot-extra"}, OSC9),
    ("Windows Terminal", {**PLAIN, "WT_SESSION": "4e1f"}, None),
    ("ConEmu", {**PLAIN, "ConEmuPID": "99"}, None),
    ("WSL within Windows Terminal", {**PLAIN, "WT_SESSION": "4e1f", "TERM_PROGRAM": "WezTerm"}, None),
    ("xterm", PLAIN, None),
    ("GNOME Terminal", {**PLAIN, "VTE_VERSION": "7600"}, None),
    ("Apple's Terminal", {**PLAIN, "TERM_PROGRAM": "Apple_Terminal"}, None),
    ("VS Code", {**PLAIN, "TERM_PROGRAM": "vscode"}, None),
    ("the Linux console", {"TERM": "linux"}, None),
    ("nothing at all", {}, None),
    ("tmux in kitty", {**TMUX, "KITTY_WINDOW_ID": "1"}, OSC99),
    ("tmux in iTerm2", {**TMUX, "LC_TERMINAL": "iTerm2"}, OSC9),
    ("tmux in Ghostty", {**TMUX, "GHOSTTY_RESOURCES_DIR": "/usr/share/ghostty"}, OSC9),
    ("tmux in something", TMUX, None),
    ("screen in kitty", {"TERM": "screen.xterm-kitty", "STY": "7.pts-1", "KITTY_WINDOW_ID": "1"}, None),
    ("screen or tmux over ssh", {"TERM": "screen-256color", "LC_TERMINAL": "iTerm2"}, None),
    ("zellij in WezTerm", {**PLAIN, "ZELLIJ": "0", "TERM_PROGRAM": "WezTerm"}, None),
]


@pytest.mark.parametrize(("env", "notes"), [row[1:] for row in KNOWN], ids=[row[0] for row in KNOWN])
def test_terminals_are_known_by_their_environment(env: dict[str, str], notes: str | None) -> None:
    """A terminal that is documented to show notifications gets them in its own way; any other gets the bell alone."""
    assert at_hand(env).notes == notes


@pytest.mark.parametrize(("wish", "notes"), [("off", None), ("osc9", OSC9), ("osc99", OSC99), ("auto", OSC9)])
def test_the_users_wish_comes_first(wish: str, notes: str | None) -> None:
    """The setting decides, and only `auto` looks at the terminal; through screen nothing is sent whatever it says."""
    assert at_hand({"TERM": "foot"}, wish).notes == notes
    assert at_hand({"TERM": "screen", "STY": "7.pts-1"}, wish).notes is None
    assert wish in TERMINALS


def test_every_wish_is_understood() -> None:
    """Each value that the setting may have is one of the four."""
    assert {at_hand(PLAIN, wish).notes for wish in TERMINALS} == {None, OSC9, OSC99}


@pytest.mark.parametrize("variable", SSH)
def test_ssh_is_remote(variable: str) -> None:
    """A login through ssh is told from one at the machine, and its machine has a name."""
    assert at_hand({**PLAIN, variable: "10.0.0.7 50000 10.0.0.1 22"}, host="attic").remote
    assert at_hand({**PLAIN, variable: "10.0.0.7 50000 10.0.0.1 22"}, host="attic").host == "attic"
    assert not at_hand({**PLAIN, variable: ""}).remote
    assert not at_hand(PLAIN).remote


def test_here_is_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """`here` reads this process's own environment, and names this machine."""
    monkeypatch.setenv("SSH_TTY", "/dev/pts/3")
    assert here("osc9").remote
    assert here("osc9").notes == OSC9
    assert here("off").host == os.uname().nodename


def test_osc9_is_one_sentence() -> None:
    """OSC 9 is a text alone: the program, the title, the sentence; it never begins with a digit, which is an order."""
    assert note(Terminal(notes=OSC9), "Put the ice on", "Take the heat off.") == (
        "\x1b]9;spasmtimer: Put the ice on. Take the heat off.\x1b\\"
    )
    assert re.match(r"\x1b\]9;[a-z]", note(Terminal(notes=OSC9), "4;1;50", "12"))


def test_osc99_has_a_title_and_a_body() -> None:
    """OSC 99 is shown once its body has come; each call is a notification of its own."""
    assert note(Terminal(notes=OSC99), "Put the ice on", "Take the heat off.", 7) == (
        "\x1b]99;i=spasmtimer-7:d=0;Put the ice on\x1b\\\x1b]99;i=spasmtimer-7:p=body;Take the heat off.\x1b\\"
    )


def test_a_terminal_without_notes_is_sent_nothing() -> None:
    """No notification: not a byte."""
    assert note(Terminal(), "Time is up", "Take the heat off.") == ""
    assert note(Terminal(tmux=True, remote=True), "Time is up", "Take the heat off.") == ""


@pytest.mark.parametrize("notes", [OSC9, OSC99])
def test_nothing_in_a_text_is_obeyed(notes: str) -> None:
    """What a phase is called cannot end the sequence, ring, move anything or break the line."""
    evil = "a\x1b]0;b\x07c\x9cd\x9b2Je\nf\x00g\u2028h\u202ei\x7fj\r\n\tk"
    sent = note(Terminal(notes=notes), evil, evil)
    inner = re.sub(r"\x1b\](9|99);|\x1b\\", "", sent)
    assert inner.isprintable(), ascii(inner)
    assert all(letter in inner for letter in "abcdefghijk")


def test_texts_are_bounded() -> None:
    """However long a text is, what is sent stays short."""
    long = "word " * 1000
    for notes in (OSC9, OSC99):
        sent = note(Terminal(notes=notes), long, long)
        assert len(sent) < TITLE_MOST + BODY_MOST + 80
        assert "…" in sent


@pytest.mark.parametrize("notes", [OSC9, OSC99])
def test_tmux_hands_it_on(notes: str) -> None:
    """Within tmux the same sequence is wrapped: every escape character doubled, and one more around it."""
    bare = note(Terminal(notes=notes), "Time is up", "Take the heat off.", 3)
    wrapped = note(Terminal(notes=notes, tmux=True), "Time is up", "Take the heat off.", 3)
    assert wrapped.startswith("\x1bPtmux;")
    assert wrapped.endswith("\x1b\\")
    assert wrapped[len("\x1bPtmux;") : -len("\x1b\\")].replace("\x1b\x1b", "\x1b") == bare


@needs("tmux")
def test_a_real_tmux_hands_it_on(tmp_path: Path) -> None:
    """What arrives at the terminal outside a tmux with allow-passthrough is the sequence itself."""
    sequence = note(Terminal(notes=OSC99, tmux=True), "Time is up", "Take the heat off.", 5)
    wanted = note(Terminal(notes=OSC99), "Time is up", "Take the heat off.", 5).encode()
    script = tmp_path / "send.py"
    # Again and again: what comes before tmux has its terminal goes nowhere.
    script.write_text(f"import time\nwhile True:\n    print({sequence!r}, end='', flush=True)\n    time.sleep(0.3)\n")
    tmux = ["tmux", "-S", str(tmp_path / "s"), "-f", "/dev/null"]
    env = {name: value for name, value in os.environ.items() if name not in ("TMUX", "TMUX_PANE")}
    command = [*tmux, "set", "-g", "allow-passthrough", "on", ";", "new", sys.executable, str(script)]
    with Pty(command, env | {"TERM": "xterm-256color"}) as outside:
        try:
            wait_until(lambda: wanted in outside.output, 15, "the notification to come out of tmux")
        finally:
            subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
