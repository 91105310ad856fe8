"""Each status, and what an open fact does to it."""

from datetime import date

import pytest
from rule_factories import FRIDAY, answer, assess, make_book, ref, rule, undated, version

from rules_core import FactError, InputError, Status, UnknownRuleError, evaluate

TWO_WEEKS = {"anchor": "tilmeldt", "weeks": 2}
FREED = {"id": "f", "when": {"fact": "fritaget", "is": True}, "label": "du er fritaget", "sources": [ref()]}
ASKED = {**FREED, "effect": "discretionary", "decided_by": "kommune"}


def book_of(tmp_path, **overrides):
    return make_book(tmp_path, rule(version(**overrides)))


def test_a_deadline_is_counted_from_the_anchor_and_shown(tmp_path):
    found = answer(make_book(tmp_path), date(2026, 11, 3), ydelse="dagpenge", tilmeldt="2026-11-02")
    assert found.status is Status.APPLIES
    assert found.text == "Gør det senest mandag den 16. november 2026."
    assert found.deadline.calculation == "Mandag den 2. november 2026 + 2 uger = mandag den 16. november 2026"
    assert (found.deadline.length, found.deadline.warning) == ("2 uger", None)


@pytest.mark.parametrize(("as_of", "warned"), [(date(2026, 11, 16), False), (date(2026, 11, 17), True)])
def test_a_passed_date_is_said_to_have_passed_from_the_day_after(tmp_path, as_of, warned):
    found = answer(make_book(tmp_path), as_of, ydelse="dagpenge", tilmeldt="2026-11-02")
    assert found.status is Status.APPLIES
    assert ("gået" in (found.deadline.warning or "")) is warned


def test_another_group_is_out_of_scope(tmp_path):
    found = answer(make_book(tmp_path), ydelse="kontanthjaelp", visitation="jobparat")
    assert (found.status, found.missing, found.deadline) == (Status.DOES_NOT_APPLY, (), None)


def test_an_open_group_leaves_the_answer_open_with_both_ways_out(tmp_path):
    found = answer(make_book(tmp_path))
    assert (found.status, found.missing) == (Status.UNRESOLVED, ("ydelse",))
    assert [(o.when, o.status) for o in found.options] == [
        ("du får dagpenge", Status.APPLIES),
        ("du hører til en anden gruppe", Status.DOES_NOT_APPLY),
    ]
    assert (found.options[0].deadline.date, found.options[0].deadline.length) == (None, "2 uger")


def test_only_the_fact_that_still_separates_the_groups_is_asked_about(tmp_path):
    book = make_book(tmp_path, rule(undated(groups=["jobparat"])))
    assert answer(book, ydelse="kontanthjaelp").missing == ("visitation",)
    assert answer(book, ydelse="dagpenge").status is Status.DOES_NOT_APPLY


def test_an_open_group_does_not_matter_when_all_groups_get_the_same_answer(tmp_path):
    book = make_book(tmp_path, rule(undated(groups=["jobparat", "aktivitetsparat"])))
    assessment = assess(book, ydelse="kontanthjaelp")
    assert assessment.group is None
    assert (assessment.answers[0].status, assessment.answers[0].missing) == (Status.APPLIES, ())


def test_no_group_is_named_while_several_are_possible(tmp_path):
    told = {"applies": "Ja.", "does_not_apply": "Nej, fordi {reason}."}
    book = make_book(tmp_path, rule(undated(texts=told)))
    found = answer(book, ydelse="kontanthjaelp")
    assert found.text == "Nej, fordi du er jobparat eller du er aktivitetsparat."
    assert answer(book, ydelse="ingen").text == "Nej, fordi du ikke hører til en af de grupper, reglen gælder for."


