"""`spasmtimer episode`: when the pain began, what it is like, and where that stands now."""

from __future__ import annotations

import argparse

from ..control import Control
from ..guidance.days import day_and_time
from ..guidance.episode import (
    Episode,
    EpisodeBegan,
    EpisodeCorrected,
    EpisodeEnded,
    EpisodeReopened,
    IllegalFact,
    Person,
)
from ..guidance.standing import in_words, where_now
from ..schedule.instant import Instant
from .exits import Exit
from .moment import moment
from .opening import control

NONE = "No episode is open. 'spasmtimer episode began 3' tells of one that began 3 hours ago."
REOPEN = "'spasmtimer episode reopened' opens it again."


def show(options: argparse.Namespace) -> int:
    """Where the episode stands."""
    with control() as opened:
        _say(opened.person(), opened.clock.now())
    return Exit.DONE


def began(options: argparse.Namespace) -> int:
    """An episode begins."""
    with control() as opened:
        now = opened.clock.now()
        answers = _answers(options)
        _say(opened.tell(EpisodeBegan(now, moment(options.when, now), **answers)), now)
        if options.swollen is None:
            print("Swollen, bruised, red or hot there? Then: 'spasmtimer episode corrected --swollen'")
    return Exit.DONE


def corrected(options: argparse.Namespace) -> int:
    """Other answers for the open episode; what is not given stays."""
    with control() as opened:
        now, episode = opened.clock.now(), _open(opened)
        answers = {name: getattr(episode.told, name) for name in ANSWERS} | _answers(options)
        at = moment(options.when, now) if options.when else episode.began
        _say(opened.tell(EpisodeCorrected(now, at, **answers)), now)
    return Exit.DONE


def ended(options: argparse.Namespace) -> int:
    """The pain has gone."""
    with control() as opened:
        opened.tell(EpisodeEnded(opened.clock.now()))
        print(f"The episode has ended. {REOPEN}")
    return Exit.DONE


def reopened(options: argparse.Namespace) -> int:
    """It had not gone."""
    with control() as opened:
        now = opened.clock.now()
        _say(opened.tell(EpisodeReopened(now)), now)
    return Exit.DONE


def forget(options: argparse.Namespace) -> int:
    """Deletes the last episode and what was advised in it, for good."""
    with control() as opened:
        last, now = opened.person().last, opened.clock.now()
        if last is None:
            raise IllegalFact("there is no episode to forget")
        opened.forget(episode_only=True)
        print(f"Forgotten: the episode that began {day_and_time(last.began.wall, now.wall)}.")
    return Exit.DONE


ANSWERS = tuple(name for name in EpisodeBegan.__struct_fields__ if name not in ("at", "began"))
"""What an episode is like: each yes or no."""

WORDS = {"swollen": "swollen", "intense": "intense", "recurring": "keeps coming back", "leg": "into one leg"}


def in_answers(told: EpisodeBegan | EpisodeCorrected) -> str:
    """What the episode is like, in words."""
    return ", ".join(word for name, word in WORDS.items() if getattr(told, name)) or "not swollen, not intense"


def _answers(options: argparse.Namespace) -> dict[str, bool]:
    return {name: getattr(options, name) for name in ANSWERS if getattr(options, name) is not None}


def _open(opened: Control) -> Episode:
    episode = opened.person().episode
    if episode is None:
        raise IllegalFact("no episode is open; tell when one began, or reopen the last one")
    return episode


def _say(person: Person, now: Instant) -> None:
    standing = where_now(person, now)
    if standing is None or person.episode is None:
        print(NONE)
        if person.last is not None and person.last.ended is not None:
            print(f"The last one ended {day_and_time(person.last.ended.wall, now.wall)}; {REOPEN}")
        return
    print(in_words(standing, now.wall))
    print(f"It began {day_and_time(person.episode.began.wall, now.wall)}: {in_answers(person.episode.told)}.")
    if standing.preset:
        print(f"The article suggests: spasmtimer start {standing.preset}")
