"""The user's programs: real ones, run by the timekeeper's thread."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path
from typing import Any

import pytest

from spasmtimer.timekeeper.hooks import LIMIT_S, MOST_BYTES, MOST_LINES, Hooks
from tests.support.server import wait_until

FACTS = {"event": "phase_ended", "next": None, "rehearsal": True, "planned_s": 1200, "title": 'A "b" $HOME; ü'}
SOON_S = 10.0
"""For what takes hundredths, on a busy machine."""


class Ear(list[tuple[str, str]]):
    """Remembers which hooks failed."""

    def __call__(self, name: str, why: str) -> None:
        self.append((name, why))


def script(folder: Path, text: str, name: str = "hook.sh") -> str:
    """An executable shell script; its whole path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def run(argv: tuple[str, ...], facts: dict[str, Any] = FACTS, limit_s: float = LIMIT_S) -> Ear:
    """Run one hook to its end; what failed."""
    ear = Ear()
    hooks = Hooks({"on_switch": argv}, ear, limit_s)
    hooks.run("on_switch", facts)
    assert hooks.close(2 * LIMIT_S)
    return ear


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "spasmtimer.timekeeper.hooks"]


def test_a_hook_is_told_in_variables_and_in_json(tmp_path: Path) -> None:
    """Each fact is in the environment, in words for a shell, and on standard input, as JSON."""
    assert run((script(tmp_path, f"env > {tmp_path}/env\ncat > {tmp_path}/in"),)) == []
    told = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines())
    assert {name: told[f"SPASMTIMER_{name}"] for name in ("HOOK", "EVENT", "NEXT", "REHEARSAL", "PLANNED_S")} == {
        "HOOK": "on_switch",
        "EVENT": "phase_ended",
        "NEXT": "",
        "REHEARSAL": "1",
        "PLANNED_S": "1200",
    }
    assert told["SPASMTIMER_TITLE"] == FACTS["title"]
    assert told["PATH"] == os.environ["PATH"], "our own environment goes with it"
    assert json.loads((tmp_path / "in").read_text()) == {"hook": "on_switch", **FACTS}


def test_our_home_stays_ours(tmp_path: Path) -> None:
    """No fact can move the home of whoever runs the program from a hook."""
    run((script(tmp_path, f'echo "$SPASMTIMER_HOME" > {tmp_path}/out'),), {"home": "elsewhere"})
    assert (tmp_path / "out").read_text().strip() == os.environ["SPASMTIMER_HOME"]


def test_a_hook_starts_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is the user's home, in which `~` finds it, and its process group is its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    script(tmp_path, "pwd > out; cut -d ' ' -f 5 /proc/$$/stat >> out; echo $$ >> out")
    assert run(("~/hook.sh",)) == []
    where, group, pid = (tmp_path / "out").read_text().split()
    assert where == str(tmp_path)
    assert group == pid != str(os.getpgid(0))


