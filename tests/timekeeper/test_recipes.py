"""What docs/hooks.md says is so, and its recipes do what it says, against a stand-in for plug and push service."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.reading import read
from spasmtimer.schedule.session import Session
from spasmtimer.schedule.transitions import apply
from spasmtimer.settings import load
from spasmtimer.timekeeper.hooks import LIMIT_S, Hooks, environment
from spasmtimer.timekeeper.occasions import Hook, facts, hooks_for
from tests.schedule.helpers import Story, at, story
from tests.support.server import needs
from tests.timekeeper.test_hooks import Ear

DOC = (Path(__file__).parents[2] / "docs" / "hooks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
SCRIPTS = [text for kind, text in BLOCKS if kind == "sh"]
SETTINGS = [text for kind, text in BLOCKS if kind == "toml"]
PLUG, PHONE = SCRIPTS
MINUTE = 60.0


@dataclass
class StandIn:
    """A plug of either kind, or a push service: what came, and what the plug was left as."""

    port: int
    came: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    stuck: bool = False
    """The plug answers, and does nothing."""

    def answer(self, path: str) -> str:
        on = path.lower().endswith("on") or "turn=on" in path
        on = on != self.stuck
        return f'{{"POWER":"{"ON" if on else "OFF"}"}}' if "cm?" in path else f'{{"ison":{str(on).lower()}}}'


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """One that listens on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._take("")

        def do_POST(self) -> None:
            self._take(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _take(self, body: str) -> None:
            there.came.append((self.path, body))
            there.headers.append(dict(self.headers))
            answer = there.answer(self.path).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's own name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = StandIn(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield there
    server.shutdown()
    server.server_close()


def run(session: Story, settings: str, recipe: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Ear:
    """Run the hooks of a story as the settings in the docs have it, with the recipe where they look for it."""
    monkeypatch.setenv("HOME", str(folder))
    home = folder / ".config" / "spasmtimer"
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(settings)
    for name in ("plug.sh", "phone.sh"):
        (home / name).write_text(recipe)
        (home / name).chmod(0o755)
    loaded = load(home / "config.toml")
    assert loaded.problems == ()
    ear = Ear()
    hooks = Hooks(loaded.settings.hooks, ear)
    after: Session | None = None
    for event in session.events:
        before, after = after, apply(after, event)
        for hook in hooks_for(event, before, after):
            hooks.run(hook, facts(event, read(after, event.at)))
    assert hooks.close(60)
    return ear


def changed(text: str, **parts: str) -> str:
    """The recipe with other words at the marked places, as its user would change it."""
    for old, new in parts.items():
        pattern = rf"^{old}=\S+"
        assert len(re.findall(pattern, text, re.MULTILINE)) == 1
        text = re.sub(pattern, f"{old}={new}", text, flags=re.MULTILINE)
    return text


def table(first: str) -> list[str]:
    """The first column of the table with this heading."""
    rows = DOC.partition(f"| {first} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [re.findall(r"`([^`]+)`", row)[0] for row in rows]


def test_the_docs_name_every_hook_and_every_fact() -> None:
    """The tables are complete, in the order of the program, and the examples are settings that can be read."""
    assert table("hook") == list(Hook)
    known = facts(story().events[0], read(story().session, at(0)))
    names = list(environment("on_start", known))
    assert table("variable") == [names[-1], *names[:-1]]
    assert f"more than {LIMIT_S:.0f} seconds" in DOC


def test_every_example_can_be_read(tmp_path: Path) -> None:
    """Each piece of `config.toml` in the docs is understood, whole."""
    for number, text in enumerate(SETTINGS):
        path = tmp_path / f"{number}.toml"
        path.write_text(text)
        assert load(path).problems == ()


@needs("sh", "curl", "grep")
@pytest.mark.parametrize(
    ("kind", "on", "off"),
    [
        ("tasmota", "/cm?cmnd=Power1%20On", "/cm?cmnd=Power1%20Off"),
        ("shelly", "/relay/0?turn=on&timer=1500", "/relay/0?turn=off"),
    ],
)
def test_the_plug_is_on_only_while_heat_is_wanted(
    stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, on: str, off: str
) -> None:
    """The plug is on while heat is, never before heat that waits is confirmed, and off at last."""
    recipe = changed(PLUG, plug=f"127.0.0.1:{stand_in.port}", kind=kind)
    session = story("heat 20m, cold 20m, x2").go(5 * MINUTE).do(Command.PAUSE).go(6 * MINUTE).do(Command.RESUME)
    session.go(45 * MINUTE).do(Command.CONFIRM).go(70 * MINUTE).do(Command.STOP)
    failed = run(session, SETTINGS[1], recipe, tmp_path, monkeypatch)
    asked = ["on" if path == on else "off" for path, _ in stand_in.came]
    assert {path for path, _ in stand_in.came} == {on, off}
    #                start pause  resume  ice   called confirmed ice stop
    assert asked == ["on", "off", "on", "off", "off", "on", "off", "off"]
    assert failed == []


@needs("sh", "curl", "grep")
def test_the_plug_stays_off_in_a_rehearsal(stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no pack is on, nothing is switched on."""
    session = story("heat 20m, cold 20m", speed=60).go(20 * MINUTE)
    assert run(session, SETTINGS[1], changed(PLUG, plug=f"127.0.0.1:{stand_in.port}"), tmp_path, monkeypatch) == []
    assert {path for path, _ in stand_in.came} == {"/cm?cmnd=Power1%20Off"}


@needs("sh", "curl", "grep")
def test_a_plug_that_does_not_obey_is_told(stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plug that answers something else, or is not there, makes the hook fail in its time."""
    session = story("heat 20m")
    stand_in.stuck = True
    for address in (f"127.0.0.1:{stand_in.port}", "127.0.0.1:9"):
        (failed,) = run(session, SETTINGS[1], changed(PLUG, plug=address), tmp_path, monkeypatch)
        assert failed[0] == "on_start"
        assert "exit code 1" in failed[1]
    assert "curl" in failed[1], "the reason is curl's own"


@needs("sh", "curl")
def test_the_phone_hears_every_call(stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call arrives with what to do, and an overdue one more urgently; what cannot be sent is a failure."""
    recipe = changed(PHONE, topic=f"http://127.0.0.1:{stand_in.port}/topic")
    session = story("heat 20m, cold 20m").sleep(34 * MINUTE).catch_up()
    assert run(session, SETTINGS[2], recipe, tmp_path, monkeypatch) == []
    sentence = "Take the heat off. Put the ice on. Press Enter when it is done."
    assert stand_in.came == [("/topic", sentence)] * 2
    assert [(each["Title"], each["Priority"]) for each in stand_in.headers] == [
        ("Overdue", "urgent"),
        ("spasmtimer", "high"),
    ]
    refused = run(session, SETTINGS[2], changed(PHONE, topic="http://127.0.0.1:9/topic"), tmp_path, monkeypatch)
    assert [name for name, _ in refused] == ["on_overdue", "on_switch"]
