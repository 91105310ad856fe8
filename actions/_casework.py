"""The voice for those who advise citizens: it never asks first, and it answers with a table for the groups named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from actions._age import AGE, BIRTH, with_age
from actions._answer_parts import paragraphs
from actions._answers import unknown_day_reply
from actions._assessing import assess, assess_in, facts_on, is_known
from actions._casework_changes import changes_links
from actions._casework_duties import duties_table
from actions._casework_groups import Case, Named, carried_on, cases, named_in, remembered, variant_of
from actions._casework_rows import quote, with_row_texts
from actions._casework_said import age_in, day_line, for_line, unused_line
from actions._casework_tables import MOST_TABLES, Ruled, Table, applies_to_any, by_rule, rule_entries, tables
from actions._curated import curated_answer
from actions._curated_reply import curated_reply
from actions._facts import FactValue, Understood
from actions._messages import Button, Link, Reply, payload
from actions._suggestions import rule_page
from actions._texts import has_text, say
from actions._topics import Topic, topic_of, topics
from actions._turn import Outcome, Turn, settled
from actions._wiring import rule_book
from rules_core import fact_registry

MODE = "caseworker"
TRACK = "gaeldende"
OF_THE_GROUP = ("ydelse", "visitation")
MOST_CAVEATS = 3
MOST_LINKS = 3

FOLLOW_UP = re.compile(r"\s*(?:og|hvad med|hvad så)\b(?:\W+\w+){1,5}\W*$", re.IGNORECASE)
YEAR = re.compile(r"\b(?:i|pr\.?) (20\d\d)\b", re.IGNORECASE)


def speaks(turn: Turn) -> bool:
    """Whether the conversation is held in this voice."""
    return turn.dialogue.mode == MODE


def is_follow_up(turn: Turn) -> bool:
    """Whether a message that no topic fits surely asks the same about other groups: `og for sygedagpenge?`."""
    return speaks(turn) and named_in(turn) != Named() and FOLLOW_UP.match(turn.text) is not None


def casework_outcome(
    turn: Turn, topic: Topic, given: Understood, new: Mapping[str, FactValue], as_of: date | None
) -> Outcome:
    """The tables of the topic. `new` = the facts of this turn; `as_of` = the day asked about, None = today."""
    before = topic_of(turn.dialogue.topic)
    # A new question is a new case: what was told of the last one must not slip into it.
    fresh = turn.intent in topics() and before is not None
    known = {**({} if fresh else turn.known), **{k: v for k, v in turn.told.items() if v is not None}}
    named = carried_on(named_in(turn), remembered(before.variant if before and not fresh else "", known))
    facts = _case_facts(turn, known, {**new, **_loose_day(topic, given)})
    day = as_of or _year_in(turn) or turn.today
    if not is_known(day):
        return Outcome(reply=unknown_day_reply(topic, day), change=replace(settled(), topic=topic.stored, as_of=None))
    used = facts_on(facts, day, turn.today)
    asked = cases(topic, named, used, day)
    groups = [case.label.lower() for case in asked] if named != Named() else []
    said = for_line(groups, used), day_line(day, turn.today), unused_line(given.problems)
    if topic.compares:
        replies = [replace(changes_links(topic, asked, as_of, turn.today), buttons=_next(topic, named))]
    else:
        replies = _replies(turn, topic, asked, day, paragraphs(*said), named)
    stored = topic if topic.compares else replace(topic, variant=variant_of(topic, named))
    return Outcome(
        reply=replies[0],
        then=tuple(replies[1:]),
        facts={**dict.fromkeys(turn.known), **facts, **named.facts()},
        change=replace(settled(), topic=stored.stored, as_of=None if day == turn.today else day),
        as_of=day,
    )


def answers_of_last(turn: Turn) -> tuple[Topic, Sequence[Ruled]] | None:
    """The topic of the last tables and its rules, worked out again; None when there are none to come back to."""
    topic = topic_of(turn.dialogue.topic)
    if topic is None or not topic.rules or not speaks(turn):
        return None
    day = turn.dialogue.as_of or turn.today
    facts = {fact: value for fact, value in turn.known.items() if fact not in OF_THE_GROUP}
    asked = cases(topic, remembered(topic.variant, turn.known), facts_on(facts, day, turn.today), day)
    return topic, by_rule(topic, [_answers(topic, case, day) for case in asked])


def _loose_day(topic: Topic, given: Understood) -> dict[str, FactValue]:
    """A day that the message does not name, as the day that the topic counts from: the first it may ask for."""
    dates = [fact for fact in topic.asks if fact_registry()[fact].type == "date"]
    return {dates[0]: given.loose_date} if given.loose_date and dates else {}


def _case_facts(turn: Turn, known: Mapping[str, FactValue], new: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """What is told about the case beside its group."""
    age = age_in(turn.text)
    told = {AGE: age} if age is not None and not {AGE, BIRTH} & {*new} else {}
    return {fact: value for fact, value in {**known, **told, **new}.items() if fact not in OF_THE_GROUP}


def _year_in(turn: Turn) -> date | None:
    """The year of a short question such as `praktik i 2019 dagpenge`; not one that belongs to a date."""
    found = YEAR.search(turn.text)
    if found is None or any(entity.get("entity") == "dato" for entity in turn.entities):
        return None
    return turn.today if int(found[1]) == turn.today.year else date(int(found[1]), 1, 1)


def _replies(turn: Turn, topic: Topic, asked: Sequence[Case], day: date, intro: str, named: Named) -> list[Reply]:
    """A message for each table; what is common to all stands in the first and the last."""
    answers = [_answers(topic, case, day) for case in asked]
    ruled = by_rule(topic, answers)
    curated = curated_answer(topic.id)
    if curated is not None and not topic.every_rule and not applies_to_any(ruled):
        return [replace(curated_reply(topic, curated, turn.message_id), buttons=_next(topic, named))]
    if topic.every_rule:
        shown = [duties_table(topic, case, found, turn.today) for case, found in zip(asked, answers, strict=True)]
        ruled, made = _all_rules(answers), [table for table in shown if table.rows][:MOST_TABLES]
    else:
        made = tables(ruled, asked, _title(topic), turn.today)
    if not made:
        return [Reply(text=paragraphs(intro, say("casework.no_rule")), buttons=_next(topic, named), topic=topic.id)]
    rules = _split(ruled, len(made)) if not topic.every_rule else [ruled, *([] for _ in made[1:])]
    replies = [
        _reply(topic, table, of_table, intro if table is made[0] else "")
        for table, of_table in zip(made, rules, strict=True)
    ]
    return [*replies[:-1], replace(_with_left(replies[-1], ruled, made, topic), buttons=_next(topic, named))]


def _answers(topic: Topic, case: Case, day: date) -> Sequence[Mapping[str, Any]]:
    """Every rule of the topic for the group, also those that it has nothing to do with."""
    if topic.every_rule:
        return assess(topic, case.facts, day)
    found = with_age(case.facts, day, lambda told: assess_in(rule_book(), topic.rules, told, day))
    return [with_row_texts(answer, case, day) for answer in found]


def _split(ruled: Sequence[Ruled], count: int) -> list[list[Ruled]]:
    """The rules of each message: all in the one, or one in each."""
    return [list(ruled)] if count == 1 else [[one] for one in ruled[:count]]


def _all_rules(answers: Sequence[Sequence[Mapping[str, Any]]]) -> list[Ruled]:
    found = [{answer["rule"]: answer for answer in of_group} for of_group in answers]
    return [
        Ruled(rule, tuple(one.get(rule) for one in found)) for rule in dict.fromkeys(r for one in found for r in one)
    ]


def _reply(topic: Topic, table: Table, ruled: Sequence[Ruled], intro: str) -> Reply:
    outro = "" if topic.every_rule else _caveats(ruled)
    links: tuple[Link, ...] = ()
    if not topic.every_rule:
        links = tuple(rule_page(one.rule, say("casework.rule_page", rule=one.rule)) for one in ruled[:MOST_LINKS])
    return Reply(
        text=paragraphs(intro, table.text(), outro),
        topic=topic.id,
        rules=rule_entries(ruled, TRACK),
        intro=intro or None,
        outro=outro or None,
        links=links,
        table=table.to_json(),
    )


def _with_left(reply: Reply, ruled: Sequence[Ruled], made: Sequence[Table], topic: Topic) -> Reply:
    """The last message, with the names of the rules that had no room."""
    left = [one.rule for one in ruled[len(made) :]] if len(made) == MOST_TABLES and not topic.every_rule else []
    if not left:
        return reply
    more = say("casework.more_rules", rules=", ".join(left))
    return replace(reply, text=paragraphs(reply.text, more), outro=paragraphs(reply.outro or "", more))


def _caveats(ruled: Sequence[Ruled]) -> str:
    lines = dict.fromkeys(caveat for one in ruled for answer in one.known for caveat in answer["caveats"])
    told = [say("casework.caveat", text=quote(line)) for line in list(lines)[:MOST_CAVEATS]]
    return "\n".join((say("casework.caveats"), *told)) if told else ""


def _title(topic: Topic) -> str:
    key = f"casework_titles.{topic.id}"
    return say(key) if has_text(key) else topic.id


def _next(topic: Topic, named: Named) -> tuple[Button, ...]:
    """The topics that often follow, asked about the same groups."""
    return tuple(
        Button(say(f"casework_titles.{other}"), next_payload(other, named))
        for other in topic.followups
        if has_text(f"casework_titles.{other}")
    )


def next_payload(topic: str, named: Named) -> str:
    """The message that asks about a topic for the groups named."""
    values = {"ydelse": list(named.benefits), "visitation": list(named.visitations)}
    return payload(topic, **{fact: names if len(names) > 1 else names[0] for fact, names in values.items() if names})
