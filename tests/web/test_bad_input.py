"""Bad input at all three doors: Python raises, the command line ends with 2, HTTP answers 422; each names the field."""

import contextlib
import io
from datetime import date
from typing import Any

import httpx
import pytest

from rules_core import compare, evaluate, lookup
from rules_core.cli import main
from rules_core.errors import InputError

DAY = "2026-11-20"
EARLY, LATE = "Reglerne begynder 1. januar 2017", "til og med den 31. december 2026"
# Name, what is asked for, and what the message must hold.
BAD: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("an unknown fact", {"facts": {"skostoerrelse": "42"}}, ("skostoerrelse",)),
    ("a value outside the domain", {"facts": {"ydelse": "bitcoin"}}, ("ydelse", "en af")),
    ("a fact of a wrong type", {"facts": {"i_job": "måske"}}, ("i_job", "true, false")),
    ("a number that is no number", {"facts": {"ledighed_uger": "mange"}}, ("ledighed_uger", "helt tal")),
    ("a fact on a day that does not exist", {"facts": {"tilmeldt_dato": "2026-02-30"}}, ("tilmeldt_dato", "dato")),
    ("a day before the rules begin", {"as_of": "2016-12-31"}, ("as_of", EARLY)),
    ("a day whose rules are not known yet", {"as_of": "2027-01-01"}, ("as_of", LATE)),
    ("an unknown track", {"track": "kl-x"}, ("kl-x", "gaeldende")),
    ("an unknown rule", {"rule": "cv.x"}, ("cv.x",)),
    ("an unknown group", {"group": "x"}, ("'x'", "dagpenge")),
]
# Python has no such date to be given.
NO_DAY = ("a day that does not exist", {"as_of": "2026-02-30"}, ())
DOORS = ("evaluate", "lookup", "compare")


def cases(*more: tuple[str, dict[str, Any], tuple[str, ...]], without: tuple[tuple[str, str], ...] = ()) -> list[Any]:
    """Each kind of bad input at each door; `without` names doors that cannot be given a thing at all."""
    return [
        pytest.param(door, asked, said, id=f"{door}: {name}")
        for door in DOORS
        for name, asked, said in (*BAD, *more)
        if not {(door, key) for key in asked} & {("evaluate", "group"), *without}
    ]


@pytest.fixture
def client(shared_client: httpx.Client) -> httpx.Client:
    return shared_client


def complete(asked: dict[str, Any]) -> dict[str, Any]:
    return {"facts": {}, "as_of": DAY, "track": "gaeldende", "rule": "cv.registrering", "group": "dagpenge", **asked}


def ask_python(door: str, asked: dict[str, Any]) -> None:
    full = complete(asked)
    day, track, rules = date.fromisoformat(full["as_of"]), full["track"], [full["rule"]]
    if door == "evaluate":
        evaluate(full["facts"], day, track, rules)
    elif door == "lookup":
        lookup(full["rule"], full["group"], day, track, full["facts"])
    else:
        compare(full["facts"], ("gaeldende", date(2026, 1, 1)), (track, day), rules, full["group"])


def ask_command_line(door: str, asked: dict[str, Any]) -> tuple[int, str]:
    full = complete(asked)
    words = [door]
    words += [word for fact, value in full["facts"].items() for word in ("--fact", f"{fact}={value}")]
    if door == "compare":
        words += ["--from", "2026-01-01", "--to", f"{full['track']}@{full['as_of']}"]
    else:
        words += ["--as-of", full["as_of"], "--track", full["track"]]
    words += [full["rule"]] if door == "lookup" else ["--rule", full["rule"]]
    words += [] if door == "evaluate" else ["--group", full["group"]]
    told = io.StringIO()
    with contextlib.redirect_stderr(told):
        return main(words), told.getvalue()


def ask_http(client: httpx.Client, door: str, asked: dict[str, Any]) -> httpx.Response:
    full = complete(asked)
    law = {"as_of": full["as_of"], "track": full["track"]}
    if door == "lookup":
        return client.get(f"/api/v1/rules/{full['rule']}", params={**law, "group": full["group"]})
    body: dict[str, Any] = {"facts": full["facts"], "rules": [full["rule"]]}
    if door == "evaluate":
        return client.post("/api/v1/rules/evaluate", json={**body, **law})
    sides = {"from": {"as_of": "2026-01-01"}, "to": law, "group": full["group"]}
    return client.post("/api/v1/rules/compare", json={**body, **sides})


@pytest.mark.parametrize(("door", "asked", "said"), cases())
def test_python_raises_with_a_danish_message(door, asked, said):
    with pytest.raises(InputError) as caught:
        ask_python(door, asked)
    assert all(part in str(caught.value) for part in said)


@pytest.mark.parametrize(("door", "asked", "said"), cases(NO_DAY))
def test_the_command_line_ends_with_2_and_one_line(door, asked, said):
    code, told = ask_command_line(door, asked)
    assert code == 2
    assert all(part in told for part in said)
    assert asked.get("as_of", "") in told or said
    assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize(("door", "asked", "said"), cases(NO_DAY, without=(("lookup", "facts"),)))
def test_http_answers_with_a_problem_document(client, door, asked, said):
    response = ask_http(client, door, asked)
    assert response.status_code == (404 if door == "lookup" and "rule" in asked else 422)
    assert response.headers["content-type"] == "application/problem+json"
    if response.status_code == 422:
        assert all(part in response.json()["detail"] for part in said)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"from": {"as_of": DAY}}, "to"),
        ({"from": {"as_of": "2026-02-30"}, "to": {"as_of": DAY}}, "from.as_of"),
        ({"from": {"as_of": DAY}, "to": {"track": "gaeldende"}}, "to.as_of"),
        ({"from": {"as_of": 20261120}, "to": {"as_of": DAY}}, "from.as_of"),
        ({"from": {"as_of": DAY}, "to": {"as_of": DAY}, "grupe": "dagpenge"}, "grupe"),
        ({"from": {"as_of": DAY}, "to": {"as_of": DAY}, "rules": "cv.registrering"}, "rules"),
        ({"from": {"as_of": DAY}, "to": {"as_of": DAY}, "facts": []}, "facts"),
    ],
)
def test_a_comparison_with_a_wrong_form_names_the_field(client, body, field):
    response = client.post("/api/v1/rules/compare", json=body)
    assert response.status_code == 422
    assert f"({field})" in response.json()["detail"]


def test_the_first_and_the_last_known_day_are_answered(client):
    for day in ("2017-01-01", "2026-12-31"):
        assert client.post("/api/v1/rules/evaluate", json={"facts": {}, "as_of": day}).status_code == 200
    sides = {"from": {"as_of": "2017-01-01"}, "to": {"as_of": "2026-12-31"}}
    assert client.post("/api/v1/rules/compare", json={**sides, "group": "dagpenge"}).status_code == 200
