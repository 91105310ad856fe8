"""The rules core over HTTP; the same JSON as the command line gives."""

import asyncio
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from casework.clock import today_copenhagen
from rules_core import evaluate, load_ruleset, lookup
from rules_core.errors import InputError, UnknownRuleError
from rules_core.loader import DEFAULT_TRACK
from web.errors import ProblemError
from web.schemas import EvaluateRules, OptionalIsoDate

router = APIRouter(prefix="/api/v1/rules", tags=["regler"])

Name = Annotated[str, Query(max_length=128)]


async def today_of(request: Request) -> date:
    """Today in Denmark, as the gateway sees it."""
    gateway = request.app.state.gateway
    return today_copenhagen(gateway.clock, gateway.settings)


Today = Annotated[date, Depends(today_of)]


@router.post("/evaluate")
async def evaluate_rules(asked: EvaluateRules, today: Today) -> dict[str, Any]:
    """What the rules say about these facts, with deadline, reasons and sources."""
    try:
        assessment = await asyncio.to_thread(
            evaluate, asked.facts, asked.as_of or today, track=asked.track, rules=asked.rules
        )
    except InputError as error:
        raise ProblemError(422, "facts", str(error)) from error
    return assessment.to_json()


@router.get("")
async def list_rules(track: Name = DEFAULT_TRACK) -> dict[str, Any]:
    """Every rule of a track with its title and the dates of its versions."""
    try:
        ruleset = load_ruleset(track)
    except InputError as error:
        raise ProblemError(422, "facts", str(error)) from error
    return {"track": track, "rules": [_summary(rule) for rule in ruleset.rules.values()]}


@router.get("/{rule_id}")
async def lookup_rule(
    rule_id: str, today: Today, group: Name = "", as_of: OptionalIsoDate = None, track: Name = ""
) -> dict[str, Any]:
    """Every outcome of one rule that is open to a group on a date: the caseworker's quick question.

    Without a group the rows of all groups are shown, each with its group. An empty parameter counts as left out.
    """
    try:
        return await asyncio.to_thread(_look_up, rule_id, group, as_of or today, track or DEFAULT_TRACK)
    except UnknownRuleError as error:
        raise ProblemError(404, "rule_not_found") from error
    except InputError as error:
        raise ProblemError(422, "facts", str(error)) from error


def _look_up(rule_id: str, group: str, as_of: date, track: str) -> dict[str, Any]:
    if group:
        return lookup(rule_id, group, as_of, track=track).to_json()
    found = [lookup(rule_id, each, as_of, track=track).to_json() for each in load_ruleset(track).groups.groups]
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