def test_a_home_that_is_gone_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the home folder does not exist, a hook runs all the same."""
    monkeypatch.setenv("HOME", str(tmp_path / "gone"))
    assert run((script(tmp_path, "pwd"),)) == []


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    """Arguments arrive as they are written, whatever a shell would make of them."""
    arguments = ("$HOME", "a b", "; touch x", "*", "`id`", "~", "")
    run((script(tmp_path, f'for each in "$@"; do echo "[$each]"; done > {tmp_path}/out'), *arguments))
    assert (tmp_path / "out").read_text().splitlines() == [f"[{each}]" for each in arguments]


def test_a_hook_need_not_listen(tmp_path: Path) -> None:
    """A hook that ends without reading what it is told, however long that is, has not failed."""
    assert run(("true",), FACTS | {"title": "x" * 100_000}) == []
    assert run((script(tmp_path, "exec 0<&-; exec true"),), FACTS | {"title": "x" * 100_000}) == []


def test_a_hook_that_nobody_has_is_no_fault() -> None:
    """What the user has no program for runs nothing, not even a thread."""
    ear = Ear()
    hooks = Hooks({}, ear)
    hooks.run("on_switch", FACTS)
    assert hooks.close(0)
    assert ear == []


def test_hooks_run_in_order_and_nobody_waits_for_them(tmp_path: Path) -> None:
    """`run` returns at once; a slow hook is not overtaken by a fast one, and `close` says whether all are done."""
    order, gate = tmp_path / "order", tmp_path / "gate"
    os.mkfifo(gate)
    slow = script(tmp_path, f"read line < {gate}; echo slow >> {order}", "slow.sh")
    fast = script(tmp_path, f'echo "fast $SPASMTIMER_EVENT" >> {order}', "fast.sh")
    ear = Ear()
    hooks = Hooks({"on_start": (slow,), "on_end": (fast,)}, ear)
    begun = time.monotonic()
    hooks.run("on_start", {})
    for number in range(3):
        hooks.run("on_end", {"event": number})
    assert time.monotonic() - begun < 0.5
    assert not hooks.close(0.1), "the first one waits still"
    assert not order.exists()
    gate.write_text("go\n")
    assert hooks.close(SOON_S)
    assert order.read_text().splitlines() == ["slow", "fast 0", "fast 1", "fast 2"]
    assert ear == []


def test_a_hook_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    """At the limit a hook's whole group is killed, that is told, and the next hook runs."""
    pids = tmp_path / "pids"
    slow = script(tmp_path, f"trap '' TERM INT HUP\nsleep 60 & echo $! $$ > {pids}\nwait", "slow.sh")
    ear = Ear()
    hooks = Hooks({"on_start": (slow,), "on_end": (script(tmp_path, f"touch {tmp_path}/next"),)}, ear, limit_s=0.5)
    hooks.run("on_start", FACTS)
    hooks.run("on_end", FACTS)
    assert hooks.close(SOON_S)
    assert ear == [("on_start", f"{slow}: it was ended, not being done after 0.5 s")]
    assert (tmp_path / "next").exists()
    wait_until(lambda: not any(_lives(int(pid)) for pid in pids.read_text().split()), SOON_S, "both to end")


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_a_hook_leaves_in_the_background_goes_on(tmp_path: Path) -> None:
    """A hook is over when it ends, even if what it started keeps its output open; that is left alone."""
    pid = tmp_path / "pid"
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    begun = time.monotonic()
    assert run((script(tmp_path, f"(read line < {gate}) & echo $! > {pid}"),)) == []
    assert time.monotonic() - begun < LIMIT_S / 2
    assert _lives(int(pid.read_text()))
    gate.write_text("end\n")
    wait_until(lambda: not _lives(int(pid.read_text())), SOON_S, "it to end")


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        (None, 0, "there is no such program, or none like the first line of the script asks for"),
        ("#!/no/such/shell\n", 0o755, "there is no such program, or none like the first line of the script asks for"),
        ("#!/bin/sh\n", 0o644, "it may not be executed; 'chmod +x' allows that"),
        ("echo no first line\n", 0o755, "it is neither a program nor a script with a first line like #!/bin/sh"),
        ("#!/bin/sh\nexit 3\n", 0o755, "exit code 3"),
        ("#!/bin/sh\necho one; echo two >&2; exit 1\n", 0o755, "exit code 1: two"),
        ("#!/bin/sh\nkill -9 $$\n", 0o755, "ended by SIGKILL"),
    ],
)
def test_a_failure_is_told_in_one_line(tmp_path: Path, text: str | None, mode: int, why: str) -> None:
    """A hook that cannot be started, or ends badly, is told with the program and the reason."""
    program = tmp_path / "hook"
    if text is not None:
        program.write_text(text)
        program.chmod(mode)
    assert run((str(program),)) == [("on_switch", f"{program}: {why}")]


def test_a_failure_does_not_end_the_next_ones(tmp_path: Path) -> None:
    """After a failure, and after a listener that fails itself, the next hook runs."""

    def fragile(name: str, why: str) -> None:
        raise RuntimeError("a listener's own fault")

    hooks = Hooks({"on_start": ("/no/such/program",), "on_end": (script(tmp_path, f"touch {tmp_path}/next"),)}, fragile)
    hooks.run("on_start", FACTS)
    hooks.run("on_start", FACTS | {"title": "no\0word"})  # which no environment can hold
    hooks.run("on_end", FACTS)
    assert hooks.close(SOON_S)
    assert (tmp_path / "next").exists()


def test_what_a_hook_prints_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each line of its output and of its errors stands in the log with its name."""
    caplog.set_level(logging.INFO)
    run((script(tmp_path, "echo one; echo two >&2; printf 'three'; printf '\\377\\n'"),))
    assert logged(caplog) == ["hook on_switch: one", "hook on_switch: two", "hook on_switch: three�"]


@pytest.mark.parametrize("text", ["yes | head -n 100000", "head -c 10000000 /dev/zero | tr '\\0' x"])
def test_what_a_hook_prints_is_bounded(tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str) -> None:
    """However much a hook prints, it is read to the end, and the log takes a little of it and says that it was cut."""
    caplog.set_level(logging.INFO)
    assert run((script(tmp_path, text),)) == []
    *lines, last = logged(caplog)
    assert last == "hook on_switch: ... cut here"
    assert len(lines) <= MOST_LINES
    assert sum(len(line.removeprefix("hook on_switch: ")) for line in lines) <= MOST_BYTES
