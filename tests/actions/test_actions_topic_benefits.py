"""Topics whose rules are for different benefits, and topics that name a benefit themselves."""

from action_factories import day, entity, statuses

DAGPENGE = entity("ydelse", "dagpenge")
KONTANTHJAELP = (entity("ydelse", "kontanthjaelp"), entity("visitation", "jobparat"))
SYGEDAGPENGE = entity("ydelse", "sygedagpenge")


def test_a_rule_for_another_benefit_is_left_out(talk):
    assert set(statuses(talk.says("maternity", *KONTANTHJAELP))) == {"barsel.ydelse"}


def test_the_rules_of_the_own_benefit_are_all_there(talk):
    shown = statuses(talk.says("maternity", DAGPENGE))
    assert set(shown) == {"barsel.orlov", "barsel.melding", "barsel.ansoegning", "barsel.fritagelse"}


def test_with_no_rule_for_the_benefit_the_curated_text_answers(talk):
    reply = talk.says("sick_report", SYGEDAGPENGE)
    assert statuses(reply) == {}
    assert "Sig det samme sted, når du er rask igen." in reply["text"]
    assert "gælder kun" not in reply["text"]


def test_a_rule_whose_condition_fails_is_still_told_to_the_group_it_is_for(talk):
    talk.says("holiday_right", *KONTANTHJAELP)
    reply = talk.says("inform", entity("fakta", {"fact": "hjaelp_maaneder_i_traek", "value": 8}))
    assert statuses(reply)["ferie.ret"] == "does_not_apply"


def test_who_does_not_know_the_benefit_sees_only_the_groups_that_have_a_rule(talk):
    talk.says("holiday_right")
    reply = talk.says("dont_know")
    assert "kontanthjælp" in reply["text"]
    assert "sygedagpenge" in reply["text"]
    assert "• Hvis du får dagpenge" not in reply["text"]


def test_a_question_about_a_benefit_is_answered_for_it_whatever_one_lives_on(talk):
    reply = talk.says("sygedagpenge_followup", DAGPENGE)
    assert statuses(reply)["samtaler.antal"] == "applies"
    assert "mindst 1 samtale" in reply["text"]


def test_the_own_benefit_is_not_said_to_be_what_such_an_answer_rests_on(talk):
    talk.says("maternity", DAGPENGE)
    assert "Jeg går ud fra" not in talk.says("sygedagpenge_followup")["text"]


def test_the_benefit_a_topic_assumes_is_not_asked_for(talk):
    reply = talk.says("jobafklaring")
    assert talk.dialogue.asked_fact is None
    assert "jobafklaring.bevaret" in statuses(reply)


def test_the_own_benefit_goes_before_the_assumed_one(talk):
    assert "sygdom.betaling" in statuses(talk.says("sygedagpenge_duration", DAGPENGE))
    assert statuses(talk.says("sygedagpenge_duration", SYGEDAGPENGE)) == {}


def test_a_deadline_on_the_day_itself_is_told_in_the_words_of_the_rule(talk):
    text = talk.says("sick_report", DAGPENGE)["text"]
    assert "Bliver du syg, skal du melde dig syg på Jobnet på din første sygedag." in text
    assert "Jeg kan regne datoen ud" not in text


def test_a_vague_day_that_the_answer_has_no_use_for_is_let_pass(talk):
    reply = talk.says("jobafklaring", day(None, error="vague", text="til januar"))
    assert "jobafklaring.bevaret" in statuses(reply)


def test_a_vague_day_that_a_deadline_is_counted_from_is_asked_about(talk):
    reply = talk.says("cv_deadline", DAGPENGE, day(None, error="vague", text="til januar"))
    assert statuses(reply) == {}
    assert '"til januar"' in reply["text"]
