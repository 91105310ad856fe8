"""Nothing a citizen can say or press leads to silence, an apology or a dead end."""

import json

import pytest
from action_factories import PLAIN_ACTIONS, Talk, day, entity
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions._topics import topics

BENEFITS = ["dagpenge", "kontanthjaelp", "sygedagpenge", "ledighedsydelse", "fleksjob", "ingen", "andet", "millioner"]
EVENTS = ["tilmeldt_dato", "job_start", "barsel_start", "foerste_henvendelse", None]
entities = st.one_of(
    st.sampled_from(BENEFITS).map(lambda value: entity("ydelse", value)),
    st.sampled_from(["jobparat", "aktivitetsparat"]).map(lambda value: entity("visitation", value)),
    st.builds(lambda date, fact: day(date.isoformat(), fact), st.dates(), st.sampled_from(EVENTS)),
    st.builds(
        lambda error, fact: day(None, fact, error=error, alternatives=["2026-11-16"]),
        st.sampled_from(["does_not_exist", "ambiguous", "vague", "noget_nyt"]),
        st.sampled_from(EVENTS),
    ),
    st.builds(
        lambda grain, fact: day("2026-11-09", fact, grain=grain),
        st.sampled_from(["week", "month"]),
        st.sampled_from(EVENTS),
    ),
    st.builds(
        lambda year, before: entity("aar", {"year": year, "before": before}), st.integers(-5, 12000), st.booleans()
    ),
    st.builds(
        lambda fact, value: entity("fakta", {"fact": fact, "value": value}),
        st.sampled_from(["job_start", "i_job", "modtager_indsats", "findes_ikke"]),
        st.sampled_from([True, False, "ingen", 7, None]),
    ),
    st.builds(entity, st.sampled_from(["dato", "aar", "fakta", "ydelse", "vejr"]), st.none() | st.text(max_size=5)),
)
steps = st.tuples(st.sampled_from([*topics(), *PLAIN_ACTIONS]), st.lists(entities, max_size=3))


def assert_sensible(reply):
    assert reply["text"].strip()
    assert "noget gik galt" not in reply["text"], reply["text"]
    for litter in ("None", "{", "}", "[]", "  "):
        assert litter not in reply["text"].replace("\n  •", ""), reply["text"]
    answer = reply["custom"]["answer"]
    assert answer["as_of"]
    json.dumps(answer)
    assert len({button["title"] for button in reply["buttons"]}) == len(reply["buttons"])


@given(st.lists(steps, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_messages_is_answered_sensibly(executor, messages):
    talk = Talk(executor)
    for intent, said in messages:
        assert_sensible(talk.says(intent, *said))


@pytest.mark.parametrize("topic", list(topics()))
def test_every_button_leads_on(executor, topic):
    """Press every button of the first answers, two presses deep; buttons to another topic are that topic's own test."""

    def replay(path):
        talk = Talk(executor)
        reply = talk.says(topic)
        for title in path:
            reply = talk.presses(reply, title)
        return reply

    open_paths = [()]
    while open_paths:
        path = open_paths.pop()
        reply = replay(path)
        assert_sensible(reply)
        if len(path) < 2:
            own = [
                button["title"]
                for button in reply["buttons"]
                if not button["payload"].startswith(tuple(f"/{other}" for other in topics()))
            ]
            open_paths += [(*path, title) for title in own]
