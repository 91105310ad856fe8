"""What buttons may send."""

from __future__ import annotations

import pytest

from bot.payload import PayloadError, check_payload

INTENTS = {"inform", "cv_deadline"}


@pytest.mark.parametrize(
    "payload",
    [
        "/cv_deadline",
        '/inform{"ydelse": "dagpenge"}',
        '/inform{"fakta": {"fact": "job_start", "value": "ingen"}}',
        '/inform{"dato": [{"date": "2026-11-02"}, {"date": "2026-11-03"}]}',
    ],
)
def test_payloads_of_our_buttons_are_accepted(payload):
    assert check_payload(payload, INTENTS) is None


@pytest.mark.parametrize(
    "payload", ["/", "/hej med dig", "/unknown", "/inform{", '/inform{"a": }', "/inform@0.2", '/inform{"a": 1} mere']
)
def test_other_payloads_are_refused(payload):
    with pytest.raises(PayloadError):
        check_payload(payload, INTENTS)


@pytest.mark.parametrize("payload", ["/hemmelig tekst", "/hemmelig", '/inform{"a": hemmelig}'])
def test_a_refusal_does_not_repeat_what_was_sent(payload):
    with pytest.raises(PayloadError) as caught:
        check_payload(payload, INTENTS)
    assert "hemmelig" not in str(caught.value)
