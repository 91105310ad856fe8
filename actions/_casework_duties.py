"""The duties of a group as a table, for those who advise citizens."""

from collections.abc import Mapping, Sequence
from datetime import date

from actions._casework_groups import Case
from actions._casework_rows import Answer, cells, quote
from actions._casework_tables import Table
from actions._duties import sort_duties
from actions._facts import FactValue
from actions._texts import say
from actions._topics import Topic

COLUMNS = ("rule", "duty", "deadline", "consequence")


def duties_table(topic: Topic, case: Case, answers: Sequence[Answer], today: date) -> Table:
    """Rule, duty, deadline and consequence; the nearest deadline first, then the order of the topic table."""
    rows, lines = [], []
    for answer in _in_order(topic, answers, case.facts):
        row = _row(answer, today)
        rows.append(row)
        lines.append(_line(row))
    return Table(
        caption=say("casework.caption_duties", group=case.label),
        columns=tuple(say(f"casework.column_{name}") for name in COLUMNS),
        rows=tuple(rows),
        lines=tuple(lines),
    )


def _in_order(topic: Topic, answers: Sequence[Answer], facts: Mapping[str, FactValue]) -> list[Answer]:
    """Those that stand first, then those that may, then those that only an event brings."""
    duties = sort_duties(topic, answers, facts.get("ydelse"))
    told = [*duties.standing, *duties.perhaps]
    return [*told, *(answer for answer in answers if answer not in told)]


def _row(answer: Answer, today: date) -> tuple[str, str, str, str]:
    found = cells(answer, today)
    consequence = (answer.get("base") or answer).get("consequence")
    # A title may speak to the citizen ("Hvor mange samtaler du skal til").
    duty = say("casework.duty", title=quote(str(answer["title"])), says=found.status)
    return (answer["rule"], duty, found.value, quote(str(consequence)) if consequence else "")


def _line(row: tuple[str, str, str, str]) -> str:
    rule, duty, deadline, consequence = row
    parts = [duty]
    parts += [say("casework.line_deadline", deadline=deadline)] if deadline else []
    parts += [say("casework.line_consequence", consequence=consequence)] if consequence else []
    return say("casework.line", heading=rule, cells=". ".join(parts))
