"""Tables of answers, for the page as data and for every other reader as lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions._casework_groups import Case
from actions._casework_rows import Answer, Cells, cells, quote
from actions._texts import say
from actions._topics import Topic
from rules_core.dates import danish_date

MOST_TABLES = 3
GROUPS_BESIDE_RULES = 3
"""With so many groups at most, several rules stand in one table; with more, each rule has a table of its own."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a caption, the names of the columns, and the rows; `lines` = the same rows in running text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The table as the page gets it."""
        rows = [[cell or say("casework.none") for cell in row] for row in self.rows]
        return {"caption": self.caption, "columns": list(self.columns), "rows": rows}

    def text(self) -> str:
        """Caption and lines."""
        return "\n".join((self.caption, *self.lines))


@dataclass(frozen=True, slots=True)
class Ruled:
    """One rule of a topic with its answer for each group, in the order of the groups (None = not for that group)."""

    rule: str
    answers: tuple[Answer | None, ...]

    @property
    def known(self) -> list[Answer]:
        """The answers there are."""
        return [answer for answer in self.answers if answer is not None]

    @property
    def since(self) -> str:
        """From when the version shown is, the latest if groups differ; "" when the rule has no version that day."""
        days = [str(answer["version_from"]) for answer in self.known if answer["version_from"]]
        return danish_date(date.fromisoformat(max(days)), weekday=False) if days else ""

    @property
    def caption(self) -> str:
        """Title, id and version; a title that speaks to the citizen stands as a quote."""
        title = str(self.known[0]["title"])
        if not self.since:
            return say("casework.caption_no_version", title=quote(title), rule=self.rule)
        return say("casework.caption_quoted", title=title, rule=self.rule, since=self.since)


def by_rule(topic: Topic, answers: Sequence[Sequence[Answer]]) -> list[Ruled]:
    """The answers of each group, turned into the answers on each rule; a rule that is for none of them is left out,
    unless that goes for all of them."""
    found = [{answer["rule"]: answer for answer in of_group} for of_group in answers]
    ruled = [Ruled(rule, tuple(of_group.get(rule) for of_group in found)) for rule in topic.rules]
    known = [one for one in ruled if one.known]
    return [one for one in known if _applies(one)] or known[:1]


def applies_to_any(ruled: Sequence[Ruled]) -> bool:
    """Whether one of the rules is for one of the groups."""
    return any(_applies(one) for one in ruled)


def _applies(ruled: Ruled) -> bool:
    return any(answer["status"] != "does_not_apply" for answer in ruled.known)


def tables(ruled: Sequence[Ruled], cases: Sequence[Case], title: str, today: date) -> list[Table]:
    """One table when it is one rule or few groups; else one for each of the leading rules."""
    if len(ruled) > 1 and len(cases) <= GROUPS_BESIDE_RULES:
        return [_rules_table(ruled, cases, title, today)]
    return [_groups_table(one, cases, today) for one in ruled[:MOST_TABLES]]


def _columns(*names: str) -> tuple[str, ...]:
    return tuple(say(f"casework.column_{name}") for name in names)


def _groups_table(ruled: Ruled, cases: Sequence[Case], today: date) -> Table:
    made = _told_once([(case.label, cells(answer, today)) for case, answer in zip(cases, ruled.answers, strict=True)])
    return Table(
        caption=ruled.caption,
        columns=_columns("group", "says", "value", "exceptions", "source"),
        rows=tuple((label, *_row(found)) for label, found in made),
        lines=tuple(_line(label, found) for label, found in made),
    )


def _told_once(rows: Sequence[tuple[str, Cells]]) -> Sequence[tuple[str, Cells]]:
    """One row for all the groups when they are many and the rule is the same for every one of them."""
    if len(rows) <= GROUPS_BESIDE_RULES or len({found for _, found in rows}) > 1:
        return rows
    first, *others = (label for label, _ in rows)
    return [(", ".join((first, *(f"{label[0].lower()}{label[1:]}" for label in others))), rows[0][1])]


def _rules_table(ruled: Sequence[Ruled], cases: Sequence[Case], title: str, today: date) -> Table:
    """A row for each rule and group; one group alone stands in the caption."""
    alone = len(cases) == 1
    rows, lines = [], []
    for one in ruled:
        rule = say("casework.rule_cell", rule=one.rule, since=one.since) if one.since else one.rule
        for case, answer in zip(cases, one.answers, strict=True):
            found = cells(answer, today)
            rows.append((rule, *(() if alone else (case.label,)), *_row(found)))
            lines.append(_line(rule if alone else say("casework.heading", rule=rule, group=case.label), found))
    key = "casework.caption_group" if alone else "casework.caption_topic"
    columns = _columns("rule", *(() if alone else ("group",)), "says", "value", "exceptions", "source")
    return Table(say(key, title=title, group=cases[0].label), columns, tuple(rows), tuple(lines))


def _row(found: Cells) -> tuple[str, str, str, str]:
    return (found.says, found.value, found.exceptions, found.source)


def _line(heading: str, found: Cells) -> str:
    return say("casework.line", heading=heading, cells=found.line())


def rule_entries(ruled: Sequence[Ruled], track: str) -> list[Mapping[str, Any]]:
    """The rules of the message as the contract names them: what is the same for every group, and the status if it is.

    A status or a deadline that differs between the groups stands in the table alone.
    """
    entries: list[Mapping[str, Any]] = []
    for one in ruled:
        first, states = one.known[0], {answer["status"] for answer in one.answers if answer}
        same = len(states) == 1 and None not in one.answers
        entry = {field: first[field] for field in ("title", "version_from", "version_to", "kind", "bearer")}
        alone = first["deadline"] if len(one.answers) == 1 else None
        status = first["status"] if same else "unresolved"
        sources = {(src["id"], src["section"]): src for answer in one.known for src in answer["sources"]}
        entry |= {"id": one.rule, "track": track, "status": status, "deadline": alone}
        entries.append(entry | {"sources": list(sources.values())})
    return entries
