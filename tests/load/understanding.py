"""`make eval`: language understanding beside Rasa's default pipeline, on the same data in the same run.

`python -m tests.load.understanding [--without-stock] [--per-intent N]`. Rasa's default pipeline would need over two
hours for all sentences on two cores. Both are therefore trained on the same N sentences of each intent (every k-th, so
that it is the same ones each time), and ours on all of them as well. A stock model of the very same sentences is used
again.
"""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.training_data import OUT_OF_SCOPE, read_sentences
from tests.load import stock
from tests.load.measures import ROOT, MeasureError, timed

sys.path.insert(0, str(ROOT / "tools"))
from rasa_commands import rasa_environment

HEADING = "## Sprogforståelse på 81 emner"
NOTE = (
    "Rasas standardopsætning (DIET, 100 gennemløb) er alt for langsom til alle eksempler på to kerner. Derfor er begge "
    "også trænet på de samme {count} eksempler pr. emne og målt på de samme sætninger."
)
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
    ("training", "træning (s)", ""),
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
    parser.add_argument("--per-intent", type=int, default=25, help="sentences of each intent for the comparison")
    options = parser.parse_args(arguments)
    python = ROOT / "bot/.venv/bin/python"
    try:
        ours = evaluate(python, rasa_environment())
        few, theirs = ({}, {}) if options.without_stock else compared(python, options.per_intent)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 1
    lines = table(ours, few, theirs, options.per_intent)
    print("\n".join(lines))
    if theirs:
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


def compared(python: Path, per_intent: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ours and Rasa's default pipeline, both trained on the same few sentences of each intent."""
    stock.require()
    stock.install()
    nlu = sampled(per_intent)
    out = stock.FOLDER / "ours"
    training = ["--config", "config.yml", "--nlu", nlu, "--out", out, "--fixed-model-name", f"ours-{per_intent}"]
    seconds = timed([python, "-m", "bot", "train", "nlu", *training], rasa_environment(), stock.FOLDER / "ours.log")
    model = str(out / f"ours-{per_intent}.tar.gz")
    few = {**evaluate(python, rasa_environment(), "--model", model, "--only-intents"), "training": seconds}
    theirs, took = stock.train_on(nlu, f"stock-{per_intent}")
    figures = evaluate(stock.VENV / "bin/python", stock.environment(), "--model", str(theirs), "--only-intents")
    return few, {**figures, "training": took}


def sampled(per_intent: int) -> Path:
    """A folder with so many sentences of each intent, spread evenly over all it has; four times as many strangers."""
    folder = stock.FOLDER / f"nlu-{per_intent}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    by_intent: dict[str, list[str]] = {}
    for sentence in read_sentences(ROOT / "data/nlu"):
        by_intent.setdefault(sentence.intent, []).append(sentence.text)
    for intent, texts in by_intent.items():
        wanted = min(len(texts), per_intent * (4 if intent == OUT_OF_SCOPE else 1))
        chosen = [texts[place * len(texts) // wanted] for place in range(wanted)]
        examples = "".join(f"      - {text}\n" for text in chosen)
        content = f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n{examples}'
        (folder / f"{intent}.yml").write_text(content, encoding="utf-8")
    return folder


def table(ours: dict[str, Any], few: dict[str, Any], theirs: dict[str, Any], per_intent: int) -> list[str]:
    """The figures as a table in Danish."""
    facts, days = (sum(ours[f"{kind}_{number}"] for number in (1, 2)) for kind in ("facts", "dates"))
    counts = f"{ours['sentences']} sætninger, {facts} oplysninger og {days} datoer"
    lines = [HEADING, "", f"Lavet af `make eval` på `data/test`: {counts}.", NOTE.format(count=per_intent), ""]
    heads = (
        "",
        "mål",
        "vores, alle eksempler",
        f"vores, {per_intent} pr. emne",
        f"Rasa, som den kommer, {per_intent} pr. emne",
    )
    lines += [f"| {' | '.join(heads)} |"]
    lines += ["|---|---|---|---|---|"]
    for key, label, aim in ROWS:
        cells = (label, aim, *(_number(figures.get(key)) for figures in (ours, few, theirs)))
        lines.append(f"| {' | '.join(cells)} |")
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
