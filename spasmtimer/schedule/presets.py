"""The named schedules, as data, and how one may be adjusted before it starts.

The minutes and where they come from: the article the program follows gives minutes only for `contrast`; the others are
from NHS leaflets and hospital pages, at the cautious end (docs/sources.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from .exposure import BUDGET_S, CEILING_S, excess
from .notation import MOST_PHASES, NotationError, parse
from .phases import PACKS, Modality, Schedule, repeated, rounds_of
from .routine import MORNING

MOST_ROUNDS = 3
"""Of heat and ice in turn. 'Repeating the cycle three times' may mean three or four; this is the cautious reading."""


class Preset(Struct, frozen=True):
    """A named schedule and when to use it."""

    id: str
    title: str
    when: str
    """For whom, in one line."""

    schedule: Schedule
    alias: str = ""
    source: str = ""
    """What its minutes rest on."""

    custom: bool = False
    """Whether it is the user's own."""


class UnknownPreset(ValueError):
    """No preset has this name; the message suggests one."""


class Refused(ValueError):
    """The schedule would keep heat or cold on for longer than is safe."""


PRESETS = (
    Preset(
        "new-injury",
        "New injury",
        "It has just happened: ice first, once, then let the skin rest.",
        parse("cold 15m"),
        alias="ice",
        source="The article says ice first and gives no minutes; 10 to 20 minutes of cold: S1 to S4.",
    ),
    Preset(
        "recurring",
        "Recurring pain",
        "Pain that keeps coming back, or has lasted for days: warmth.",
        parse("heat 20m"),
        alias="heat",
        source="The article says heat and gives no minutes; 10 to 20 minutes of heat: S4 to S6.",
    ),
    Preset(
        "contrast",
        "Intense spasms",
        "Strong spasms, three days on or later: heat and ice in turn, as the article has it.",
        parse("heat 20m, cold 20m, x3"),
        alias="spasm",
        source="The article's own protocol, minutes as written; no guideline or trial behind them was found.",
    ),
    Preset(
        "ice-interval",
        "Ice with a break",
        "A new injury, and long cold is unpleasant: two short turns of ice.",
        parse("cold 10m, rest 10m, cold 10m"),
        source="Repeated periods of ten minutes are the best supported way of icing: S11, S12.",
    ),
    Preset(
        "morning",
        "Morning routine",
        "On good days, no packs: a few stretches, then sit-ups or curl-ups.",
        MORNING,
        source="The article's daily habit: some minutes of stretching and 10 to 20 sit-ups. Holds and tempo are ours.",
    ),
)


def find(name: str, presets: Iterable[Preset] = PRESETS) -> Preset:
    """The preset meant by an id, an alias, a unique beginning of either, or a schedule in the notation.

    Raises UnknownPreset (with a suggestion) and NotationError.
    """
    wanted, known = name.strip().lower(), tuple(presets)
    if "," in wanted or " " in wanted:
        schedule = parse(name)
        return Preset(name.strip(), "Your own", "As you wrote it.", schedule, custom=True)
    for preset in known:
        if wanted and wanted in (preset.id, preset.alias):
            return preset
    begins = [p for p in known if wanted and (p.id.startswith(wanted) or p.alias.startswith(wanted))]
    if len(begins) == 1:
        return begins[0]
    if begins:
        raise UnknownPreset(f"'{name}' may be {' or '.join(p.id for p in begins)}; write more of it")
    raise UnknownPreset(f"no preset is called '{name}'; {_suggestion(wanted, known)}")


def adjusted(
    schedule: Schedule,
    *,
    minutes: float | None = None,
    rounds: int | None = None,
    first: Modality | None = None,
) -> Schedule:
    """The schedule with every pack phase `minutes` long, `rounds` rounds, and heat or cold first.

    Raises NotationError where the change makes no sense for this schedule.
    """
    pattern = tuple(phase for phase in schedule if phase.round == 1)
    if minutes is not None:
        if not any(phase.modality.is_pack for phase in pattern):
            raise NotationError("--minutes is for heat and ice, and this preset has neither")
        if not minutes * 60 >= 1:
            raise NotationError(f"{minutes:g} minutes; a phase lasts at least 1s")
        pattern = tuple(
            replace(phase, planned_s=minutes * 60) if phase.modality.is_pack else phase for phase in pattern
        )
    if first is not None:
        pattern = _starting_with(first, pattern)
    count = rounds_of(schedule) if rounds is None else rounds
    if count < 1 or count * len(pattern) > MOST_PHASES:
        raise NotationError(f"{count} rounds; give 1 or more, and at most {MOST_PHASES} phases in all")
    return repeated(pattern, count)


def check(schedule: Schedule) -> None:
    """Raises Refused where the schedule is not safe by itself, with what would be."""
    packs = [modality for modality, _ in groupby(p.modality for p in schedule if p.modality.is_pack)]
    turns = -(-len(packs) // len(PACKS))
    if turns > MOST_ROUNDS:
        raise Refused(f"heat and ice in turn {turns} times; {MOST_ROUNDS} at most")
    over = excess(schedule)
    if over is not None:
        raise Refused(
            f"{over.modality.word} would be on for {over.total_s / 60:g} minutes; {CEILING_S / 60:g} at most,"
            " or 10 minutes off in between"
        )
    for pack in PACKS:
        total = sum(phase.planned_s for phase in schedule if phase.modality is pack)
        if total > BUDGET_S:
            raise Refused(f"{pack.word} would be on for {total / 60:g} minutes in all; {BUDGET_S / 60:g} in 24 hours")


def _starting_with(first: Modality, pattern: Schedule) -> Schedule:
    modalities = [phase.modality for phase in pattern]
    if first not in modalities:
        raise NotationError(f"--first {first}: this preset has no {first}")
    begin = modalities.index(first)
    return pattern[begin:] + pattern[:begin]


def _suggestion(wanted: str, known: tuple[Preset, ...]) -> str:
    import difflib  # only a slip of the finger needs it

    names = {name: preset.id for preset in known for name in (preset.id, preset.alias) if name}
    close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"there are {', '.join(preset.id for preset in known)}"
