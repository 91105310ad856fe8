"""The figures of `make bench-chat`, on the screen and as a section of docs/maalinger.md."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

TITLE = "## Chatten under belastning"
INTRO = """
Lavet af `make bench-chat` på en maskine med {cores} kerner, som også kørte klienten (socket.io-client i Node). Et trin
holder, når alle beskeder blev besvaret, ingen linje faldt ud, og 95 pct. af svarene var på siden inden 300 ms. SQLite
og én web-proces, som `make run` starter den.
"""
Step = Mapping[str, Any]


def print_step(step: Step) -> None:
    """One line while it is measured."""
    held = "holder" if step["held"] else "holder ikke"
    print(
        f"  {step['sockets']:5} sider {step['perSecond']:4}/s: kvittering p95 {_ms(step['ack_p95'])}, svar p50/p95"
        f" {_ms(step['answer_p50'])}/{_ms(step['answer_p95'])} ms, {step['answered']}/{step['sent']} besvaret,"
        f" cpu {step['cpu']}, MB {step['memory']}: {held}",
        flush=True,
    )


def soak_figures(result: Step, memory: Sequence[Mapping[str, float]], per_second: float) -> dict[str, Any]:
    """The soak with the slope of each process's memory (MB a minute) after the first two minutes of warming up."""
    slopes = {name: slope([each[name] for each in memory[min(2, len(memory) - 2) :]]) for name in memory[0]}
    figures = {**result, "per_second": per_second, "memory": list(memory), "slope": slopes}
    answered = f"{result['answered']}/{result['sent']} besvaret"
    print(f"  {result['chats']} samtaler, {answered}, p95 {_ms(result['answer_p95'])} ms")
    for minute, each in enumerate(memory):
        print(f"  {minute:3} min  " + "  ".join(f"{name} {value:.1f} MB" for name, value in each.items()))
    print("  stigning: " + ", ".join(f"{name} {value:+.2f} MB/min" for name, value in slopes.items()), flush=True)
    return figures


def slope(values: Sequence[float]) -> float:
    """Least squares: how much the values grow from one to the next; 0 for fewer than two."""
    count = len(values)
    if count < 2:
        return 0.0
    middle, mean = (count - 1) / 2, sum(values) / count
    spread = sum((place - middle) ** 2 for place in range(count))
    return sum((place - middle) * (value - mean) for place, value in enumerate(values)) / spread


def write_section(figures: Mapping[str, Any], path: Path) -> None:
    """Put the section in the place of the one before, or at the end."""
    before, _, rest = path.read_text(encoding="utf-8").partition(TITLE)
    _, heading, after = rest.partition("\n## ")
    section = "\n".join([TITLE, INTRO.format(cores=os.cpu_count()), *_tables(figures), *_soak_lines(figures["soak"])])
    path.write_text(f"{before.rstrip()}\n\n{section}\n{heading}{after}", encoding="utf-8")


def _tables(figures: Mapping[str, Any]) -> list[str]:
    lines = [
        "| | åbne sider | beskeder/s | kvittering p95 (ms) | svar p50 / p95 (ms) | cpu (pct. af én kerne) |",
        "|---|---|---|---|---|---|",
    ]
    titles = (("real", "hele linjen"), ("sockets", "hele linjen, flere sider"), ("web", "web alene"))
    for key, title in titles:
        lines += [_row(title, step) for step in _last_two(figures[key])]
    return lines


def _last_two(steps: Sequence[Step]) -> list[Step]:
    """The highest step that was held and the first that was not."""
    held = [step for step in steps if step["held"]]
    return [*held[-1:], *[step for step in steps if not step["held"]][:1]]


def _row(title: str, step: Step) -> str:
    cpu = ", ".join(f"{name} {share}" for name, share in step["cpu"].items())
    held = "holder" if step["held"] else "holder ikke"
    waits = f"{_ms(step['answer_p50'])} / {_ms(step['answer_p95'])}"
    return f"| {title}: {held} | {step['sockets']} | {step['perSecond']} | {_ms(step['ack_p95'])} | {waits} | {cpu} |"


def _soak_lines(soak: Mapping[str, Any]) -> list[str]:
    first, last = soak["memory"][0], soak["memory"][-1]
    rows = [
        f"| {name} | {_number(first[name])} | {_number(last[name])} | {_number(soak['slope'][name])} |"
        for name in first
    ]
    return [
        "",
        f"Ti gange de 120.000 samtaler, som Muni har på et år, i åbningstiden: {_number(soak['per_second'])} nye"
        f" samtaler i sekundet i {len(soak['memory']) - 1} minutter. {soak['chats']} samtaler blev ført til ende,"
        f" {soak['answered']} af {soak['sent']} beskeder blev besvaret, 95 pct. inden {_ms(soak['answer_p95'])} ms.",
        "",
        "| hukommelse | ved start (MB) | til sidst (MB) | stigning pr. minut efter opvarmning (MB) |",
        "|---|---|---|---|",
        *rows,
    ]


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
