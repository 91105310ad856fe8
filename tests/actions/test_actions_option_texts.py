"""The words beside a possibility of an open answer: those of the row it stands for, never those of another row."""

from datetime import date

import pytest

from actions._assessing import assess_in
from actions._cards import card
from actions._dialogue import fact_to_ask, in_order
from actions._topics import Topic
from rules_core import load_ruleset

TODAY = date(2026, 11, 20)
DAGPENGE = {"ydelse": "dagpenge"}
JOBPARAT = {"ydelse": "kontanthjaelp", "visitation": "jobparat"}


def options_of(rule, facts):
    (answer,) = assess_in(load_ruleset(), [rule], facts, TODAY)
    return {option["when"]: option.get("text") for option in answer["options"]}


def make_topic(**changes):
    fields = {"id": "et_emne", "rules": ("a.b", "c.d"), "asks": (), "group": False, "followups": ()}
    return Topic(**fields | changes)


def test_a_row_with_words_of_its_own_says_them():
    told = options_of("nytteindsats.varighed", JOBPARAT)
    assert told["du har arbejdspligt"].startswith("Der er ingen grænse")


def test_an_amount_is_not_told_a_second_time_in_the_shared_words():
    assert options_of("nytteindsats.varighed", JOBPARAT)["intet af det andet passer på dig"] is None


def test_who_decides_stands_in_the_words_of_the_row():
    told = options_of("mentor.ret", DAGPENGE)["intet af det andet passer på dig"]
    assert told.endswith("Det er kommunen, der bestemmer.")


def test_two_rows_in_one_option_never_get_the_words_of_the_last_row():
    told = options_of("praktik.varighed", DAGPENGE)
    (both,) = (when for when in told if " eller du er fyldt 50 år" in when)
    assert told[both] is None


def test_a_way_out_has_no_words_of_a_row():
    told = options_of("loentilskud.adgang", DAGPENGE)
    (way_out,) = (when for when in told if "hverken" in when)
    assert told[way_out] is None


def test_the_only_option_is_left_out_when_it_tells_nothing():
    (answer,) = assess_in(load_ruleset(), ["rimelighedskrav.antal"], DAGPENGE, TODAY)
    assert answer["options"]
    assert card(answer, "gaeldende")["options"] == []


def test_the_benefit_is_asked_about_when_a_rule_misses_it_but_not_when_anyone_may_ask():
    answers = [{"rule": "a.b", "status": "unresolved", "missing": ["ydelse"]}]
    assert fact_to_ask(make_topic(), answers, ()) == "ydelse"
    assert fact_to_ask(make_topic(whoever=True), answers, ()) is None


@pytest.mark.parametrize(("leads", "told"), [(True, ["a.b"]), (False, ["a.b", "c.d"])])
def test_side_rules_are_told_to_whom_the_leading_rule_does_not_apply_unless_it_leads(leads, told):
    answers = [{"rule": "a.b", "status": "does_not_apply"}, {"rule": "c.d", "status": "applies"}]
    assert [answer["rule"] for answer in in_order(make_topic(leads=leads), answers)] == told
