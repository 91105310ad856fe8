"""The command `retpligt`: ask the rule book, look a rule up, check the files."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from rules_core.assessment import Assessment, RuleAnswer
from rules_core.cli_coverage import print_coverage
from rules_core.cli_plan import add_plan
from rules_core.errors import FactError, InputError, RulesCoreError, RulesetError
from rules_core.evaluator import evaluate
from rules_core.facts import fact_registry
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset, load_tracks
from rules_core.lookup import lookup

BAD_INPUT: Final = 2
_BOOLEANS: Final = {"true": True, "ja": True, "false": False, "nej": False}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002
        """Bad input, told in Danish and answered with the exit code for bad input."""
        # argparse explains itself in English; the reader gets the way to the Danish help instead.
        raise InputError("Kommandoen kan ikke bruges sådan. Skriv retpligt --help for at se, hvad du kan.") from None


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 2 with one plain Danish message on stderr when the input cannot be used."""
    try:
        arguments = _parser().parse_args(argv)
        return int(arguments.run(arguments))
    except RulesCoreError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader closed the pipe ("| head"): that is no error of ours, and Python must not say so when it ends.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # lives as long as the process
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="retpligt", description="Slå op i reglerne om ret og pligt.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="kommando")
    ask = commands.add_parser("evaluate", help="Hvad gælder for en person på en dag?")
    _add_situation(ask)
    ask.add_argument("--rule", action="append", metavar="REGEL", help="kun denne regel (kan gentages)")
    ask.set_defaults(run=_evaluate)
    look = commands.add_parser("lookup", help="Hvad siger en regel for en målgruppe?")
    look.add_argument("rule", metavar="REGEL")
    look.add_argument("--group", required=True, metavar="MÅLGRUPPE")
    _add_situation(look)
    look.set_defaults(run=_lookup)
    check = commands.add_parser("check", help="Læs alle regler og vis alle fejl i dem")
    _add_local(check)
    check.add_argument("--coverage", action="store_true", help="vis også, hvad hvert sted i kilderne er blevet til")
    check.set_defaults(run=_check)
    rules = commands.add_parser("rules", help="Vis alle regler")
    rules.add_argument("--track", default=DEFAULT_TRACK, metavar="SPOR")
    _add_local(rules)
    rules.set_defaults(run=_rules)
    add_plan(commands, _day)
    return parser


def _add_situation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fact", action="append", default=[], metavar="NAVN=VÆRDI", help="en oplysning (kan gentages)")
    parser.add_argument("--facts", type=Path, metavar="FIL", help="en JSON-fil med oplysninger")
    parser.add_argument("--as-of", metavar="DATO", help="den dag, du spørger om, fx 2026-11-20 (ellers i dag)")
    parser.add_argument("--track", default=DEFAULT_TRACK, metavar="SPOR")
    parser.add_argument("--json", action="store_true", help="vis svaret som JSON")
    _add_local(parser)


def _add_local(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--local", type=Path, metavar="MAPPE", help="en mappe med en kommunes lokale praksis")


def _book(arguments: argparse.Namespace) -> Ruleset:
    return load_ruleset(arguments.track, local=arguments.local)


def _day(text: str | None) -> date:
    if text is None:
        # The command line is the edge of the core: the only place that reads the clock.
        return datetime.now(ZoneInfo("Europe/Copenhagen")).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"Datoen '{text}' findes ikke. Skriv den som 2026-11-20.") from None


def _facts(arguments: argparse.Namespace) -> dict[str, Any]:
    facts: dict[str, Any] = _facts_from(arguments.facts) if arguments.facts else {}
    for item in arguments.fact:
        name, equals, value = item.partition("=")
        if not equals:
            raise InputError(f"Oplysningen '{item}' skal skrives som navn=værdi, fx ydelse=dagpenge.")
        facts[name] = _typed(name, value)
    return facts


def _facts_from(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"Filen {path} kan ikke læses som JSON ({error}).") from error
    if not isinstance(content, dict):
        raise InputError(f"Filen {path} skal indeholde navne og værdier, fx {{'ydelse': 'dagpenge'}}.")
    return content


