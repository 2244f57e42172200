"""The line view: a line for each event, and what keys and signals do in it."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import time
from typing import Any

import pytest

from spasmtimer.control import Control
from spasmtimer.journal.store import Journal
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.events import NoticeKind
from tests.journal.living import SCRIPT, User, ago, worn
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal

PLAIN = ("rehearse", "heat 20m, cold 20m", "--plain", "--speed", "1000", "--confirm", "always")
SLOW = ("rehearse", "heat 20m, cold 20m", "--plain", "--speed", "1")
PIPE = subprocess.PIPE


def line_with(process: Any, text: str) -> str:
    """The next line that has this text. Fails at the end of the output."""
    for line in process.stdout:
        if text in line:
            return str(line)
    pytest.fail(f"no line with '{text}'")


def test_each_event_is_a_line_and_enter_confirms_and_silences(user: User) -> None:
    """A whole session: one timed line for each event, Enter confirms the switch and silences the end, exit 0."""
    with user.open(*PLAIN, stdin=PIPE, stdout=PIPE) as process:
        lines = [line_with(process, "Heat on."), line_with(process, "Put the ice on. Press Enter")]
        process.stdin.write("\n")
        lines += [line_with(process, "Ice on."), line_with(process, "Time is up.")]
        process.stdin.write("\n")
        lines.append(line_with(process, "The session is over."))
        line_with(process, "Heat: ")
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d  \S.*\n", line) for line in lines)
    latest = user.latest()
    assert latest
    assert latest.state == "over"


def test_heat_after_ice_takes_a_yes(user: User) -> None:
    """Enter alone asks whether a light touch is felt; n waits, and y then Enter puts the heat on."""
    numbing = ("rehearse", "cold 20m, heat 20m", *PLAIN[2:])
    with user.open(*numbing, stdin=PIPE, stdout=PIPE) as process:
        line_with(process, "Do you feel a light touch there?")
        for typed, follows in (
            ("", lambda: line_with(process, "Type y or n, then Enter.")),
            ("yes", lambda: line_with(process, "Type y or n, then Enter.")),
            ("n", lambda: wait_until(lambda: user.rows("acknowledged"), 10, "the no to arrive")),
            ("Y", lambda: line_with(process, "Heat on.")),
        ):
            process.stdin.write(f"{typed}\n")
            process.stdin.flush()
            follows()
        assert user.rows("confirmed")
        user.run("stop")
        process.communicate(timeout=10)


@pytest.mark.parametrize("ending", ["end of input", "letters"])
def test_what_is_no_enter_is_no_answer(user: User, ending: str) -> None:
    """The end of input, and keys without Enter, neither confirm a switch nor end the view."""
    with user.open(*PLAIN, stdin=PIPE, stdout=PIPE) as process:
        if ending == "letters":
            process.stdin.write("yes")
            process.stdin.flush()
        else:
            process.stdin.close()
            process.stdin = None
        line_with(process, "Press Enter")
        time_of_switch = user.status()["unconfirmed_s"]
        wait_until(lambda: user.status()["unconfirmed_s"] > time_of_switch + 0.6, 10, "some looks at the journal")
        assert user.status()["state"] == "swapping"
        assert process.poll() is None
        user.run("stop")
        line_with(process, "stopped")
        process.communicate(timeout=10)
        assert process.returncode == 0


def test_ctrl_c_once_says_how_to_stop_and_twice_stops(user: User) -> None:
    """Ctrl+C says that the session goes on and how to stop it; a second one at once stops the session, exit 0."""
    with user.open(*SLOW, stdout=PIPE) as process:
        line_with(process, "Heat on.")
        process.send_signal(signal.SIGINT)
        assert "spasmtimer stop" in line_with(process, "goes on")
        assert user.status()["state"] == "running"
        process.send_signal(signal.SIGINT)
        line_with(process, "stopped")
        _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (0, "")
    latest = user.latest()
    assert latest
    assert latest.state == "stopped"


def test_ctrl_c_again_after_three_seconds_only_says_so_again(user: User) -> None:
    """Two presses of Ctrl+C more than 3 s apart stop nothing."""
    with user.open(*SLOW, stdout=PIPE) as process:
        line_with(process, "Heat on.")
        process.send_signal(signal.SIGINT)
        line_with(process, "goes on")
        pressed = time.monotonic()
        wait_until(lambda: time.monotonic() > pressed + 3.1, 5, "three seconds to pass")
        process.send_signal(signal.SIGINT)
        line_with(process, "goes on")
        assert user.status()["state"] == "running"


def test_enter_after_a_pause_resumes(user: User) -> None:
    """While paused, Enter says that the pack is on again."""
    with user.open(*SLOW, stdin=PIPE, stdout=PIPE) as process:
        line_with(process, "Heat on.")
        user.run("pause")
        line_with(process, "Paused")
        process.stdin.write("\n")
        line_with(process, "Heat on.")
        assert user.status()["state"] == "running"


def test_enter_for_a_session_that_has_just_ended_is_no_error(user: User) -> None:
    """Enter that crosses somebody's stop changes nothing: the view tells the end, exit 0."""
    with user.open(*SLOW, stdin=PIPE, stdout=PIPE) as process:
        line_with(process, "Heat on.")
        control = Control()
        process.send_signal(signal.SIGSTOP)
        control.send(Command.STOP)
        process.stdin.write("\n")
        process.send_signal(signal.SIGCONT)
        control.close()
        output, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (0, "")
        assert "stopped" in output


