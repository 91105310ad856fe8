"""What a citizen meets when a part is down or hangs: a plain apology in time, and the answer when it is back."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.support.chat_page import ChatPage
from tests.support.citizen import Citizen, text_of
from tests.support.stack import running_stack

pytestmark = pytest.mark.stack

QUESTION = "er du en robot?"
RULE_QUESTION = "hvor mange samtaler skal jeg til som dagpengemodtager?"
APOLOGY_WITHIN_SECONDS = 10.0
BACK_WITHIN_SECONDS = 60.0


@pytest.fixture(scope="module")
def fragile(tmp_path_factory):
    """A stack of its own: these tests break it."""
    with running_stack(tmp_path_factory.mktemp("fragile")) as stack:
        yield stack


@pytest.fixture
def whole(fragile):
    """The fragile stack with all parts answering again."""
    fragile.wait_ready()
    return fragile


def assert_apology(messages, seconds):
    """A plain apology that says the message is kept, and that came in time."""
    assert seconds < APOLOGY_WITHIN_SECONDS
    text = text_of(messages)
    assert "Undskyld" in text
    assert "gemt" in text
    assert "70 10 20 30" in text


def answered_late(messages):
    """Whether the newest message is an answer that is no apology."""
    last = messages[-1]
    return last["author"] == "bot" and "Undskyld" not in last["text"]


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_part_that_hangs_gives_an_apology_in_time_and_the_answer_when_it_is_back(whole, part):
    citizen = Citizen(whole.url)
    whole.pause(part)
    try:
        apology = citizen.say(RULE_QUESTION)
        assert_apology(apology, citizen.seconds)
    finally:
        whole.resume(part)
    messages = citizen.wait_for(answered_late, within=BACK_WITHIN_SECONDS)
    assert sum(message["author"] == "citizen" for message in messages) == 1


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_part_that_dies_is_started_again_and_the_message_is_answered(whole, part):
    citizen = Citizen(whole.url)
    dead = whole.kill(part)
    first = citizen.say(RULE_QUESTION)
    assert citizen.seconds < APOLOGY_WITHIN_SECONDS
    assert text_of(first).strip()
    citizen.wait_for(answered_late, within=BACK_WITHIN_SECONDS)
    whole.wait_ready()
    assert whole.pid(part) != dead


def test_several_messages_in_an_outage_are_answered_in_their_order(whole):
    citizen = Citizen(whole.url)
    whole.pause("rasa")
    try:
        sent = [citizen.say(text)[0]["in_reply_to"] for text in (QUESTION, "hvornår har i åbent?")]
    finally:
        whole.resume("rasa")

    def both_answered(messages):
        return [m["in_reply_to"] for m in messages if m["author"] == "bot" and m["in_reply_to"]][-2:] == sent

    citizen.wait_for(both_answered, within=BACK_WITHIN_SECONDS)


def test_web_that_dies_comes_back_with_the_conversation(whole):
    citizen = Citizen(whole.url)
    citizen.say(QUESTION)
    before = citizen.history()
    whole.kill("web")
    time.sleep(0.3)
    whole.wait_ready()
    assert citizen.history() == before
    assert text_of(citizen.say("hej")).strip()


@pytest.mark.browser
def test_the_page_tells_of_the_lost_line_and_goes_on_when_web_is_back(browser, whole):
    chat = ChatPage(browser, whole.url)
    chat.say(QUESTION)
    whole.pause("web")
    whole.kill("web")
    chat.field.fill("hvornår har i åbent?")
    chat.field.press("Enter")
    whole.wait_ready()
    expect(chat.page.locator("#connection")).to_be_hidden(timeout=30_000)
    expect(chat.answers().last).to_contain_text("kl. 9-15", timeout=30_000)
    expect(chat.own()).to_have_count(2)
    chat.close()


@pytest.mark.browser
def test_the_page_shows_the_apology_and_later_the_answer(browser, whole, screenshots):
    chat = ChatPage(browser, whole.url)
    whole.pause("rasa")
    try:
        apology = chat.say(QUESTION)
        expect(apology).to_contain_text("Undskyld")
        assert chat.violations() == []
        chat.picture(screenshots, "nedbrud-undskyldning")
    finally:
        whole.resume("rasa")
    expect(chat.answers().last).to_contain_text("ikke et menneske", timeout=60_000)
    chat.close()
