"""The command `retpligt`: ask the rule book, look a rule up, check the files."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from rules_core.assessment import Assessment, RuleAnswer
from rules_core.cli_compare import add_compare
from rules_core.cli_coverage import print_coverage
from rules_core.cli_employer import add_employer
from rules_core.cli_input import add_local, add_situation, day_of, facts_of, print_json
from rules_core.cli_lookup import add_lookup
from rules_core.cli_new import add_new, print_unfilled
from rules_core.cli_plan import add_plan
from rules_core.errors import InputError, RulesCoreError, RulesetError
from rules_core.evaluator import evaluate
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset, load_tracks

BAD_INPUT: Final = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002
        """Bad input, told in Danish and answered with the exit code for bad input."""
        # argparse explains itself in English; the reader gets the way to the Danish help instead.
        raise InputError("Kommandoen kan ikke bruges sådan. Skriv retpligt --help for at se, hvad du kan.") from None


def main(argv: Sequence[str] | None = None, *, more: Callable[[Any], None] | None = None) -> int:
    """Run one command. Returns 0, or 2 with one plain Danish message on stderr when the input cannot be used.

    `more` adds further commands to the subparsers; each has a `run` and refuses with a RulesCoreError too.
    """
    try:
        arguments = _parser(more).parse_args(argv)
        return int(arguments.run(arguments))
    except RulesCoreError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader closed the pipe ("| head"): that is no error of ours, and Python must not say so when it ends.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # lives as long as the process
        return 0


def _parser(more: Callable[[Any], None] | None = None) -> argparse.ArgumentParser:
    parser = _Parser(prog="retpligt", description="Slå op i reglerne om ret og pligt.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="kommando")
    ask = commands.add_parser("evaluate", help="Hvad gælder for en person på en dag?")
    add_situation(ask)
    ask.add_argument("--rule", action="append", metavar="REGEL", help="kun denne regel (kan gentages)")
    ask.set_defaults(run=_evaluate)
    add_lookup(commands)
    check = commands.add_parser("check", help="Læs alle regler og vis alle fejl i dem")
    add_local(check)
    check.add_argument("--coverage", action="store_true", help="vis også, hvad hvert sted i kilderne er blevet til")
    check.set_defaults(run=_check)
    rules = commands.add_parser("rules", help="Vis alle regler")
    rules.add_argument("--track", default=DEFAULT_TRACK, metavar="SPOR")
    add_local(rules)
    rules.set_defaults(run=_rules)
    add_plan(commands, day_of)
    add_compare(commands)
    add_employer(commands)
    add_new(commands)
    if more is not None:
        more(commands)
    return parser


def _book(arguments: argparse.Namespace) -> Ruleset:
    return load_ruleset(arguments.track, local=arguments.local)


def _evaluate(arguments: argparse.Namespace) -> int:
    book = _book(arguments)
    assessment = evaluate(facts_of(arguments), day_of(arguments.as_of), rules=arguments.rule, ruleset=book)
    if arguments.json:
        print_json(assessment.to_json())
        return 0
    _print_assessment(assessment, book)
    return 0


def _print_assessment(assessment: Assessment, ruleset: Ruleset) -> None:
    label = ruleset.groups.label_of(assessment.group)
    print(f"Pr. {assessment.as_of}. Målgruppe: {label or 'ikke afklaret'}.")
    for answer in assessment.answers:
        _print_answer(answer, ruleset)
    if assessment.next_question:
        print(f"\nNæste spørgsmål: {assessment.next_question.question} ({assessment.next_question.fact})")


def _print_answer(answer: RuleAnswer, ruleset: Ruleset) -> None:
    status = ruleset.texts.sections["compare"][f"status_{answer.status}"]
    print(f"\n{answer.title} ({answer.rule}: {status})\n  {answer.text}")
    for part in answer.parts:
        unit = (
            f": {part.amount} {ruleset.texts.unit(part.unit, part.amount)}"
            if part.unit and part.amount is not None
            else ""
        )
        print(f"  - {part.what}{unit}")
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


def _check(arguments: argparse.Namespace) -> int:
    failed, told = False, set[str]()
    for track in load_tracks():
        try:
            _print_sound(load_ruleset(track, local=arguments.local))
        except RulesetError as error:
            # A mistake in the law is in every proposal over it as well; it is told once.
            new = [each for each in error.errors if str(each) not in told]
            told.update(map(str, new))
            if new:
                print(f"Sporet {track}: {RulesetError(new)}", file=sys.stderr)
            failed = True
    failed = bool(print_unfilled()) or failed
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
