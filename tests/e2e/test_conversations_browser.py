"""The conversations of a citizen, played through the page in a real browser. Pictures: var/screenshots/."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.chat_page import containing

pytestmark = [pytest.mark.browser, pytest.mark.stack]

CV_QUESTION = "hvornaar skal mit cv vaere paa jobnet"


@pytest.mark.parametrize(
    ("registered", "deadline", "name"),
    [
        ("meldte mig ledig i mandags", "2026-11-30", "i-mandags"),
        ("2/11", "2026-11-16", "2-11"),
        ("den 2. november", "2026-11-16", "den-2-november"),
    ],
)
def test_the_cv_deadline_is_found_however_the_date_is_written(open_page, screenshots, registered, deadline, name):
    chat = open_page()
    expect(chat.say(CV_QUESTION).locator(".quick-reply").first).to_be_visible()
    chat.press("Dagpenge")
    answer = chat.say(registered)

    card = chat.cards("cv.registrering").last
    expect(card.locator("time.rule-date")).to_have_attribute("datetime", deadline)
    expect(answer).to_contain_text(containing("Jeg", "dagpenge"))
    expect(card).to_contain_text(containing("gældende siden"))
    expect(card).to_contain_text("Hvis du ikke når det")
    card.get_by_text("Sådan er datoen regnet ud").click()
    expect(card.locator(".rule-calculation")).to_contain_text("+ 2 uger =")
    source = card.locator(".rule-sources a").first
    expect(source).to_have_attribute("href", containing("http"))
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    assert chat.violations() == []
    chat.picture(screenshots, f"cv-frist-{name}")
    assert chat.complaints == []


def test_a_new_job_in_three_weeks_is_taken_from_the_question_itself(open_page, screenshots):
    chat = open_page()
    asked = chat.say("skal jeg skrive joblog når jeg starter nyt job om tre uger?")
    expect(asked.locator(".quick-reply").first).to_be_visible()
    answer = chat.press("Dagpenge")

    card = chat.cards("joblog.foering").last
    expect(answer).to_contain_text("11. december 2026")
    expect(card).to_contain_text("seks uger")
    expect(card).to_contain_text("kommunen")
    expect(card).to_contain_text("gældende siden")
    assert chat.violations() == []
    chat.picture(screenshots, "joblog-nyt-job")


def test_the_number_of_talks_differs_between_2017_2020_2024_and_today(open_page, screenshots):
    chat = open_page()
    chat.say("hvor mange samtaler skal jeg til")
    chat.press("Dagpenge")
    for question in ("hvor mange samtaler i 2017?", "hvor mange samtaler i 2020?", "hvor mange samtaler i 2024?"):
        chat.say(question)

    told = chat.cards("samtaler.antal").locator(".rule-force").all_inner_texts()
    texts = chat.cards("samtaler.antal").all_inner_texts()
    starts = ["1. juli 2026", "1. januar 2017", "1. januar 2020", "1. januar 2024"]
    assert len(told) == len(starts)
    for text, start in zip(told, starts, strict=True):
        assert start in text
    assert len(set(texts)) == len(starts)
    assert chat.violations() == []
    chat.picture(screenshots, "samtaler-fire-tidspunkter")


def test_my_duties_are_listed_with_the_nearest_deadline_first(open_page, screenshots):
    chat = open_page()
    chat.say("hvad er mine pligter?")
    chat.press("Dagpenge")
    answer = chat.say("jeg meldte mig ledig den 16. november")

    dates = [date.get_attribute("datetime") for date in answer.locator("time.rule-date").all()]
    assert len(dates) >= 1
    assert dates == sorted(dates)
    assert answer.locator(".rule-card").count() >= 3
    expect(answer).not_to_contain_text("Kommunens opgave")
    assert chat.violations() == []
    chat.picture(screenshots, "mine-pligter")


def test_the_duties_that_come_last_in_the_list_are_closed_until_they_are_opened(open_page, screenshots):
    chat = open_page()
    chat.say("hvad er mine pligter?")
    chat.press("Dagpenge")
    answer = chat.say("jeg meldte mig ledig den 16. november")

    closed = answer.locator(".rule-card > details").last
    expect(closed).not_to_have_attribute("open", "")
    closed.locator("summary").first.click()
    expect(closed.locator("p").first).to_be_visible()
    expect(answer).to_contain_text("Der er også pligter, hvis du bliver syg")
    assert chat.violations() == []
    chat.picture(screenshots, "mine-pligter-resten")


def test_what_changes_for_me_is_told_with_a_way_to_the_rule_book(open_page, screenshots):
    chat = open_page()
    chat.say("hvad har ændret sig for mig?")
    answer = chat.press("Dagpenge")

    expect(answer).to_contain_text("Ændret: Hvor mange samtaler du skal til")
    link = answer.get_by_role("link", name="Se hele sammenligningen i regelbogen")
    assert link.get_attribute("href").startswith("/regler/sammenlign?fra=2026-06-30")
    assert chat.violations() == []
    chat.picture(screenshots, "hvad-aendrer-sig")

    proposal = chat.press("KL's forslag fra april 2017")
    expect(proposal).to_contain_text("Det er ikke loven")
    assert proposal.locator(".rule-card-proposal").count() >= 3
    assert chat.violations() == []
    chat.picture(screenshots, "hvad-aendrer-sig-kl")


@pytest.mark.parametrize(
    ("said", "expected", "name"),
    [
        ("jeg vil tale med et menneske", r"70 10 20 30", "menneske"),
        ("hej", r"spørg|hjælp|vide", "hilsen"),
        ("tusind tak for hjælpen", r"selv tak|så lidt|velkommen", "tak"),
        ("er du en robot?", r"robot|chatbot", "robot"),
        ("asdf qwer zxcv", r"forstod|ikke helt sikker|kan jeg ikke hjælpe", "volapyk"),
    ],
)
def test_small_talk_and_nonsense_get_a_sensible_answer(open_page, screenshots, said, expected, name):
    chat = open_page()
    answer = chat.say(said)

    expect(answer.locator(".message-body")).to_contain_text(re.compile(expected, re.IGNORECASE))
    expect(chat.page.get_by_text("Du skriver med en chatrobot")).to_be_visible()
    assert chat.violations() == []
    chat.picture(screenshots, f"smaasnak-{name}")


def test_markup_typed_by_the_citizen_is_shown_as_text(open_page):
    chat = open_page()
    typed = '<img src=x onerror="document.title=1"><b>fed</b> [link](https://example.com)'
    chat.say(typed)

    expect(chat.own().last.locator(".message-body")).to_have_text(typed)
    assert chat.own().last.locator("img, b, a").count() == 0
    assert chat.complaints == []


def test_the_assistant_says_that_it_hides_a_cpr_number(open_page):
    chat = open_page()
    chat.say("mit cpr er 010190-1234, hvornår skal mit cv være klar?")

    expect(chat.page.locator("#chat-log")).to_contain_text("skjult")
    expect(chat.page.locator("#chat-log")).not_to_contain_text("1234")
