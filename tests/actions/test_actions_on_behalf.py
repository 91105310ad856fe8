"""For whom the citizen writes: somebody who writes for a mother, and for themselves again."""

from action_factories import entity

DAGPENGE = entity("ydelse", "dagpenge")
MOTHER = entity("person", "mor")


def test_for_whom_it_is_written_is_kept_and_a_power_of_attorney_is_named_once(talk):
    first = talk.says("on_behalf", MOTHER, text="jeg skriver på vegne af min mor")
    assert "fuldmagt" in first["text"]
    assert "din mor" in first["text"]
    assert talk.dialogue.on_behalf_of == "min mor"
    talk.says("cv_deadline")
    answer = talk.says("inform", DAGPENGE)
    assert "fuldmagt" not in answer["text"]
    assert talk.dialogue.values() == {"ydelse": "dagpenge"}


def test_what_was_told_of_oneself_does_not_become_the_mothers(talk):
    talk.says("inform", DAGPENGE)
    reply = talk.says("on_behalf", MOTHER, text="jeg skriver på vegne af min mor")
    assert "Det, du har fortalt om dig selv, bruger jeg ikke mere." in reply["text"]
    assert talk.dialogue.values() == {}


def test_a_benefit_told_in_the_same_breath_is_the_mothers(talk):
    told = (MOTHER, entity("ydelse", "sygedagpenge"))
    talk.says("on_behalf", *told, text="jeg skriver for min mor, hun får sygedagpenge")
    assert talk.dialogue.values() == {"ydelse": "sygedagpenge"}
    assert talk.dialogue.about is None


def test_naming_the_mother_again_does_not_turn_the_talk_to_a_third_person(talk):
    talk.says("on_behalf", MOTHER, text="jeg skriver på vegne af min mor")
    talk.says("inform", MOTHER, DAGPENGE, text="min mor får dagpenge")
    assert talk.dialogue.about is None
    assert talk.dialogue.values() == {"ydelse": "dagpenge"}


def test_another_person_is_still_another_person(talk):
    talk.says("on_behalf", MOTHER, text="jeg skriver på vegne af min mor")
    talk.says("inform", entity("person", "bror"), DAGPENGE, text="min bror får dagpenge")
    assert talk.dialogue.about == "bror"


def test_a_question_in_the_same_message_is_answered_after_it(talk):
    topic = entity("emne", "cv_deadline")
    first = talk.says("on_behalf", MOTHER, topic, text="jeg skriver for min mor, hvornår skal hendes cv være klar?")
    assert "fuldmagt" in first["text"]
    assert talk.more[0]["custom"]["answer"]["topic"] == "cv_deadline"


def test_for_oneself_again_ends_it(talk):
    talk.says("on_behalf", MOTHER, text="jeg skriver på vegne af min mor")
    talk.says("inform", DAGPENGE)
    reply = talk.says("on_behalf", entity("person", "mig"), text="nu skriver jeg for mig selv")
    assert "om dig selv igen" in reply["text"]
    assert (talk.dialogue.on_behalf_of, talk.dialogue.values()) == (None, {})


def test_saying_it_twice_keeps_what_was_told_between(talk):
    talk.says("on_behalf", MOTHER, text="jeg skriver på vegne af min mor")
    talk.says("inform", DAGPENGE)
    reply = talk.says("on_behalf", MOTHER, text="jeg skriver jo på vegne af min mor")
    assert talk.dialogue.values() == {"ydelse": "dagpenge"}
    assert "om dig selv" not in reply["text"]


def test_forgetting_forgets_for_whom(talk):
    talk.says("on_behalf", MOTHER, text="jeg skriver på vegne af min mor")
    talk.says("forget_me")
    assert talk.dialogue.on_behalf_of is None
