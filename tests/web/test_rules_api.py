"""The rules core over HTTP."""

import httpx
import pytest


@pytest.fixture
def client(shared_client: httpx.Client) -> httpx.Client:
    return shared_client


def test_a_deadline_with_its_source(client: httpx.Client):
    facts = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}
    body = client.post("/api/v1/rules/evaluate", json={"facts": facts, "rules": ["cv.registrering"]}).json()
    [answer] = body["answers"]
    assert body["as_of"] == "2026-11-20"
    assert answer["deadline"]["date"] == "2026-11-16"
    assert answer["sources"]


def test_a_date_asked_about_picks_the_law_of_that_day(client: httpx.Client):
    facts = {"ydelse": "dagpenge", "tilmeldt_dato": "2018-05-01"}
    body = {"facts": facts, "rules": ["cv.registrering"], "as_of": "2018-05-10"}
    answer = client.post("/api/v1/rules/evaluate", json=body).json()["answers"][0]
    assert answer["version_from"] < "2020"


def test_a_fact_outside_its_domain_is_explained_in_danish(client: httpx.Client):
    response = client.post("/api/v1/rules/evaluate", json={"facts": {"ydelse": "bitcoin"}})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert "ydelse" in response.json()["detail"]


def test_an_unknown_track_and_an_unknown_rule_are_refused(client: httpx.Client):
    assert client.post("/api/v1/rules/evaluate", json={"facts": {}, "track": "x"}).status_code == 422
    assert client.post("/api/v1/rules/evaluate", json={"facts": {}, "rules": ["x"]}).status_code == 422
    assert client.get("/api/v1/rules", params={"track": "x"}).status_code == 422


def test_the_list_has_titles_and_versions(client: httpx.Client):
    rules = {rule["id"]: rule for rule in client.get("/api/v1/rules").json()["rules"]}
    assert rules["cv.registrering"]["title"]
    assert rules["cv.registrering"]["versions"][-1]["to"] is None


def test_a_lookup_answers_for_a_group_on_a_date(client: httpx.Client):
    query = {"group": "dagpenge", "as_of": "2026-11-20"}
    body = client.get("/api/v1/rules/cv.registrering", params=query).json()
    assert body["rule"] == "cv.registrering"
    assert body["rows"]


def test_a_known_fact_narrows_a_lookup(client: httpx.Client):
    address = "/api/v1/rules/praktik.varighed"
    asked = {"group": "kontanthjaelp_jobparat", "as_of": "2018-01-01"}
    assert len(client.get(address, params=asked).json()["rows"]) == 2
    (row,) = client.get(address, params={**asked, "fact": "erhvervserfaring=nej"}).json()["rows"]
    assert row["value"] == {"amount": 13, "unit": "uger"}


@pytest.mark.parametrize(
    ("fact", "said"), [("ydelse", "navn=værdi"), ("hest=1", "hest"), ("foedselsdato=2000-02-30", "dato")]
)
def test_a_fact_in_a_lookup_that_cannot_be_used_is_refused_in_danish(client: httpx.Client, fact: str, said: str):
    response = client.get("/api/v1/rules/praktik.varighed", params={"group": "dagpenge", "fact": fact})
    assert response.status_code == 422
    assert said in response.text


def test_a_lookup_without_a_group_shows_the_rows_of_every_group(client: httpx.Client):
    found = client.get("/api/v1/rules/cv.registrering", params={"as_of": "2026-11-20"}).json()
    by_group = {row["group"]: row for row in found["rows"]}
    assert found["group"] is None
    assert by_group["dagpenge"]["deadline_length"] == "2 uger"
    assert by_group["kontanthjaelp_jobparat"]["deadline_length"] == "3 uger"


def test_an_empty_parameter_counts_as_left_out(client: httpx.Client):
    empty = client.get("/api/v1/rules/cv.registrering?group=dagpenge&as_of=&track=")
    left_out = client.get("/api/v1/rules/cv.registrering?group=dagpenge")
    assert empty.status_code == 200
    assert empty.json() == left_out.json()


@pytest.mark.parametrize("path", ["/", "/healthz"])
def test_a_monitor_may_ask_for_the_headers_only(client: httpx.Client, path: str):
    assert client.head(path).status_code == 200


def test_a_lookup_of_an_unknown_rule_is_404_and_of_an_unknown_group_422(client: httpx.Client):
    assert client.get("/api/v1/rules/x.y", params={"group": "dagpenge"}).status_code == 404
    assert client.get("/api/v1/rules/cv.registrering", params={"group": "x"}).status_code == 422


@pytest.mark.parametrize(("day", "status"), [("9999-12-17", 200), ("9999-12-18", 422), ("9999-12-31", 422)])
def test_a_date_whose_deadline_leaves_the_calendar_is_refused(client: httpx.Client, day: str, status: int):
    facts = {"ydelse": "dagpenge", "tilmeldt_dato": day}
    answer = client.post("/api/v1/rules/evaluate", json={"facts": facts})
    assert answer.status_code == status
    assert ("ligger for langt væk" in answer.json().get("detail", "")) is (status == 422)


@pytest.mark.parametrize("number", ["1e300", "1e12", "1000000001", "9" * 4000, "1e999"])
@pytest.mark.parametrize("fact", ["ansatte_gennemsnit_12_mdr", "ledighed_uger"])
def test_a_number_beyond_all_measure_is_refused_in_danish(shared_client: httpx.Client, fact: str, number: str):
    body = f'{{"facts": {{"{fact}": {number}, "arbejdsgiver_type": "privat"}}, "as_of": "2026-11-20"}}'
    headers = {"Content-Type": "application/json"}
    told = shared_client.post("/api/v1/rules/evaluate", content=body, headers=headers)
    asked = shared_client.get("/api/v1/rules/cv.registrering", params={"fact": f"{fact}={number}"})
    assert [one.json()["type"] for one in (told, asked)] == ["urn:retpligt:problem:facts"] * 2
