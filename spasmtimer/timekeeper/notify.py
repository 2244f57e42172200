"""`python -P -m spasmtimer.timekeeper.notify [--probe]`: shows one notification on the desktop, and says how that went.

A process of its own, because a D-Bus that hangs would block whoever asks it. It gives up by itself.
The request comes on standard input as a JSON object: `title`, `body`, `urgency` (`normal` or `critical`) and `replaces`
(the id of the notification that this one takes the place of, or 0). The answer is one line of JSON: `ok`, `id`, `why`
and `server`; `ok` is the desktop's own word, never a guess. With `--probe` it only asks who would show one.
"""

from __future__ import annotations

import html
import json
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

from .sessionbus import ADDRESS, FAULTS, find_session_bus, plainly

ANSWER_S = 4.0
"""How long the desktop may take, which may have to start its server first; 5 ms is usual."""

SHOWN_MS = {"normal": 60_000, "critical": 0}
"""How long it stays on the screen, for desktops that let themselves be told: a heads-up for the minute it speaks of;
0: until somebody answers it."""

LEVEL = {"normal": 1, "critical": 2}

APPLESCRIPT = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")
"""The words come as arguments, so that no quote in them can become part of the script."""

Request = dict[str, Any]
Answer = dict[str, Any]


def over_dbus(request: Request | None) -> Answer:
    """Linux: org.freedesktop.Notifications. None as the request: a probe. Raises what jeepney raises."""
    address = find_session_bus()
    if address is None:
        return {"why": FAULTS[ADDRESS]}
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    name = "org.freedesktop.Notifications"
    server = DBusAddress("/org/freedesktop/Notifications", bus_name=name, interface=name)
    with open_dbus_connection(address) as bus:

        def call(method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
            message = new_method_call(server, method, signature, body)
            reply: tuple[Any, ...] = unwrap_msg(bus.send_and_get_reply(message, timeout=ANSWER_S))
            return reply

        if request is None:
            who, _, version, _ = call("GetServerInformation")
            return {"ok": True, "server": f"{who} {version}"}
        (capabilities,) = call("GetCapabilities")
        (shown,) = call("Notify", "susssasa{sv}i", _arguments(request, markup="body-markup" in capabilities))
        return {"ok": True, "id": shown}


def _arguments(request: Request, *, markup: bool) -> tuple[Any, ...]:
    """What `Notify` takes; a body that is read as markup is written as such."""
    urgency = request["urgency"]
    body = html.escape(request["body"], quote=False) if markup else request["body"]
    hints = {
        "urgency": ("y", LEVEL[urgency]),
        "category": ("s", "x-spasmtimer.call"),
        "suppress-sound": ("b", True),  # the cue is the sound
        "transient": ("b", urgency == "normal"),  # what was for that minute only needs no place in a list
    }
    return ("spasmtimer", request["replaces"], "", request["title"], body, [], hints, SHOWN_MS[urgency])


def by_osascript(request: Request | None) -> Answer:
    """macOS, never tried there. It cannot say whether the user lets notifications through. Raises OSError."""
    import subprocess  # 10 ms that Linux need not pay

    if request is None:
        return {"ok": True, "server": "osascript"}
    script = [word for line in APPLESCRIPT for word in ("-e", line)]
    command = ["osascript", *script, request["title"], request["body"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {"ok": True} if done.returncode == 0 else {"why": done.stderr.strip() or f"osascript: {done.returncode}"}


def nowhere(request: Request | None) -> Answer:
    """Windows and whatever else."""
    return {"why": f"there are no desktop notifications on {sys.platform} yet"}


WAYS: dict[str, Callable[[Request | None], Answer]] = {"linux": over_dbus, "darwin": by_osascript}


def main(arguments: list[str]) -> int:
    """Reads the request, answers, and returns an exit code: 0 when the desktop took it."""
    text = None if "--probe" in arguments else sys.stdin.read()
    found: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    threading.Thread(target=lambda: found.put(_try(text)), daemon=True).start()  # which a bus may keep for good
    try:
        answer = found.get(timeout=ANSWER_S)
    except queue.Empty:
        answer = {"why": f"the desktop gave no answer within {ANSWER_S:g} s"}
    answer = {"ok": False, "id": None, "why": None, "server": None} | answer
    print(json.dumps(answer), flush=True)
    return 0 if answer["ok"] else 1


def _try(text: str | None) -> Answer:
    try:
        request = None if text is None else _checked(json.loads(text))
        return WAYS.get(sys.platform, nowhere)(request)
    except Exception as error:  # whatever it was: whoever waits gets an answer
        return {"why": plainly(str(error) or type(error).__name__)}


def _checked(request: Any) -> Request:
    kinds = {"title": str, "body": str, "urgency": str, "replaces": int}
    whole = isinstance(request, dict) and all(isinstance(request.get(key), kind) for key, kind in kinds.items())
    if not whole or request["urgency"] not in LEVEL:
        raise ValueError("the request needs a title, a body, an urgency (normal or critical) and an id to replace")
    return dict(request)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