def test_two_rows_with_different_words_are_two_answers(tmp_path):
    rows = [{"when": {"group": ["jobparat"]}, "label": "du er jobparat", "text": "straks"}, {}]
    content = undated(
        groups=["jobparat", "aktivitetsparat"], outcomes=rows, texts={"straks": "Nu.", "applies": "Senere."}
    )
    found = answer(make_book(tmp_path, rule(content)), ydelse="kontanthjaelp")
    assert found.status is Status.UNRESOLVED
    assert [option.when for option in found.options] == ["du er jobparat", "du er aktivitetsparat"]


def test_an_unknown_anchor_is_the_missing_fact(tmp_path):
    found = answer(make_book(tmp_path), ydelse="dagpenge")
    assert (found.status, found.missing, found.deadline) == (Status.UNRESOLVED, ("tilmeldt",), None)
    assert [(o.when, o.deadline.length) for o in found.options] == [("du får dagpenge", "2 uger")]


def test_an_anchor_known_not_to_exist_gives_the_duty_without_a_date(tmp_path):
    found = answer(make_book(tmp_path), ydelse="dagpenge", tilmeldt="ingen")
    assert (found.status, found.deadline, found.missing) == (Status.APPLIES, None, ())
    assert any("din tilmelding" in caveat for caveat in found.caveats)
    assert "{" not in found.text


def test_a_proven_exemption_frees_and_says_why(tmp_path):
    book = book_of(tmp_path, exemptions=[FREED], texts={"applies": "Ja.", "exempt": "Nej, fordi {reason}."})
    found = answer(book, ydelse="dagpenge", fritaget=True)
    assert (found.status, found.text) == (Status.EXEMPT, "Nej, fordi du er fritaget.")


def test_an_open_exemption_leaves_the_answer_open_but_keeps_the_date(tmp_path):
    book = book_of(tmp_path, exemptions=[FREED])
    found = answer(book, date(2026, 11, 3), ydelse="dagpenge", tilmeldt="2026-11-02")
    assert (found.status, found.missing) == (Status.UNRESOLVED, ("fritaget",))
    assert found.deadline.date == date(2026, 11, 16)
    assert "senest mandag den 16. november 2026" in found.text
    assert "hvis du er fritaget" in found.text
    assert [o.status for o in found.options] == [Status.APPLIES, Status.EXEMPT]


def test_an_exemption_known_not_to_hold_changes_nothing(tmp_path):
    book = book_of(tmp_path, exemptions=[FREED])
    found = answer(book, date(2026, 11, 3), ydelse="dagpenge", tilmeldt="2026-11-02", fritaget=False)
    assert (found.status, found.options) == (Status.APPLIES, ())


def test_an_exemption_someone_decides_names_who_and_gives_no_date(tmp_path):
    book = book_of(tmp_path, exemptions=[ASKED])
    found = answer(book, ydelse="dagpenge", tilmeldt="2026-11-02", fritaget=True)
    assert (found.status, found.decided_by, found.deadline) == (Status.DISCRETIONARY, "kommune", None)
    assert "kommunen" in found.text


def test_an_open_answer_names_the_decider_that_its_options_share(tmp_path):
    found = answer(book_of(tmp_path, exemptions=[ASKED]), ydelse="dagpenge", tilmeldt="2026-11-02")
    assert (found.status, found.decided_by) == (Status.UNRESOLVED, "kommune")


def test_a_row_someone_decides_is_discretionary(tmp_path):
    content = undated(outcomes=[{"decided_by": "akasse"}], texts={"discretionary": "Spørg {decided_by}."})
    found = answer(make_book(tmp_path, rule(content)), ydelse="dagpenge")
    assert (found.status, found.decided_by, found.text) == (Status.DISCRETIONARY, "akasse", "Spørg a-kassen.")


@pytest.mark.parametrize(
    ("given", "status", "missing"),
    [
        ({"sag": True}, Status.APPLIES, ()),
        ({"sag": False}, Status.DOES_NOT_APPLY, ()),
        ({}, Status.UNRESOLVED, ("sag",)),
    ],
)
def test_a_condition_is_true_false_or_open(tmp_path, given, status, missing):
    content = undated(condition={"fact": "sag", "is": True}, condition_label="du har en sag")
    found = answer(make_book(tmp_path, rule(content)), ydelse="dagpenge", **given)
    assert (found.status, found.missing) == (status, missing)


