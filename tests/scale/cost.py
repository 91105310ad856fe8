"""What an answer costs in processor time, process by process, and what a conversation takes up in PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.faults.product import Product, Setup, running_product
from tests.load.citizens import CONVERSATION, Load
from tests.load.citizens import play as play_citizens
from tests.load.measures import memory_mb
from tests.scale.filled import fill
from tests.support.ports import free_ports

CITIZENS = 8
#: Of every conversation, to see what it takes up in a database that is not almost empty.
COPIES = 100
IDLE_SECONDS = 20
KINDS = ("web", "rasa", "actions", "postgres", "redis", "nginx", "worker")


@dataclass(frozen=True)
class Cost:
    """One setup under load. `cpu_ms` = per answer, by kind of process, all copies together."""

    setup: Setup
    load: Load
    cpu_ms: dict[str, float]
    idle_ms: dict[str, float]
    """Per second while nobody writes, by kind of process, all copies together."""
    memory_mb: dict[str, float]
    """Of one copy, after the load."""
    stored: Stored
    """What the conversations of the load took up."""
    filled: Stored
    """The same after copies of them all."""


@dataclass(frozen=True)
class Stored:
    """What is in the database: whole bytes of every table, with its indexes and long values."""

    conversations: int
    messages: int
    tables: dict[str, int]

    @property
    def per_conversation(self) -> float:
        """Bytes of a conversation in all tables together."""
        return sum(self.tables.values()) / max(1, self.conversations)


def measure(setup: Setup, folder: Path, rounds: int) -> Cost:
    """Let eight citizens talk, each through so many conversations, and read the processes' clocks around it."""
    with running_product(setup, folder, public_port=free_ports(1)[0]) as product:
        url = f"http://127.0.0.1:{product.doors[0]}"
        asyncio.run(play_citizens(url, citizens=CITIZENS, rounds=1))  # every process has then loaded what it needs
        empty, before = _stored(product), _clocks(product)
        load = asyncio.run(play_citizens(url, citizens=CITIZENS, rounds=rounds))
        after, full = _clocks(product), _stored(product)
        used = {kind: 1000 * (after[kind] - before[kind]) / load.messages for kind in KINDS if kind in after}
        memory, idle = _memory(product), _idle(product)
        fill(product.database_url, COPIES)
        return Cost(setup, load, used, idle, memory, _more(empty, full), _more(full, _stored(product)))


def _idle(product: Product) -> dict[str, float]:
    before = _clocks(product)
    time.sleep(IDLE_SECONDS)
    after = _clocks(product)
    return {kind: 1000 * (after[kind] - before[kind]) / IDLE_SECONDS for kind in after}


def _clocks(product: Product) -> dict[str, float]:
    seconds: dict[str, float] = defaultdict(float)
    for name, part in product.parts.items():
        seconds[name.rstrip("0123456789")] += cpu_seconds_of_tree(part.pid)
    return dict(seconds)


def _memory(product: Product) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, part in product.parts.items():
        kind = name.rstrip("0123456789")
        found[kind] = max(found.get(kind, 0.0), memory_mb(part.pid))
    return found


def cpu_seconds_of_tree(pid: int) -> float:
    """Processor time of a process, of its ended children, and of all that still live below it, in seconds."""
    stats = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            stats[int(file.parent.name)] = file.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # ended while we looked
    below, chosen = _children(stats), [pid]
    for one in chosen:
        chosen.extend(below.get(one, ()))
    ticks = sum(sum(map(int, stats[one][11:15])) for one in chosen if one in stats)
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(stats: dict[int, list[str]]) -> dict[int, list[int]]:
    below: dict[int, list[int]] = defaultdict(list)
    for pid, fields in stats.items():
        below[int(fields[1])].append(pid)
    return below


def _stored(product: Product) -> Stored:
    engine = create_engine(product.database_url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
            sizes = connection.execute(
                text(
                    "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r'"
                    " AND relnamespace = 'public'::regnamespace"
                )
            )
            tables = {str(name): int(size) for name, size in sizes}
            counts = [
                connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in ("conversations", "messages")
            ]
            return Stored(int(counts[0] or 0), int(counts[1] or 0), tables)
    finally:
        engine.dispose()


def _more(before: Stored, after: Stored) -> Stored:
    grown = {name: size - before.tables.get(name, 0) for name, size in after.tables.items()}
    return Stored(
        after.conversations - before.conversations,
        after.messages - before.messages,
        {name: size for name, size in grown.items() if size > 0},
    )


def table(costs: Iterable[Cost]) -> str:
    """All setups side by side, in Danish, as it stands in docs/skalering.md."""
    costs = list(costs)
    rows = [("", [cost.setup.name for cost in costs])]
    rows.append(("svar", [str(cost.load.messages) for cost in costs]))
    rows.append(("uden svar", [str(cost.load.unanswered) for cost in costs]))
    rows.append(("svar pr. sekund", [_number(cost.load.per_second) for cost in costs]))
    rows.append(
        (
            "svartid p50 / p95 (ms)",
            [f"{cost.load.percentile(50):.0f} / {cost.load.percentile(95):.0f}" for cost in costs],
        )
    )
    for kind in KINDS:
        if any(kind in cost.cpu_ms for cost in costs):
            rows.append((f"processortid pr. svar, {kind} (ms)", [_number(cost.cpu_ms.get(kind, 0)) for cost in costs]))
    rows.append(("– i alt (ms)", [_number(sum(cost.cpu_ms.values())) for cost in costs]))
    rows.append(("processortid pr. 1.000 samtaler (kernesekunder)", [_number(per_thousand(cost), 0) for cost in costs]))
    rows.append(("i ro, alle processer (ms pr. sekund)", [_number(sum(cost.idle_ms.values())) for cost in costs]))
    for kind in KINDS:
        if any(kind in cost.memory_mb for cost in costs):
            rows.append((f"hukommelse, én {kind} (MB)", [_number(cost.memory_mb.get(kind, 0), 0) for cost in costs]))
    rows.append(("database pr. samtale (kB)", [_number(cost.stored.per_conversation / 1000) for cost in costs]))
    rows.append(("– fyldt (kB)", [_number(cost.filled.per_conversation / 1000) for cost in costs]))
    rows.append(("– samtaler og beskeder da", [f"{_all(cost.filled)}" for cost in costs]))
    lines = [f"| {title} | " + " | ".join(cells) + " |" for title, cells in rows]
    return "\n".join([lines[0], "|---" * (len(costs) + 1) + "|", *lines[1:]])


def _all(stored: Stored) -> str:
    return f"{stored.conversations:,} og {stored.messages:,}".replace(",", ".")


def _wait(cost: Cost, percent: int) -> str:
    return _number(cost.load.percentile(percent), 0)


def per_thousand(cost: Cost) -> float:
    """Core seconds for a thousand conversations of as many messages as the citizens of the load write."""
    return sum(cost.cpu_ms.values()) * len(CONVERSATION)


def _number(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
