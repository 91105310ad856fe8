"""What stands behind the tables for those who advise citizens: groups, titles and ages."""

import pytest
from action_factories import entity

from actions._casework_groups import LONGEST_STORED, Named, facts_of_groups, variant_of
from actions._casework_said import age_in
from actions._texts import has_text
from actions._topics import topics
from actions._wiring import rule_book

DAGPENGE = entity("ydelse", "dagpenge")
KONTANTHJAELP = entity("ydelse", "kontanthjaelp")
JOBPARAT = entity("visitation", "jobparat")
AKTIVITETSPARAT = entity("visitation", "aktivitetsparat")


def test_every_group_of_the_law_has_facts_that_stand_for_it():
    assert set(facts_of_groups()) == set(rule_book().groups.groups)


def test_every_topic_that_rules_answer_has_a_title_in_this_voice():
    assert [
        topic.id for topic in topics().values() if topic.by_rules and not has_text(f"casework_titles.{topic.id}")
    ] == []


def test_names_too_long_to_store_are_not_stored_in_part():
    topic = topics()["practice_duration"]
    short = Named(("dagpenge", "kontanthjaelp"), ("jobparat",))
    long = Named(("dagpenge", "kontanthjaelp", "uddannelseshjaelp"), ("jobparat", "aktivitetsparat"))
    assert 0 < len(f"{topic.id}.{variant_of(topic, short)}") <= LONGEST_STORED
    assert variant_of(topic, long) == ""


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("kth 27 år", 27),
        ("27-årig på dp", 27),
        ("15 år", 15),
        ("14 år", None),
        ("under 30 år", None),
        ("ledig i 20 år", None),
        ("for 20 år siden", None),
        ("i 2019", None),
        ("2/11", None),
    ],
)
def test_an_age_is_read_where_it_is_no_limit_and_no_time(text, age):
    assert age_in(text) == age
