"""Talks about money: what a question takes for granted, which rule leads, and help before the rule."""

import pytest
from action_factories import cards, entity, statuses, titles

from actions._facts import none_values

DAGPENGE = entity("ydelse", "dagpenge")
KONTANTHJAELP = entity("ydelse", "kontanthjaelp")
JOBPARAT = entity("visitation", "jobparat")


def test_a_question_about_quarantine_takes_dagpenge_for_granted_and_is_answered_at_once(talk):
    reply = talk.says("quarantine_self_inflicted")
    assert reply["text"].startswith("Har du ikke sagt op endnu, så ring til din a-kasse først.")
    assert "3 uger" in reply["text"]
    assert talk.dialogue.values() == {}


def test_what_the_citizen_says_counts_for_more_than_what_the_question_takes_for_granted(talk):
    reply = talk.says("quarantine_self_inflicted", KONTANTHJAELP)
    assert statuses(reply) == {"sanktion.karantaene": "does_not_apply"}


def test_a_complaint_is_told_both_deadlines_until_the_benefit_is_known(talk):
    assert set(statuses(talk.says("complaint_how"))) == {"klage.frist", "klage.akasse"}
    assert set(statuses(talk.says("complaint_how", KONTANTHJAELP))) == {"klage.frist"}


@pytest.mark.parametrize(
    ("said", "leading"),
    [((DAGPENGE,), "sanktion.karantaene"), ((KONTANTHJAELP, JOBPARAT), "sanktion.vejledning_foerst")],
)
def test_sanctions_begin_with_the_rule_that_is_about_the_persons_own_benefit(talk, said, leading):
    reply = talk.says("sanction_general", *said)
    assert cards(reply)[0]["id"] == leading
    assert "does_not_apply" not in statuses(reply).values()


def test_who_missed_a_talk_is_told_to_call_before_the_rule_and_asked_why_after_it(talk):
    reply = talk.says("sanction_no_show", DAGPENGE)
    assert reply["text"].startswith("Ring i dag")
    assert "Som udgangspunkt gælder det her: Bliver du væk" in reply["text"]
    assert "Hvorfor kommer du ikke" in reply["text"]
    assert "gælder det ikke for dig" in reply["text"]


def test_who_just_forgot_the_talk_is_not_told_about_exceptions(talk):
    reply = talk.presses(talk.says("sanction_no_show", DAGPENGE), "Du glemte det eller bare blev væk")
    assert statuses(reply) == {"sanktion.udeblivelse": "applies"}
    assert "Hvorfor kommer du ikke" not in reply["text"]
    assert "Hvordan klager jeg?" in titles(reply)


def test_an_amount_is_written_with_a_point_and_one_full_stop(talk):
    assert "• Hvis du ikke er gift: 15.500 kr.\n" in talk.says("benefit_eligibility")["text"]


def test_only_a_value_that_says_none_of_the_others_can_stand_for_no_reason():
    assert none_values(["arbejde", "ingen_grund"]) == ["ingen_grund"]
    assert none_values(["dagpenge", "ingen"]) == []
