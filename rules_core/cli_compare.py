"""`retpligt compare`: what differs between the law of two days or two tracks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from rules_core.cli_input import add_facts, add_local, day_of, facts_of, print_json
from rules_core.compare import Comparison, FieldChange, RuleChange, Side, compare
from rules_core.dates import danish_date
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset
from rules_core.texts import join_and

_WIDTH: Final = 100
Say = Callable[[str], str]


def add_compare(commands: Any) -> None:
    """Hang the command on the parser's list of commands."""
    parser = commands.add_parser("compare", help="Hvad er forskellen på reglerne på to dage eller i to spor?")
    spot = "[SPOR@]DATO"
    parser.add_argument(
        "--from", dest="from_", required=True, metavar=spot, help="fx 2019-06-01 eller kl-2017@2017-04-01"
    )
    parser.add_argument("--to", required=True, metavar=spot)
    parser.add_argument("--group", metavar="MÅLGRUPPE", help="alle i en målgruppe i stedet for én person")
    parser.add_argument("--rule", action="append", metavar="REGEL", help="kun denne regel (kan gentages)")
    parser.add_argument("--json", action="store_true", help="vis svaret som JSON")
    add_facts(parser)
    add_local(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    laws = _law(arguments.from_, "--from", arguments.local), _law(arguments.to, "--to", arguments.local)
    comparison = compare(facts_of(arguments), *laws, rules=arguments.rule, group=arguments.group)
    if arguments.json:
        print_json(comparison.to_json())
        return 0
    print(tell(comparison))
    return 0


def _law(text: str, field: str, local: Path | None) -> tuple[Ruleset, date]:
    track, at, day = text.rpartition("@")
    return load_ruleset(track if at else DEFAULT_TRACK, local=local), day_of(day, field)


def tell(comparison: Comparison) -> str:
    """The comparison as Danish lines for a reader."""
    book = load_ruleset(comparison.to.track)

    def say(key: str) -> str:
        return book.texts.sections["compare"][key]

    lines = [f"Fra: {_side(comparison.from_)}", f"Til: {_side(comparison.to)}"]
    for heading, changes in (("added", comparison.added), ("removed", comparison.removed)):
        lines += _section(say(heading), _rule_lines(changes))
    lines += _section(say("changed"), _field_lines(comparison.changed, book, say))
    lines += _section(say("unknown"), _unknown_lines(comparison))
    if len(lines) == len((comparison.from_, comparison.to)):
        lines.append(say("same"))
    return "\n".join(lines)


def _side(side: Side) -> str:
    book = load_ruleset(side.track)
    label = book.groups.label_of(side.group)
    return f"{book.track.title}, {danish_date(side.as_of, weekday=False)} ({label or 'målgruppen er ikke afklaret'})"


def _section(heading: str, lines: Iterator[str]) -> list[str]:
    found = list(lines)
    return ["", heading.upper(), *found] if found else []


def _indented(text: str, depth: int) -> str:
    return fill(text, _WIDTH, initial_indent=" " * depth, subsequent_indent=" " * (depth + 2))


def _rule_lines(changes: Sequence[RuleChange]) -> Iterator[str]:
    for change in changes:
        yield f"  {change.title} ({change.rule})"
        yield _indented(change.text, 4)
        yield _indented(f"Hvorfor: {change.cause}.", 4)


def _field_lines(changes: Sequence[FieldChange], book: Ruleset, say: Say) -> Iterator[str]:
    for (rule, title), same in groupby(changes, key=lambda change: (change.rule, change.title)):
        yield f"  {title} ({rule})"
        for change in same:
            before, after = (_shown(change.field, value, book, say) for value in (change.before, change.after))
            yield _indented(say(f"field_{change.field}"), 4)
            yield _indented(f"fra: {before}", 6)
            yield _indented(f"til: {after}", 6)
            yield _indented(f"Hvorfor: {change.cause}.", 6)


def _unknown_lines(comparison: Comparison) -> Iterator[str]:
    for unknown in comparison.unknown:
        side = comparison.from_ if unknown.side == "from" else comparison.to
        yield f"  {unknown.title} ({unknown.rule})"
        yield _indented(f"{danish_date(side.as_of, weekday=False)}: {unknown.why}", 4)


def _shown(field: str, value: Any, book: Ruleset, say: Say) -> str:
    """One side of a difference in words."""
    if value is None or value == []:
        return say("not_told" if field == "consequence" else "nothing")
    if field in {"bearer", "decided_by"}:
        return book.texts.decider(value)
    if field == "parts":
        return join_and(_part(part, book, say) for part in value)
    told: dict[str, Callable[[], str]] = {
        "status": lambda: say(f"status_{value}"),
        "deadline": lambda: _deadline(value),
        "value": lambda: _number(value, book, say),
        "exemptions": lambda: "; ".join(value),
        "rows": lambda: " / ".join(f"hvis {row['when']}: {row['text']}" for row in value),
    }
    return told[field]() if field in told else str(value)


def _deadline(value: Mapping[str, Any]) -> str:
    length = str(value["length"])
    return f"{danish_date(date.fromisoformat(value['date']))} ({length})" if value["date"] else length


def _number(value: Mapping[str, Any], book: Ruleset, say: Say) -> str:
    if value["amount"] is None:
        return _steps(value["per"], book) if "per" in value else say("no_number")
    return f"{value['amount']} {book.texts.unit(value['unit'], value['amount'])}".strip()


def _steps(per: Mapping[str, Any], book: Ruleset) -> str:
    label = book.registry.facts[per["fact"]].label
    steps = [
        f"1 for hver {step['one_per']}" + (f" op til {step['up_to']}" if step["up_to"] else "") for step in per["steps"]
    ]
    return f"{label}: {', derefter '.join(steps)}, mindst {per['at_least']}"


def _part(part: Mapping[str, Any], book: Ruleset, say: Say) -> str:
    if part["unit"] is None:
        return str(part["what"])
    who = f" ({book.texts.decider(part['bearer'])})" if part["bearer"] else ""
    return f"{part['what']}: {_number(part, book, say)}{who}"
