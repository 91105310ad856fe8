"""No benefit, reason or CPR number in what others can see: an SMS, a subject; and no gap is left in any message."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.privacy.masking import cpr_spans
from casework.reminders.kinds import CHANGES, load_kinds
from casework.reminders.messages import compose, compose_code, load_messages
from casework.reminders.records import Job
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings
from rules_core.loader import load_ruleset
from tests.support.readability import EASY, lix

KINDS = [*load_kinds(), "test", *CHANGES]
SETTINGS = Settings(internal_token="x" * 16, reminders=ReminderSettings(public_url="https://ret.example"))
#: Words that tell what somebody lives on, or why they are written to.
REASONS = re.compile(
    r"dagpenge|kontanthj|uddannelseshj|hjælp\b|ydelse|syg|sanktion|karant|afgørelse|klage|ledig|aktivitetspar|jobpar"
    r"|fleks|pension|revalid|ressource|jobafklar|integration|barsel|handicap|cpr|a-kasse",
    re.IGNORECASE,
)


def job(kind: str, event_at: datetime = datetime(2026, 12, 3, 8, 30, tzinfo=UTC), **more: object) -> Job:
    return Job(
        **{
            "id": 7, "conversation_id": "c" * 32, "kind": kind, "channel": "sms", "duty": "rule:x#3d",
            "due_on": event_at.date(), "event_at": event_at, "not_after": event_at, "attempts": 1, "wire_at": None,
            "called_off": False, "address": "+4520304050", "stop_token": "t" * 43, **more,
        }
    )  # fmt: skip


def test_every_kind_has_its_words():
    assert set(load_messages()) == {*KINDS, "code", "around", "links"}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_others_can_see_tells_what_somebody_lives_on_or_why(kind):
    message = compose(job(kind), SETTINGS, date(2026, 12, 1))
    for seen in (message.subject, message.short, message.text, message.html):
        assert REASONS.search(seen) is None, seen
        assert "{" not in re.sub(r"<style>.*?</style>", "", seen, flags=re.DOTALL)


def test_the_check_would_see_a_benefit_of_the_rule_book():
    benefits = load_ruleset().registry.facts["ydelse"].values
    assert [one for one in benefits if REASONS.search(str(one)) is None and one != "ingen"] == []


@given(
    kind=st.sampled_from(KINDS),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - zone added
    number=st.integers(1, 2**31),
    conversation=st.text("0123456789abcdef", min_size=32, max_size=32),
)
def test_no_subject_and_no_sms_ever_holds_a_cpr_number_or_an_address(kind, moment, number, conversation):
    message = compose(job(kind, moment, id=number, conversation_id=conversation), SETTINGS, moment.date())
    words = message.short.partition("Stop: ")[0]
    assert cpr_spans(message.subject) == cpr_spans(words) == []
    assert "20304050" not in words + message.subject
    assert conversation not in words + message.subject
    assert "\n" not in message.subject


@pytest.mark.parametrize("kind", list(load_kinds()))
def test_a_stop_link_stands_in_every_reminder(kind):
    message = compose(job(kind), SETTINGS, date(2026, 12, 1))
    link = f"https://ret.example/paamindelser/stop/{'t' * 43}"
    assert link in message.text
    assert link in message.html
    assert link in message.short
    assert message.stop_url == link


def test_days_are_told_from_the_day_it_is_sent():
    talk = job("talk")
    assert "Du har en samtale i morgen kl. 9.30." in compose(talk, SETTINGS, date(2026, 12, 2)).text
    assert "i dag kl. 9.30" in compose(talk, SETTINGS, date(2026, 12, 3)).short
    assert "torsdag den 3. december kl. 9.30" in compose(talk, SETTINGS, date(2026, 12, 1)).short


def test_a_mail_says_what_when_where_who_and_how_to_stop_in_both_parts():
    message = compose(job("talk"), SETTINGS, date(2026, 12, 1))
    for part in (message.text, message.html):
        for piece in (
            "Hvad", "Samtale", "Hvornår", "Torsdag den 3. december kl. 9.30", "https://ret.example/booking",
            SETTINGS.authority_name, SETTINGS.authority_phone, "/paamindelser/stop/",
        ):  # fmt: skip
            assert piece in part


def test_a_mail_fetches_nothing_and_tells_nobody_that_it_was_read():
    for kind in KINDS:
        html = compose(job(kind), SETTINGS, date(2026, 12, 1)).html
        assert re.search(r"<img|<table|<script|<link|url\(|@import|src=", html) is None


def test_an_authority_with_signs_in_its_name_breaks_no_mail():
    chosen = replace(SETTINGS, authority_name="Job & <b>Borger</b>")
    message = compose(job("cv"), chosen, date(2026, 12, 1))
    assert "Job &amp; &lt;b&gt;Borger&lt;/b&gt;" in message.html
    assert "Job & <b>Borger</b>" in message.text


def test_in_the_chat_a_reminder_is_short_and_says_how_to_stop_in_words():
    message = compose(job("cv", channel="chat"), SETTINGS, date(2026, 12, 1))
    told = "Husk at lægge dit cv på Jobnet. Fristen er torsdag den 3. december."
    assert message.text == f"{told}\n\nVil du ikke mindes mere, så skriv »stop påmindelser«."


def test_a_code_is_told_in_words_and_has_no_link_to_stop():
    message = compose_code("c" * 32, "ida@eksempel.dk", "012345", SETTINGS, "code-1")
    assert "Din kode er 012345." in message.text
    assert message.stop_url is None
    assert "Stop" not in message.short


def test_the_words_are_easy():
    every = [load_messages()[kind]["text"] for kind in [*KINDS, "code"]]
    assert lix(" ".join(every).format(day="på torsdag", clock="kl. 9.30", code="012345")) < EASY


def test_an_sms_is_at_most_two_parts():
    assert max(len(compose(job(kind), SETTINGS, date(2026, 11, 1)).short) for kind in KINDS) <= 306