@pytest.mark.parametrize(
    ("done", "status"),
    [
        ("2026-11-10", Status.FULFILLED),
        ("2026-11-20", Status.FULFILLED),
        ("2026-11-21", Status.OVERDUE),
        ("ingen", Status.OVERDUE),
        (None, Status.APPLIES),
    ],
)
def test_a_duty_past_its_date_is_done_overdue_or_simply_unknown(tmp_path, done, status):
    book = book_of(tmp_path, fulfilled_when={"fact": "gjort"})
    assert answer(book, ydelse="dagpenge", tilmeldt="2026-11-02", gjort=done).status is status


@pytest.mark.parametrize(
    ("as_of", "status"), [(date(2026, 11, 16), Status.APPLIES), (date(2026, 11, 17), Status.OVERDUE)]
)
def test_a_duty_is_overdue_from_the_day_after_its_date(tmp_path, as_of, status):
    book = book_of(tmp_path, fulfilled_when={"fact": "gjort"})
    assert answer(book, as_of, ydelse="dagpenge", tilmeldt="2026-11-02", gjort="ingen").status is status


def test_a_duty_that_is_done_needs_no_anchor(tmp_path):
    book = book_of(tmp_path, fulfilled_when={"fact": "gjort"})
    found = answer(book, ydelse="dagpenge", gjort="2026-11-10")
    assert (found.status, found.missing, found.deadline) == (Status.FULFILLED, (), None)


@pytest.mark.parametrize(("done", "status"), [("2026-11-13", Status.FULFILLED), ("2026-11-12", Status.APPLIES)])
def test_a_duty_that_comes_back_is_done_for_one_period_at_a_time(tmp_path, done, status):
    content = undated(fulfilled_when={"fact": "gjort"}, recurring={"days": 7}, texts={"applies": "Hver {every}."})
    found = answer(make_book(tmp_path, rule(content)), ydelse="dagpenge", gjort=done)
    assert found.status is status


def test_the_number_and_its_parts_come_along(tmp_path):
    row = {
        "value": {"amount": 6, "unit": "samtaler"},
        "parts": [
            {"what": "i a-kassen", "amount": 3, "unit": "samtaler", "bearer": "akasse"},
            {"what": "hos kommunen", "amount": None, "unspecified": True, "unit": "samtaler", "bearer": "kommune"},
        ],
    }
    content = undated(outcomes=[row], texts={"applies": "Du skal til {amount} {unit}."})
    found = answer(make_book(tmp_path, rule(content)), ydelse="dagpenge")
    assert found.text == "Du skal til 6 samtaler."
    assert [(part.amount, part.bearer) for part in found.parts] == [(3, "akasse"), (None, "kommune")]


def test_the_first_consequence_that_fits_is_told(tmp_path):
    told = [{"when": {"group": ["jobparat"]}, "text": "Kommunen trækker i hjælpen."}, {"text": "Spørg."}]
    book = make_book(tmp_path, rule(undated(groups="all", consequence=told)))
    assert answer(book, ydelse="kontanthjaelp", visitation="jobparat").consequence == "Kommunen trækker i hjælpen."
    assert answer(book, ydelse="dagpenge").consequence == "Spørg."


def test_there_is_no_consequence_without_a_duty(tmp_path):
    book = book_of(tmp_path, exemptions=[FREED], consequence="Du mister dagpenge.")
    assert answer(book, ydelse="dagpenge", fritaget=True).consequence is None
    assert answer(book, ydelse="ingen").consequence is None


