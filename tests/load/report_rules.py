"""Writes the rules' part of docs/maalinger.md; `make bench` leaves it alone."""

from pathlib import Path
from typing import Any

HEADING = "## Regler\n"
ABOUT = """
Lavet af `make bench-rules` på en delt maskine med {cores} kerner og Python {python}, så se på forholdene mere end på
tallene. Regelbogen havde {rules} regler. Alle tal er medianer. Borgerne er opdigtede: 50.000 forskellige, som går
igen. Den hurtige vej giver status, dato og tal uden forklaring og siger det samme som den forklarende vej (prøvet på
20.000 mennesker).
"""


def rules_section(path: Path) -> str:
    """The part about rules as it stands in the file, or nothing."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return text[text.index(HEADING) :] if HEADING in text else ""


def write_rules_report(figures: dict[str, Any], path: Path) -> None:
    """Replace the part about rules; what was not measured is left out, and parts after it stay."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    _, _, own = text.partition(HEADING)
    rest = own[own.index("\n## ") :] if "\n## " in own else ""
    before = text[: text.index(HEADING)] if HEADING in text else f"{text.rstrip()}\n\n"
    about = ABOUT.format(**figures["machine"], rules=figures["rules"])
    lines = [HEADING, about.strip(), "", "| | mål | målt |", "|---|---|---|", *_rows(figures)]
    if "doubling" in figures:
        lines += ["", "| regler | med forklaring, pr. regel (µs) | hurtig, pr. regel (µs) |", "|---|---|---|"]
        lines += [
            f"| {row['rules']} | {_number(row['told_us'])} | {_number(row['fast_us'])} |" for row in figures["doubling"]
        ]
    lines += _openfisca(figures.get("openfisca"))
    path.write_text(before + "\n".join(lines) + "\n" + rest, encoding="utf-8")


def _rows(figures: dict[str, Any]) -> list[str]:
    rows = []
    if "load" in figures:
        rows.append(_row("læse og kontrollere alle regler (s)", "≤ 0,5", figures["load"]["load_s"]))
    if "one" in figures:
        one = figures["one"]
        rows.append(_row("alle regler for én person med forklaring, alt er kendt (ms)", "≤ 3", one["known_ms"]))
        rows.append(_row("– kun ydelse og tilmelding er kendt (ms)", "≤ 3", one["little_ms"]))
        rows.append(_row("– alt er kendt, og intet er gemt fra før (ms)", "", one["afresh_ms"]))
    if "fast" in figures:
        fast = figures["fast"]
        rows.append(_row("alle regler for én person, hurtig vej, alt er kendt (µs)", "≤ 60", fast["known_us"]))
        rows.append(_row("– 95 pct. af oplysningerne er kendt (µs)", "", fast["most_us"]))
        rows.append(_row("– halvdelen er kendt (µs)", "", fast["half_us"]))
        rows.append(_row("lave koden til alle grupper for en dag (ms)", "", fast["make_ms"]))
    return rows + _million_rows(figures.get("million"))


def _million_rows(found: dict[str, Any] | None) -> list[str]:
    if not found:
        return []
    rows, people = [], found["people"]
    for path, label, aim in (("python", "ren Python, fra JSON-værdier", "≤ 90"), ("columnar", "kolonner", "≤ 10")):
        figures = found[path]
        if "error" in figures:
            rows.append(_row(f"{_thousands(people)} borgere til påmindelser, {label} (s)", aim, figures["error"]))
            continue
        whole, tenth = figures[str(people)], figures[str(people // 10)]
        rows.append(_row(f"{_thousands(people)} borgere til påmindelser, {label} (s)", aim, whole["seconds"]))
        memory = f"{tenth['peak_mb']} og {whole['peak_mb']}"
        rows.append(
            _row(f"– største hukommelse ved {_thousands(people // 10)} og {_thousands(people)} (MB)", "ens", memory)
        )
    return rows


def _openfisca(found: dict[str, Any] | None) -> list[str]:
    if not found:
        return []
    if "error" in found:
        return ["", f"OpenFisca kunne ikke måles i denne kørsel: {found['error']}"]
    told = (
        f"Tolv af pligterne er også skrevet til OpenFisca {found['version']} og målt i samme kørsel. Alt er kendt om "
        f"alle {_thousands(found['people'])} mennesker, for OpenFisca kender ikke til ukendte oplysninger. "
        f"Svar, der var forskellige: {found['differ']}."
    )
    return [
        "", told, "", "| tolv pligter | OpenFisca | vores | forhold |", "|---|---|---|---|",
        _versus("én ad gangen (µs pr. person)", found["theirs_one_ms"] * 1000, found["ours_one_us"]),
        _versus("mange på én gang (µs pr. person)", found["theirs_many_us"], found["ours_many_us"]),
    ]  # fmt: skip


def _versus(label: str, theirs: float, ours: float) -> str:
    return f"| {label} | {_number(theirs)} | {_number(ours)} | {_number(round(theirs / ours, 1))} gange |"


def _row(label: str, aim: str, value: Any) -> str:
    return f"| {label} | {aim} | {_number(value)} |"


def _number(value: Any) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, (int, float)) and value < 1e5 else str(value)


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
