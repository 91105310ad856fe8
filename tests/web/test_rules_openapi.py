"""The description of the rules API: its examples are what the API really answers, and its models fit."""

from typing import Any

import httpx
import pytest

from web.rule_models import Assessment, Comparison, Lookup, Problem, RuleList

PREFIX = "/api/v1/rules"


@pytest.fixture
def client(shared_client: httpx.Client) -> httpx.Client:
    return shared_client


@pytest.fixture
def described(client: httpx.Client) -> dict[str, Any]:
    return dict(client.get("/api/v1/openapi.json").json())


def example(described: dict[str, Any], path: str, method: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the description says to send, and what it says comes back."""
    operation = described["paths"][PREFIX + path][method]
    sent = {parameter["name"]: parameter["example"] for parameter in operation.get("parameters", ())}
    if "requestBody" in operation:
        sent = operation["requestBody"]["content"]["application/json"]["example"]
    return sent, operation["responses"]["200"]["content"]["application/json"]["example"]


@pytest.mark.parametrize(("path", "model"), [("/evaluate", Assessment), ("/compare", Comparison)])
def test_what_the_example_sends_gives_what_the_example_answers(client, described, path, model):
    sent, answered = example(described, path, "post")
    real = client.post(PREFIX + path, json=sent)
    assert real.status_code == 200
    assert real.json() == answered
    assert model.model_validate(answered)


def test_the_lookup_example_is_a_real_lookup(client, described):
    sent, answered = example(described, "/{rule_id}", "get")
    rule = sent.pop("rule_id")
    assert client.get(f"{PREFIX}/{rule}", params=sent).json() == answered
    assert answered["rows"]
    assert Lookup.model_validate(answered)


def test_the_list_example_is_one_line_of_the_real_list(client, described):
    sent, answered = example(described, "", "get")
    real = client.get(PREFIX, params=sent).json()
    assert RuleList.model_validate(real)
    assert answered["rules"] == [rule for rule in real["rules"] if rule["id"] == "cv.registrering"]


def test_the_compare_example_shows_both_a_change_and_a_removal(described):
    answered = example(described, "/compare", "post")[1]
    assert answered["changed"]
    assert answered["removed"]


def test_the_models_fit_the_answers_of_every_rule(client):
    person = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}
    body = {"facts": person, "as_of": "2026-11-20"}
    assert Assessment.model_validate(client.post(f"{PREFIX}/evaluate", json=body).json()).answers
    assert Assessment.model_validate(client.post(f"{PREFIX}/evaluate", json={**body, "facts": {}}).json()).next_question
    sides = {"from": {"as_of": "2017-06-01"}, "to": {"as_of": "2026-11-20"}}
    for group in ("dagpenge", "sygedagpenge", "kontanthjaelp_jobparat"):
        found = client.post(f"{PREFIX}/compare", json={**sides, "group": group}).json()
        assert Comparison.model_validate(found).changed


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/evaluate", "post", "422"), ("/compare", "post", "422"), ("", "get", "422"), ("/{rule_id}", "get", "404")],
)
def test_refusals_are_described_as_problem_documents(described, path, method, status):
    content = described["paths"][PREFIX + path][method]["responses"][status]["content"]["application/problem+json"]
    assert Problem.model_validate(content["example"]).status == int(status)
    assert content["schema"]["$ref"].split("/")[-1] in described["components"]["schemas"]


def test_every_field_of_an_answer_is_in_the_description(described):
    schemas = described["components"]["schemas"]
    assert "deadline" in schemas["Answer"]["properties"]
    assert "from" in schemas["Comparison"]["properties"]