def test_weak_and_conflicting_sources_are_said(tmp_path):
    sources = [ref("folder", confidence="medium", conflicts_with="Loven siger to uger.")]
    found = answer(make_book(tmp_path, rule(undated(sources=sources))), ydelse="dagpenge")
    assert any("Loven siger to uger." in caveat for caveat in found.caveats)
    assert any("Ikke alt i dette svar er bekræftet" in caveat for caveat in found.caveats)


def test_one_strong_source_is_enough(tmp_path):
    sources = [ref("folder", confidence="low"), ref()]
    found = answer(make_book(tmp_path, rule(undated(sources=sources))), ydelse="dagpenge")
    assert found.caveats == ()
    assert [source.rank for source in found.sources] == ["lov", "folder"]


BY_GROUP_LABELS = [
    {"when": {"group": ["dagpenge"]}, "label": "du har en sag", "otherwise": "du ikke har en sag"},
    {"label": "du er fritaget"},
]


@pytest.mark.parametrize(
    ("facts", "unmet"),
    [
        ({"ydelse": "dagpenge"}, "du ikke har en sag"),
        ({"ydelse": "kontanthjaelp", "visitation": "jobparat"}, "det ikke er sådan, at du er fritaget"),
    ],
)
def test_the_condition_is_told_in_the_words_of_the_group(tmp_path, facts, unmet):
    content = undated(groups="all", condition={"fact": "sag", "is": True}, condition_label=BY_GROUP_LABELS)
    book = make_book(tmp_path, rule(content))
    found = answer(book, **facts)
    assert [option.when for option in found.options if option.status is Status.DOES_NOT_APPLY] == [unmet]


def test_a_caveat_with_a_condition_is_shown_only_to_whom_it_concerns(tmp_path):
    with_source = {"when": {"fact": "sag", "is": True}, "text": "Kun med sag.", "sources": [ref("folder")]}
    caveats = ["Altid.", with_source]
    book = make_book(tmp_path, rule(undated(caveats=caveats)))
    assert answer(book, ydelse="dagpenge", sag=True).caveats == ("Altid.", "Kun med sag.")
    assert answer(book, ydelse="dagpenge").caveats == ("Altid.",)
    assert [source.id for source in answer(book, ydelse="dagpenge", sag=True).sources] == ["lov", "folder"]
    assert [source.id for source in answer(book, ydelse="dagpenge").sources] == ["lov"]


def test_each_step_names_the_facts_it_read(tmp_path):
    book = book_of(tmp_path, exemptions=[FREED])
    found = answer(book, ydelse="dagpenge", tilmeldt="2026-11-02", fritaget=False)
    read = [fact for step in found.steps for fact, _ in step.facts]
    assert read == ["ydelse", "fritaget", "tilmeldt"]
    assert [step.outcome for step in found.steps] == [True, True, True, False, True]


def test_the_receipt_repeats_what_was_asked(tmp_path):
    assessment = assess(make_book(tmp_path), ydelse="dagpenge", tilmeldt="2026-11-02", job_start=None)
    again = evaluate(assessment.receipt.to_json()["facts"], FRIDAY, ruleset=make_book(tmp_path))
    assert again.to_json()["answers"] == assessment.to_json()["answers"]


def test_rules_can_be_picked(tmp_path):
    book = make_book(tmp_path, rule(), rule(id="emne.anden"))
    assert [a.rule for a in evaluate({}, FRIDAY, rules=["emne.anden"], ruleset=book).answers] == ["emne.anden"]
    with pytest.raises(UnknownRuleError, match="tredje"):
        evaluate({}, FRIDAY, rules=["emne.tredje"], ruleset=book)


def test_bad_facts_never_reach_the_rules(tmp_path):
    with pytest.raises(FactError, match="tilmeldt"):
        assess(make_book(tmp_path), tilmeldt="2026-02-30")


def test_a_text_is_no_day(tmp_path):
    with pytest.raises(InputError, match="dato"):
        evaluate({}, "2026-11-20", ruleset=make_book(tmp_path))
