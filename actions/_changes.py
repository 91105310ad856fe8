"""The answer to "what changes for me?": what came, what changed and what went, each with its days and its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from actions._answer_parts import human_button, paragraphs
from actions._assessing import assess_in, facts_on
from actions._cards import DUTY, card
from actions._facts import FactValue
from actions._messages import Button, Link, Reply, payload
from actions._plain import since_line, source_lines
from actions._said import understood
from actions._span import PROPOSALS, Law, Span, change_days, laws_of
from actions._texts import say
from actions._topics import Topic, title
from actions._turn import Turn
from actions._wiring import authority, rule_book
from rules_core import compare, load_ruleset
from rules_core.assessment import SourceAnswer
from rules_core.compare import Comparison, FieldChange
from rules_core.dates import danish_date

SHOWN = 5
"""So many changes are told; the rest stand on the page of the rule book."""

SOURCES_SHOWN = 2
BESIDE_THE_TEXT = {"exemptions", "consequence"}
"""Fields that the text of a rule says nothing about, so that its two texts differ in tense at most."""

NOT_FOR_CITIZENS = ("arbejdsgiver",)
KINDS = ("pligt", "ret", "fritagelse")
COMPARE_PAGE = "/regler/sammenlign"
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that differs. `kind` = added, changed or removed; `sources` = those of the change itself; `fields` =
    what differs in a changed rule."""

    rule: str
    kind: str
    sources: tuple[SourceAnswer, ...]
    fields: tuple[FieldChange, ...] = ()


def changes_reply(turn: Turn, topic: Topic, new: Mapping[str, FactValue], as_of: date | None) -> Reply:
    """What differs for this person between the two laws of the topic's variant and `as_of`."""
    facts = {**turn.known, **new}
    if "ydelse" not in facts:
        contact = authority()
        text = say("answer.changes_need_group", authority=contact["authority"], phone=contact["phone"])
        return Reply(text=text, buttons=_buttons(topic), topic=topic.id)
    before, after, comparison = _compared(Span(topic.variant, as_of), facts, turn.today)
    found = _in_order(comparison, before, after, topic.order)
    intro = f"{understood(new)} {_opening(before, after, found)}".strip()
    told = [_told(change, before, after, facts) for change in found[:SHOWN]]
    link = Link(say("answer.changes_link"), _address(comparison, before, after))
    outro = paragraphs(_unknown(comparison), _more(len(found) - len(told)))
    paragraph_of = [_lines(made["title"], made["text"], since_line(made), *source_lines([made])) for made in told]
    return Reply(
        text=paragraphs(intro, *paragraph_of, outro, link.text if told else ""),
        buttons=_buttons(topic),
        topic=topic.id,
        rules=told,
        intro=intro,
        outro=outro or None,
        links=(link,),
    )


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _compared(span: Span, facts: Mapping[str, FactValue], today: date) -> tuple[Law, Law, Comparison]:
    """The two sides and what differs. Without a day: the day before the latest change that touches this person."""
    laws = laws_of(span, today)
    if laws is not None:
        return *laws, _compare(*laws, facts)
    book = rule_book()
    now = Law(book, today)
    before, comparison = now, _compare(now, now, facts)
    for day in change_days(book, today):
        before = Law(book, day - timedelta(days=1))
        comparison = _compare(before, now, facts)
        if _in_order(comparison, before, now):
            break
    return before, now, comparison


def _compare(before: Law, after: Law, facts: Mapping[str, FactValue]) -> Comparison:
    return compare(facts, (before.book, before.day), (after.book, after.day))


def _in_order(comparison: Comparison, before: Law, after: Law, order: Sequence[str] = ()) -> list[Change]:
    """What concerns a citizen: their own duties and rights first, then what others must do for them; of one kind, what
    most people meet first (`order` = topics of the rule book)."""
    fields: dict[str, list[FieldChange]] = {}
    for change in comparison.changed:
        fields.setdefault(change.rule, []).append(change)
    found = [
        *(Change(change.rule, ADDED, change.sources) for change in comparison.added),
        *(Change(rule, CHANGED, _sources(changes), tuple(changes)) for rule, changes in fields.items()),
        *(Change(change.rule, REMOVED, change.sources) for change in comparison.removed),
    ]

    def weight(change: Change) -> tuple[bool, int, int]:
        rule = _rule(change, before, after)
        kind = KINDS.index(rule.kind) if rule.kind in KINDS else len(KINDS)
        return rule.bearer != "borger", kind, order.index(rule.topic) if rule.topic in order else len(order)

    mine = [change for change in found if _rule(change, before, after).bearer not in NOT_FOR_CITIZENS]
    return sorted(mine, key=weight)


