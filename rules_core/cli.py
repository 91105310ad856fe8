"""The command `retpligt`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from rules_core.errors import RulesCoreError
from rules_core.loader import load_ruleset


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (2 = bad input)."""
    parser = argparse.ArgumentParser(prog="retpligt")
    parser.add_subparsers(dest="command", required=True).add_parser("check")
    parser.parse_args(argv)
    try:
        ruleset = load_ruleset()
    except RulesCoreError as error:
        print(error, file=sys.stderr)
        return 2
    print(len(ruleset.rules), Counter(rule.topic for rule in ruleset.rules.values()))
    return 0
