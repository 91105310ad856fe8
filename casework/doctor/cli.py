"""The command `retpligt doctor`."""

# ruff: noqa: T201 (a command line prints)
import argparse
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.db import use_database
from casework.doctor import checks
from casework.doctor.findings import BAD, WARN, Finding
from casework.errors import SettingsError
from casework.settings import load_settings


def add_doctor(commands: Any) -> None:
    """Add the command."""
    doctor = commands.add_parser("doctor", help="Se efter, om alt er sat rigtigt op, og hvad du skal gøre.")
    doctor.add_argument("--json", action="store_true", help="skriv fundene som JSON, fx til overvågning")
    doctor.set_defaults(run=run_doctor)


def run_doctor(arguments: argparse.Namespace) -> int:
    """Look at everything and print a line for each, or all of it as JSON.

    Returns 1 when something does not work, 0 when all works or only something should be looked at.
    """
    try:
        settings = load_settings()
    except SettingsError as error:
        told = words()["settings"].format(error=error)
        print(
            _as_json([{"check": "settings", "state": BAD, "code": "settings", "text": told}])
            if arguments.json
            else told
        )
        return 1
    use_database(settings.database_url)
    if arguments.json:
        findings = list(checks.run(settings))
        print(_as_json([_json_of(one) for one in findings]))
        return int(any(one.state == BAD for one in findings))
    found: Counter[str] = Counter()
    for finding in checks.run(settings):
        found[finding.state] += 1
        print(line_of(finding))
    name = "wrong" if found[BAD] else "look" if found[WARN] else "good"
    print(words()["summary"][name].format(bad=found[BAD], warn=found[WARN]))
    return int(bool(found[BAD]))


def _as_json(findings: list[dict[str, str]]) -> str:
    return json.dumps({"findings": findings}, ensure_ascii=False, indent=2)


def _json_of(finding: Finding) -> dict[str, str]:
    told = words()["words"][finding.code].format(**finding.values)
    return {"check": finding.check, "state": finding.state, "code": finding.code, "text": told}


def line_of(finding: Finding) -> str:
    """A finding as a line: how it stands, what it is about, what to do."""
    texts = words()
    told = texts["words"][finding.code].format(**finding.values)
    return f"{texts['states'][finding.state]:8}  {texts['checks'][finding.check]:17} {told}"


@cache
def words() -> dict[str, Any]:
    """The texts."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
    return loaded
