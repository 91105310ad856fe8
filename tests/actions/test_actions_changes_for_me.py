"""What changes for me: the laws a message names, what differs between them, and how it is told."""

from datetime import date

import pytest
from action_factories import cards, day, entity, statuses, titles

from actions._span import BEFORE, SINCE, YEAR, Span, change_days, laws_of, span_named
from actions._wiring import rule_book

DAGPENGE = entity("ydelse", "dagpenge")
TODAY = date(2026, 11, 20)

# The rule book is read with the settings of an action server.
pytestmark = pytest.mark.usefixtures("executor")


def year(number, *, before=False):
    return entity("aar", {"year": number, "before": before})


@pytest.mark.parametrize(
    ("text", "entities", "span"),
    [
        ("hvad ændrer sig for mig", [], Span()),
        ("hvad ændrer sig 1. juli", [day("2026-07-01")], Span("", date(2026, 7, 1))),
        ("hvad er nyt siden 1. juli", [day("2026-07-01")], Span(SINCE, date(2026, 7, 1))),
        ("hvad er nyt siden 2024", [], Span(SINCE, date(2024, 1, 1))),
        ("hvad ændrede sig i 2020", [year(2020)], Span(YEAR, date(2020, 1, 1))),
        ("hvordan var det før 2020", [year(2020, before=True)], Span(BEFORE, date(2019, 12, 31))),
        ("hvad ville KL's forslag betyde", [], Span("kl-2017")),
        ("hvad ville KLs forslag fra 2017 betyde", [year(2017)], Span("kl-2017")),
        ("planen fra august 2018", [], Span("forslag-2018")),
        ("hvad foreslog regeringen i 2018", [year(2018)], Span("forslag-2018")),
        ("hvad betyder kontanthjælpsreformen", [], Span("", date(2025, 7, 1))),
        ("hvad ændrer beskæftigelsesreformen", [], Span("", date(2026, 7, 1))),
        ("hvad ændrede sig i 2018", [year(2018)], Span(YEAR, date(2018, 1, 1))),
        ("/rule_changes", [entity("spor", "kl-2017")], Span("kl-2017")),
        ("/rule_changes", [entity("spor", "findes-ikke")], Span()),
        ("hvad med år 99999", [year(99999)], Span()),
        ("hvad klokken er", [], Span()),
    ],
)
def test_a_message_names_the_laws_to_compare(text, entities, span):
    assert span_named(text, entities) == span


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span("", date(2026, 7, 1)), date(2026, 6, 30), date(2026, 7, 1)),
        (Span("", date(2017, 1, 1)), date(2017, 1, 1), date(2017, 1, 1)),
        (Span(SINCE, date(2024, 1, 1)), date(2023, 12, 31), TODAY),
        (Span(BEFORE, date(2019, 12, 31)), date(2019, 12, 31), TODAY),
        (Span(YEAR, date(2020, 1, 1)), date(2019, 12, 31), date(2020, 12, 31)),
        (Span(YEAR, date(2026, 1, 1)), date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_span_becomes_two_days(span, first, last):
    before, after = laws_of(span, TODAY)
    assert (before.day, after.day) == (first, last)


def test_a_proposal_is_compared_with_the_law_it_lies_over():
    before, after = laws_of(Span("kl-2017"), TODAY)
    assert (before.book.track.id, before.day) == ("gaeldende", date(2017, 4, 1))
    assert (after.book.track.id, after.is_proposal) == ("kl-2017", True)


def test_the_days_of_change_are_past_and_the_latest_comes_first():
    days = change_days(rule_book(), date(2026, 7, 1))
    assert days[0] == date(2026, 7, 1)
    assert days == sorted(days, reverse=True)
    assert date(2026, 7, 1) not in change_days(rule_book(), date(2026, 6, 30))


def test_without_a_day_the_latest_change_is_told_after_the_benefit_is_known(talk):
    asked = talk.says("rule_changes")
    assert "Hvad lever du af lige nu?" in asked["text"]
    reply = talk.says("inform", DAGPENGE)
    assert "reglerne den 30. juni 2026 bliver sammenlignet med reglerne den 20. november 2026" in reply["text"]
    assert "Ændret: Hvor mange samtaler du skal til\nFør: Du skulle til mindst 6 samtaler" in reply["text"]
    assert "Efter: Du skal som regel til mindst 4 samtaler" in reply["text"]
    assert cards(reply)[0]["id"] == "samtaler.antal"
    assert cards(reply)[0]["sources"]


def test_what_was_asked_about_is_remembered_while_the_benefit_is_asked_for(talk):
    talk.says("rule_changes", entity("spor", "kl-2017"))
    reply = talk.says("inform", DAGPENGE)
    assert reply["text"].count("Det er ikke loven") == 1
    assert {made["track"] for made in cards(reply)} <= {"kl-2017", "gaeldende"}
    assert all(made["version_from"] is None for made in cards(reply) if made["track"] == "kl-2017")
    assert reply["custom"]["answer"]["topic"] == "rule_changes"


def test_a_day_that_changed_nothing_is_said_to_have_changed_nothing(talk):
    reply = talk.says("rule_changes", DAGPENGE, day("2025-03-03"))
    assert "Jeg kan ikke finde nogen forskel for dig på reglerne den 2. marts 2025" in reply["text"]
    assert cards(reply) == []


def test_the_day_before_and_the_day_of_the_reform(talk):
    talk.says("inform", DAGPENGE)
    assert cards(talk.says("rule_changes", day("2026-06-30"))) == []
    assert "samtaler.antal" in statuses(talk.says("rule_changes", day("2026-07-01")))


@pytest.mark.parametrize("told", [[year(2028)], [year(2015)], [year(2017, before=True)], [day("2027-01-01")]])
def test_a_law_that_nobody_knows_is_not_compared(talk, told):
    reply = talk.says("rule_changes", DAGPENGE, *told)
    assert "Jeg kender reglerne" in reply["text"]
    assert cards(reply) == []


def test_an_employers_rules_are_not_told_as_the_citizens(talk):
    reply = talk.says("rule_changes", DAGPENGE)
    assert not [made["id"] for made in cards(reply) if made["bearer"] == "arbejdsgiver"]
    assert "jobrotation" not in reply["text"].lower()


def test_the_list_is_short_and_leads_to_the_whole_comparison(talk):
    reply = talk.says("rule_changes", DAGPENGE, year(2020))
    assert len(cards(reply)) == 5
    assert "ændringer mere." in reply["text"]
    (link,) = reply["custom"]["answer"]["links"]
    assert link["url"].startswith("/regler/sammenlign?fra=2019-12-31&fra_spor=gaeldende&til=2020-12-31")
    assert link["url"].endswith("maalgruppe=dagpenge")
    assert link["url"] in reply["text"]


@pytest.mark.parametrize("benefit", ["dagpenge", "sygedagpenge"])
def test_what_most_people_meet_stands_before_what_few_do(talk, benefit):
    told = [made["id"] for made in cards(talk.says("rule_changes", entity("ydelse", benefit), year(2026)))]
    assert told.index("samtaler.antal") < told.index("fleksjob.beskrivelse")


def test_an_exception_that_came_is_not_promised(talk):
    reply = talk.says("rule_changes", DAGPENGE, year(2020))
    (joblog,) = [made for made in cards(reply) if made["id"] == "joblog.foering"]
    assert "Det nye er, at du måske kan slippe, hvis du inden for seks uger" in joblog["text"]


def test_an_exception_to_a_right_is_not_something_to_get_off(talk):
    reply = talk.says("rule_changes", entity("ydelse", "kontanthjaelp"), entity("visitation", "jobparat"), year(2025))
    (holiday,) = [made for made in cards(reply) if made["id"] == "ferie.ret"]
    assert "Det nye er, at det kan være anderledes, hvis du får mindstesatsen." in holiday["text"]


def test_who_does_not_know_the_benefit_gets_no_comparison(talk):
    talk.says("rule_changes")
    reply = talk.says("dont_know")
    assert "Derfor skal jeg vide, hvad du lever af" in reply["text"]
    assert cards(reply) == []


def test_the_proposals_are_offered_and_the_one_just_told_is_not(talk):
    reply = talk.says("rule_changes", DAGPENGE)
    told = talk.presses(reply, "KL's forslag fra april 2017")
    assert "KL's forslag fra april 2017 er et forslag. Det er ikke loven." in told["text"]
    assert "KL's forslag fra april 2017" not in titles(told)
    assert "Planen fra august 2018" in titles(told)


def test_a_new_benefit_afterwards_gives_the_same_comparison_for_it(talk):
    talk.says("rule_changes", DAGPENGE, day("2026-07-01"))
    reply = talk.says("inform", entity("ydelse", "sygedagpenge"))
    assert "reglerne den 30. juni 2026 bliver sammenlignet med reglerne den 1. juli 2026" in reply["text"]
    assert "mindst 1 samtale" in reply["text"]
