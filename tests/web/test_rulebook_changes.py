"""The pages about what changed, over HTTP."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx
import pytest

from casework.rulebook import change_days
from rules_core import compare, load_ruleset
from tests.web.test_rulebook_pages import GROUP, Seen, assert_readable

DAY = timedelta(days=1)
LAW = [each for each in change_days() if not each.expected]


def section(text: str, start: str, *ends: str) -> str:
    """What a reader sees from one heading to the next of the named ones."""
    after = text.split(start, 1)[1]
    return re.split("|".join(map(re.escape, ends)), after, maxsplit=1)[0]


@pytest.mark.parametrize("day", [each.day for each in change_days()], ids=str)
def test_every_change_day_renders_for_all_groups_and_for_one(shared_client: httpx.Client, day: date):
    for group in ("", GROUP):
        answer = shared_client.get(f"/regler/aendringer/{day}", params={"maalgruppe": group})
        assert answer.status_code == 200
        assert_readable(answer.text, f"{day} {group}")


def test_the_list_names_every_boundary_of_the_law_newest_first(shared_client: httpx.Client):
    seen = assert_readable(shared_client.get("/regler/aendringer").text, "changes")
    linked = [date.fromisoformat(link[-10:]) for link in seen.links if re.search(r"/aendringer/[\d-]{10}$", link)]
    starts = {version.from_ for rule in load_ruleset().rules.values() for version in rule.versions}
    assert starts - {day for day in starts if day <= date(2017, 1, 1)} <= set(linked)
    assert linked == sorted(linked, reverse=True)
    assert date(2017, 1, 1) not in linked


def test_a_rule_that_ends_with_nothing_after_it_makes_a_change_day():
    ended = [
        version.to + DAY
        for rule in load_ruleset().rules.values()
        for version in rule.versions[-1:]
        if version.to is not None
    ]
    assert ended
    assert set(ended) <= {each.day for each in change_days()}


def test_the_expected_law_of_2027_is_marked_and_never_used(shared_client: httpx.Client):
    assert [each.day for each in change_days() if each.expected] == [date(2027, 1, 1)]
    seen = assert_readable(shared_client.get("/regler/aendringer/2027-01-01").text, "2027")
    assert "Hvad ventes der den 1. januar 2027" in seen.text
    assert "De bliver ikke brugt i nogen svar." in seen.text
    assert "Nye regler" not in seen.text


@pytest.mark.parametrize("path", ["2026-07-02", "2017-01-01", "1.7.2026", "20260701", "nu", "2026-13-01"])
def test_a_day_without_a_change_is_an_unknown_address(shared_client: httpx.Client, path: str):
    assert shared_client.get(f"/regler/aendringer/{path}").status_code == 404


@pytest.mark.parametrize("each", LAW, ids=lambda each: str(each.day))
def test_no_rule_that_changed_is_left_out_by_looking_only_at_the_days_own_rules(each):
    found = compare({}, ("gaeldende", each.day - DAY), ("gaeldende", each.day))
    changed = {change.rule for change in (*found.added, *found.removed, *found.changed, *found.unknown)}
    assert changed <= {rule.rule for rule in each.rules}


def test_the_first_of_july_2026_tells_what_came_went_and_changed(shared_client: httpx.Client):
    text = Seen(shared_client.get("/regler/aendringer/2026-07-01", params={"maalgruppe": GROUP}).text).text
    assert "Samtaler med mindst 75 procent" in section(text, "Nye regler", "Regler, der falder bort")
    assert "Hvad der tæller som dit første tilbud" in section(
        text, "Regler, der falder bort", "Regler, der bliver anderledes"
    )
    changed = section(text, "Regler, der bliver anderledes", "Fast adresse")
    assert "6 samtaler" in changed
    assert "4 samtaler" in changed
    assert "lov 1750/2025" in changed


def test_the_page_of_a_change_links_to_the_rule_before_and_after(shared_client: httpx.Client):
    links = Seen(shared_client.get("/regler/aendringer/2026-07-01", params={"maalgruppe": GROUP}).text).links
    assert f"/regler/samtaler.kvote?pr=2026-07-01&maalgruppe={GROUP}&spor=gaeldende" in links
    assert f"/regler/tilbud.taeller?pr=2026-06-30&maalgruppe={GROUP}&spor=gaeldende" in links


def test_the_empty_form_shows_no_result(shared_client: httpx.Client):
    seen = assert_readable(shared_client.get("/regler/sammenlign").text, "compare")
    assert {"fra", "fra_spor", "til", "til_spor", "maalgruppe", "ydelse", "foedselsdato"} <= seen.fields
    assert "Kun reglerne bliver sammenlignet" not in seen.text


def test_two_days_are_compared_for_a_group(shared_client: httpx.Client):
    asked = {"fra": "2026-06-30", "til": "2026-07-01", "maalgruppe": GROUP}
    seen = assert_readable(shared_client.get("/regler/sammenlign", params=asked).text, "compare")
    assert "Fra: Gældende regler, 30. juni 2026. Til: Gældende regler, 1. juli 2026." in seen.text
    assert "6 samtaler" in seen.text


def test_two_days_with_the_same_law_have_no_difference(shared_client: httpx.Client):
    asked = {"fra": "2026-07-01", "til": "2026-07-02", "maalgruppe": GROUP}
    assert "Der er ingen forskel" in Seen(shared_client.get("/regler/sammenlign", params=asked).text).text


def test_facts_take_the_place_of_a_group(shared_client: httpx.Client):
    facts = {"ydelse": "dagpenge", "foedselsdato": "1990-05-03", "ledighed_uger": "10"}
    asked = {"fra": "2026-06-30", "til": "2026-07-01", **facts}
    seen = assert_readable(shared_client.get("/regler/sammenlign", params=asked).text, "compare")
    assert "Du får dagpenge." in seen.text
    assert "3. maj 1990" in seen.text
    assert "4 samtaler" in seen.text


@pytest.mark.parametrize("track", ["forslag-2018", "kl-2017"])
def test_a_proposal_is_marked_and_told(shared_client: httpx.Client, track: str):
    law_date = load_ruleset(track).track.law_date
    asked = {"fra": str(law_date), "til": str(law_date), "til_spor": track, "maalgruppe": GROUP}
    seen = assert_readable(shared_client.get("/regler/sammenlign", params=asked).text, track)
    assert "Dette er et forslag. Det er ikke loven." in seen.text
    assert "det er foreslået i" in seen.text.lower()


def test_a_main_group_of_a_proposal_can_be_compared_with_the_law(shared_client: httpx.Client):
    asked = {"fra": "2017-04-01", "til": "2017-04-01", "til_spor": "kl-2017", "maalgruppe": "hovedmaalgruppe_1"}
    answer = shared_client.get("/regler/sammenlign", params=asked)
    assert answer.status_code == 200
    assert "Hovedmålgruppe 1" in Seen(answer.text).text


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("fra", "i går", "Feltet Dato under Fra"),
        ("til", "2027-01-01", "Feltet Dato under Til"),
        ("fra_spor", "hest", "Feltet Regler eller forslag under Fra"),
        ("til_spor", "hest", "Feltet Regler eller forslag under Til"),
        ("maalgruppe", "hest", "Feltet Gruppe"),
        ("ydelse", "hest", "Feltet Hvad du lever af"),
        ("foedselsdato", "hest", "Feltet Din fødselsdag"),
        ("ledighed_uger", "²", "Feltet Hvor mange uger du har været ledig i alt"),
        ("ledighed_uger", "-4", "Feltet Hvor mange uger du har været ledig i alt"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_the_others_are_kept(
    shared_client: httpx.Client, field: str, value: str, named: str
):
    asked = {"fra": "2020-02-03", "til": "2024-05-06", "visitation": "jobparat", field: value}
    answer = shared_client.get("/regler/sammenlign", params=asked)
    assert answer.status_code == 422
    seen = assert_readable(answer.text, field)
    assert named in seen.text
    assert 'value="jobparat" selected' in answer.text
    kept = {"fra": "2020-02-03", "til": "2024-05-06"}
    for name in kept.keys() - {field}:
        assert f'name="{name}" value="{kept[name]}"' in answer.text


def test_the_permanent_address_of_a_comparison_gives_the_same_page(shared_client: httpx.Client):
    asked = {"fra": "30.6.2026", "til": "1/7 2026", "ydelse": "dagpenge"}
    first = shared_client.get("/regler/sammenlign", params=asked).text
    permanent = next(link for link in Seen(first).links if link.startswith("http") and "/regler/sammenlign?" in link)
    assert "fra=2026-06-30" in permanent
    again = Seen(shared_client.get(permanent).text).text
    assert section(again, "Fra: Gældende", "Fast adresse") == section(Seen(first).text, "Fra: Gældende", "Fast adresse")