def test_ctrl_c_while_a_line_is_being_written_loses_and_repeats_nothing(user: User) -> None:
    """Ctrl+C while the output is blocked leaves the view whole: it goes on, and tells no event of its own invention."""
    reading, writing = os.pipe()
    size = fcntl.fcntl(writing, 1031, 4096)  # F_SETPIPE_SZ
    os.write(writing, b"-" * (size - 1) + b"\n")
    with user.open(*SLOW, stdout=writing) as process:
        os.close(writing)
        wait_until(lambda: user.keeper() is not None, 15, "the session to run")
        wait_until(lambda: "pipe" in _waits_in(process.pid), 10, "the first line to be blocked")
        process.send_signal(signal.SIGINT)
        output = os.fdopen(reading)
        assert set(output.readline()) == {"-", "\n"}
        user.run("pause")
        user.run("stop")
        told = output.read()
        output.close()
        _, errors = process.communicate(timeout=10)
        assert "Traceback" not in errors
        assert process.returncode == 0
        assert told.count("Paused") == told.count("was stopped") == 1


def _waits_in(pid: int) -> str:
    """Where in the kernel the process waits."""
    try:
        with open(f"/proc/{pid}/wchan") as wchan:
            return wchan.read()
    except OSError:
        return "pipe"


def test_a_plain_view_on_a_terminal_asks_for_the_card_and_has_no_app(user: User) -> None:
    """`start --plain` on a terminal shows the safety card, begins at Enter, and Ctrl+C twice stops the session."""
    with Terminal([str(SCRIPT), "start", "recurring", "--plain"], user.env, (100, 30)) as terminal:
        terminal.wait_for("Press Enter when it is on")
        assert user.status()["state"] == "idle"
        terminal.send("\r")
        terminal.wait_for("Heat on.")
        assert user.status()["state"] == "running"
        terminal.send("\x03")
        terminal.wait_for("goes on")
        terminal.send("\x03")
        terminal.wait_for("was stopped")
        assert terminal.wait_exit() == 0
    assert b"\x1b[?1049h" not in terminal.output, "no alternate screen"


def test_a_plain_start_that_comes_too_soon_takes_two_enters(user: User) -> None:
    """Below the card the sentence asks first; a first Enter wants it all the same, a second says that it is on."""
    worn(user.journal, "cold 15m", on_s=900, off_ago_s=25 * 60)
    with Terminal([str(SCRIPT), "start", "recurring", "--plain"], user.env, (120, 30)) as terminal:
        terminal.wait_for("Ice came off 25 min ago. Let the skin rest until")
        assert "Press Enter to start all the same, or n for no." in terminal.text()
        assert "Put the heat on" not in terminal.text()
        terminal.send("\r")
        terminal.wait_for("Put the heat on. Press Enter when it is on.")
        assert user.status()["state"] == "idle"
        terminal.send("\r")
        terminal.wait_for("Heat on.")
        assert user.status()["state"] == "running"
        terminal.send("\x03")
        terminal.wait_for("goes on")
        terminal.send("\x03")
        terminal.wait_for("was stopped")
        terminal.wait_for("Nothing more before")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize("key", ["\x04", "\x03"])
def test_a_card_that_is_not_accepted_starts_nothing(user: User, key: str) -> None:
    """Ctrl+D at the safety card is a refusal, exit 4, and Ctrl+C an interruption, exit 130: no session."""
    with Terminal([str(SCRIPT), "start", "recurring", "--plain"], user.env, (100, 30)) as terminal:
        terminal.wait_for("Press Enter when it is on")
        terminal.send(key)
        assert terminal.wait_exit() == (4 if key == "\x04" else 130)
    assert user.latest() is None
    assert b"Traceback" not in terminal.output


# What is said of the sound


