"""Two questions at once, topics cut off and taken up again, why, which source, what if, and other people."""

import pytest
from action_factories import cards, day, entity, titles


def answered(talk, reply):
    """The topics of all messages of the turn."""
    return [each["custom"]["answer"]["topic"] for each in (reply, *talk.more)]


def known_on_dagpenge(talk):
    talk.says("cv_deadline")
    talk.says("inform", entity("ydelse", "dagpenge"))
    return talk.says("inform", day("2026-11-16"))


def test_two_questions_are_both_answered_in_their_order(talk):
    talk.says("inform", entity("ydelse", "dagpenge"))
    reply = talk.says("cv_who_approves", entity("emne", "cv_who_approves"), entity("emne", "bring_companion"))
    assert answered(talk, reply) == ["cv_who_approves", "bring_companion"]
    assert "Du spurgte også" in talk.more[0]["text"]
    for message in (reply, *talk.more):
        assert message["custom"]["answer"]["topics"] == ["cv_who_approves", "bring_companion"]


def test_the_second_question_waits_while_the_first_needs_something_told(talk):
    asked = talk.says("cv_deadline", entity("emne", "cv_deadline"), entity("emne", "talks_how_many"))
    assert "to ting" in asked["text"]
    assert talk.more == []
    talk.says("inform", entity("ydelse", "dagpenge"))
    reply = talk.says("inform", day("2026-11-16"))
    assert answered(talk, reply) == ["cv_deadline", "talks_how_many"]
    assert talk.dialogue.later == ()


def test_one_question_is_answered_in_one_message(talk):
    talk.says("inform", entity("ydelse", "dagpenge"))
    talk.says("cv_who_approves")
    assert talk.more == []


def test_a_topic_that_another_one_cut_off_is_taken_up_again(talk):
    talk.says("cv_deadline")
    reply = talk.says("contact_info")
    assert answered(talk, reply) == ["contact_info", "cv_deadline"]
    assert "Hvad lever du af" in talk.more[0]["text"]
    assert talk.says("inform", entity("ydelse", "sygedagpenge"))["custom"]["answer"]["topic"] == "cv_deadline"


def test_an_answered_topic_is_not_taken_up_again(talk):
    known_on_dagpenge(talk)
    talk.says("contact_info")
    assert talk.more == []


def test_distress_in_the_middle_of_a_question_is_met_with_care_alone(talk):
    talk.says("cv_deadline")
    reply = talk.says("distress")
    assert "70 201 201" in reply["text"]
    assert talk.more == []


def test_thanks_ends_what_still_waited(talk):
    talk.says("cv_deadline", entity("emne", "cv_deadline"), entity("emne", "talks_how_many"))
    talk.says("thanks")
    assert talk.dialogue.later == ()


def test_why_shows_each_step_and_the_facts_that_were_used(talk):
    known_on_dagpenge(talk)
    reply = talk.says("explain_why")
    assert "du får dagpenge" in reply["text"]
    assert "+ 2 uger =" in reply["text"]
    assert reply["text"].count("+ 2 uger =") == 1
    assert [card["id"] for card in cards(reply)] == ["cv.registrering"]
    assert reply["custom"]["answer"]["links"][0]["url"] == "/regler/cv.registrering"


def test_why_before_the_answer_tells_why_it_is_asked_and_asks_again(talk):
    talk.says("cv_deadline")
    reply = talk.says("explain_why")
    assert "fordi svaret afhænger af det" in reply["text"]
    assert "Dagpenge" in titles(reply)
    assert talk.dialogue.asked_fact == "ydelse"


def test_why_before_anything_was_asked_shows_what_can_be_asked(talk):
    assert "Hvad kan jeg hjælpe dig med" in talk.says("explain_why")["text"]


def test_the_source_is_named_with_the_rule_and_its_section(talk):
    known_on_dagpenge(talk)
    text = talk.says("ask_source")["text"]
    assert "Kilde:" in text
    assert "§ 23" in text


def test_the_source_of_a_curated_answer_is_told_with_the_day_it_was_checked(talk):
    talk.says("cv_how_to")
    assert "kontrolleret den" in talk.says("ask_source")["text"]


def test_the_same_question_for_another_person_uses_none_of_the_citizens_facts(talk):
    known_on_dagpenge(talk)
    asked = talk.says("other_person", entity("person", "kone"))
    assert "Så taler vi om din kone" in asked["text"]
    assert "Kontanthjælp" in titles(asked)
    told = talk.says("inform", entity("ydelse", "kontanthjaelp"))
    assert "din kone får kontanthjælp" in told["text"]
    answer = talk.says("inform", entity("visitation", "jobparat"), day("2026-11-02", "tilmeldt_dato"))
    assert "Svaret gælder for din kone" in answer["text"]
    assert cards(answer)[0]["deadline"]["date"] == "2026-11-23"


