"""A question to the citizen: its words from the fact registry, its buttons, and what is remembered as asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from actions._dialogue import Settling
from actions._facts import OTHER_BENEFIT, Problem, none_facts
from actions._messages import Button, Reply, payload
from actions._texts import has_text, say
from rules_core import fact_registry
from rules_core.dates import danish_date
from rules_core.facts import ask_groups

COMMON_BENEFITS = ("dagpenge", "kontanthjaelp", "sygedagpenge", "ledighedsydelse")
"""The benefits most people have; the rest are behind "Noget andet". Free text is always allowed."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the fact or ask group (None = only a day), the kind of answer waited for, words and buttons."""

    id: str | None
    kind: str | None
    words: str
    help: str
    buttons: tuple[Button, ...]

    @property
    def text(self) -> str:
        """Question and help, a paragraph each."""
        return say("ask.question_with_help", question=self.words, help=self.help) if self.help else self.words


def question_about(fact: str) -> Question:
    """The question about a fact or, for the id of an ask group, about all of its facts at once."""
    if fact in ask_groups():
        return _group_question(fact)
    info = fact_registry()[fact]
    return Question(fact, info.type, info.question, info.help or "", (*_answers(fact), _dont_know()))


def question_to_settle(settling: Settling) -> Question:
    """The question that settles an answer that depends on something."""
    return _group_question(settling.id) if settling.is_group else question_about(settling.id)


def more_benefits() -> Question:
    """The rest of the benefits, for whom none of the common ones fits."""
    question = question_about("ydelse")
    rest = tuple(_choice("ydelse", value) for value in _values("ydelse") if value not in COMMON_BENEFITS)
    return replace(question, words=say("ask.more_benefits"), help="", buttons=(*rest, _dont_know()))


def other_benefits(denied: Sequence[str]) -> Question:
    """Which benefit it is then, when it is none of `denied`."""
    question = question_about("ydelse")
    out = {payload("inform", ydelse=value) for value in denied}
    return replace(question, buttons=tuple(button for button in question.buttons if button.payload not in out))


def which_benefit(named: Sequence[str]) -> Question:
    """Which of the benefits that were named in one message the answer is to be about."""
    question = question_about("ydelse")
    buttons = tuple(_choice("ydelse", value) for value in named)
    return replace(question, words=say("ask.which_benefit"), help="", buttons=(*buttons, _dont_know()))


def which_event(group: str, day: str | None = None) -> Question:
    """Which of the group's events it is, with the day if it was said."""
    words = say("ask.which_event", date=danish_date(date.fromisoformat(day))) if day else say("ask.which_event_open")
    buttons = tuple(_event(fact, day) for fact in ask_groups()[group].facts)
    return Question(group, "bool", words, "", (*buttons, _none(group)))


def about_problem(problem: Problem, question: Question) -> Question:
    """The question again, after saying what is wrong with the answer; an ambiguous date becomes buttons."""
    said = _said(problem)
    specific = f"problems.{problem.code}_{problem.fact}"
    key = specific if has_text(specific) else f"problems.{problem.code}"
    explained = say(key, said=said) if has_text(key) else say("problems.vague", said=said)
    if problem.alternatives:
        buttons = tuple(_day(problem.fact, day) for day in problem.alternatives)
        return replace(question, words=explained, help="", buttons=(*buttons, _dont_know()))
    if explained.endswith("?"):
        return replace(question, words=explained)
    return replace(question, words=f"{explained} {question.words}")


def with_day_offered(question: Question, day: str | None) -> Question:
    """The question with the day the citizen mentioned as a button: offered, not assumed."""
    if day is None or question.kind != "date":
        return question
    return replace(question, buttons=(_day(question.id, day), *question.buttons))


def with_reason(question: Question) -> Question:
    """The question again for someone who asks why it is asked."""
    return replace(question, words=say("reasons.why_asked", question=question.words))


def with_lead(question: Question, lead: str) -> Question:
    """The question after a sentence that already answers a part of it."""
    return replace(question, words=f"{lead} {question.words}") if lead else question


def ask_again(question: Question) -> Question:
    """The same question in other words, after an answer that was not understood."""
    if question.help:
        return replace(question, words=say("ask.again", question=question.words, help=question.help), help="")
    return replace(question, words=say("ask.again_short", question=question.words))


def offer_to_skip(question: Question) -> Question:
    """After the second miss: skip the question or talk with a human."""
    return with_way_out(replace(question, words=say("ask.skip"), help=""))


def with_way_out(question: Question) -> Question:
    """The question with the two ways round it: skip it, or talk with a human."""
    rest = tuple(button for button in question.buttons if button.payload != payload("dont_know"))
    skip = Button(say("buttons.skip"), payload("dont_know"))
    return replace(question, buttons=(*rest, skip, Button(say("buttons.human"), payload("handoff_human"))))


def ask(question: Question, *, topic: str | None, intro: str = "") -> Reply:
    """The question as a message; `intro` says back what was understood."""
    return Reply(text=f"{intro} {question.text}".strip(), buttons=question.buttons, topic=topic)


def _group_question(group: str) -> Question:
    info = ask_groups()[group]
    buttons = [_event(fact) for fact in info.facts]
    return Question(group, "bool", info.question, "", (*buttons, _none(group), _dont_know()))


def _none(group: str) -> Button:
    """None of the group's events. It names them all, so that it means the same whenever it is pressed."""
    info = ask_groups()[group]
    facts = [{"fact": fact, "value": value} for fact, value in none_facts(info.facts).items()]
    return Button(info.none_label, payload("inform", fakta=facts))


def _event(fact: str, day: str | None = None) -> Button:
    label = say(f"buttons.has_{fact}") if has_text(f"buttons.has_{fact}") else fact_registry()[fact].label
    if day:
        return Button(label, payload("inform", dato={"date": day, "fact": fact}))
    return Button(label, payload("inform", fakta={"fact": fact, "value": True}))


def _answers(fact: str) -> tuple[Button, ...]:
    kind = fact_registry()[fact].type
    if kind == "bool":
        return (
            Button(say("buttons.ja"), payload("inform", fakta={"fact": fact, "value": True})),
            Button(say("buttons.nej"), payload("inform", fakta={"fact": fact, "value": False})),
        )
    if fact == "ydelse":
        other = Button(say("buttons.other_benefit"), payload("inform", ydelse=OTHER_BENEFIT))
        return (*(_choice(fact, value) for value in COMMON_BENEFITS), other)
    return tuple(_choice(fact, value) for value in _values(fact))


def _values(fact: str) -> tuple[str, ...]:
    return tuple(fact_registry()[fact].values or ())


def _choice(fact: str, value: str) -> Button:
    label = fact_registry()[fact].values[value]
    title = f"{label[0].upper()}{label[1:]}"
    if fact in ("ydelse", "visitation"):
        return Button(title, payload("inform", **{fact: value}))
    return Button(title, payload("inform", fakta={"fact": fact, "value": value}))


def _day(fact: str | None, day: str) -> Button:
    text = danish_date(date.fromisoformat(day))
    return Button(f"{text[0].upper()}{text[1:]}", payload("inform", dato={"date": day, "fact": fact}))


def _said(problem: Problem) -> str:
    """The citizen's own words in quotes, or the date in full when it came from a button."""
    try:
        return danish_date(date.fromisoformat(problem.said))
    except ValueError:
        return f'"{problem.said}"' if problem.said else "det"


def _dont_know() -> Button:
    return Button(say("buttons.dont_know"), payload("dont_know"))
