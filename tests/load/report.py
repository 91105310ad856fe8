"""Writes the figures of a bench run as docs/maalinger.md, beside what was aimed at."""

from pathlib import Path
from typing import Any

from tests.load.report_rules import rules_section

HEAD = """# Målinger

Lavet af `make bench`. Alt herunder er målt i samme kørsel på en delt maskine med {cores} kerner, så se på forholdene
mere end på tallene. Hver belastning er kørt {repeats} gange med {rounds} samtaler på {talk} beskeder pr. borger;
tallene er medianer.

»Rasa, som den kommer« er Rasa 3.6.21 med standardopsætningen fra `rasa init` (DIET, TED, ResponseSelector), trænet på
de samme sætninger og regler og startet med `rasa run`. Den har lettere arbejde end vores linje: dens handlinger siger
kun én sætning og gemmer intet. Vores tal er hele vejen fra borgerens kald til svaret, med regler, database og to gange
lagring. Dens træning tager så længe, at en model af de samme data bruges igen; tallet er fra den gang, den blev trænet.
"""

UNDERSTANDING = (
    ("accuracy", "rigtigt emne øverst", 1),
    ("macro_f1", "F1, alle emner vejet lige", 1),
    ("answered_right", "besvaret med det rigtige emne", 1),
    ("answered_wrong", "besvaret med et forkert emne", 1),
    ("asked", "»mener du ...?«", 1),
    ("not_understood", "»det forstod jeg ikke«", 1),
    ("out_of_scope_refused", "uden for emnet og afvist", 1),
    ("parse_p50", "tid pr. sætning, median (ms)", 0),
)


def write_report(figures: dict[str, Any], path: Path) -> None:
    """Write the report in Danish; without stock figures their column stays empty."""
    ours, stock = figures["ours"], figures.get("stock")
    lines = [HEAD.format(talk=12, rounds=figures["rounds"], repeats=figures["repeats"], **figures["machine"])]
    lines += ["## Tid, hukommelse, start\n", "| | mål | vores linje | Rasa, som den kommer |", "|---|---|---|---|"]
    lines += _speed_rows(ours, stock)
    lines += ["", "## Sprogforståelse\n", _sentences(ours), "| | vores | Rasa, som den kommer |", "|---|---|---|"]
    lines += [_understanding_row(key, label, share, ours, stock) for key, label, share in UNDERSTANDING]
    # The part about rules is another run's.
    lines += ["", rules_section(path).rstrip()] if rules_section(path) else []
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _speed_rows(ours: dict[str, Any], stock: dict[str, Any] | None) -> list[str]:
    eight, other = ours["load"][8], stock["load"][8] if stock else None
    ratio = f"{_number(eight['per_second'] / other['per_second'])} gange" if other else ""
    memory = ours["memory_mb"]
    rows = [
        ("svar ved 1 borger, p50 / p95 (ms)", "", _waits(ours["load"][1]), _waits(stock["load"][1]) if stock else ""),
        ("svar ved 8 borgere, p50 / p95 (ms)", "p95 ≤ 200", _waits(eight), _waits(other) if other else ""),
        ("beskeder pr. sekund ved 8", "", _number(eight["per_second"]), _number(other["per_second"]) if other else ""),
        ("– forhold", "≥ 5 gange", ratio, ""),
        ("beskeder uden svar", "0", str(eight["unanswered"]), str(other["unanswered"]) if other else ""),
        ("hukommelse, rasa (MB)", "≤ 250", str(memory["rasa"]), str(stock["memory_mb"]) if stock else ""),
        ("hukommelse, web og actions (MB)", "≤ 150", f"{memory['web']} og {memory['actions']}", ""),
        ("start til første samtale er ført (s)", "≤ 10", *_starts(ours, stock)),
        ("træning (s)", "≤ 60", *(_number(each["training_seconds"]) if each else "" for each in (ours, stock))),
        ("alle regler for én person over HTTP, p50 / p95 (ms)", "", _waits(ours["rules_ms"]), ""),
    ]
    return [f"| {' | '.join(row)} |" for row in rows]


def _starts(ours: dict[str, Any], stock: dict[str, Any] | None) -> tuple[str, str]:
    other = f"{_number(stock['seconds_to_first_answer'])} (første svar)" if stock else ""
    return _number(ours["seconds_to_first_conversation"]), other


def _sentences(ours: dict[str, Any]) -> str:
    count = ours["understanding"]["sentences"]
    return (
        f"{count} sætninger i `data/test/nlu`, som træningen ikke har set (en test holder dem adskilt). De er lettere\n"
        "end det forrige sæt, og ægte borgere skriver anderledes igen: [sprogdata](sprogdata.md) siger, hvad tallene\n"
        "kan bære.\n"
    )


def _understanding_row(key: str, label: str, share: int, ours: dict[str, Any], stock: dict[str, Any] | None) -> str:
    cells = [each["understanding"][key] if each else None for each in (ours, stock)]
    shown = ["" if cell is None else _share(cell) if share else _number(cell) for cell in cells]
    return f"| {label} | {' | '.join(shown)} |"


def _waits(load: dict[str, float]) -> str:
    return f"{_number(load['p50_ms'])} / {_number(load['p95_ms'])}"


def _share(value: float) -> str:
    return f"{value * 100:.1f} pct.".replace(".", ",", 1)


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