def _typed(name: str, value: str) -> Any:
    definition = fact_registry().get(name)
    if definition is None:
        raise FactError(name, f"Oplysningen '{name}' findes ikke. Se listen over oplysninger i regelbogen.")
    if definition.type == "bool":
        return _BOOLEANS.get(value.lower(), value)
    if definition.type == "int" and value.isdecimal():
        return int(value)
    if definition.type == "number":
        return _number(value)
    return value


def _number(text: str) -> Any:
    """The number in `text`, with a comma or a point; a text without one is given back and refused later."""
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


def _evaluate(arguments: argparse.Namespace) -> int:
    book = _book(arguments)
    assessment = evaluate(_facts(arguments), _day(arguments.as_of), rules=arguments.rule, ruleset=book)
    if arguments.json:
        _print_json(assessment.to_json())
        return 0
    _print_assessment(assessment, book)
    return 0


def _print_assessment(assessment: Assessment, ruleset: Ruleset) -> None:
    label = ruleset.groups.label_of(assessment.group)
    print(f"Pr. {assessment.as_of}. Målgruppe: {label or 'ikke afklaret'}.")
    for answer in assessment.answers:
        _print_answer(answer)
    if assessment.next_question:
        print(f"\nNæste spørgsmål: {assessment.next_question.question} ({assessment.next_question.fact})")


def _print_answer(answer: RuleAnswer) -> None:
    print(f"\n{answer.title} ({answer.rule}, {answer.status})\n  {answer.text}")
    for part in answer.parts:
        print(f"  - {part.what}" if part.amount is None else f"  - {part.what}: {part.amount} {part.unit}")
    if answer.deadline and answer.deadline.calculation:
        print(f"  Sådan er datoen regnet ud: {answer.deadline.calculation}")
    if answer.deadline and answer.deadline.warning:
        print(f"  {answer.deadline.warning}")
    if answer.consequence:
        print(f"  Hvis det ikke sker: {answer.consequence}")
    for caveat in answer.caveats:
        print(f"  Bemærk: {caveat}")
    for source in answer.sources:
        print(f"  Kilde: {source.title}, {source.section}{f' <{source.url}>' if source.url else ''}")


def _lookup(arguments: argparse.Namespace) -> int:
    day, facts = _day(arguments.as_of), _facts(arguments)
    found = lookup(arguments.rule, arguments.group, day, facts=facts, ruleset=_book(arguments))
    if arguments.json:
        _print_json(found.to_json())
        return 0
    print(f"{found.rule} for {found.group} pr. {found.as_of}:")
    for row in found.rows:
        print(f"- hvis {row.when}: {row.text} ({row.status})")
    if not found.rows:
        print("Der er ingen regel på den dato.")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    failed = False
    for track in load_tracks():
        try:
            _print_sound(load_ruleset(track, local=arguments.local))
        except RulesetError as error:
            print(f"Sporet {track}: {error}", file=sys.stderr)
            failed = True
    if failed or not arguments.coverage:
        return 1 if failed else 0
    return print_coverage([load_ruleset(track) for track in load_tracks()])


def _print_sound(ruleset: Ruleset) -> None:
    versions = sum(len(rule.versions) for rule in ruleset.rules.values())
    print(f"{ruleset.track.title} ({ruleset.track.id})")
    print(
        f"Alt i orden: {len(ruleset.rules)} regler med {versions} versioner, {len(ruleset.groups.groups)} målgrupper,"
    )
    print(
        f"{len(ruleset.registry.facts)} oplysninger og {len(ruleset.sources)} kilder. Fingeraftryk {ruleset.hash[:12]}."
    )
    if ruleset.track.id != DEFAULT_TRACK:
        return
    for topic, count in sorted(Counter(rule.topic for rule in ruleset.rules.values()).items()):
        print(f"  {topic}: {count}")


def _rules(arguments: argparse.Namespace) -> int:
    for rule in _book(arguments).rules.values():
        print(f"{rule.id:28} {rule.kind:11} {rule.bearer:10} {rule.title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
