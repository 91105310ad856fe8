"""The municipality's own practice over HTTP: there when the settings name its folder, and only then."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.web.conftest import running_client, running_web

EXAMPLE = Path(__file__).parents[2] / "docs" / "eksempler" / "lokal-praksis"
ASKED = {"facts": {"ydelse": "dagpenge"}, "as_of": "2026-11-20"}
MARK = "Dette er lokal praksis i Eksempelkøbing Kommune."


@pytest.mark.parametrize(("folder", "marked"), [(EXAMPLE, {"selvbooking.pligt", "lokal.jobcafe"}), (None, set())])
def test_local_practice_is_laid_over_the_law_when_the_settings_name_it(settings, folder, marked):
    with running_web(replace(settings, local_rules=folder)) as web, running_client(web) as client:
        answers = client.post("/api/v1/rules/evaluate", json=ASKED).json()["answers"]
        found = {answer["rule"] for answer in answers if any(each.startswith(MARK) for each in answer["caveats"])}
        assert found == marked
        listed = {rule["id"] for rule in client.get("/api/v1/rules").json()["rules"]}
        assert ("lokal.jobcafe" in listed) == bool(marked)
        status = client.get("/api/v1/rules/lokal.jobcafe", params={"as_of": "2026-11-20"}).status_code
        assert status == (200 if marked else 404)


@pytest.mark.parametrize(("folder", "status"), [(EXAMPLE, 200), (None, 404)])
def test_the_rule_book_shows_local_practice_when_the_settings_name_it(settings, folder, status):
    with running_web(replace(settings, local_rules=folder)) as web, running_client(web) as client:
        assert client.get("/regler/lokal.jobcafe?pr=2026-11-20").status_code == status
        told = client.get("/regler/selvbooking.pligt?pr=2026-11-20&maalgruppe=dagpenge").text
        assert ("biblioteket" in told) == ("Noget af dette er lokal praksis" in told) == (status == 200)
        assert ("Jobcafé" in client.get("/regler?pr=2026-11-20&q=jobcafe").text) == (status == 200)


@pytest.mark.parametrize(("folder", "new"), [(EXAMPLE, ["lokal.jobcafe"]), (None, [])])
def test_a_comparison_counts_local_practice_when_the_settings_name_it(settings, folder, new):
    asked = {"facts": {"ydelse": "dagpenge"}, "from": {"as_of": "2026-02-28"}, "to": {"as_of": "2026-11-20"}}
    asked["rules"] = ["lokal.jobcafe"] if folder else ["cv.registrering"]
    with running_web(replace(settings, local_rules=folder)) as web, running_client(web) as client:
        told = client.post("/api/v1/rules/compare", json=asked).json()
    assert [rule["rule"] for rule in told["added"]] == new
