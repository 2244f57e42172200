"""The guide's articles: which there are, what they claim, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer import paths
from spasmtimer.guidance.guide import LIMITS, PART, TOPICS, Topic, UnknownTopic, find
from spasmtimer.schedule.presets import PRESETS
from tests.guidance.test_texts import marks

ROOT = Path(__file__).parents[2]
WIDEST = 100
SUMMARY = 52
"""Columns of a summary: a window of 60 shows it whole."""

FEWEST, MOST = 150, 350
"""Words of a topic; the list of sources may be longer."""

SOURCE = re.compile(r"\bS[1-9]\d?\b")
RANGE = re.compile(r"\bS(\d+) to S(\d+)\b")
MARK = re.compile(r"\[(S[^]]*)\]")

HONEST = {
    "heat-or-cold": (
        "Article: both raise blood flow. Studies: heat does, cold lowers it. Both can still ease pain.",
        "Ice numbs and may limit swelling. It has not been shown to speed healing.",
        "Numb means finished, not better.",
        "The article says ice first. Without swelling there is a little more evidence for warmth: use what feels"
        " better.",
        "Warmth eases it; moving and exercise do more for pain that keeps coming back.",
    ),
    "contrast": (
        "This follows the article you chose: 3 x (20 min heat + 20 min cold). We found no guideline or trial behind"
        " these times.",
        "Two hours is long. Stop at any numbness, pain or odd skin colour, and never put heat on skin you cannot feel.",
    ),
    "causes": (
        "Habits matter, but back pain is not your fault and often has no single cause.",
        "Arm rests at desk height: a comfort tip from the article, worth trying.",
    ),
    "moving": ("Any exercise you keep up helps. If sit-ups hurt, or in the first hour up, try a curl-up or bird dog.",),
    "professional": (
        "Pain into the thigh or lower leg can come from a pinched nerve. Please see a professional; contrast is off.",
        "These signs can mean an emergency. Stop here: call your emergency number or go to an emergency department"
        " now.",
        "No better after a week or two? See a professional. More sessions are unlikely to be the answer.",
    ),
}
"""Where the article and the evidence part: the line that each difference has, and the topic that it belongs to."""

every_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)


def text_of(topic: Topic) -> str:
    return (paths.texts_dir() / topic.file).read_text(encoding="utf-8")


def flowing(text: str) -> str:
    """Without line breaks."""
    return " ".join(text.split())


def named(text: str) -> set[str]:
    """The numbers of the sources that a text names, alone or as a range."""
    within = {f"S{n}" for low, high in RANGE.findall(text) for n in range(int(low), int(high) + 1)}
    return within | set(SOURCE.findall(text))


def listed() -> list[str]:
    """The numbers that the list of sources explains."""
    items = re.findall(r"(?m)^- ((?:S\d+(?:, )?)+) ", text_of(find("sources")))
    return [number for item in items for number in item.split(", ")]


def test_every_topic_has_its_file_and_every_file_its_topic() -> None:
    """What is listed can be read, and nothing lies in the folder that nobody finds."""
    assert {path.name for path in paths.texts_dir().iterdir()} == {topic.file for topic in TOPICS}


@every_topic
def test_a_topic_begins_with_its_title(topic: Topic) -> None:
    """The list and the article call it the same."""
    assert text_of(topic).splitlines()[:2] == [f"# {topic.title}", ""]


@every_topic
def test_a_text_can_be_read_anywhere(topic: Topic) -> None:
    """Plain ASCII in lines of 100 columns, with no tab, no trailing blank, and one line break at its end."""
    text = text_of(topic)
    lines = text.split("\n")

    assert text.isascii()
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert [
        line for line in lines if len(line) > WIDEST or line != line.rstrip() or not (line + " ").isprintable()
    ] == []
    assert len(topic.summary) <= SUMMARY


@every_topic
def test_a_text_uses_simple_markdown_alone(topic: Topic) -> None:
    """Titles, paragraphs, lists of one level, bold words, commands: what the app can draw."""
    for line in text_of(topic).splitlines():
        assert re.match(r"(#{1,2} \S|- \S|  \S|[^\s#>|*_+=~-]|\*\*\w|$)", line), line
        assert not re.search(r"\]\(|!\[|<\w|__", line), line
    assert text_of(topic).count("**") % 2 == 0
    assert text_of(topic).count("`") % 2 == 0


@every_topic
def test_a_topic_is_short(topic: Topic) -> None:
    """Somebody in pain reads it: 150 to 350 words; the list of sources may be longer."""
    words = len(text_of(topic).split())

    assert FEWEST <= words <= MOST or topic.id == "sources"


def test_every_source_that_is_named_is_listed() -> None:
    """Each number in a topic, a question, a text, docs/sources.md or a preset is explained, and each just once."""
    docs = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    texts = [text_of(topic) for topic in TOPICS if topic.id != "sources"]
    used = named(" ".join([docs, *texts, *marks(), *(preset.source for preset in PRESETS)]))

    assert len(used) > len(TOPICS)
    assert sorted(used) == sorted(listed())


@every_topic
def test_a_mark_is_a_list_of_sources(topic: Topic) -> None:
    """A mark in brackets is one number or several with commas between, and the only place for numbers."""
    text = flowing(text_of(topic))
    marks = MARK.findall(text)

    assert all(re.fullmatch(r"S\d+(, S\d+)*", mark) for mark in marks)
    if topic.id != "sources":
        assert marks
        assert SOURCE.findall(MARK.sub("", text)) == []


@pytest.mark.parametrize("line", [line for lines in HONEST.values() for line in lines])
def test_an_honest_line_is_in_one_topic(line: str) -> None:
    """Each difference is told once, in its topic, as an item below the same heading everywhere."""
    within = [topic.id for topic in TOPICS if line in flowing(text_of(topic))]
    assert within == [topic for topic, lines in HONEST.items() if line in lines]

    _, heading, after = text_of(find(within[0])).partition(f"\n{PART}\n")
    assert heading
    assert f"- {line}" in flowing(after)


@every_topic
def test_only_differences_stand_below_that_heading(topic: Topic) -> None:
    """Below it stands one item for each line, and it is the last part of its topic."""
    _, _, after = text_of(topic).partition(f"\n{PART}\n")

    assert len(re.findall(r"(?m)^- ", after)) == len(HONEST.get(topic.id, ()))
    assert "\n#" not in after


def test_the_limits_are_stated() -> None:
    """The first topic says what the guide is not: no doctor's, read by no clinician, not for every part of the body."""
    first = flowing(text_of(TOPICS[0]))

    for words in (
        "not a doctor's",
        "No clinician has read these texts",
        "adults",
        "not for the neck, the belly or the",
    ):
        assert words in first
    assert "not a doctor's" in LIMITS