def _sources(changes: Sequence[FieldChange]) -> tuple[SourceAnswer, ...]:
    return tuple(dict.fromkeys(source for change in changes for source in change.sources))


def _rule(change: Change, before: Law, after: Law) -> Any:
    return (before if change.kind == REMOVED else after).book.rules[change.rule]


def _told(change: Change, before: Law, after: Law, facts: Mapping[str, FactValue]) -> dict[str, Any]:
    """The change as a card: the rule as it stands on the side it is there on, with what it was before."""
    side = before if change.kind == REMOVED else after
    made = _card(change.rule, side, facts)
    proposal = "_proposal" if after.is_proposal else ""
    if change.sources:
        made["sources"] = [source.to_json() for source in change.sources[:SOURCES_SHOWN]]
    made["title"] = say(f"answer.change_{change.kind}{proposal}", title=made["title"])
    if change.kind == CHANGED:
        made["text"] = _difference(change, _card(change.rule, before, facts)["text"], made["text"], made["kind"])
    return made


def _card(rule: str, law: Law, facts: Mapping[str, FactValue]) -> dict[str, Any]:
    """The card of a rule under one law, without what belongs to the person's own case: dates and reasoning."""
    answer = assess_in(law.book, (rule,), facts_on(facts, law.day, law.day), law.day)[0]
    text = (answer.get("base") or answer)["text"]
    made = card({**answer, "base": None}, law.book.track.id)
    made |= {
        "text": text,
        "compared": True,
        "options": [],
        "steps": [],
        "deadline": None,
        "unchanged_since": None,
        "consequence": None,
    }
    # A proposal has never been in force, so no day can be told.
    return made | ({"version_from": None, "version_to": None} if law.is_proposal else {})


def _difference(change: Change, old: str, new: str, rule_kind: str) -> str:
    """Both texts; where they read the same, what else differs."""
    if old != new and not {field.field for field in change.fields} <= BESIDE_THE_TEXT:
        return say("answer.change_texts", before=old, after=new)
    lines = [line for field in change.fields for line in _field_lines(field, rule_kind)]
    return "\n".join(dict.fromkeys((new, *lines)))


def _field_lines(field: FieldChange, rule_kind: str) -> list[str]:
    """What differs beside the text. An exception may free for certain or by a decision, so neither is promised."""
    if field.field == "consequence":
        untold = say("answer.change_untold")
        return [say("answer.change_consequence", before=field.before or untold, after=field.after or untold)]
    if field.field == "exemptions":
        gone, come = ([str(when) for when in side] for side in (field.before, field.after))
        right = "" if rule_kind == DUTY else "right_"
        lines = [say(f"answer.change_{right}no_exemption", when=reduce(_or_if, gone))] if gone else []
        return [*lines, *([say(f"answer.change_{right}exemption", when=reduce(_or_if, come))] if come else [])]
    return [say("answer.change_details")]


def _or_if(one: str, other: str) -> str:
    return say("answer.or_if", one=one, other=other)


def _opening(before: Law, after: Law, found: Sequence[Change]) -> str:
    """Which laws are compared; a proposal is said to be one."""
    days = {"first": danish_date(before.day, weekday=False), "last": danish_date(after.day, weekday=False)}
    if after.is_proposal:
        key = "answer.changes_proposal" if found else "answer.changes_proposal_none"
        return say(key, proposal=after.book.track.title, day=days["first"])
    return say("answer.changes" if found else "answer.changes_none", **days)


def _unknown(comparison: Comparison) -> str:
    """The rules that the sources of one side do not reach."""
    titles = [rule.title for rule in comparison.unknown]
    if not titles:
        return ""
    return say("answer.changes_unknown_one" if len(titles) == 1 else "answer.changes_unknown", count=len(titles))


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return say("answer.changes_more_one" if count == 1 else "answer.changes_more", count=count)


def _address(comparison: Comparison, before: Law, after: Law) -> str:
    """The same comparison on the page of the rule book; the proposal's own groups have another name in the law."""
    query = {
        "fra": before.day.isoformat(),
        "fra_spor": before.book.track.id,
        "til": after.day.isoformat(),
        "til_spor": after.book.track.id,
    }
    group = comparison.from_.group
    return f"{COMPARE_PAGE}?{urlencode(query | ({'maalgruppe': group} if group else {}))}"


def _buttons(topic: Topic) -> tuple[Button, ...]:
    """The proposals that have not just been told, what people ask next, and a human."""
    proposals = [track for track in PROPOSALS if track != topic.variant]
    others = (Button(load_ruleset(track).track.title, payload("rule_changes", spor=track)) for track in proposals)
    return (*others, *(Button(title(other), payload(other)) for other in topic.followups), human_button())
