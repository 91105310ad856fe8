"""The kinds of talk and the questions that prepare for them are data that must hang together."""

import pytest

from casework.booking.kinds import akasse_months, asked_for, kinds, topics
from rules_core.loader import DEFAULT_TRACK, load_ruleset


def test_the_kinds_of_the_common_data_service_are_there():
    assert set(kinds()) >= {"foerste_jobsamtale", "jobsamtale", "opfoelgning", "faelles_jobsamtale", "cv_samtale"}
    assert kinds()["gruppemoede"].capacity > 1
    assert {kind.capacity for kind in kinds().values() if kind.id != "gruppemoede"} == {1}


def test_the_first_talk_is_in_person_and_the_others_leave_a_choice():
    assert kinds()["foerste_jobsamtale"].forms == ("fremmoede",)
    assert kinds()["jobsamtale"].forms == ("fremmoede", "telefon", "video")


def test_the_leaflets_four_questions_prepare_for_the_search_of_a_job():
    asked = [question.id for question in topics()["jobsoegningsstrategi"].questions]
    assert asked == ["droemmejob", "acceptabelt_job", "noedvendigt_job", "foerste_skridt"]


@pytest.mark.parametrize("topic", topics().values(), ids=lambda topic: topic.id)
def test_every_topic_asks_something_and_is_a_topic_of_some_talk(topic):
    assert topic.questions
    assert any(topic.id in kind.topics for kind in kinds().values())
    assert all(question.text.endswith("?") for question in topic.questions)


def test_every_group_has_a_talk_that_the_rules_can_ask_for():
    for group in (None, *load_ruleset(DEFAULT_TRACK).groups.groups):
        assert {asked_for("first", group).id, asked_for("next", group).id} <= set(kinds())


def test_only_insured_citizens_talk_with_an_a_kasse_first():
    assert akasse_months("dagpenge") == 3
    assert akasse_months("kontanthjaelp_jobparat") == akasse_months(None) == 0
