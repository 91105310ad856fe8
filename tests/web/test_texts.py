"""Every text that is used exists, every text that exists is used, and every field in it is filled."""

import re
from pathlib import Path

import pytest

from casework.settings import Settings
from web.texts import chat_message, load_texts

WEB = Path(__file__).parents[2] / "web"
SETTINGS = Settings(internal_token="x" * 16)
VALUES = {"length": 2_345, "limit": 2_000, "time": "14.05"}


def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in WEB.rglob("*.py"))


def test_every_refusal_that_is_used_has_a_text_and_back():
    used = set(re.findall(r'(?:\b\d{3}, |: |, )"([a-z_]+)"', source()))
    assert set(load_texts("problems")) <= used
    raised = set(
        re.findall(r'(?:ProblemError|problem_response|problem_document|_refusal)\(\s*\d{3}, "([a-z_]+)"', source())
    )
    assert raised <= set(load_texts("problems"))
    assert len(raised) > 5


def test_every_chat_text_that_is_used_exists_and_back():
    used = set(re.findall(r'chat_message\(\s*"([a-z_]+)"', source()))
    assert used == set(load_texts("chat"))


@pytest.mark.parametrize("key", sorted(load_texts("chat")))
def test_every_field_of_a_chat_text_is_filled(key: str):
    text = chat_message(key, SETTINGS, **VALUES).text
    assert "{" not in text
    assert text.strip() == text


HANDOFF_VALUES = {"place": 2, "time": "Det tager nok omkring 10 minutter.", "minutes": 10, "name": "Mette"}
HANDOFF_VALUES |= {"receiver": "A-kassen", "contact": "Ring 12 34 56 78."}


@pytest.mark.parametrize("key", sorted(load_texts("handoff")))
def test_every_field_of_a_handoff_text_is_filled(key: str):
    text = chat_message(key, SETTINGS, file="handoff", **HANDOFF_VALUES).text
    assert "{" not in text
    assert text.strip() == text


@pytest.mark.parametrize("key", sorted(load_texts("idle")))
def test_every_text_about_an_idle_talk_is_filled_and_used(key: str):
    text = chat_message(key, SETTINGS, file="idle", **HANDOFF_VALUES).text
    assert "{" not in text
    assert f'"{key}"' in source()


def test_every_handoff_text_is_used():
    code = source()
    assert [key for key in load_texts("handoff") if f'"{key}"' not in code and not key.startswith("forwarded_")] == []


CALLBACK_VALUES = {"ending": "40 50", "by": "i dag kl. 13", "deadline": "i dag", "time": "kl. 10.12"}


@pytest.mark.parametrize("key", sorted(load_texts("callback")))
def test_every_field_of_a_callback_text_is_filled(key: str):
    text = chat_message(key, SETTINGS, file="callback", **CALLBACK_VALUES).text
    assert "{" not in text
    assert text.strip() == text


@pytest.mark.parametrize("problem", load_texts("problems").values(), ids=load_texts("problems").keys())
def test_every_refusal_says_what_happened_and_what_to_do(problem: dict[str, str]):
    assert set(problem) == {"title", "detail"}
    assert problem["detail"].endswith(".")
    assert not problem["title"].endswith(".")


def test_the_greetings_buttons_send_proper_payloads():
    buttons = chat_message("greeting", SETTINGS).buttons
    assert len(buttons) == 5
    assert all(re.fullmatch(r"/[a-z_]+", button["payload"]) for button in buttons)
