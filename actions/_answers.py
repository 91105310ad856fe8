"""From the answers of the rules to one message: what is said back, the cards, the plain text, what comes next."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

from actions._answer_parts import human_button, paragraphs
from actions._cards import card, exceptions_to, facts_used
from actions._curated import curated_answer
from actions._curated_reply import curated_paragraphs
from actions._dialogue import stands_as
from actions._duties import Duties, sort_duties
from actions._facts import FactValue
from actions._messages import Button, Reply, payload
from actions._person import for_whom, whom
from actions._plain import main_text, plain_text
from actions._questions import Question
from actions._said import clauses, said_back
from actions._texts import first_sentence, has_text, say
from actions._told_again import asked_again, short_reply
from actions._topics import Topic, title
from actions._turn import Turn
from actions._unknown_group import group_overview
from actions._wiring import authority
from rules_core import load_ruleset
from rules_core.dates import danish_date

TRACK = "gaeldende"
DUTIES_IN_FULL = 6
"""So many duties are told in full; of the others the first sentence, so that the list can be read in one go."""
Answers = Sequence[Mapping[str, Any]]


def rule_reply(
    turn: Turn, topic: Topic, answers: Answers, new: Mapping[str, FactValue], as_of: date, question: Question | None
) -> Reply:
    """The answer on one topic. `new` = facts of this turn; `question` = what would settle an open answer."""
    if not answers and curated_answer(topic.id) is None:
        return _no_answer(topic)
    if answers and asked_again(turn, topic, new, as_of):
        return short_reply(topic, answers, _next_after(topic, answers), question)
    facts = {**turn.known, **new}
    # A rule that we do not know on that day has no version, and then nothing is told about that day's rules.
    told = as_of if answers and answers[0]["version_from"] else turn.today
    # On a topic about one benefit the person's own was not used.
    used = facts_used(answers) - ({"ydelse"} if topic.about else set())
    intro = said_back(new, turn.unsaid, used, told, turn.today, whom(turn))
    lead = f"answer.lead_{topic.id}_{stands_as(answers[0])}" if answers else ""
    if has_text(lead):
        intro = f"{intro} {say(lead)}".strip()
    first, after = curated_paragraphs(curated_answer(topic.id), turn.message_id)
    intro = paragraphs(for_whom(turn), first, intro)
    if "ydelse" not in facts and topic.group:
        text = paragraphs(intro, group_overview(topic, as_of), after)
        return Reply(text=text, buttons=_next(topic), topic=topic.id, intro=intro or None)
    cards = [card(answer, TRACK) for answer in answers]
    outro = paragraphs(after, question.words if question else "")
    return Reply(
        text=plain_text(cards, intro, outro),
        buttons=question.buttons if question else _next_after(topic, answers),
        topic=topic.id,
        rules=cards,
        intro=intro or None,
        outro=outro or None,
    )


def duties_reply(
    turn: Turn, topic: Topic, answers: Answers, new: Mapping[str, FactValue], as_of: date, question: Question | None
) -> Reply:
    """The list of the person's own duties, the nearest deadline first; a line each, and a card each."""
    facts = {**turn.known, **new}
    contact = authority()
    if "ydelse" not in facts:
        text = say("answer.duties_need_group", authority=contact["authority"], phone=contact["phone"])
        return Reply(text=text, buttons=_next(topic), topic=topic.id)
    said = said_back(new, turn.unsaid, facts_used(answers), as_of, turn.today, whom(turn))
    if not answers:
        none = say("answer.duties_none", authority=contact["authority"], phone=contact["phone"])
        return Reply(text=f"{said} {none}".strip(), buttons=_next(topic), topic=topic.id)
    duties = sort_duties(topic, answers, facts["ydelse"])
    said = f"{said} {say('answer.duties' if duties.standing else 'answer.duties_unsure')}".strip()
    intro = paragraphs(for_whom(turn), said)
    ease = f"{say('answer.duties_ease')} {question.words}" if question else ""
    outro = paragraphs(_events_line(duties), say("answer.duties_outro"), ease)
    shown, rest = duties.standing[:DUTIES_IN_FULL], duties.standing[DUTIES_IN_FULL:]
    cards = {answer["rule"]: card(answer, TRACK) for answer in shown}
    brief = {answer["rule"]: {**card(answer, TRACK), "brief": True} for answer in (*rest, *duties.perhaps)}
    for answer in duties.perhaps:
        brief[answer["rule"]]["title"] = say("answer.perhaps_title", title=answer["title"])
    lines = "\n".join(_duty_line(answer, cards[answer["rule"]]) for answer in shown)
    also = _list(say("answer.duties_also"), [first_sentence((a.get("base") or a)["text"]) for a in rest])
    perhaps = _list(say("answer.duties_perhaps"), [answer["text"] for answer in duties.perhaps])
    return Reply(
        text=paragraphs(intro, lines, also, perhaps, outro),
        buttons=question.buttons if question else _next(topic),
        topic=topic.id,
        rules=[*cards.values(), *brief.values()],
        intro=intro,
        outro=outro,
    )


def _list(heading: str, lines: Sequence[str]) -> str:
    return "\n".join((heading, *(say("answer.bullet", text=line) for line in lines))) if lines else ""


def _events_line(duties: Duties) -> str:
    """The duties that begin only when something happens, all in one sentence; "" when there are none."""
    events = [say(f"answer.event_{event}") for event in duties.events]
    return say("answer.duties_events", events=reduce(_or, events)) if events else ""


def _or(one: str, other: str) -> str:
    return say("answer.events_or", one=one, other=other)


def _duty_line(answer: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """One duty; of the exceptions only those that free for certain, the others are asked about below the list."""
    base = answer.get("base")
    if base is None:
        return say("answer.bullet", text=main_text(made).replace("\n•", "\n  •"))
    free = [option for option in answer["options"] if option["status"] in ("exempt", "does_not_apply")]
    exceptions = exceptions_to(base, {**answer, "options": free})
    but = say("answer.but", exceptions=clauses(exceptions)) if exceptions else ""
    return say("answer.bullet", text=f"{base['text']} {but}".strip())


def _no_answer(topic: Topic) -> Reply:
    contact = authority()
    text = say("answer.no_rule", authority=contact["authority"], phone=contact["phone"])
    return Reply(text=text, buttons=_next(topic), topic=topic.id)


def unknown_day_reply(topic: Topic, day: date) -> Reply:
    """That nothing can be said about a day outside those whose law the rule book knows."""
    track = load_ruleset().track
    limit = track.known_from if track.known_from and day < track.known_from else track.known_to
    key = "answer.day_before_known" if limit == track.known_from else "answer.day_after_known"
    text = say(key, day=danish_date(limit or day, weekday=False))
    return Reply(text=text, buttons=_next(topic), topic=topic.id)


def _next(topic: Topic) -> tuple[Button, ...]:
    """What people often want after this answer."""
    return (*(Button(title(other), payload(other)) for other in topic.followups), human_button())


def _next_after(topic: Topic, answers: Answers) -> tuple[Button, ...]:
    """The same; who is free of a duty is not asked whether they would like to hear more about it."""
    if answers and stands_as(answers[0]) in ("does_not_apply", "exempt"):
        return (Button(title("my_duties"), payload("my_duties")), human_button())
    return _next(topic)
