"""What the description says of keys and refusals. Added from one place, so that no route is described without them."""

from typing import Any, Final

from fastapi import FastAPI

from web.errors import MEDIA_TYPE, problem_document
from web.rule_models import Problem

_API: Final = "/api/v1/"
_RULES: Final = "/api/v1/rules"
_BOOKING_BY_CODE: Final = "/api/v1/booking/"
_KEY: Final = "samtalens_noegle"
_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}

#: Status -> the problem that is shown as its example.
_EVERYWHERE: Final = {"422": "invalid"}
_WITH_A_KEY: Final = {"401": "not_allowed"}
_WITH_A_BODY: Final = {"400": "bad_request", "413": "too_large"}
_WITH_A_DATABASE: Final = {"503": "database_away"}

_BOOKED: Final = {"404": "no_booking", "409": "too_late"}
_OFFERED: Final = {"404": "offer_gone", "409": "slot_gone"}
#: What single routes refuse beside that; the keys are the ends of addresses.
_OWN: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("post", "/api/v1/conversations"): {"429": "too_many"},
    ("post", "}/messages"): {"429": "too_many"},
    ("post", "/thumb"): {"404": "answer_not_found"},
    ("post", "/handoff"): {"409": "already_waiting"},
    ("delete", "/handoff"): {"409": "not_waiting"},
    ("post", "/callback"): {"409": "nobody_now"},
    ("delete", "/callback"): {"409": "no_callback"},
    ("get", "}/times"): _OFFERED,
    ("post", "/holds"): _OFFERED,
    ("delete", "/holds/{hold}"): _OFFERED,
    ("post", "/bookings"): _OFFERED,
    ("post", "/receipts"): _OFFERED,
    ("get", ".ics"): _BOOKED,
    ("post", "}/code"): _BOOKED,
    ("delete", "/bookings/{number}"): _BOOKED,
    ("post", "/contact"): {"409": "contact_too_many", "429": "too_many"},
    ("post", "/contact/code"): {"409": "contact_code_over", "429": "too_many"},
    ("get", "/login"): {"404": "no_citizen_login"},
    ("post", "/login"): {"404": "no_citizen_login", "502": "login_away"},
    ("delete", "/login"): {"404": "no_citizen_login"},
    ("post", "/login/ticket"): {"403": "unknown_site", "404": "no_citizen_login", "429": "too_many"},
    ("post", "/login/token"): {"403": "citizen_login", "404": "no_citizen_login"},
    ("get", "/login/own"): {"403": "citizen_login", "404": "no_citizen_login"},
    ("post", "/login/own/{other}"): {"403": "citizen_login", "404": "no_citizen_login"},
    ("get", "/rules/{rule_id}"): {"404": "rule_not_found"},
}
_BY_CODE: Final = _BOOKED | {"429": "too_many_tries"}
#: What is no JSON.
_FILES: Final = {
    "/transcript": ("application/pdf", "text/plain", "application/json"),
    ".ics": ("text/calendar",),
    "/booking/calendar": ("text/calendar",),
}


def describe_refusals(app: FastAPI) -> None:
    """Let every description of an address say which key it takes, what it refuses, and which file it gives."""
    plain = app.openapi

    def with_refusals() -> dict[str, Any]:
        described = plain()
        if _KEY in described["components"].get("securitySchemes", {}):
            return described  # it is made once and then kept
        described["components"].setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
        described["components"]["securitySchemes"] = {
            _KEY: {"type": "http", "scheme": "bearer", "description": "Nøglen, som kom, da samtalen blev åbnet"}
        }
        for path, operations in described["paths"].items():
            for method, operation in operations.items():
                _describe(path, method, operation)
        return described

    # FastAPI's own way to change the description.
    app.openapi = with_refusals  # type: ignore[method-assign]  # a method is replaced, as FastAPI tells to do


def _describe(path: str, method: str, operation: dict[str, Any]) -> None:
    keyed = _take_key(operation)
    for ending, kinds in _FILES.items():
        if path.endswith(ending):
            file = {"schema": {"type": "string", "format": "binary"}}
            kept: dict[str, Any] = {kind: {"schema": {}} if kind == "application/json" else file for kind in kinds}
            operation["responses"]["200"]["content"] = kept
    if path == "/readyz":
        operation["responses"]["503"] = {**operation["responses"]["200"], "description": "Ikke klar"}
    if not path.startswith(_API):
        return
    refusals = dict(_EVERYWHERE)
    refusals |= _WITH_A_KEY if keyed else {}
    refusals |= _WITH_A_BODY if "requestBody" in operation else {}
    refusals |= {} if path.startswith(_RULES) else _WITH_A_DATABASE
    refusals |= _BY_CODE if path.startswith(_BOOKING_BY_CODE) else {}
    for (of_method, ending), own in _OWN.items():
        refusals |= own if method == of_method and path.endswith(ending) else {}
    for status, code in sorted(refusals.items()):
        example = problem_document(int(status), code)
        content = {MEDIA_TYPE: {"schema": _PROBLEM, "example": example}}
        operation["responses"][status] = {"description": example["title"], "content": content}


def _take_key(operation: dict[str, Any]) -> bool:
    """Whether the token of a conversation is needed; then it is said as a key and not as any header."""
    parameters = operation.get("parameters", [])
    others = [one for one in parameters if (one["in"], one["name"]) != ("header", "authorization")]
    if len(others) == len(parameters):
        return False
    operation["parameters"] = others
    operation["security"] = [{_KEY: []}]
    return True
