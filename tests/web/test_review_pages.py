"""The review pages as a browser without scripts meets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from casework.clock import COPENHAGEN
from casework.db import session_scope
from casework.identity.roles import may
from casework.privacy import access
from casework.review import producing
from casework.review.models import MARK_KINDS
from tests.casework.review_factories import add_turn, change_messages, make_talk, message_ids, understood
from tests.support.console import Console, seen_text
from tests.web.conftest import RunningWeb
from web.texts import load_texts

TEXTS = load_texts("review")
# The web process has the machine's clock.
AN_HOUR_AGO = datetime.now(UTC) - timedelta(hours=1)
THAT_DAY = AN_HOUR_AGO.astimezone(COPENHAGEN).date()
DAY, DAY_AFTER, DAY_BEFORE = (str(THAT_DAY + timedelta(days=days)) for days in (0, 1, -1))
FOUND = [{"entity": "ydelse", "value": "dagpenge"}, {"entity": "person", "value": "soen"}]
ASKED = "jeg hedder Xerxes, det var slet ikke mit spørgsmål"


@pytest.fixture
def url(web: RunningWeb) -> str:
    return f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def reviewer(url: str) -> Console:
    return Console(url, "support")


@pytest.fixture
def talk(web: RunningWeb) -> str:
    """A talk that was not understood, with a name in it."""
    return make_talk(
        (ASKED, understood("thanks", 0.4, entities=FOUND)),
        facts={"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"},
        at=AN_HOUR_AGO,
    )


def mark(reviewer: Console, talk: str, kind: str = "misunderstood", **fields: str) -> int:
    """Mark the first message; returns the number of the mark."""
    message = message_ids(talk)[0]
    reviewer.get("/gennemsyn")
    fields = {"theme": "Du svarer ikke på det, jeg spørger om", **fields}
    answer = reviewer.post(f"/gennemsyn/{talk}/maerker", message=str(message), kind=kind, **fields)
    assert answer.headers["location"] == f"/gennemsyn/{talk}?besked=marked#m{message}", seen_text(answer)
    return int(re.findall(r'id="mark(\d+)"', reviewer.get(f"/gennemsyn/{talk}").text)[-1])


@pytest.mark.parametrize("role", ["caseworker", "support", "administrator"])
def test_only_those_who_may_review_get_in(url: str, talk: str, role: str):
    console = Console(url, role)
    wanted = 200 if may(role, "review") else 403
    assert console.get("/gennemsyn").status_code == wanted
    assert console.get("/gennemsyn/udbytte").status_code == wanted
    if wanted == 403:
        assert console.get(f"/gennemsyn/{talk}").status_code == 403
        assert console.post(f"/gennemsyn/{talk}/skjul", passage="Xerxes").status_code == 403
        assert access.readings(talk) == []


def test_the_list_says_why_and_nothing_of_what_was_said(reviewer: Console, talk: str):
    page = reviewer.get("/gennemsyn")
    assert "1 samtale" in seen_text(page)
    assert TEXTS["causes"]["low_confidence"] in seen_text(page)
    assert f'href="/gennemsyn/{talk}"' in page.text
    assert "Xerxes" not in page.text
    assert access.readings(talk) == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"aarsag": "low_confidence"}, 1),
        ({"aarsag": "handoff"}, 0),
        ({"emne": "thanks"}, 1),
        ({"emne": "cv_deadline"}, 0),
        ({"tilstand": "done"}, 0),
        ({"tilstand": "alle"}, 1),
        ({"fra": DAY}, 1),
        ({"fra": DAY_AFTER}, 0),
        ({"til": DAY}, 1),
        ({"til": DAY_BEFORE}, 0),
        ({"fra": "i går", "side": "x", "aarsag": "?", "emne": "'"}, 1),
    ],
)
def test_the_list_is_filtered(reviewer: Console, talk: str, query: dict, count: int):
    page = seen_text(reviewer.get("/gennemsyn", **query))
    assert ("1 samtale" if count else "0 samtaler") in page


def test_the_pages_of_the_list_keep_the_filter(reviewer: Console, talk: str):
    for _ in range(26):
        make_talk(("hvad", understood(confidence=0.3)), at=AN_HOUR_AGO)
    first = reviewer.get("/gennemsyn", aarsag="low_confidence").text
    assert 'href="/gennemsyn?aarsag=low_confidence&amp;side=2"' in first
    second = reviewer.get("/gennemsyn", aarsag="low_confidence", side="2")
    assert "Side 2 af 2" in seen_text(second)


def test_a_talk_is_read_beside_what_was_understood_and_the_opening_is_logged_once(reviewer: Console, talk: str):
    reviewer.get("/gennemsyn")
    for _ in range(2):
        page = reviewer.get(f"/gennemsyn/{talk}")
    text = seen_text(page)
    assert [one.purpose for one in access.readings(talk)] == ["review"]
    assert "40 % sikker" in text
    assert "Fundet i beskeden: hvad du lever af = dagpenge; person = søn" in text
    assert "du får dagpenge: Ja" in text
    assert "Frist: 16. november 2026. Sådan er den regnet ud: 2. november 2026 + 2 uger" in text
    assert "Udgave fra 1. januar 2020" in text
    assert 'Skjul "Xerxes" (navn)' in unescape(text)


def test_a_talk_that_is_not_on_the_list_does_not_exist(reviewer: Console, web: RunningWeb):
    talk = make_talk(("hej", understood()))
    reviewer.get("/gennemsyn")
    assert reviewer.get(f"/gennemsyn/{talk}").status_code == 404
    assert reviewer.post(f"/gennemsyn/{talk}/skjul", passage="hej").status_code == 404
    assert reviewer.post("/gennemsyn/findes_ikke/faerdig").status_code == 404


def test_without_the_forms_token_nothing_happens(reviewer: Console, talk: str):
    reviewer.get("/gennemsyn")
    answer = reviewer.client.post(f"/gennemsyn/{talk}/skjul", data={"passage": "Xerxes"})
    assert answer.status_code == 403
    assert "Xerxes" in reviewer.get(f"/gennemsyn/{talk}").text


def test_a_passage_is_hidden_and_the_page_says_when_there_is_none(reviewer: Console, talk: str):
    reviewer.get("/gennemsyn")
    answer = reviewer.post(f"/gennemsyn/{talk}/skjul", passage="Xerxes", message=str(message_ids(talk)[0]))
    assert answer.headers["location"].startswith(f"/gennemsyn/{talk}?besked=hidden#m")
    page = reviewer.get(f"/gennemsyn/{talk}")
    assert "Xerxes" not in page.text
    assert "jeg hedder [skjult], det var" in seen_text(page)
    again = reviewer.post(f"/gennemsyn/{talk}/skjul", passage="Xerxes")
    assert again.status_code == 422
    assert TEXTS["problems_with"]["nothing_hidden"] in seen_text(again)


def test_a_mark_becomes_an_example_with_one_press(reviewer: Console, talk: str):
    number = mark(reviewer, talk)
    page = reviewer.get(f"/gennemsyn/{talk}").text
    suggested = unescape(re.search(rf'id="example{number}"[^>]* value="([^"]*)"', page)[1])
    assert suggested == "det var slet ikke mit spørgsmål"
    answer = reviewer.post(f"/gennemsyn/{talk}/maerker/{number}/eksempel", sentence=suggested)
    assert answer.headers["location"] == f"/gennemsyn/{talk}?besked=item_made#mark{number}"
    (item,) = producing.list_items("proposed")
    assert item.data == {"text": suggested, "intent": "bot_complaint"}
    assert "Er blevet til: eksempel" in seen_text(reviewer.get(f"/gennemsyn/{talk}"))
    listed = reviewer.get("/gennemsyn/udbytte")
    assert "det var slet ikke mit spørgsmål → Du svarer ikke på det" in seen_text(listed)
    reviewer.post(f"/gennemsyn/udbytte/{item.id}/drop")
    assert producing.list_items("proposed") == []


def test_a_mark_without_a_topic_gets_one_with_its_example(reviewer: Console, talk: str):
    number = mark(reviewer, talk, theme="")
    path = f"/gennemsyn/{talk}/maerker/{number}/eksempel"
    refused = reviewer.post(path, sentence="det var slet ikke mit spørgsmål", theme="")
    assert "Vælg det rigtige emne på listen." in seen_text(refused)
    reviewer.post(path, sentence="det var slet ikke mit spørgsmål", theme="Tak")
    (item,) = producing.list_items("proposed")
    assert item.data["intent"] == "thanks"


def test_a_sentence_with_a_name_is_refused_in_danish_and_stands_there_still(reviewer: Console, talk: str):
    number = mark(reviewer, talk)
    answer = reviewer.post(f"/gennemsyn/{talk}/maerker/{number}/eksempel", sentence=ASKED)
    assert answer.status_code == 422
    assert 'Der står et navn: "Xerxes"' in seen_text(answer)
    assert f'value="{ASKED}"' in answer.text
    assert producing.list_items() == []


def test_a_mark_becomes_a_rule_case_after_a_look_at_what_the_rule_says(reviewer: Console, talk: str):
    number = mark(reviewer, talk, "wrong_rule", theme="")
    page = reviewer.get(f"/gennemsyn/{talk}").text
    for value in ("cv.registrering", "2026-11-20", "2026-11-02", "LAB § 23"):
        assert f'value="{value}"' in page
    path = f"/gennemsyn/{talk}/maerker/{number}/regelsag"
    fields = {
        "rule": "cv.registrering",
        "day": "2026-11-03",
        "fact": ["ydelse", "tilmeldt_dato", ""],
        "value": ["dagpenge", "2026-11-02", ""],
        "source": "LAB § 23",
    }
    look = reviewer.post(path, do="preview", **fields)
    assert "Lige nu svarer reglen: reglen gælder, frist 16. november 2026" in seen_text(look)
    refused = reviewer.post(path, **fields)
    assert "hvad reglen skulle have svaret" in seen_text(refused)
    assert 'value="LAB § 23"' in refused.text
    made = reviewer.post(path, deadline="2026-11-23", **fields)
    assert made.status_code == 303
    (item,) = producing.list_items("proposed")
    assert item.data["forventet"] == {"cv.registrering": {"frist": "2026-11-23"}}


def test_a_mark_becomes_a_task(reviewer: Console, talk: str):
    number = mark(reviewer, talk, "missing_content", comment="Der mangler noget om et p-nummer.")
    answer = reviewer.post(
        f"/gennemsyn/{talk}/maerker/{number}/opgave", sentence="hvad er et p-nummer", comment="Skriv om p-nummer."
    )
    assert answer.status_code == 303
    (item,) = producing.list_items("proposed")
    assert (item.kind, item.data["comment"]) == ("content_task", "Skriv om p-nummer.")


@pytest.mark.parametrize("kind", MARK_KINDS)
def test_every_kind_of_mark_can_be_made_and_taken_back(reviewer: Console, talk: str, kind: str):
    number = mark(reviewer, talk, kind, theme="")
    page = reviewer.get(f"/gennemsyn/{talk}")
    assert TEXTS["mark_kinds"][kind] in seen_text(page)
    assert reviewer.post(f"/gennemsyn/{talk}/maerker/{number}/fjern").status_code == 303
    assert f'id="mark{number}"' not in reviewer.get(f"/gennemsyn/{talk}").text
    assert reviewer.post(f"/gennemsyn/{talk}/maerker/{number}/fjern").status_code == 404


def test_what_is_outside_our_field_needs_no_topic(reviewer: Console, talk: str):
    mark(reviewer, talk, "not_our_field", theme="")
    assert "Uden for vores område : Noget andet" in seen_text(reviewer.get(f"/gennemsyn/{talk}"))


def test_a_mark_without_a_kind_or_with_an_unknown_topic_is_refused(reviewer: Console, talk: str):
    reviewer.get("/gennemsyn")
    message = str(message_ids(talk)[0])
    for fields in ({"kind": ""}, {"kind": "unclear", "theme": "noget, der ikke findes"}):
        answer = reviewer.post(f"/gennemsyn/{talk}/maerker", message=message, **fields)
        assert answer.status_code == 422
        assert TEXTS["problems_with"]["bad_mark"] in seen_text(answer)


def test_a_talk_is_ticked_off_and_put_back(reviewer: Console, talk: str):
    reviewer.get("/gennemsyn")
    answer = reviewer.post(f"/gennemsyn/{talk}/faerdig", theme="sprog", follow_up="open")
    assert answer.headers["location"] == "/gennemsyn?besked=finished"
    assert "0 samtaler" in seen_text(reviewer.get("/gennemsyn"))
    assert TEXTS["follow_ups"]["open"] in seen_text(reviewer.get("/gennemsyn", tilstand="done"))
    reviewer.post(f"/gennemsyn/{talk}/genaabn")
    assert "1 samtale" in seen_text(reviewer.get("/gennemsyn"))


def test_markup_in_a_message_is_only_text(reviewer: Console, web: RunningWeb):
    bad = '<script>alert(1)</script>" onfocus="x'
    talk = make_talk((bad, understood(confidence=0.3)), at=AN_HOUR_AGO)
    change_messages(talk, "bot", text=bad, thumb=-1)
    mark(reviewer, talk, comment=bad)
    page = reviewer.get(f"/gennemsyn/{talk}").text
    assert "<script>alert" not in page
    assert 'onfocus="x' not in page


def test_a_pressed_button_and_an_answer_without_rules_are_shown(reviewer: Console, talk: str):
    with session_scope() as session:
        add_turn(session, talk, 3, "Hvad er Min Plan?", None, AN_HOUR_AGO)
    reviewer.get("/gennemsyn")
    assert TEXTS["not_kept"] in seen_text(reviewer.get(f"/gennemsyn/{talk}"))
    change_messages(talk, "citizen", payload="/min_plan_what")
    change_messages(talk, "bot", answer=None, buttons=[{"title": "Ja", "payload": "/affirm"}])
    text = seen_text(reviewer.get(f"/gennemsyn/{talk}"))
    assert TEXTS["pressed"] in text
    assert TEXTS["no_rules"] in text
    assert f"{TEXTS['asked_back']} Ja" in text
