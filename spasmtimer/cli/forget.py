"""`spasmtimer forget`: what is kept of a person on this machine, and how to be rid of it."""

from __future__ import annotations

import argparse

from ..control import Control, Fact, Kept
from ..guidance.day import named
from ..guidance.episode import (
    Advised,
    EpisodeBegan,
    EpisodeCorrected,
    EpisodeEnded,
    HealthConfirmed,
)
from ..guidance.trying import DayChecked, DayReviewed
from ..streams import can_ask
from .episode import in_answers
from .exits import Exit, Failure
from .opening import control


def forget(options: argparse.Namespace) -> int:
    """Shows what is kept; deletes it after a yes."""
    with control() as opened:
        if options.yes:
            return _delete(opened, sessions=options.sessions)
        kept = opened.kept()
        print(*_lines(kept, sessions=options.sessions), sep="\n")
        if not kept.told and not (options.sessions and kept.sessions):
            return Exit.DONE
        if not can_ask():
            raise Failure("nothing was deleted; add --yes to delete this", Exit.USAGE)
        if not _agreed():
            print("Nothing was deleted.")
            return Exit.DONE
        return _delete(opened, sessions=options.sessions)


def _delete(opened: Control, *, sessions: bool) -> int:
    opened.forget(sessions=sessions)
    print("Deleted: what you told, and the sessions." if sessions else "Deleted: what you told. The sessions stay.")
    for line in _beside(opened.kept()):
        print(line)
    return Exit.DONE


def _agreed() -> bool:
    try:
        return input("Delete this? yes/no ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


def _lines(kept: Kept, *, sessions: bool) -> list[str]:
    """What is kept, and what of it would be deleted."""
    lines = [f"  {_line(each.fact)}" for each in kept.told]
    lines.insert(0, "You told, and only this machine knows:" if lines else "Nothing that you told is kept.")
    if kept.sessions:
        deleted = "deleted, too" if sessions else "they stay, unless you add --sessions"
        lines.append(f"Sessions: {kept.sessions}; {deleted}.")
    return [*lines, *_beside(kept)]


def _beside(kept: Kept) -> list[str]:
    """What is never deleted here."""
    return [f"Set aside as damaged, and not touched; delete it yourself: {path}" for path in kept.aside]


def _line(fact: Fact | None) -> str:
    if fact is None:
        return "Something that a newer spasmtimer wrote."
    return f"{fact.at.wall:%Y-%m-%d %H:%M}  {_what(fact)}"


def _what(fact: Fact) -> str:
    if isinstance(fact, EpisodeBegan | EpisodeCorrected):
        kind = "An episode began" if isinstance(fact, EpisodeBegan) else "Corrected: it began"
        return f"{kind} {fact.began.wall:%Y-%m-%d %H:%M}: {in_answers(fact)}."
    if isinstance(fact, HealthConfirmed):
        return f"The list about skin and health: {', '.join(fact.items) or 'nothing ticked'}."
    if isinstance(fact, Advised):
        return f"Advised by row {fact.row}: {fact.preset or 'no session'}."
    if isinstance(fact, DayChecked):
        tried = " ".join(change.words for change in named(fact.changes))
        return f"Your day: {_pairs(fact.answers)}. To try: {tried or 'nothing.'}"
    if isinstance(fact, DayReviewed):
        return f"How it went: {_pairs(fact.kept)}."
    return "The episode ended." if isinstance(fact, EpisodeEnded) else "The episode was reopened."


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name} {answer}" for name, answer in pairs)
