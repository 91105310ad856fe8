"""What the tests of the comparison share: two days, a person, and small rule books to hold against each other."""

from __future__ import annotations

from datetime import date

from rule_factories import make_book, ref, rule

from rules_core import compare

BEFORE, AFTER = date(2019, 6, 1), date(2026, 11, 20)
OLD = {"from_": date(2017, 1, 1), "to": date(2019, 12, 31)}
PERSON = {"ydelse": "dagpenge", "tilmeldt": "2026-11-02"}
GONE = {"from": date(2020, 1, 1), "to": None, "repealed": True, "sources": [ref(section="§ 9")],
        "texts": {"does_not_apply": "Reglen er ophævet."}}  # fmt: skip
OUT = {"id": "fri", "when": {"fact": "fritaget", "is": True}, "label": "du er fritaget", "sources": [ref()]}


def row(**given):
    return [{"deadline": {"anchor": "tilmeldt", "weeks": 2}, **given}]


def found(tmp_path, *versions, facts=PERSON, group=None, **overrides):
    book = make_book(tmp_path, rule(*versions, **overrides))
    return compare({} if group else facts, (book, BEFORE), (book, AFTER), group=group)


def empty(comparison):
    return not (comparison.added or comparison.removed or comparison.changed or comparison.unknown)