def test_what_was_told_of_another_person_is_not_known_of_the_citizen(talk):
    known_on_dagpenge(talk)
    talk.says("other_person", entity("person", "mand"))
    talk.says("inform", entity("ydelse", "kontanthjaelp"))
    back = talk.says("other_person", entity("person", "mig"))
    assert "Så taler vi om dig igen" in back["text"]
    assert cards(back)[0]["deadline"]["date"] == "2026-11-30"
    assert talk.dialogue.values() == {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-16"}


def test_an_if_leads_to_the_topic_that_answers_it_after_the_one_before(talk):
    talk.says("inform", entity("ydelse", "dagpenge"))
    talk.says("joblog_how_often")
    reply = talk.says("what_if", entity("situation", "syg"))
    assert reply["custom"]["answer"]["topic"] == "joblog_exemption"
    talk.says("talk_duty")
    reply = talk.says("what_if", entity("situation", "udeblive"))
    assert reply["custom"]["answer"]["topic"] == "sanction_no_show"


def test_an_if_that_nobody_knows_leads_to_what_can_be_asked(talk):
    assert "Hvad kan jeg hjælpe dig med" in talk.says("what_if", entity("situation", "vejret"))["text"]


def test_what_is_not_understood_gets_pages_of_the_rule_book_and_a_human(talk_with_text):
    reply = talk_with_text("nlu_fallback", "noget om jobrotation og vikar")
    assert "regelbogen" in reply["text"]
    assert reply["custom"]["answer"]["links"][0]["url"] == "/regler/jobrotation.vikar"
    assert "Tal med et menneske" in titles(reply)


def test_gibberish_gets_no_pages(talk_with_text):
    reply = talk_with_text("nlu_fallback", "asdf qwerty")
    assert reply["custom"]["answer"]["links"] == []


def test_what_one_tells_of_oneself_on_the_way_back_counts(talk):
    talk.says("talks_how_many", entity("ydelse", "dagpenge"))
    talk.says("other_person", entity("person", "kone"))
    reply = talk.says("other_person", entity("person", "mig"), entity("ydelse", "sygedagpenge"))
    assert "Så taler vi om dig igen" in reply["text"]
    assert talk.dialogue.values()["ydelse"] == "sygedagpenge"


def test_a_month_that_was_told_counts_for_the_day_that_is_told_after_it(talk):
    known_on_dagpenge(talk)
    talk.says("inform", day("2026-10-01", until="2026-10-31", grain="month", text="i oktober"))
    assert talk.dialogue.asked_within == "2026-10-01/2026-10-31"
    talk.says("inform", day("2026-10-05"))
    assert talk.dialogue.asked_within is None


def test_the_same_question_right_after_its_answer_is_answered_shortly(talk):
    talk.says("inform", entity("ydelse", "dagpenge"))
    first = talk.says("joblog_how_often")
    again = talk.says("joblog_how_often")
    assert "samme svar" in again["text"]
    assert len(again["text"]) < len(first["text"]) / 2
    assert all(card["brief"] for card in cards(again))
    assert "Tal med et menneske" in titles(again)


def test_a_message_put_to_us_again_is_answered_in_full_for_the_first_answer_may_be_lost(talk):
    talk.says("inform", entity("ydelse", "dagpenge"))
    first = talk.says("joblog_how_often")
    talk.repeated = True
    assert talk.says("joblog_how_often")["text"] == first["text"]


def test_a_new_fact_makes_it_a_new_answer(talk):
    talk.says("inform", entity("ydelse", "dagpenge"))
    talk.says("joblog_how_often")
    assert "samme svar" not in talk.says("joblog_how_often", entity("ydelse", "kontanthjaelp"))["text"]


def test_a_curated_answer_that_is_asked_for_again_says_that_there_is_no_more(talk):
    talk.says("cv_how_to")
    assert "er, hvad jeg ved om det" in talk.says("cv_how_to")["text"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("min kone får efterløn, går det ud over mine dagpenge", None),
        ("min kone får dagpenge, hvornår skal hun have et cv", "kone"),
    ],
)
def test_another_person_is_only_talked_about_when_the_benefit_is_theirs(talk, text, about):
    talk.says("benefit_eligibility", entity("person", "kone"), entity("ydelse", "dagpenge"), text=text)
    assert talk.dialogue.about == about


def test_what_it_costs_to_miss_it_is_said_also_when_the_answer_is_short(talk):
    talk.says("cv_deadline", entity("ydelse", "dagpenge"), day("2026-11-03", "tilmeldt_dato"))
    again = talk.says("what_if", entity("situation", "udeblive"))
    assert "kan du ikke få dagpenge" in again["text"]


def test_a_question_about_a_group_is_answered_for_it_and_makes_no_fact_of_it(talk):
    group = entity("gruppe", {"fact": "ydelse", "value": "dagpenge"})
    reply = talk.says("joblog_how_often", group)
    assert "Svaret gælder for personen" in reply["text"]
    assert "personen får dagpenge" in reply["text"]
    assert "joblog.foering" in [card["id"] for card in cards(reply)]
    assert talk.dialogue.facts == ()
    talk.says("joblog_how_often", text="og hvor tit skal jeg")
    assert talk.dialogue.values() == {}


def test_a_question_about_two_groups_asks_which_one_is_meant(talk):
    groups = [entity("gruppe", {"fact": "ydelse", "value": value}) for value in ("dagpenge", "kontanthjaelp")]
    assert "Dagpenge" in titles(talk.says("joblog_how_often", *groups))


def test_the_citizens_own_benefit_goes_before_a_group_that_is_named(talk):
    talk.says("inform", entity("ydelse", "kontanthjaelp"), entity("visitation", "jobparat"))
    reply = talk.says("joblog_how_often", entity("gruppe", {"fact": "ydelse", "value": "dagpenge"}))
    assert "personen" not in reply["text"]
