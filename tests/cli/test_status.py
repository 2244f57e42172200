"""What `status` says, for programs and for people."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from datetime import datetime, timedelta
from typing import Any

import pytest

from spasmtimer.schedule import events as ev
from tests.journal.living import User, ago, json_of, started, write

KEYS = ["state", "preset", "rehearsal", "phase", "next", "waiting_for", "session", "exposure_s", "unconfirmed_s"]
KEYS += ["timekeeper", "sound", "awake", "saved"]
INNER = {
    "phase": [
        "index",
        "count",
        "round",
        "rounds",
        "modality",
        "planned_s",
        "elapsed_s",
        "remaining_s",
        "overdue_s",
    ],
    "next": ["modality", "at"],
    "session": ["id", "started_at", "ends_at", "remaining_s", "pain_before"],
    "exposure_s": ["heat", "cold"],
    "timekeeper": ["alive", "pid"],
    "sound": ["player", "ok", "doubt", "muted"],
}


def status(user: User) -> dict[str, Any]:
    found: dict[str, Any] = json_of(user.run("status", "--json"))
    assert list(found) == KEYS
    for name, keys in INNER.items():
        assert found[name] is None or list(found[name]) == keys
    return found


def begin(user: User, *acts: ev.Event, text: str = "heat 15m, cold 10m, x2", age: float = 120) -> None:
    write(user.journal, started(ago(age), text, session="a"), *acts)


def test_idle(user: User) -> None:
    """Idle, preset, phase, next and session are null and all else is there; so it is again when a session has ended."""
    for _ in range(2):
        found = status(user)
        assert found["state"] == "idle"
        assert all(found[key] is None for key in ("preset", "phase", "next", "session", "waiting_for"))
        assert found["exposure_s"] == {"heat": 0.0, "cold": 0.0}
        assert found["timekeeper"] == {"alive": False, "pid": None}
        assert (found["rehearsal"], found["unconfirmed_s"], found["saved"]) == (False, 0.0, True)
        begin(user, ev.Stopped(ago(1)))


def test_running(user: User) -> None:
    """Running, the phase counts, what comes next has its time, and the session's end includes planned changeovers."""
    begin(user)
    found = status(user)
    phase, session = found["phase"], found["session"]
    assert (found["state"], found["preset"], found["waiting_for"]) == ("running", "heat 15m, cold 10m, x2", None)
    assert (phase["index"], phase["count"], phase["round"], phase["rounds"]) == (1, 4, 1, 2)
    assert (phase["modality"], phase["planned_s"], phase["overdue_s"]) == ("heat", 900.0, 0.0)
    assert phase["elapsed_s"] == pytest.approx(120, abs=15)
    assert phase["elapsed_s"] + phase["remaining_s"] == pytest.approx(900, abs=0.01)
    assert session["remaining_s"] == pytest.approx(3000 + 180 - phase["elapsed_s"], abs=0.01)
    begun = datetime.fromisoformat(session["started_at"])
    assert begun.utcoffset() is not None
    assert found["next"]["modality"] == "cold"
    assert abs(datetime.fromisoformat(found["next"]["at"]) - begun - timedelta(minutes=15)) <= timedelta(seconds=1)
    assert abs(datetime.fromisoformat(session["ends_at"]) - begun - timedelta(minutes=53)) <= timedelta(seconds=1)
    assert found["exposure_s"] == {"heat": phase["elapsed_s"], "cold": 0.0}
    assert found["unconfirmed_s"] == 0.0


def test_swapping(user: User) -> None:
    """Swapping, `phase` is the one that ended; before a heat after cold everything waits for a confirm."""
    begin(user, ev.Skipped(ago(90)), ev.Confirmed(ago(80)), ev.Skipped(ago(20)))
    found = status(user)
    assert (found["state"], found["waiting_for"]) == ("swapping", "confirm")
    assert (found["phase"]["index"], found["phase"]["modality"], found["phase"]["remaining_s"]) == (2, "cold", 0.0)
    assert found["next"] == {"modality": "heat", "at": None}
    assert found["session"]["ends_at"] is None
    assert found["exposure_s"] == {"heat": pytest.approx(30, abs=0.1), "cold": pytest.approx(60, abs=0.1)}


def test_paused(user: User) -> None:
    """Paused, the pack is off and its time stands still; everything waits for a resume."""
    begin(user, ev.Paused(ago(20)))
    found = status(user)
    assert (found["state"], found["waiting_for"]) == ("paused", "resume")
    assert found["phase"]["elapsed_s"] == pytest.approx(100, abs=0.1)
    assert found["next"] == {"modality": "cold", "at": None}
    assert found["session"]["ends_at"] is None
    assert found["session"]["remaining_s"] > 0


