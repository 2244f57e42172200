"""What the terminal at hand can do beyond text: ring for somebody far away, show a notification beside its window.

A terminal is known by what it writes into the environment of its programs; nothing is asked of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from msgspec import Struct

Env = Mapping[str, str]

OSC9, OSC99 = "osc9", "osc99"

TITLE_MOST, BODY_MOST = 60, 200
"""Characters of a notification; desktops show about as many."""

WISHES = {"off": None, OSC9: OSC9, OSC99: OSC99}
"""The values of the setting `terminal_notifications` that look at no terminal."""

SSH = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
"""What sshd sets for a login (ssh(1), ENVIRONMENT); mosh, which begins with ssh, hands it on."""


class Terminal(Struct, frozen=True):
    """Where a view is shown."""

    remote: bool = False
    """Whether the person sits before another machine: what sounds here, they do not hear."""

    host: str = ""
    """This machine's name."""

    notes: str | None = None
    """How it shows a notification: `osc9` or `osc99`; None: not at all, as far as is known."""

    tmux: bool = False
    """Whether tmux is in between, and has to be told to hand a sequence on."""


class Row(Struct, frozen=True):
    """One way to know a terminal."""

    name: str
    variable: str
    test: Callable[[str], bool]
    notes: str | None


def _is(*names: str) -> Callable[[str], bool]:
    return lambda value: value in names


def _begins(start: str) -> Callable[[str], bool]:
    return lambda value: value.startswith(start)


TABLE: tuple[Row, ...] = (
    # Both read OSC 9 as orders, "4" as a progress bar: ConEmu's own, conemu.github.io/en/AnsiEscapeCodes.html, taken
    # over by Windows Terminal. First, since WSL starts other systems with the variables of this one.
    Row("Windows Terminal", "WT_SESSION", bool, None),
    Row("ConEmu", "ConEmuPID", bool, None),
    # TERM and TERM_PROGRAM are the terminal's own, and ssh carries TERM along.
    # OSC 99: sw.kovidgoyal.net/kitty/desktop-notifications
    Row("kitty", "TERM", _begins("xterm-kitty"), OSC99),
    # OSC 9: ghostty.org/docs/vt/osc/9; the names: ghostty.org/docs/help/terminfo and /features/ssh
    Row("Ghostty", "TERM", _begins("xterm-ghostty"), OSC9),
    Row("Ghostty", "TERM_PROGRAM", _is("ghostty"), OSC9),
    # OSC 9: foot-ctlseqs(7); TERM is foot, foot-extra or foot-direct
    Row("foot", "TERM", _begins("foot"), OSC9),
    # OSC 9: wezterm.org/config/lua/config/notification_handling.html; TERM, if wished for: …/config/term.html
    Row("WezTerm", "TERM_PROGRAM", _is("WezTerm"), OSC9),
    Row("WezTerm", "TERM", _begins("wezterm"), OSC9),
    # OSC 9: iterm2.com/documentation-escape-codes.html; ssh may carry LC_TERMINAL along, as iTerm2's own
    # shell_integration.zsh says
    Row("iTerm2", "TERM_PROGRAM", _is("iTerm.app"), OSC9),
    Row("iTerm2", "LC_TERMINAL", _is("iTerm2"), OSC9),
    # Within tmux the names above are tmux's, and these are left; last, since they outlive a change of terminal.
    Row("kitty", "KITTY_WINDOW_ID", bool, OSC99),  # sw.kovidgoyal.net/kitty/glossary
    Row("WezTerm", "WEZTERM_PANE", bool, OSC9),  # wezterm.org/cli/cli
    Row("Ghostty", "GHOSTTY_RESOURCES_DIR", bool, OSC9),  # ghostty.org/docs/features/shell-integration
)
"""The first row that fits counts; a terminal that none fits gets the bell alone."""

MULTIPLEXERS: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    # variable, test, which: the innermost would be the one to talk to, and nobody can tell; tmux sets both of its own.
    ("TMUX", bool, "tmux"),
    ("STY", bool, "screen"),
    ("ZELLIJ", bool, "zellij"),
    ("TERM", _begins("tmux"), "tmux"),
    ("TERM_PROGRAM", _is("tmux"), "tmux"),
    ("TERM", _begins("screen"), "screen"),  # over ssh it may be an old tmux: not known, so nothing
)


def here(wish: str) -> Terminal:
    """The terminal that this program was started in; `wish` is the setting `terminal_notifications`."""
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return at_hand(os.environ, wish, host)


def at_hand(env: Env, wish: str = "auto", host: str = "") -> Terminal:
    """What is known of a terminal by the environment it gives its programs. `wish`: `auto`, `osc9`, `osc99`, `off`."""
    between = _multiplexer(env)
    notes = WISHES[wish] if wish in WISHES else _notes(env)
    return Terminal(
        remote=any(env.get(variable) for variable in SSH),
        host=host,
        notes=notes if between in (None, "tmux") else None,
        tmux=between == "tmux",
    )


def note(terminal: Terminal, title: str, body: str, number: int = 0) -> str:
    """The sequence that has the terminal show a notification; empty where it cannot.

    `number` is which one: with the same one again, kitty would only change what it shows already.
    """
    title, body = _harmless(title, TITLE_MOST), _harmless(body, BODY_MOST)
    if terminal.notes == OSC99:
        sequence = _osc(f"99;i=spasmtimer-{number}:d=0;{title}") + _osc(f"99;i=spasmtimer-{number}:p=body;{body}")
    elif terminal.notes == OSC9:
        # The name in front: OSC 9 has no title, and a digit there would be one of ConEmu's orders.
        sequence = _osc(f"9;spasmtimer: {title}. {body}")
    else:
        return ""
    return _through_tmux(sequence) if terminal.tmux else sequence


def _multiplexer(env: Env) -> str | None:
    return next((which for variable, fits, which in MULTIPLEXERS if fits(env.get(variable, ""))), None)


def _notes(env: Env) -> str | None:
    return next((row.notes for row in TABLE if row.test(env.get(row.variable, ""))), None)


def _harmless(text: str, most: int) -> str:
    """On one line, with nothing in it that a terminal would obey, and not too long."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def _osc(text: str) -> str:
    return f"\x1b]{text}\x1b\\"


def _through_tmux(sequence: str) -> str:
    """tmux(1), allow-passthrough: handed on if the user has turned that on, and dropped if not."""
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"
