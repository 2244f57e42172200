"""What the program does with its input and output, whatever they are, and what it imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.journal.living import SCRIPT, User, ago, json_of, started, worn, write

VERBS = [
    "",
    "--version",
    "--help",
    "start ice --yes --detach",
    "rehearse ice --detach",
    "pause",
    "resume",
    "confirm",
    "skip",
    "back",
    "extend",
    "stop",
    "ack",
    "rate 3",
    "status",
    "status --json",
    "status --waybar",
    "advise",
    "presets",
    "presets show heat",
    "sounds",
    "guide",
    "guide spasm",
    "day",
]
DEAREST = ("status --json", "pause", "advise")
"""The verb that a bar calls every second, one that commands, and one that asks; `test_imports` reads the rest."""

ASK = """
import sys
from spasmtimer.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"textual", "wakepy", "rich", "asyncio"}))
"""


@pytest.mark.parametrize(
    "line", [line if line in DEAREST else pytest.param(line, marks=pytest.mark.slow) for line in VERBS]
)
def test_no_verb_imports_textual(user: User, line: str) -> None:
    """No verb without a terminal imports Textual or wakepy, and only help imports rich."""
    command = [sys.executable, "-P", "-c", ASK, *line.split()]
    done = subprocess.run(command, env=user.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    heavy = set(done.stdout.splitlines()[-1].split())
    assert heavy <= ({"rich", "asyncio"} if "--help" in line else set())


@pytest.mark.parametrize(
    "line", ["", "--help", "start --help", "presets", "guide", "guide skin", "start ice --plain", "nonsense", "status"]
)
def test_no_escape_code_without_a_terminal(user: User, line: str) -> None:
    """Neither stdout nor stderr has an escape code when they are no terminal, on a colourful TERM too."""
    done = user.type(*line.split(), TERM="xterm-256color", COLORTERM="truecolor")
    assert done.stdout + done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_presets_title_carries_no_escape_code_to_the_output(user: User) -> None:
    """Never an escape code when stdout is no terminal, not even one that stands in the user's own presets."""
    (user.config / "presets.toml").write_text(
        '[mine]\ntitle = "\\u001b[31mred"\nwhen = "\\u001b[31mnow"\nschedule = "heat 5m"\n'
    )
    for line in ("presets", "presets show mine", "rehearse mine --detach"):
        done = user.type(*line.split())
        assert "\x1b" not in done.stdout + done.stderr


def test_bare_without_a_terminal_tells_what_runs_and_how_to_start(user: User) -> None:
    """Without a terminal `spasmtimer` prints what runs now, the presets and how to start one: exit 0."""
    idle = user.run()
    assert all(word in idle for word in ("Nothing runs", "contrast", "new-injury", "spasmtimer start"))
    write(user.journal, started(ago(60), session="a"))
    assert "HEAT" in user.run()


@pytest.mark.parametrize(
    ("line", "stdout"),
    [
        *(("presets", "gone"), ("sounds", "closed"), ("guide", "full"), ("guide sources", "gone")),
        *(("status", "full"), ("presets --json", "closed"), ("", "full"), ("", "gone")),
    ],
)
def test_an_output_that_takes_nothing_is_no_traceback(user: User, line: str, stdout: str) -> None:
    """A reader that has gone, a closed stdout and a full disk under it end in at most one line on stderr."""
    to = {"gone": "| head -c 0", "closed": ">&-", "full": ">/dev/full"}[stdout]
    command = ["bash", "-c", f'"$0" "$@" {to}', str(SCRIPT), *line.split()]
    done = subprocess.run(command, env=user.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert done.stderr.count("\n") <= 1
    assert done.stdout == ""


@pytest.mark.parametrize("to", ["<&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("line", ["", "status", "stop"])
def test_closed_streams_do_not_matter(user: User, line: str, to: str) -> None:
    """Without stdin or stderr at all a verb does the same, with the same code, and no error turns up on stdout."""
    write(user.journal, started(ago(60), session="a"))
    command = ["bash", "-c", f'"$0" "$@" {to}', str(SCRIPT), *line.split()]
    done = subprocess.run(command, env=user.env, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert (done.stdout == "") == (">&- 2" in to)
    failing = ["bash", "-c", f'"$0" nonsense {to}', str(SCRIPT)]
    done = subprocess.run(failing, env=user.env, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_encoding_without_the_symbols_is_no_error(user: User, encoding: str) -> None:
    """Where the encoding has no arrow a question mark does."""
    write(user.journal, started(ago(60), session="a"))
    done = user.type("status", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("? HEAT")


def test_bad_settings_are_told_and_the_session_starts(user: User) -> None:
    """A line on stderr for each bad key of config.toml, and the session starts all the same."""
    (user.config / "config.toml").write_text('volume = 300\nskin_check = "no"\nvolum = 3\nheads_up = false\n')
    done = user.type("rehearse", "heat", "--detach")
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert [next(key for key in ("volum'", "volume", "skin_check") if key in line) for line in lines] == [
        "volume",
        "skin_check",
        "volum'",
    ]
    assert user.wait_for_keeper()


@pytest.mark.parametrize("text", ["volume = ", "\x00", "[volume]\n", "confirm = 3\n"])
def test_a_broken_settings_file_is_one_line(user: User, text: str) -> None:
    """A file that is no TOML, or has a table for a value, is told in one line, and does not stop a session."""
    (user.config / "config.toml").write_text(text)
    done = user.type("rehearse", "heat", "--detach")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1


def test_presets_check(user: User) -> None:
    """`presets check` says that a good file is good, and names each bad table in a line of its own: exit 0 and 2."""
    good, bad = user.config / "good.toml", user.config / "bad.toml"
    good.write_text('[evening]\nschedule = "heat 15m"\n[two]\nphases = [{ modality = "cold", minutes = 8 }]\n')
    bad.write_text('[evening]\nschedule = "heat 15m"\n[long]\nschedule = "heat 30m"\n[odd]\nschedule = "warm 3m"\n')
    done = user.type("presets", "check", str(good))
    assert (done.returncode, done.stdout, done.stderr) == (0, "2 presets, all good\n", "")
    done = user.type("presets", "check", str(bad))
    assert (done.returncode, done.stdout) == (2, "")
    assert [
        next(name for name in ("evening", "long", "odd") if f"{name}:" in line) for line in done.stderr.splitlines()
    ] == [
        "long",
        "odd",
    ]
    found = json_of(user.type("presets", "check", str(bad), "--json").stdout)
    assert [preset["id"] for preset in found["presets"]] == ["evening"]
    assert len(found["problems"]) == 2


def test_a_custom_preset_is_listed_shown_and_started(user: User) -> None:
    """A preset from presets.toml works wherever one is named; a bad neighbour is told and left out."""
    (user.config / "presets.toml").write_text(
        '[evening]\ntitle = "Evening"\nschedule = "heat 15m"\n[long]\nschedule = "heat 30m"\n'
    )
    listed = user.type("presets")
    assert "evening" in listed.stdout
    assert "long: " in listed.stderr
    assert (
        "heat 15m"
        in user.type("presets", "show", "even").stdout + user.type("presets", "show", "even", "--json").stdout
    )
    user.run("rehearse", "eve", "--detach")
    assert user.status()["preset"] == "evening"


def test_start_alone_repeats_the_last_real_session(user: User) -> None:
    """`start` without a preset starts the last one again, rehearsals left out."""
    worn(user.journal, "cold 10m", on_s=500, off_ago_s=9000)
    user.rehearse("heat 20m", speed=1)
    user.run("stop")
    user.run("start", "--yes", "--detach")
    assert user.status()["preset"] == "cold 10m"
