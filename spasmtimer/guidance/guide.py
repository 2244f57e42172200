"""Which articles the guide has. Their Markdown is in the folder `texts`; what they claim is in its `sources.md`."""

from __future__ import annotations

from msgspec import Struct

LIMITS = "A timer's guide, not a doctor's. For adults, and for the lower or middle back."
"""Below every list of topics."""

PART = "## Where the article and the evidence part"
"""What stands above the lines on the article that the program follows, in every topic that has some."""


class Topic(Struct, frozen=True):
    """One article."""

    id: str
    title: str
    """As it stands at its head."""

    summary: str
    """What is in it, in a line."""

    @property
    def file(self) -> str:
        """Its name in the folder of texts."""
        return f"{self.id}.md"


class UnknownTopic(ValueError):
    """No topic has this name; the message suggests one."""


TOPICS = (
    Topic("spasm", "What a spasm is", "What happens, and what this guide is."),
    Topic("heat-or-cold", "Heat or cold", "Which one, for how long, and what is known."),
    Topic("contrast", "Heat and ice in turn", "For intense spasms, and gentler ways."),
    Topic("causes", "Causes and habits", "Sitting, chair, arm rests, stress, sleep, work."),
    Topic("moving", "Moving", "Stretches, sit-ups, and kinder exercises."),
    Topic("skin", "Packs and skin", "Wrapping, looking, first aid for burns."),
    Topic("unsafe", "When heat or cold is not safe", "Who should ask before using a pack."),
    Topic("professional", "When to see a professional", "Emergency signs, leg pain, two weeks."),
    Topic("sources", "Sources", "What the marks such as [S46] stand for."),
)
"""In the order in which they are best read."""


def find(name: str) -> Topic:
    """The topic meant by an id or a unique beginning of one. Raises UnknownTopic, with a suggestion."""
    wanted = name.strip().lower()
    begins = [topic for topic in TOPICS if wanted and topic.id.startswith(wanted)]
    if len(begins) == 1:
        return begins[0]
    if begins:
        raise UnknownTopic(f"'{name}' may be {' or '.join(topic.id for topic in begins)}; write more of it")
    raise UnknownTopic(f"no topic is called '{name}'; {_suggestion(wanted)}")


def _suggestion(wanted: str) -> str:
    import difflib  # only a slip of the finger needs it

    ids = [topic.id for topic in TOPICS]
    close = difflib.get_close_matches(wanted, ids, n=1, cutoff=0.5)
    return f"did you mean '{close[0]}'?" if close else f"there are {', '.join(ids)}"
