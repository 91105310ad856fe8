"""`make eval`: language understanding beside Rasa's default pipeline, on the same data in the same run.

`python -m tests.load.understanding [--without-stock]`. The stock model is trained on the same sentences (TensorFlow,
some ten minutes); a model of the very same data is used again.
"""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.load import stock
from tests.load.measures import ROOT, MeasureError

sys.path.insert(0, str(ROOT / "tools"))
from rasa_commands import rasa_environment

HEADING = "## Sprogforståelse på 81 emner"
REPORT = ROOT / "docs/maalinger.md"
ROWS = (
    ("top_1", "rigtigt emne øverst, alle emner vejet lige", "≥ 0,88"),
    ("top_3", "rigtigt emne blandt de tre øverste", "≥ 0,95"),
    ("accuracy", "rigtigt emne øverst, alle sætninger", ""),
    ("macro_f1", "F1, alle emner vejet lige", ""),
    ("out_of_scope_auroc", "uden for emnerne: AUROC", "≥ 0,95"),
    ("answered_right", "besvaret med det rigtige emne", ""),
    ("answered_wrong", "besvaret sikkert med et forkert emne", "≤ 0,02"),
    ("wrongly_refused", "et emne afvist som uden for emnerne", ""),
    ("asked", "»mener du ...?«", ""),
    ("not_understood", "ikke forstået", ""),
    ("out_of_scope_refused", "uden for emnerne og ikke besvaret som et emne", ""),
    ("parse_p50", "tid pr. sætning i Rasa, p50 (ms)", "≤ 3"),
    ("parse_p95", "tid pr. sætning i Rasa, p95 (ms)", ""),
    ("facts_1_f1", "oplysninger om personen, første sæt: F1", "≥ 0,93"),
    ("facts_2_f1", "oplysninger om personen, andet sæt: F1", "≥ 0,93"),
    ("dates_1_right", "datoer, første sæt: læst rigtigt", "≥ 0,95"),
    ("dates_1_wrong", "datoer, første sæt: læst forkert uden at spørge", "≤ 0,01"),
    ("dates_2_right", "datoer, andet sæt: læst rigtigt", "≥ 0,95"),
    ("dates_2_wrong", "datoer, andet sæt: læst forkert uden at spørge", "≤ 0,01"),
    ("two_questions_heard", "to spørgsmål i én besked: begge hørt", ""),
    ("one_question_left_whole", "ét spørgsmål, der ligner to: ladt helt", ""),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the figures into docs/maalinger.md; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make eval", description=__doc__)
    parser.add_argument("--without-stock", action="store_true", help="leave out Rasa's default pipeline")
    options = parser.parse_args(arguments)
    try:
        ours = evaluate(ROOT / "bot/.venv/bin/python", rasa_environment())
        theirs = None if options.without_stock else stock_figures()
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 1
    lines = table(ours, theirs)
    print("\n".join(lines))
    if theirs is not None:
        write_section(lines)
    return subprocess.call([str(ROOT / "bot/.venv/bin/python"), "-m", "bot.eval"], env=rasa_environment(), cwd=ROOT)


def evaluate(python: Path, env: dict[str, str], *arguments: str) -> dict[str, Any]:
    """The figures of one model. Raises MeasureError with what the command said."""
    command = [str(python), "-m", "bot.eval", "--json", *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MeasureError(f"{' '.join(command)} gik ikke:\n{done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def stock_figures() -> dict[str, Any]:
    """The same for Rasa's default pipeline, in an environment of its own."""
    stock.require()
    stock.install()
    seconds = stock.train()
    figures = evaluate(stock.VENV / "bin/python", stock.environment(), "--model", str(stock.MODEL), "--only-intents")
    return {**figures, "training": seconds}


def table(ours: dict[str, Any], theirs: dict[str, Any] | None) -> list[str]:
    """The figures as a table in Danish."""
    facts, days = (sum(ours[f"{kind}_{number}"] for number in (1, 2)) for kind in ("facts", "dates"))
    counts = f"{ours['sentences']} sætninger, {facts} oplysninger og {days} datoer"
    lines = [HEADING, "", f"Lavet af `make eval` på `data/test`: {counts}.", ""]
    lines += ["| | mål | vores | Rasa, som den kommer |", "|---|---|---|---|"]
    for key, label, aim in ROWS:
        lines.append(f"| {label} | {aim} | {_number(ours.get(key))} | {_number((theirs or {}).get(key))} |")
    return lines


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".replace(".", ",")


def write_section(lines: Sequence[str], path: Path = REPORT) -> None:
    """Put the table into the report, in place of an earlier one."""
    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition(HEADING)
    rest = after[after.index("\n## ") :] if "\n## " in after else ""
    path.write_text("\n".join((before.rstrip(), "", *lines, "")) + rest, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