def tell(user: User, kind: NoticeKind, **data: str | int | bool) -> int:
    """Write a notice, as the timekeeper does; its number."""
    journal = Journal(user.journal)
    latest = journal.latest()
    assert latest
    number = journal.note(latest.id, ev.Notice(ago(0), kind, dict(data)))
    journal.close()
    return number


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [
        (NoticeKind.CUE_HUSHED, {"why": "quiet hours 22:00-07:00"}, "No sound, as you wished: quiet hours 22:00-07:00"),
        (NoticeKind.CUE_DOUBTED, {"why": "the sound output is muted"}, "You may not have heard that: the sound output"),
        (NoticeKind.MUTE, {"on": True}, "Muted: only the end and an overdue pack are heard."),
        (NoticeKind.MUTE, {"on": False}, "Sounds again."),
        (NoticeKind.HOOK_FAILED, {"hook": "on_switch", "why": "exit 3"}, "The hook on_switch failed: exit 3."),
    ],
)
def test_what_became_of_a_call_is_a_line(
    user: User, kind: NoticeKind, data: dict[str, str | int | bool], line: str
) -> None:
    """A hushed call, a doubted one, a mute and its end, and a hook that failed are each a timed line."""
    with user.open(*SLOW, stdout=PIPE) as process:
        line_with(process, "Heat on.")
        tell(user, kind, **{"for": 1, "cue": "heat", **data})
        assert re.fullmatch(r"\d\d:\d\d:\d\d  \S.*\n", line_with(process, line))


def test_a_repeat_does_not_say_again_that_no_sound_came(user: User) -> None:
    """Of one call it is said once that no sound came, however often it is repeated; of the next one again."""
    with user.open(*SLOW, stdout=PIPE) as process:
        line_with(process, "Heat on.")
        for nth in range(3):
            number = tell(user, NoticeKind.REMINDER, cue="skin-check", nth=nth)
            tell(user, NoticeKind.CUE_FAILED, cue="skin-check", why="nobody is there", **{"for": number})
        tell(user, NoticeKind.MUTE, on=True)
        lines: list[str] = []
        while not lines or "Muted" not in lines[-1]:
            lines.append(process.stdout.readline())
            assert lines[-1], lines
        assert sum("nobody is there" in line for line in lines) == 1, lines
        user.run("skip")
        line_with(process, "Skipped.")
        tell(user, NoticeKind.CUE_FAILED, cue="ice", why="nobody is there", **{"for": number})
        line_with(process, "nobody is there")


# In a terminal

SSH = {"SSH_CONNECTION": "10.0.0.7 50000 10.0.0.1 22"}
GHOSTTY = {"TERM_PROGRAM": "ghostty"}
SWITCH = b"\x1b]9;spasmtimer: Rehearsal: put the ice on. Take the heat off. Put the ice on."
TELLTALE = ("TERM_PROGRAM", "LC_TERMINAL", "KITTY", "WEZTERM", "GHOSTTY", "TMUX", "STY", "ZELLIJ", "WT_SESSION", "SSH_")


def env_of(user: User, more: dict[str, str]) -> dict[str, str]:
    """The user's environment in a terminal of the test's choice."""
    return {name: value for name, value in user.env.items() if not name.startswith(TELLTALE)} | more


def test_over_ssh_the_terminal_rings_and_shows_the_call(user: User) -> None:
    """Over ssh a line says where the sound is, and the switch rings and is shown by the terminal, once."""
    with Terminal([str(SCRIPT), *SLOW, "--confirm", "always"], env_of(user, SSH | GHOSTTY), (100, 30)) as terminal:
        terminal.wait_for(f"Over ssh: sound comes out of {os.uname().nodename}")
        terminal.wait_for("Heat on.")
        user.run("skip")
        wait_until(lambda: SWITCH in terminal.output, 15, "the notification")
        wait_until(lambda: b"\a" in terminal.output, 15, "the bell")
        before = terminal.output.count(b"\a")
        terminal.send("\r")
        terminal.wait_for("Ice on.")
        assert terminal.output.count(SWITCH) == 1
        assert (before, "spasmtimer:" in terminal.text()) == (1, False)


def test_at_the_machine_nothing_is_said_of_ssh(user: User) -> None:
    """At the machine itself, in a terminal of which nothing is known, a call that failed rings, and no more."""
    with Terminal([str(SCRIPT), *PLAIN], env_of(user, {}), (100, 30)) as terminal:
        terminal.wait_for("Press Enter")
        wait_until(lambda: b"\a" in terminal.output, 15, "the bell")
        assert "Over ssh" not in terminal.text()
        assert b"\x1b]" not in terminal.output


def test_no_escape_code_goes_into_a_pipe(user: User) -> None:
    """Whatever the environment says of a terminal: what is no terminal gets lines of text, without a bell."""
    user.env |= SSH | GHOSTTY
    with user.open(*PLAIN, stdin=PIPE, stdout=PIPE) as process:
        lines = [process.stdout.readline()]
        while "Press Enter" not in lines[-1]:
            lines.append(process.stdout.readline())
        switch = user.rows("phase_ended")[-1][0]
        tell(user, NoticeKind.CUE_FAILED, cue="ice", why="nobody is there", **{"for": switch})
        lines.append(line_with(process, "nobody is there"))
        process.stdin.write("\n")
        lines.append(line_with(process, "Ice on."))
    text = "".join(lines)
    assert "Over ssh" not in text
    assert "\a" not in text
    assert "\x1b" not in text
