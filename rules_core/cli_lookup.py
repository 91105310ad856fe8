"""`retpligt lookup`: the caseworker's quick question, as a small table of conditions and answers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import zip_longest
from textwrap import wrap
from typing import Any, Final

from rules_core.cli_input import add_situation, day_of, facts_of, print_json
from rules_core.dates import danish_date
from rules_core.loader import Ruleset, load_ruleset
from rules_core.lookup import Lookup, LookupRow, lookup

# Two columns and the space between them fit a terminal of a hundred characters.
_WHEN: Final = 32
_ANSWER: Final = 66


def add_lookup(commands: Any) -> None:
    """Hang the command on the parser's list of commands."""
    parser = commands.add_parser("lookup", help="Hvad siger en regel for en målgruppe?")
    parser.add_argument("rule", metavar="REGEL")
    parser.add_argument("--group", required=True, metavar="MÅLGRUPPE")
    add_situation(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    book = load_ruleset(arguments.track, local=arguments.local)
    day, known = day_of(arguments.as_of), facts_of(arguments)
    found = lookup(arguments.rule, arguments.group, day, facts=known, ruleset=book)
    if arguments.json:
        print_json(found.to_json())
        return 0
    print("\n".join(_table(found, book)))
    return 0


def _table(found: Lookup, book: Ruleset) -> Iterator[str]:
    label = book.groups.label_of(found.group) or found.group
    yield f"{book.rules[found.rule].title} ({found.rule})"
    yield f"For {label}, {danish_date(found.as_of, weekday=False)}. {book.track.title}."
    yield ""
    if not found.rows:
        yield "Der er ingen regel på den dato."
        return
    yield _line("HVIS", "SVAR")
    for row in found.rows:
        yield "-" * (_WHEN + 2 + _ANSWER)
        answer = [line for text in _answers(row, book) for line in wrap(text, _ANSWER)]
        yield from (_line(*pair) for pair in zip_longest(wrap(row.when, _WHEN), answer, fillvalue=""))


def _line(when: str, answer: str) -> str:
    return f"{when:{_WHEN}}  {answer}".rstrip()


def _answers(row: LookupRow, book: Ruleset) -> Iterator[str]:
    """The answer, the numbers in it, who decides, and where it stands."""
    yield row.text
    for part in row.parts:
        unit = f": {part.amount} {book.texts.unit(part.unit, part.amount)}" if part.unit and part.amount else ""
        yield f"- {part.what}{unit}"
    if row.decided_by:
        yield f"Det afgør: {book.texts.decider(row.decided_by)}"
    for source in row.sources[:1]:
        yield f"Kilde: {book.sources[source.id].short}, {source.section}"
