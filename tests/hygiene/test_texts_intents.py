"""Every intent leads somewhere, and every topic is whole: trained, tested, answered and talked through."""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from actions._topics import has_title, topics
from bot.evaluation.training_data import FEWEST, read_sentences

ROOT = Path(__file__).resolve().parents[2]
FEWEST_TESTED = 8
KINDS = {"plain", "messy", "interruption"}
# The 81 topics that citizens and caseworkers ask about.
TOPICS = """
cv_deadline cv_who_approves cv_how_to cv_exemption joblog_how_often joblog_how_to joblog_missed joblog_exemption
jobsearch_requirements transport_time referred_job_refuse job_search_help register_unemployed talks_how_many
talk_duty talk_content talk_form talk_when bring_companion selvbooking_duty selvbooking_missed book_talk
rebook_talk cancel_talk min_plan_what caseworker activation_duty practice_rules practice_duration
wage_subsidy_rules wage_subsidy_duration employer_ratio_rules nytteindsats arbejdspligt mentor_support
courses_6_weeks courses_other voksenlaerling offer_absence offer_costs sick_report sick_talk sick_child
sygedagpenge_followup sygedagpenge_duration jobafklaring ressourceforloeb fleksjob revalidering early_pension
holiday_notice holiday_right abroad maternity benefit_amount benefit_eligibility benefit_duration benefit_card
work_while_benefit single_expenses uddannelseshjaelp visitation_group sanction_no_show sanction_general
quarantine_self_inflicted complaint_how access_file duty_inform digital_exemption digital_technical
handoff_human contact_info reminder_on reminder_off greeting thanks bot_identity bot_complaint language_help
distress out_of_scope
""".split()  # noqa: SIM905  # eighty-one names are easier to read as a paragraph


@cache
def domain(key: str) -> frozenset[str]:
    """The names under `key` in all files of the domain."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "bot/domain").glob("*.yml")]
    entries = [entry for file in files for entry in file.get(key) or ()]
    return frozenset(entry if isinstance(entry, str) else next(iter(entry)) for entry in entries)


@cache
def routes() -> tuple[tuple[str, str], ...]:
    """Intent and action of every rule, a pair for each intent of an `or`."""
    found = []
    for path in sorted((ROOT / "data/rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            asked, answer = rule["steps"]
            found += [(step["intent"], answer["action"]) for step in asked.get("or", [asked])]
    return tuple(found)


@cache
def counted(folder: str) -> Counter[str]:
    """Sentences per intent, each of them once however it is spelt."""
    return Counter(intent for intent, _ in {(one.intent, one.form) for one in read_sentences(ROOT / folder)})


@cache
def conversations() -> dict[str, set[str]]:
    """The kinds of conversation played for each topic."""
    found = defaultdict(set)
    for path in (ROOT / "tests/conversations").glob("*.yml"):
        for talk in yaml.safe_load(path.read_text(encoding="utf-8")):
            found[talk["topic"]].add(talk["kind"])
    return found


def test_there_are_eighty_one_topics_and_none_twice():
    assert len(TOPICS) == len(set(TOPICS)) == 81


def test_every_intent_has_exactly_one_rule():
    counts = Counter(intent for intent, _ in routes())
    assert {intent: count for intent, count in counts.items() if count != 1} == {}
    assert set(counts) == domain("intents")


def test_every_action_of_a_rule_exists_and_every_action_is_used():
    assert {action for _, action in routes()} == domain("actions")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_an_intent_with_a_row_and_a_title(topic):
    assert topic in domain("intents")
    assert topic in topics()
    assert has_title(topic)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_trained_and_tested(topic):
    assert counted("data/nlu")[topic] >= FEWEST
    assert counted("data/test/nlu")[topic] >= FEWEST_TESTED


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_talked_through_plainly_messily_and_with_an_interruption(topic):
    assert KINDS - conversations()[topic] == set()
