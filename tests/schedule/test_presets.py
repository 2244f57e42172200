"""The named schedules, how they are found and adjusted, and what is refused."""

import pytest

from spasmtimer.schedule.exposure import excess
from spasmtimer.schedule.notation import NotationError, parse, render
from spasmtimer.schedule.phases import Modality, Schedule
from spasmtimer.schedule.presets import PRESETS, Preset, Refused, UnknownPreset, adjusted, check, find

from .helpers import COLD, CONTRAST, HEAT, MOVE


@pytest.mark.parametrize(
    ("name", "alias", "schedule"),
    [
        ("new-injury", "ice", "cold 15m"),
        ("recurring", "heat", "heat 20m"),
        ("contrast", "spasm", "heat 20m, cold 20m, x3"),
        ("ice-interval", "", "cold 10m, rest 10m, cold 10m"),
    ],
)
def test_the_designs_presets(name: str, alias: str, schedule: str) -> None:
    """Each preset has exactly the minutes of the design, and its alias."""
    preset = find(name)

    assert (name, alias, schedule) == (preset.id, preset.alias, render(preset.schedule))


def test_the_morning_is_stretches_in_holds_and_then_sit_ups() -> None:
    """The morning routine has no pack, names each hold of half a minute, and ends with 10 of the article's sit-ups."""
    schedule = find("morning").schedule

    assert {MOVE} == {phase.modality for phase in schedule}
    assert all(phase.name for phase in schedule)
    assert [phase.planned_s for phase in schedule] == [30.0] * 8 + [44.0]
    assert schedule[-1].name == "10 sit-ups"
    assert parse(render(schedule)) == schedule


def test_there_are_no_others() -> None:
    """The presets are those of the design, each with a title, a use and a source, and no name means two."""
    assert [preset.id for preset in PRESETS] == [
        "new-injury",
        "recurring",
        "contrast",
        "ice-interval",
        "morning",
    ]
    assert all(preset.title and preset.when and preset.source and not preset.custom for preset in PRESETS)
    names = [name for preset in PRESETS for name in (preset.id, preset.alias) if name]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_every_preset_is_safe(preset: Preset) -> None:
    """No preset breaks the ceilings it is checked against."""
    check(preset.schedule)
    assert excess(preset.schedule) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ice", "new-injury"),
        ("heat", "recurring"),
        ("spasm", "contrast"),
        ("spas", "contrast"),
        ("c", "contrast"),
        ("ice-", "ice-interval"),
        ("new", "new-injury"),
        ("h", "recurring"),
        ("  Contrast ", "contrast"),
    ],
)
def test_aliases_and_unique_beginnings(name: str, found: str) -> None:
    """An id, an alias, or a beginning that only one preset has, means it; an exact name goes first."""
    assert found == find(name).id


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("contrats", "did you mean 'contrast'?"),
        ("spams", "did you mean 'spasm'?"),
        ("mornign", "did you mean 'morning'?"),
        ("i", "'i' may be new-injury or ice-interval"),
        ("qqq", "there are new-injury, recurring, contrast, ice-interval, morning"),
        ("", "there are new-injury"),
    ],
)
def test_a_near_miss_is_suggested(name: str, says: str) -> None:
    """An unknown name raises, and the message says what was probably meant, or what there is."""
    with pytest.raises(UnknownPreset) as refusal:
        find(name)

    assert says in str(refusal.value)


def test_the_users_own_presets_are_found() -> None:
    """A preset of the user's own is found by its name, when it is among those given."""
    mine = Preset("evening", "Evening", "Before bed.", parse("heat 10m"), custom=True)

    assert mine == find("eve", (*PRESETS, mine))


@pytest.mark.parametrize("text", ["heat 12m", "heat 5m,cold 5m", " ice 5m, x2 "])
def test_the_notation_works_where_a_preset_is_named(text: str) -> None:
    """A schedule in the notation is a preset of one's own, named as it was written."""
    preset = find(text)

    assert (text.strip(), True, parse(text)) == (preset.id, preset.custom, preset.schedule)


def test_bad_notation_is_a_notation_error() -> None:
    """What looks like a schedule and is none gets the notation's message, not a list of presets."""
    with pytest.raises(NotationError, match="'warm'"):
        find("warm 20m, cold 5m")


