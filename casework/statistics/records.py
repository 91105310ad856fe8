"""What the figures are made of and what they come to: frozen values, no rows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Self


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnRow:
    """What is read of one message: never its text.

    `payload` is what a pressed button sent; `rule` the first rule of an answer; `first_button` what its first button
    sends; `guesses` the likeliest topics of a citizen's message, best first.
    """

    seq: int
    author: str
    in_reply_to: int | None = None
    payload: str | None = None
    topic: str | None = None
    topics: tuple[str, ...] = ()
    rule: str | None = None
    first_button: str | None = None
    intent: str | None = None
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """One try to reach a person: an episode in the queue, or a call-back.

    `met_at` = when a person took over or got through on the phone; None = not (yet). `open` = it still may happen.
    Moments are aware UTC.
    """

    asked_at: datetime
    met_at: datetime | None = None
    open: bool = False
    deadline: date | None = None
    by_phone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ConversationFigures:
    """The figures of one conversation. Holds no id, no text, no moment and no person.

    `day`: the day in Copenhagen on which it was opened. `questions`: typed messages that the assistant answered, each
    of them `understood`, `asked_back` or `missed`; `pressed`: answers to pressed buttons. `alone`: answered without a
    person. `asked_person`: a person was wished for; `met`: and met; `waiting`: not yet, but still in the queue.
    `waited_seconds`: from the wish to the meeting, in the queue only. `in_time`: met no later than on the day of the
    nearest deadline; None = the citizen had no deadline.
    """

    day: date
    adviser: bool = False
    outside_hours: bool = False
    questions: int = 0
    pressed: int = 0
    understood: int = 0
    asked_back: int = 0
    missed: int = 0
    alone: bool = False
    asked_person: bool = False
    met: bool = False
    waiting: bool = False
    waited_seconds: int | None = None
    in_time: bool | None = None
    rating: int | None = None
    key_figure: str | None = None
    topics: tuple[str, ...] = ()
    missed_topics: tuple[str, ...] = ()

    @property
    def used(self) -> bool:
        """Whether anybody wrote, pressed or wished for a person; a page that was only opened is no conversation."""
        return bool(self.questions or self.pressed or self.asked_person)

    def to_json(self) -> dict[str, Any]:
        """The figures without the day, which has a column of its own."""
        values = asdict(self)
        del values["day"]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}

    @classmethod
    def from_json(cls, day: date, values: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`; figures that were not counted yet when they were kept get their defaults."""
        known = {field.name for field in fields(cls)} - {"day"}
        read = {name: value for name, value in values.items() if name in known}
        lists = {name: tuple(read.get(name) or ()) for name in ("topics", "missed_topics")}
        return cls(day=day, **{**read, **lists})
