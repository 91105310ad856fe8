"""The list of the person's own duties: what is on it, in which order, and what is only mentioned."""

import pytest
from action_factories import cards, day, entity, titles

from actions._duties import own_duties, sort_duties
from actions._topics import Topic

TOPIC = Topic("my_duties", (), (), True, (), every_rule=True, order=("cv", "samtaler"), events=("sygdom", "barsel"))


def make_answer(rule="a.b", **changes):
    answer = {"rule": rule, "status": "applies", "kind": "pligt", "bearer": "borger", "missing": [], "deadline": None}
    return answer | {"topic": "cv"} | changes


def test_duties_come_with_the_nearest_deadline_first_and_then_by_weight():
    duties = [
        make_answer("uden.vaegt", topic="transport"),
        make_answer("uden.frist", topic="samtaler"),
        make_answer("sen.frist", deadline={"date": "2026-12-24"}),
        make_answer("naer.frist", deadline={"date": "2026-11-30"}),
    ]
    sorted_ = sort_duties(TOPIC, duties, "dagpenge").standing
    assert [duty["rule"] for duty in sorted_] == ["naer.frist", "sen.frist", "uden.frist", "uden.vaegt"]


def test_duties_of_the_authority_rights_and_quotas_are_not_the_citizens():
    others = [
        make_answer(bearer="kommune"),
        make_answer(kind="ret"),
        make_answer(kind="kvote", bearer="kommune"),
        make_answer(status="exempt"),
        make_answer(status="does_not_apply"),
    ]
    assert own_duties(others) == []


def test_a_duty_that_begins_with_sickness_is_only_mentioned_until_its_day_is_known():
    open_, counted = make_answer(topic="sygdom"), make_answer(topic="sygdom", deadline={"date": "2026-11-20"})
    assert sort_duties(TOPIC, [open_], "dagpenge").events == ("sygdom",)
    assert sort_duties(TOPIC, [open_], "dagpenge").standing == ()
    assert sort_duties(TOPIC, [counted], "dagpenge").standing == (counted,)


def test_who_lives_on_sygedagpenge_is_ill_already():
    answer = make_answer(topic="sygdom")
    assert sort_duties(TOPIC, [answer], "sygedagpenge").standing == (answer,)


def test_a_duty_that_rests_on_an_unknown_condition_is_a_perhaps():
    options = [{"status": "applies"}, {"status": "does_not_apply"}]
    answer = make_answer(status="unresolved", options=options)
    assert sort_duties(TOPIC, [answer], "dagpenge").perhaps == (answer,)


PEOPLE = [
    [entity("ydelse", "dagpenge"), day("2026-11-02", "tilmeldt_dato")],
    [entity("ydelse", "kontanthjaelp"), entity("visitation", "jobparat"), day("2026-11-02", "tilmeldt_dato")],
    [entity("ydelse", "kontanthjaelp"), entity("visitation", "aktivitetsparat")],
    [entity("ydelse", "sygedagpenge")],
    [entity("ydelse", "ledighedsydelse"), day("2026-11-02", "ledighedsydelse_fra")],
    [entity("ydelse", "fleksjob")],
]


@pytest.mark.parametrize("told", PEOPLE)
def test_nobody_is_asked_about_what_may_never_happen(talk, told):
    talk.says("my_duties", *told)
    assert talk.dialogue.asked_fact in (None, "seks_uger")


@pytest.mark.parametrize("told", PEOPLE)
def test_the_list_is_short_and_every_rule_it_speaks_of_has_its_card(talk, told):
    reply = talk.says("my_duties", *told)
    full = [made for made in cards(reply) if not made.get("brief")]
    assert len(full) <= 6
    listed = reply["text"].split("Du kan have andre pligter")[0].count("\n• ")
    assert listed == len(cards(reply))


def test_a_perhaps_is_marked_on_its_card_too(talk):
    (made,) = [made for made in cards(talk.says("my_duties", *PEOPLE[0])) if made["id"] == "uddannelsespaalaeg.trin"]
    assert made["title"].startswith("Måske: ")


def test_sickness_and_maternity_are_told_in_one_sentence(talk):
    reply = talk.says("my_duties", *PEOPLE[0])
    assert "Der er også pligter, hvis du bliver syg, eller hvis du går på barsel." in reply["text"]
    assert not [made["id"] for made in cards(reply) if made["id"].startswith(("sygdom.", "barsel."))]


def test_a_known_sick_day_brings_the_duty_to_report_sick_onto_the_list(talk):
    reply = talk.says("my_duties", *PEOPLE[0], day("2026-11-20", "syg_fra"))
    (made,) = [made for made in cards(reply) if made["id"] == "sygdom.melding"]
    assert made["deadline"]["date"] == "2026-11-20"


def test_who_has_no_sure_duty_is_not_told_that_these_are_theirs(talk):
    text = talk.says("my_duties", *PEOPLE[5])["text"]
    assert "Her er dine pligter" not in text
    assert "Det her gælder måske for dig:" in text


def test_the_list_offers_the_way_to_a_human(talk):
    reply = talk.presses(talk.says("my_duties", *PEOPLE[0]), "Nej, intet af det")
    assert titles(reply)[-1] == "Tal med et menneske"
