"""The 60 talks that people read, with one Rasa and with two that take turns: is a single answer different?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.faults.product import Product
from tests.talks.__main__ import play_script
from tests.talks.scripts import scripts

#: A receipt's number and the hour of the clock differ from one time to the next in the same installation too.
VARYING = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|\bR[KP]-\d{4}-[A-Z]{2,6}\b|kl\. \d{1,2}\.\d{2}")


@dataclass
class Compared:
    """`different` must be empty: the names of talks with the turn that was answered in another way."""

    talks: int = 0
    turns: int = 0
    different: list[str] = field(default_factory=list)


def played(product: Product) -> dict[str, list[str]]:
    """The texts of every turn of every talk, by the talk's name."""
    url = f"http://127.0.0.1:{product.doors[0]}"
    return {
        script.name: [
            VARYING.sub("~", f"{turn.said} -> " + "\n".join(message["text"] for message in turn.answers))
            for turn in play_script(url, script)
        ]
        for script in scripts()
    }


def compared(one: dict[str, list[str]], two: dict[str, list[str]]) -> Compared:
    """What is different between two times."""
    found = Compared(talks=len(one), turns=sum(map(len, one.values())))
    for name, turns in one.items():
        pairs = enumerate(zip(turns, two[name], strict=True), start=1)
        found.different += [f"{name}, nr. {number}: {a[:300]!r} / {b[:300]!r}" for number, (a, b) in pairs if a != b]
    return found
