"""The policy of the dialogue on its own: when it asks, when it answers, and what is whose duty."""

from actions._dialogue import fact_to_ask, in_order, settling_question
from actions._topics import Topic


def make_topic(**changes):
    return Topic(
        **(
            {"id": "cv_deadline", "rules": ("a.b",), "asks": ("tilmeldt_dato",), "group": True, "followups": ()}
            | changes
        )
    )


def make_answer(rule="a.b", **changes):
    answer = {"rule": rule, "status": "applies", "kind": "pligt", "bearer": "borger", "missing": [], "deadline": None}
    return answer | changes


def test_the_benefit_is_asked_before_anything_is_answered():
    assert fact_to_ask(make_topic(), [make_answer()], {}) == "ydelse"


def test_a_topic_that_is_the_same_for_all_does_not_ask_for_the_benefit():
    assert fact_to_ask(make_topic(group=False), [make_answer()], {}) is None


def test_a_topic_that_is_not_the_same_after_all_asks_for_the_benefit_when_its_rule_misses_it():
    assert fact_to_ask(make_topic(group=False), [make_answer(missing=["ydelse"])], {}) == "ydelse"


def test_the_visitation_is_asked_only_when_a_rule_misses_it():
    facts = {"ydelse": "kontanthjaelp"}
    assert fact_to_ask(make_topic(), [make_answer(missing=["visitation", "tilmeldt_dato"])], facts) == "visitation"
    assert fact_to_ask(make_topic(), [make_answer(missing=["tilmeldt_dato"])], facts) == "tilmeldt_dato"


def test_what_could_exempt_is_not_asked_first():
    assert fact_to_ask(make_topic(), [make_answer(missing=["job_start"])], {"ydelse": "dagpenge"}) is None


def test_nothing_is_asked_when_nothing_is_missing():
    assert fact_to_ask(make_topic(), [make_answer()], {"ydelse": "dagpenge"}) is None


def test_an_open_exemption_is_settled_by_the_question_of_its_group():
    settling = settling_question(
        make_topic(),
        [make_answer(status="unresolved", missing=["job_start", "barsel_start"])],
        {"job_start": "seks_uger", "barsel_start": "seks_uger"},
    )
    assert settling is not None
    assert (settling.id, settling.is_group) == ("seks_uger", True)


def test_an_answer_that_stands_needs_no_settling_question():
    assert settling_question(make_topic(), [make_answer(missing=["job_start"])], {"job_start": None}) is None


def test_the_leading_rule_stays_even_when_it_does_not_apply_but_a_side_rule_goes():
    answers = [make_answer("side", status="does_not_apply"), make_answer("lead", status="does_not_apply")]
    assert [a["rule"] for a in in_order(make_topic(rules=("lead", "side")), answers)] == ["lead"]


def test_an_open_exception_is_only_told_when_the_topic_is_about_something_else():
    answers = [make_answer(status="unresolved", missing=["job_start"], base=make_answer())]
    assert settling_question(make_topic(settle=False), answers, {"job_start": None}) is None
    assert settling_question(make_topic(settle=True), answers, {"job_start": None}) is not None


def test_a_side_rule_that_is_open_asks_nothing_on_a_topic_but_does_in_the_list_of_duties():
    answers = [make_answer(), make_answer("side", status="unresolved", missing=["tilmeldt_dato"])]
    assert settling_question(make_topic(), answers, {"tilmeldt_dato": None}) is None
    assert settling_question(make_topic(every_rule=True), answers, {"tilmeldt_dato": None}) is not None


def test_below_the_list_of_duties_only_what_the_topic_asks_for_is_asked():
    answers = [make_answer(), make_answer("side", status="unresolved", missing=["oplysningsskema_dato"])]
    topic = make_topic(every_rule=True)
    assert settling_question(topic, answers, {"oplysningsskema_dato": None}) is None


def test_the_list_of_duties_asks_about_exceptions_only_where_one_question_settles_several():
    topic = make_topic(every_rule=True, settle=True)
    groups = {"job_start": "seks_uger", "digital_post_fritaget": None}
    alone = make_answer(status="unresolved", missing=["digital_post_fritaget"], base=make_answer())
    together = make_answer(status="unresolved", missing=["job_start"], base=make_answer())
    assert settling_question(topic, [alone], groups) is None
    settling = settling_question(topic, [alone, together], groups)
    assert settling is not None
    assert settling.id == "seks_uger"
