"""The description of the API for machines. Its examples are real answers, made when the description is asked for."""

from datetime import date
from typing import Any

from fastapi import FastAPI

from rules_core.loader import DEFAULT_TRACK
from web.routes import rules
from web.schemas import CompareRules, EvaluateRules

PREFIX = "/api/v1/rules"
RULE, GROUP, DAY = "cv.registrering", "dagpenge", "2026-11-20"
PERSON = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}
EVALUATE: dict[str, Any] = {"facts": PERSON, "as_of": DAY, "rules": [RULE]}
COMPARE: dict[str, Any] = {
    "facts": {"ydelse": "dagpenge"},
    "from": {"track": DEFAULT_TRACK, "as_of": "2019-06-01"},
    "to": {"track": DEFAULT_TRACK, "as_of": DAY},
    "rules": ["samtaler.antal", "tjek_jobforslag.interval"],
}
LOOKUP: dict[str, Any] = {
    "rule_id": RULE,
    "group": GROUP,
    "as_of": DAY,
    "track": DEFAULT_TRACK,
    "fact": ["tilmeldt_jobsoegende=ja"],
}


def describe(app: FastAPI) -> None:
    """Let the application describe its rule routes with examples; made once, on the first request for them."""
    plain = app.openapi

    def with_examples() -> dict[str, Any]:
        described = plain()
        for path, method in (("/evaluate", "post"), ("/compare", "post"), ("", "get"), ("/{rule_id}", "get")):
            operation = described["paths"][PREFIX + path][method]
            asked, answered = _example(path)
            answer = operation["responses"]["200"]["content"]["application/json"]
            if "example" in answer:
                break
            answer["example"] = answered
            _show_request(operation, asked)
        return described

    # FastAPI's own way to change the description.
    app.openapi = with_examples  # type: ignore[method-assign]  # a method is replaced, as FastAPI tells to do


def _example(path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is sent and what comes back."""
    if path == "/evaluate":
        return EVALUATE, rules.evaluated(EvaluateRules.model_validate(EVALUATE), None)
    if path == "/compare":
        return COMPARE, rules.compared(CompareRules.model_validate(COMPARE))
    if path == "":
        listed = rules.listed(DEFAULT_TRACK)
        return {"track": DEFAULT_TRACK}, {**listed, "rules": [one for one in listed["rules"] if one["id"] == RULE]}
    return LOOKUP, rules.looked_up(RULE, GROUP, date.fromisoformat(DAY), DEFAULT_TRACK, pairs=LOOKUP["fact"])


def _show_request(operation: dict[str, Any], asked: dict[str, Any]) -> None:
    if "requestBody" in operation:
        operation["requestBody"]["content"]["application/json"]["example"] = asked
    for parameter in operation.get("parameters", ()):
        parameter["example"] = asked[parameter["name"]]