@pytest.mark.parametrize(
    ("before", "minutes", "rounds", "first", "after"),
    [
        (CONTRAST, 10, None, None, "heat 10m, cold 10m, x3"),
        (CONTRAST, None, 1, None, "heat 20m, cold 20m"),
        (CONTRAST, None, None, COLD, "cold 20m, heat 20m, x3"),
        (CONTRAST, 12.5, 2, COLD, "cold 12m30s, heat 12m30s, x2"),
        (CONTRAST, None, None, HEAT, CONTRAST),
        ("cold 10m, rest 10m, cold 10m", 5, None, None, "cold 5m, rest 10m, cold 5m"),
        ("heat 5m, rest 1m, cold 5m", None, None, COLD, "cold 5m, heat 5m, rest 1m"),
        ("move 30s (bridge), heat 5m", 7, 2, None, "move 30s (bridge), heat 7m, x2"),
    ],
)
def test_adjusted(before: str, minutes: float | None, rounds: int | None, first: Modality | None, after: str) -> None:
    """`--minutes` means every pack phase, `--rounds` the repetitions, `--first` which pack begins."""
    assert parse(after) == adjusted(parse(before), minutes=minutes, rounds=rounds, first=first)


@pytest.mark.parametrize(
    ("text", "change", "says"),
    [
        ("heat 20m", {"first": COLD}, "no cold"),
        ("move 30s", {"minutes": 5.0}, "neither"),
        ("heat 20m", {"rounds": 0}, "1 or more"),
        ("heat 20m", {"rounds": -1}, "1 or more"),
        ("heat 1m, cold 1m", {"rounds": 51}, "at most 100 phases"),
        ("heat 20m", {"minutes": 0.0}, "at least 1s"),
        ("heat 20m", {"minutes": -3.0}, "at least 1s"),
        ("heat 20m", {"minutes": float("nan")}, "at least 1s"),
    ],
)
def test_adjustments_that_make_no_sense(text: str, change: dict[str, float | Modality], says: str) -> None:
    """A change that this schedule cannot have raises, with what it lacks."""
    with pytest.raises(NotationError, match=says):
        adjusted(parse(text), **change)  # type: ignore[arg-type]


SAFE = [
    "heat 20m",
    "cold 20m",
    "heat 10m, heat 10m",
    "heat 20m, rest 10m, x4",
    "heat 20m, cold 10m, x3",
    "heat 20m, cold 20m, x3",
    "heat 6m, cold 4m, x3",
    "cold 5m, rest 2m, cold 5m, rest 2m, cold 10m",
    "rest 60m",
    "move 5m, x20",
]
UNSAFE = [
    ("heat 20m1s", HEAT, 1201),
    ("cold 21m", COLD, 1260),
    ("heat 10m, heat 10m1s", HEAT, 1201),
    ("heat 20m, rest 9m59s, heat 1m", HEAT, 1260),
    ("heat 15m, cold 5m, x2", HEAT, 1800),
    ("heat 7m, cold 3m, x3", HEAT, 1260),
    ("rest 9m, cold 11m, x2", COLD, 1320),
    ("cold 5m, rest 9m, cold 5m, rest 9m, cold 11m", COLD, 1260),
    ("heat 5m, cold 10m, heat 20m, rest 1m, heat 1m", HEAT, 1260),
]


@pytest.mark.parametrize("text", SAFE)
def test_safe_schedules(text: str) -> None:
    """Twenty minutes of one modality per application are allowed, and ten minutes off begin another."""
    check(parse(text))
    assert excess(parse(text)) is None


@pytest.mark.parametrize(("text", "modality", "total"), UNSAFE)
def test_unsafe_schedules(text: str, modality: Modality, total: float) -> None:
    """An application beyond 20 minutes is refused with its minutes, also across phases and rounds."""
    over = excess(parse(text))

    assert over is not None
    assert (modality, total, False) == (over.modality, over.total_s, over.carried)
    with pytest.raises(Refused, match=f"{modality.word} .*{total / 60:g} minutes.*20 at most"):
        check(parse(text))


UNROLLED = ", ".join(["heat 20m, cold 20m"] * 4)


@pytest.mark.parametrize("text", ["heat 20m, cold 20m, x4", UNROLLED, "heat 20m, cold 20m, heat 20m, cold 20m, x2"])
def test_at_most_three_rounds_of_heat_and_ice(text: str) -> None:
    """More than three turns of heat and ice are refused however they are written."""
    with pytest.raises(Refused, match="3 at most"):
        check(parse(text))


def test_rounds_of_one_pack_are_not_counted() -> None:
    """The limit of three rounds is for heat and ice in turn; ice with its rests may go on."""
    four: Schedule = parse("cold 10m, rest 10m, x4")

    check(four)
