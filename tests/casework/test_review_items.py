"""Marks become sentences, rule cases and tasks, and nothing about a person gets into them."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import training_data
from casework.db import Database
from casework.privacy.redaction import find
from casework.review import case_files, checker, items, marking, producing
from casework.review.errors import ItemRefusedError, NotInReviewError
from casework.review.topics import choosable, rule_titles, topic_titles
from casework.review.words import words
from rules_core import load_ruleset
from tests.casework.review_factories import CASE, NOW, changed_case, marked
from tests.rules_core.test_cases import assess, mistakes

ROOT = Path(__file__).parents[2]
PERSONAL = ["010170-1234", "20 30 40 50", "+45 20304050", "bo@mail.example", "Nørregade 12", "12345", "www.bo.example"]


@pytest.mark.parametrize("passage", PERSONAL)
def test_an_item_with_personal_data_is_refused_with_a_danish_reason(passage: str):
    with pytest.raises(ItemRefusedError) as refused:
        items.nlu_example(f"det hjalp ikke {passage} slet ikke", "bot_complaint")
    assert all(problem.text.endswith((".", "?")) for problem in refused.value.problems)
    for draft in (changed_case(source=passage),):
        with pytest.raises(ItemRefusedError):
            items.rule_case(draft)
    for question, comment in ((passage, "mangler"), ("hvad", f"om {passage}")):
        with pytest.raises(ItemRefusedError):
            items.content_task(None, question, comment, date(2026, 11, 20))


@pytest.mark.parametrize(
    "passage",
    [
        "010170\u200d-1234",
        "20\u200b30\u00ad40 50",
        "２０ ３０ ４０ ５０",
        "M\u200bette",
        "bo＠mail.example",
        "Ｎørregade 1２",
    ],
)
def test_invisible_and_wide_signs_hide_nothing_personal(passage: str):
    with pytest.raises(ItemRefusedError):
        items.nlu_example(f"det hjalp ikke {passage} slet ikke", "bot_complaint")
    with pytest.raises(ItemRefusedError):
        items.content_task(None, "hvad", f"om {passage}", date(2026, 11, 20))


def test_a_number_that_a_long_text_is_cut_in_is_personal_too():
    with pytest.raises(ItemRefusedError):
        items.content_task(None, "", "x" * (items.LONGEST_TASK - 5) + " 20304050", date(2026, 11, 20))


@given(
    st.text(max_size=60),
    st.sampled_from(
        [*PERSONAL, "jeg hedder Xanthippe", "jeg hedder qwert", "[skjult]", "[cpr-nummer skjult]", "Mette"]
    ),
    st.text(max_size=60),
)
def test_whatever_stands_around_it_personal_data_is_refused_or_cleaned_away(before: str, passage: str, after: str):
    text = f"{before} {passage} {after}"
    for tried in (text, checker.clean(text)):
        try:
            made = items.nlu_example(tried, "bot_complaint")
        except ItemRefusedError:
            continue
        assert find(made["text"]) == ()
        assert passage not in made["text"]


def test_a_message_is_cleaned_to_a_sentence_that_can_be_used():
    assert (
        checker.clean("jeg hedder Xerxes Hansen og det var ikke det jeg spurgte om")
        == "det var ikke det jeg spurgte om"
    )
    assert checker.clean("det var forkert, ring på 20 30 40 50") == "det var forkert"
    assert checker.clean("[cpr-nummer skjult]") == ""
    assert checker.clean("hvornår skal mit cv være klar?") == "hvornår skal mit cv være klar?"


def test_none_of_our_own_titles_is_taken_for_personal():
    own = [*topic_titles().values(), *rule_titles().values(), *words()["statuses"].values()]
    assert [text for text in own if checker.personal(text)] == []


def test_hardly_any_source_is_taken_for_personal():
    """Document numbers of five digits are; then the reviewer writes the source in shorter words."""
    titles = [source.title for source in load_ruleset().sources.values()]
    assert [text for text in titles if checker.personal(text) and "dokument" not in text] == []


@pytest.mark.parametrize(
    ("text", "intent", "code"),
    [
        ("", "thanks", "empty"),
        ("!", "thanks", "too_short"),
        ("x" * 301, "thanks", "too_long"),
        ("tak skal du have", "nlu_fallback", "not_a_topic"),
        ("tak skal du have", None, "not_a_topic"),
    ],
)
def test_a_sentence_that_teaches_nothing_is_refused(text: str, intent: str | None, code: str):
    with pytest.raises(ItemRefusedError) as refused:
        items.nlu_example(text, intent)
    assert code in [problem.code for problem in refused.value.problems]


def test_a_sentence_of_full_length_is_taken_and_signs_of_the_format_are_left_out():
    assert items.nlu_example("x" * 300, "thanks")["text"] == "x" * 300
    assert items.nlu_example('- [tak](navn) {"a"} | nej', "thanks")["text"] == 'tak navn "a" nej'


def test_a_rule_case_is_a_golden_case():
    made = items.rule_case(CASE)
    assert made["fakta"] == {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}
    (read,) = yaml.safe_load(case_files.as_yaml(made))
    assert list(mistakes(read, assess(read))) == []


def test_a_rule_case_may_expect_what_the_rules_do_not_say_yet():
    made = items.rule_case(changed_case(deadline="2026-11-17", amount="6,5", unit="uger"))
    (read,) = yaml.safe_load(case_files.as_yaml(made))
    assert len(list(mistakes(read, assess(read)))) == 2
    assert made["forventet"]["cv.registrering"]["vaerdi"] == {"antal": 6.5, "enhed": "uger"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": "cv.findes_ikke"}, "no_rule"),
        ({"day": "i går"}, "no_day"),
        ({"deadline": "i går"}, "no_day"),
        ({"source": " "}, "no_source"),
        ({"status": "", "deadline": ""}, "no_expectation"),
        ({"status": "maybe"}, "bad_status"),
        ({"amount": "seks"}, "bad_amount"),
        ({"amount": "6", "unit": ""}, "bad_amount"),
        ({"facts": {"ydelse": "su"}}, "rules_say"),
        ({"facts": {"navn": "Bo"}}, "rules_say"),
    ],
)
def test_a_rule_case_that_cannot_be_run_is_refused(change: dict, code: str):
    with pytest.raises(ItemRefusedError) as refused:
        items.rule_case(changed_case(**change))
    assert code in [problem.code for problem in refused.value.problems]


def test_a_birthday_is_moved_to_the_first_of_its_month():
    facts = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02", "foedselsdato": "1985-06-17"}
    assert items.rule_case(changed_case(facts=facts))["fakta"]["foedselsdato"] == "1985-06-01"


def test_the_reviewer_sees_what_the_rules_say_today():
    says = items.rule_says(CASE.facts, CASE.day, CASE.rule)
    assert (says.status, says.deadline) == ("applies", date(2026, 11, 16))
    assert items.rule_says({"ydelse": "su"}, CASE.day, CASE.rule) is None


def test_a_mark_becomes_an_item_and_pressing_twice_makes_one(database: Database):
    talk, mark, staff = marked("jeg hedder Xerxes, det var slet ikke mit spørgsmål")
    first = producing.make_example(talk, mark, None, staff, NOW)
    assert first.data == {"text": "det var slet ikke mit spørgsmål", "intent": "bot_complaint"}
    again = producing.make_example(talk, mark, "det var ikke mit spørgsmål", staff, NOW)
    assert (again.id, again.data["text"]) == (first.id, "det var ikke mit spørgsmål")
    case = producing.make_case(talk, mark, CASE, staff, NOW)
    task = producing.make_task(talk, mark, None, "Der mangler et svar.", staff, NOW)
    assert [one.id for one in producing.list_items("proposed")] == [first.id, case.id, task.id]
    producing.drop_item(case.id)
    assert [one.state for one in producing.list_items()] == ["proposed", "dropped", "proposed"]


def test_what_was_not_exported_goes_with_its_mark(database: Database):
    talk, mark, staff = marked("det var slet ikke mit spørgsmål")
    producing.make_example(talk, mark, None, staff, NOW)
    marking.remove_mark(talk, mark)
    assert producing.list_items("proposed") == []


def test_a_mark_of_another_talk_becomes_nothing(database: Database):
    talk, _, staff = marked("det var slet ikke mit spørgsmål")
    _, other, _ = marked("det var ikke mit spørgsmål")
    with pytest.raises(NotInReviewError):
        producing.make_example(talk, other, None, staff, NOW)


def test_every_reason_has_words_and_every_topic_can_be_chosen():
    source = "\n".join(path.read_text() for path in (ROOT / "casework/review").glob("*.py"))
    used = set(re.findall(r'Problem\("([a-z_]+)"', source)) | {"in_test", "in_development"}
    personal = {code for code in words()["problems"] if code.startswith("personal_")}
    assert used | personal == set(words()["problems"])
    trained = {one.intent for one in training_data.read_sentences(ROOT / "data/nlu")}
    assert trained - set(choosable()) == set()
