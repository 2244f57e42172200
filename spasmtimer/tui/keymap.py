"""The user's own keys: the `[keys]` of config.toml, checked against the table of commands. Pure.

A command is named by its id; the keys given for it take the place of its own. Enter, Escape and Ctrl+C stay what they
are wherever they mean something, beside what is given, so that nobody can lose the way to confirm or to leave. An entry
that names no command, or a key that something else has on the same screen, is told and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations

from msgspec import Struct, field
from msgspec.structs import replace
from textual.binding import Binding
from textual.keys import Keys, format_key

from .commands import TABLE, Entry, Where, binding_id

KEPT = ("enter", "escape", "ctrl+c")
"""Keys that no command loses."""

FILE = "config.toml: [keys] "
"""Where to look, before each problem."""

PALETTE = "ctrl+p"
"""The palette's key, which is Textual's own."""

QUESTIONS = frozenset(
    {Where.SOUND, Where.STOP, Where.QUIT, Where.RESTART, Where.PAIN, Where.SIGNS, Where.HELP, Where.GUIDE, Where.DAY}
)
"""What covers a screen: there the keys from everywhere do not work."""

OPPOSITES = (
    *(frozenset({"confirm", "resume"}), frozenset({"pause", "resume"}), frozenset({"mute", "unmute"})),
    *(frozenset({"guide-read", "guide-page-down"}), frozenset({"day-choose", "day-done"})),
)
"""Commands that are never possible at the same moment, and may share a key."""

NAMED = frozenset(key.value.rpartition("+")[2] for key in Keys if key.value[0] != "<") - {"return"}
MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
NAMES = {"enter": "Enter", "escape": "Esc", "space": "Space", "backspace": "Backspace", "tab": "Tab"}


class Keymap(Struct, frozen=True):
    """What can be done, with the keys that do it."""

    table: tuple[Entry, ...] = TABLE
    bindings: Mapping[str, str] = field(default_factory=dict)
    """Which binding has which keys, for Textual; all of them or none, since it drops others that share a key."""

    problems: tuple[str, ...] = ()

    def entries(self, *places: Where) -> Iterator[Entry]:
        """What can be done in these places, in the order of the footer."""
        return (entry for entry in self.table if entry.where in places)

    def named(self, name: str) -> Entry:
        """The entry of this id."""
        return next(entry for entry in self.table if entry.id == name)

    def shown(self, binding: Binding) -> str:
        """What the footer calls a binding's key; nothing for a binding that is not of the table."""
        return next((entry.shown or key_name(binding.key) for entry in self.table if entry.id == binding.id), "")


def key_name(key: str) -> str:
    """What people call a key: `F2`, `?`, `Ctrl+A`."""
    *modifiers, last = key.split("+")
    name = NAMES.get(last) or format_key(last)
    return "+".join([*(each.capitalize() for each in modifiers), name.capitalize() if len(name) > 1 else name])


def keymap(wanted: Mapping[str, str]) -> Keymap:
    """The keys of the table, changed as far as that is possible."""
    problems: list[str] = []
    given: dict[str, tuple[str, ...]] = {}
    for name, text in wanted.items():
        entry = next((entry for entry in TABLE if entry.id == name and _has_own_keys(entry)), None)
        if entry is None:
            problems.append(f"{FILE}there is no command '{name}' that could have other keys; {_meant(name)}")
        elif wrong := _wrong(keys := _keys(text)):
            problems.append(f"{FILE}{name} = '{text}': {wrong}; it is left out")
        else:
            given[name] = keys
    while clash := _clash(table := tuple(_changed(entry, given) for entry in TABLE), given):
        name, problem = clash
        problems.append(f"{FILE}{name} = '{wanted[name]}': {problem}; it is left out")
        del given[name]
    return Keymap(table, dict(_for_textual(table)) if given else {}, tuple(problems))


def _has_own_keys(entry: Entry) -> bool:
    """Whether it can have others: not what is in the palette only, nor what stands for a row of digits."""
    return bool(entry.keys) and "{key}" not in entry.action


def _meant(name: str) -> str:
    near = get_close_matches(name, [entry.id for entry in TABLE if _has_own_keys(entry)], 1)
    return f"is it '{near[0]}'?" if near else "docs/reference.md names them"


def _keys(text: str) -> tuple[str, ...]:
    """The keys as Textual calls them, each once; none where a comma has nothing beside it."""
    words = [word.strip() for word in text.split(",")]
    if not all(words):
        return ()
    named = [word if len(word) == 1 else word.lower() for word in words]
    return tuple(dict.fromkeys(binding.key for binding in Binding.make_bindings([Binding(",".join(named), "")])))


def _wrong(keys: tuple[str, ...]) -> str:
    if not keys:
        return "write a key, or several with commas between them"
    for key in keys:
        *modifiers, last = key.split("+")
        if not set(modifiers) <= MODIFIERS or not (len(last) == 1 or last in NAMED or len(format_key(last)) == 1):
            return f"there is no key '{key}'"
    return ""


def _changed(entry: Entry, given: Mapping[str, tuple[str, ...]]) -> Entry:
    if entry.id not in given:
        return entry
    keys = dict.fromkeys((*given[entry.id], *(key for key in entry.keys if key in KEPT)))
    return replace(entry, keys=tuple(keys), shown=key_name(next(iter(keys))))


def _clash(table: tuple[Entry, ...], given: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """The first entry of the user's that cannot be, and why."""
    for entry in table:
        if entry.id in given and PALETTE in entry.keys:
            return entry.id, "Ctrl+P opens the palette"
    for one, other in combinations(table, 2):
        mine = other if other.id in given else one
        if mine.id not in given or not _meet(one, other):
            continue
        theirs = one if mine is other else other
        if shared := set(one.keys) & set(other.keys):
            return mine.id, f"{key_name(min(shared))} is '{theirs.label}' {theirs.where.value}"
    return None


def _meet(one: Entry, other: Entry) -> bool:
    """Whether both can be possible at the same moment."""
    if frozenset({one.id, other.id}) in OPPOSITES:
        return False
    places = {one.where, other.where}
    return len(places) == 1 or (Where.EVERYWHERE in places and not places & QUESTIONS)


def _for_textual(table: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """For each binding's id its keys. A binding whose own key is gone does the same as its command's first."""
    for now, before in zip(table, TABLE, strict=True):
        for number, key in enumerate(before.keys):
            changed = ",".join(now.keys) if number == 0 else now.keys[0]
            yield binding_id(before, key), key if now.keys == before.keys else changed