def test_presets_that_are_named_exist() -> None:
    """A command in a text is one that works: each `spasmtimer start` names a preset, and so does a lone word."""
    commands = [command for topic in TOPICS for command in re.findall(r"`([^`]+)`", flowing(text_of(topic)))]
    ids = {preset.id for preset in PRESETS}

    assert commands
    for command in commands:
        words = command.split()
        assert (words[2] if words[:2] == ["spasmtimer", "start"] else command) in ids


def test_topics_that_are_named_exist() -> None:
    """A word in single quotes is another topic."""
    within = [name for topic in TOPICS for name in re.findall(r"(?<!\w)'([a-z-]+)'", text_of(topic))]

    assert within
    assert set(within) <= {topic.id for topic in TOPICS}


def beginnings() -> Iterator[tuple[str, str]]:
    """Each beginning that only one id has, with that id."""
    ids = [topic.id for topic in TOPICS]
    for wanted in ids:
        for length in range(1, len(wanted) + 1):
            if sum(each.startswith(wanted[:length]) for each in ids) == 1:
                yield wanted[:length], wanted


@pytest.mark.parametrize(("name", "wanted"), [*beginnings()])
def test_a_beginning_finds_its_topic(name: str, wanted: str) -> None:
    """An id, or a beginning that only one id has, in any case and with blanks around it."""
    assert find(f" {name.upper()} ").id == find(name).id == wanted


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("s", "may be spasm or skin or sources"),
        ("profesional", "did you mean 'professional'?"),
        ("heat-and-cold", "did you mean 'heat-or-cold'?"),
        ("xyz", "there are spasm, heat-or-cold,"),
        ("", "there are spasm,"),
    ],
)
def test_an_unknown_topic_is_told_with_a_suggestion(name: str, said: str) -> None:
    """A near miss is suggested; else there is the list."""
    with pytest.raises(UnknownTopic, match=f"'{name}'") as caught:
        find(name)

    assert said in str(caught.value)


@given(st.text(max_size=20))
def test_any_name_finds_a_topic_or_is_told(name: str) -> None:
    """Whatever is asked for is a topic that begins so, or one message that repeats it."""
    try:
        found = find(name)
    except UnknownTopic as error:
        said = str(error)
    else:
        said = f"'{name}'" if found.id.startswith(name.strip().lower()) else f"found {found.id}"
    assert f"'{name}'" in said