def test_alarming(user: User) -> None:
    """Alarming, nothing follows, the session waits for an ack, and what nobody answered is unconfirmed."""
    due = ago(60)
    write(user.journal, started(due.plus(-900), "heat 15m", session="a"), ev.PhaseEnded(due, due=due))
    found = status(user)
    assert (found["state"], found["waiting_for"], found["next"]) == ("alarming", "ack", None)
    assert found["session"]["ends_at"] is None
    assert found["session"]["remaining_s"] == 0.0
    assert found["exposure_s"]["heat"] == pytest.approx(900, abs=0.1)
    assert 60 <= found["unconfirmed_s"] < 90


def test_pain_and_rehearsal(user: User) -> None:
    """The pain given at the start is told, and a rehearsal is marked."""
    user.run("start", "heat", "--pain", "6", "--yes", "--detach")
    found = status(user)
    assert (found["session"]["pain_before"], found["rehearsal"], found["preset"]) == (6, False, "recurring")
    assert found["timekeeper"]["alive"]
    assert isinstance(found["timekeeper"]["pid"], int)
    user.run("stop")
    user.rehearse("cold 10m", speed=2)
    assert status(user)["rehearsal"] is True


def test_a_status_that_finds_nobody_keeping_the_time_says_so_and_mends_it(user: User) -> None:
    """Finding no timekeeper, status tells it at once and starts one."""
    begin(user)
    assert "Nobody keeps the time" in user.run("status")
    pid = user.wait_for_keeper()
    assert status(user)["timekeeper"] == {"alive": True, "pid": pid}
    assert "Nobody" not in user.run("status")


@pytest.mark.parametrize(
    ("template", "idle", "paused"),
    [
        ("{state}", "idle", "paused"),
        ("{word}|{symbol}", "|", "PAUSED|▲"),
        ("{modality} {round}/{rounds}", " /", "heat 1/2"),
        ("{remaining} {elapsed}", " ", "13:20 1:40"),
        ("{next}{next_at}{ends_at}", "", "ICE"),
        ("{preset}", "", "heat 15m, cold 10m, x2"),
        ("{{}}", "{}", "{}"),
        ("plain", "plain", "plain"),
        ("", "", ""),
    ],
)
def test_a_template_is_filled(user: User, template: str, idle: str, paused: str) -> None:
    """`--format` fills each field, with nothing where there is nothing to say."""
    assert user.run("status", "--format", template) == f"{idle}\n"
    begin(user, ev.Paused(ago(20)))
    assert user.run("status", "--format", template) == f"{paused}\n"


def test_waybar(user: User) -> None:
    """`--waybar` is one line of JSON with text, tooltip, class and percentage; nothing shows when nothing runs."""
    assert json_of(user.run("status", "--waybar")) == {"text": "", "tooltip": "", "class": "idle", "percentage": 0}
    begun = ago(120)
    write(user.journal, started(begun, "heat 15m, cold 10m, x2", session="a"), ev.Paused(begun.plus(90)))
    found = json_of(user.run("status", "--waybar"))
    assert list(found) == ["text", "tooltip", "class", "percentage"]
    assert found["text"] == "▲ PAUSED 13:30"
    assert found["class"] == ["paused", "heat"]
    assert found["percentage"] == 10


@pytest.mark.parametrize(("ended_by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_follow_tells_every_change_until_it_is_ended(user: User, ended_by: signal.Signals, code: int) -> None:
    """`--follow` prints a line at once and one for each change, and ends quietly by signal."""
    with user.open("status", "--json", "--follow", stdout=subprocess.PIPE) as process:
        assert json.loads(process.stdout.readline())["state"] == "idle"
        begin(user)
        assert json.loads(process.stdout.readline())["state"] == "running"
        user.run("pause")
        while json.loads(process.stdout.readline())["state"] != "paused":
            pass
        process.send_signal(ended_by)
        _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (code, "")


def test_follow_ends_when_its_reader_has_gone(user: User) -> None:
    """`status --follow | head -1` ends by itself at the next change, without a traceback."""
    begin(user)
    reading, writing = os.pipe()
    with user.open("status", "--format", "{elapsed}", "--follow", stdout=writing) as process:
        os.close(writing)
        assert os.read(reading, 100)
        os.close(reading)
        _, errors = process.communicate(timeout=20)
        assert errors == ""
        assert process.returncode in (141, -signal.SIGPIPE)


@pytest.mark.parametrize(
    "template", ["{nothing}", "{state.__class__}", "{word[a]}", "{state:99999999999}", "{word!r}", "{"]
)
def test_a_template_has_plain_fields_only(user: User, template: str) -> None:
    """What is no field's plain name is refused with the list of fields, also while nothing runs: exit 2."""
    done = user.type("status", "--format", template)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
