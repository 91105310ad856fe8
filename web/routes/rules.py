"""The rules core over HTTP; the same JSON as the command line gives."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from casework.clock import today_copenhagen
from rules_core import compare, evaluate, load_ruleset, lookup
from rules_core.errors import InputError, UnknownRuleError
from rules_core.fact_pairs import facts_from_pairs
from rules_core.loader import DEFAULT_TRACK
from web.errors import ProblemError
from web.rule_models import Assessment, Comparison, Lookup, RuleList
from web.schemas import CompareRules, EvaluateRules, OptionalIsoDate

router = APIRouter(prefix="/api/v1/rules", tags=["regler"])

Name = Annotated[str, Query(max_length=128)]
# Enough for every fact a rule can read, and short enough for an address.
FactPairs = Annotated[list[str] | None, Query(max_length=60)]


async def today_of(request: Request) -> date:
    """Today in Denmark, as the gateway sees it."""
    gateway = request.app.state.gateway
    return today_copenhagen(gateway.clock, gateway.settings)


Today = Annotated[date, Depends(today_of)]


async def local_of(request: Request) -> Path | None:
    """The folder with the municipality's own practice, if the settings name one."""
    local: Path | None = request.app.state.gateway.settings.local_rules
    return local


Local = Annotated[Path | None, Depends(local_of)]


def _described(model: type, description: str) -> dict[int | str, dict[str, Any]]:
    # Described but not run over each answer: a test holds the models against real answers instead.
    return {200: {"model": model, "description": description}}


async def _asked(make: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """The answer, made in a thread; what the rules core refuses becomes a problem document that names the field."""
    try:
        return await asyncio.to_thread(make, *arguments)
    except InputError as error:
        raise ProblemError(422, "facts", str(error)) from error


@router.post("/evaluate", responses=_described(Assessment, "Vurderingen"))
async def evaluate_rules(asked: EvaluateRules, today: Today, local: Local) -> dict[str, Any]:
    """What the rules say about these facts, with deadline, reasons and sources."""
    return await _asked(evaluated, asked, today, local)


@router.post("/compare", responses=_described(Comparison, "Forskellen"))
async def compare_rules(asked: CompareRules, local: Local) -> dict[str, Any]:
    """What differs between the law of two days or two tracks, for a person (facts) or for a whole group.

    The person is seen on the later of the two days on both sides, so that only the law is compared.
    """
    return await _asked(compared, asked, local)


@router.get("", responses=_described(RuleList, "Reglerne"))
async def list_rules(local: Local, track: Name = DEFAULT_TRACK) -> dict[str, Any]:
    """Every rule of a track with its title and the dates of its versions."""
    return await _asked(listed, track, local)


@router.get("/{rule_id}", responses=_described(Lookup, "Rækkerne"))
async def lookup_rule(  # noqa: PLR0913, PLR0917 (each parameter of the address is an argument of its own)
    rule_id: str,
    today: Today,
    local: Local,
    group: Name = "",
    as_of: OptionalIsoDate = None,
    track: Name = "",
    fact: FactPairs = None,
) -> dict[str, Any]:
    """Every outcome of one rule that is open to a group on a date: the caseworker's quick question.

    `fact=ydelse=dagpenge` tells what is known and may be repeated; it narrows the rows. Without a group the rows of
    all groups are shown, each with its group. An empty parameter counts as left out.
    """
    try:
        day = as_of or today
        return await asyncio.to_thread(looked_up, rule_id, group, day, track or DEFAULT_TRACK, local, fact or ())
    except UnknownRuleError as error:
        raise ProblemError(404, "rule_not_found") from error
    except InputError as error:
        raise ProblemError(422, "facts", str(error)) from error


def evaluated(asked: EvaluateRules, today: date | None, local: Path | None = None) -> dict[str, Any]:
    """The assessment as JSON. Raises InputError."""
    as_of = asked.as_of or today
    if as_of is None:
        raise InputError("Skriv den dag, du spørger om (as_of), fx 2026-11-20.")
    book = load_ruleset(asked.track, local=local)
    return evaluate(asked.facts, as_of, rules=asked.rules, ruleset=book).to_json()


def compared(asked: CompareRules, local: Path | None = None) -> dict[str, Any]:
    """The comparison as JSON. Raises InputError."""
    before, after = ((load_ruleset(side.track, local=local), side.as_of) for side in (asked.from_, asked.to))
    return compare(asked.facts, before, after, asked.rules, asked.group or None).to_json()


def listed(track: str, local: Path | None = None) -> dict[str, Any]:
    """The rules of a track as JSON. Raises InputError."""
    ruleset = load_ruleset(track, local=local)
    return {"track": track, "rules": [_summary(rule) for rule in ruleset.rules.values()]}


def looked_up(
    rule_id: str, group: str, as_of: date, track: str, local: Path | None = None, pairs: Iterable[str] = ()
) -> dict[str, Any]:
    """The rows of a rule as JSON, of one group or of all. Raises InputError."""
    book, facts = load_ruleset(track, local=local), facts_from_pairs(pairs)
    if group:
        return lookup(rule_id, group, as_of, facts=facts, ruleset=book).to_json()
    found = [lookup(rule_id, each, as_of, facts=facts, ruleset=book).to_json() for each in book.groups.groups]
    rows = [{"group": each["group"], **row} for each in found for row in each["rows"]]
    return {**found[0], "group": None, "rows": rows}


def _summary(rule: Any) -> dict[str, Any]:
    return {
        "id": rule.id,
        "topic": rule.topic,
        "kind": rule.kind,
        "bearer": rule.bearer,
        "title": rule.title,
        "versions": [
            {
                "from": version.from_.isoformat(),
                "to": version.to.isoformat() if version.to else None,
                "repealed": version.repealed,
            }
            for version in rule.versions
        ],
    }
