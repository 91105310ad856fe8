"""The conversation for staff, as pages and forms, without a single script."""

import re
from pathlib import Path

import pytest

from casework.db import session_scope
from casework.handoff import desk, talk
from casework.handoff.models import CannedReplyRow
from casework.identity import accounts
from casework.privacy import access
from casework.settings import Settings
from tests.support.console import Console, seen_text
from tests.support.console_talk import Enter, ask, entering, path
from tests.support.desk_staff import open_on
from tests.web.conftest import Citizen, RunningWeb, make_settings
from tests.web.fake_rasa import FakeRasa


@pytest.fixture
def settings(tmp_path: Path, rasa: FakeRasa) -> Settings:
    """Open day and night, so that the tests do not depend on when they run."""
    return open_on(make_settings(tmp_path, rasa), tmp_path)


@pytest.fixture
def enter(web: RunningWeb) -> Enter:
    return entering(web)


def test_reading_a_waiting_conversation_is_logged_once_a_sitting(enter: Enter, citizen: Citizen):
    mette = enter("Mette")
    ask(citizen, "min ferie")
    page = mette.get(path(citizen))
    mette.get(path(citizen))
    assert "Borgeren venter." in page.text
    assert "Tag samtalen" in page.text
    assert [(one.staff_name, one.purpose) for one in access.readings(citizen.id)] == [("Mette Madsen", "chat")]


def test_who_has_nothing_to_do_with_a_conversation_says_why_before_seeing_it(enter: Enter, citizen: Citizen):
    rikke = enter("Rikke", "support")
    citizen.say("en hemmelighed")
    asked = rikke.get(path(citizen))
    assert "Hvorfor vil du læse samtalen?" in asked.text
    assert "hemmelighed" not in asked.text
    assert access.readings(citizen.id) == []
    assert rikke.get(path(citizen, "/beskeder")).status_code == 403
    rikke.post(path(citizen, "/aabn"), purpose="quality", reason="Stikprøve i november")
    assert "hemmelighed" in rikke.get(path(citizen)).text
    assert [(one.purpose, one.reason) for one in access.readings(citizen.id)] == [("quality", "Stikprøve i november")]


def test_a_purpose_without_words_opens_nothing(enter: Enter, citizen: Citizen):
    rikke = enter("Rikke", "support")
    citizen.say("en hemmelighed")
    rikke.post(path(citizen, "/aabn"), purpose="quality", reason="  ")
    assert "hemmelighed" not in rikke.get(path(citizen)).text


@pytest.mark.parametrize("purpose", ["chat", "review", "vrøvl", ""])
def test_a_purpose_that_is_not_offered_opens_nothing(enter: Enter, citizen: Citizen, purpose: str):
    rikke = enter("Rikke", "support")
    assert rikke.post(path(citizen, "/aabn"), purpose=purpose, reason="fordi jeg vil").status_code == 422
    assert access.readings(citizen.id) == []


def test_a_wrong_form_shows_nobody_a_conversation(enter: Enter, citizen: Citizen):
    mette = enter("Mette")
    citizen.say("en hemmelighed")
    for part in ("/svar", "/note", "/videre", "/overtag"):
        answer = mette.post(path(citizen, part), client_id="a")
        assert answer.status_code == 403
        assert "hemmelighed" not in answer.text


def test_a_conversation_that_does_not_exist_is_a_page_that_says_so(enter: Enter):
    answer = enter("Mette").get(f"/sagsbehandler/samtale/{'0' * 32}")
    assert answer.status_code == 404
    assert "Siden findes ikke" in answer.text


@pytest.fixture
def mette(enter: Enter, citizen: Citizen) -> Console:
    """Mette, who has just taken the citizen's conversation and looks at it."""
    console = enter("Mette")
    citizen.say("emne: cv")
    ask(citizen, "Jeg vil tale om mit cv")
    console.post(path(citizen, "/tag"))
    console.get(path(citizen))
    return console


def write(console: Console, citizen: Citizen, text: str, client_id: str = "k1"):
    return console.post(path(citizen, "/svar"), text=text, client_id=client_id)


def test_the_page_shows_all_that_was_said_and_the_case_sheet(mette: Console, citizen: Citizen):
    page = seen_text(mette.get(path(citizen)))
    for words in ("Du har samtalen.", "emne: cv", "svar: emne: cv", "Sagsark", "Vil tale om Jeg vil tale om mit cv"):
        assert words in page
    assert "Nu skriver du med Mette fra Jobcenter Eksempelkøbing" in page
    assert 'href="/regler/cv.registrering"' in mette.get(path(citizen)).text
    assert "Mette Madsen tog samtalen" in page


def test_what_the_caseworker_writes_reaches_the_citizen_once(mette: Console, citizen: Citizen):
    assert write(mette, citizen, "Hej, hvad kan jeg gøre?").status_code == 303
    write(mette, citizen, "Hej, hvad kan jeg gøre?")
    sent = [message for message in citizen.after() if message["author"] == "caseworker"]
    assert [(message["text"], message["name"]) for message in sent] == [("Hej, hvad kan jeg gøre?", "Mette")]


def test_a_script_gets_the_stored_message_back(mette: Console, citizen: Citizen):
    data = {"csrf": mette.csrf, "text": "mit nummer er 010170-1234", "client_id": "k9"}
    answer = mette.client.post(path(citizen, "/svar"), data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["message"]["client_id"] == "k9"
    assert "1234" not in answer.json()["message"]["text"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  ", "Skriv en besked først."),
        ("Fristen er {frist}.", "Udfyld {frist}, før du sender."),
        ("x" * 2001, "for lang"),
    ],
)
def test_a_text_that_may_not_be_sent_comes_back_with_a_reason(mette: Console, citizen: Citizen, text: str, said: str):
    before = len(citizen.after())
    answer = write(mette, citizen, text)
    assert answer.status_code == 422
    assert said in seen_text(answer)
    assert text.strip() in answer.text
    assert len(citizen.after()) == before


def test_a_text_of_just_the_longest_length_is_sent(mette: Console, citizen: Citizen):
    assert write(mette, citizen, "x" * 2000).status_code == 303


def test_what_the_citizen_has_read_is_marked_as_seen(mette: Console, citizen: Citizen):
    write(mette, citizen, "Hej")
    assert '<span class="talk-state" data-state="sent">Sendt</span>' in mette.get(path(citizen)).text
    seq = citizen.after()[-1]["seq"]
    citizen.client.post(f"/api/v1/conversations/{citizen.id}/read", json={"seq": seq}, headers=citizen.auth)
    assert '<span class="talk-state" data-state="seen">Set</span>' in mette.get(path(citizen)).text


def test_the_page_marks_what_the_owner_has_read(mette: Console, citizen: Citizen):
    citizen.say("er du der?")
    assert "1 ulæst besked" in seen_text(mette.get("/sagsbehandler"))
    mette.get(path(citizen))
    assert "ulæst" not in seen_text(mette.get("/sagsbehandler"))


def test_an_open_page_asks_for_what_it_has_missed(mette: Console, citizen: Citizen):
    citizen.say("er du der?")
    news = mette.get(path(citizen, "/beskeder"), after="3").json()
    assert [message["text"] for message in news["messages"]][-1] == "er du der?"
    assert (news["state"], news["mine"], news["name"]) == ("caseworker", True, "Mette Madsen")


def test_a_note_is_for_colleagues_only_and_hides_a_cpr_number(mette: Console, citizen: Citizen):
    assert mette.post(path(citizen, "/note"), note="Ring til 010170-1234").status_code == 303
    page = seen_text(mette.get(path(citizen)))
    assert "Ring til" in page
    assert "1234" not in page
    assert "Ring til" not in str(citizen.after())
    assert "Ring til" in mette.get(path(citizen, "/noter")).text


def test_half_a_cpr_number_at_the_end_of_a_long_note_is_hidden_too(mette: Console, citizen: Citizen):
    mette.post(path(citizen, "/note"), note="x" * 1_991 + "010170-1234")
    assert "010170" not in desk.notes(citizen.id)[0].text


def test_an_empty_note_is_not_kept(mette: Console, citizen: Citizen):
    answer = mette.post(path(citizen, "/note"), note=" ")
    assert answer.status_code == 422
    assert "Skriv noten først." in answer.text
    assert desk.notes(citizen.id) == []


def test_given_back_the_assistant_answers_again(mette: Console, citizen: Citizen):
    assert mette.post(path(citizen, "/tilbage")).headers["location"] == "/sagsbehandler?besked=talk_given_back"
    assert "Mette har sluttet samtalen med dig." in citizen.after()[-1]["text"]
    assert citizen.say("hvad nu?")["messages"][-1]["text"] == "svar: hvad nu?"


def test_closed_the_citizen_is_told_and_may_write_again(mette: Console, citizen: Citizen):
    mette.post(path(citizen, "/luk"))
    assert "Mette har afsluttet samtalen." in citizen.after()[-1]["text"]
    assert "Samtalen er afsluttet." in mette.get(path(citizen)).text
    assert citizen.say("en ting til")["state"] == "bot"


def test_sent_on_to_a_colleague_it_waits_marked_with_the_reason(mette: Console, enter: Enter, citizen: Citizen):
    jens = enter("Jens")
    page = mette.get(path(citizen)).text
    assert f'<option value="staff-{jens.member.id}">Jens Madsen (til stede)</option>' in page
    assert f"staff-{mette.member.id}" not in page
    mette.post(path(citizen, "/videre"), to=f"staff-{jens.member.id}", reason="Jens kender fleksjob")
    queue = seen_text(jens.get("/sagsbehandler"))
    assert "Sendt til dig" in queue
    assert "Fordi: Jens kender fleksjob" in queue
    assert "Sendt til Jens Madsen" in seen_text(mette.get("/sagsbehandler"))
    told = citizen.after()[-1]["text"]
    assert "Mette har sendt dig videre til en kollega, Jens." in told
    assert "fleksjob" not in told


def test_a_colleague_who_is_away_is_marked_in_the_list_and_stands_below_those_present(
    mette: Console, enter: Enter, citizen: Citizen
):
    bo, jens = enter("Bo"), enter("Jens")
    bo.post("/sagsbehandler/tilstede", presence="away")
    options = re.findall(r'<option value="staff-(\d+)">(.*?)</option>', mette.get(path(citizen)).text)
    assert options == [
        (str(jens.member.id), "Jens Madsen (til stede)"),
        (str(bo.member.id), "Bo Madsen (ikke til stede)"),
    ]


def test_sent_on_to_an_authority_the_citizen_is_told_where_to_turn(mette: Console, citizen: Citizen):
    akasse = accounts.save_team(None, name="A-kassen", kind="authority", contact="Ring 12 34 56 78")
    mette.post(path(citizen, "/videre"), to=f"team-{akasse.id}", reason="dagpenge")
    told = citizen.after()[-1]["text"]
    assert "A-kassen" in told
    assert "Ring 12 34 56 78" in told
    assert "Venter (0)" in seen_text(mette.get("/sagsbehandler"))


@pytest.mark.parametrize(
    ("to", "reason", "said"),
    [
        ("", "fordi", "Vælg, hvem samtalen skal sendes til."),
        ("staff-vrøvl", "fordi", "Vælg, hvem samtalen skal sendes til."),
        ("staff-2147483648", "fordi", "Vælg, hvem samtalen skal sendes til."),
        ("staff-2147483647", "fordi", "Den modtager kan ikke vælges længere."),
        ("staff-1", " ", "Skriv kort, hvorfor samtalen sendes videre."),
    ],
)
def test_sending_on_needs_a_receiver_and_a_reason(mette: Console, citizen: Citizen, to: str, reason: str, said: str):
    answer = mette.post(path(citizen, "/videre"), to=to, reason=reason)
    assert answer.status_code == 422
    assert said in seen_text(answer)
    assert '<details class="talk-action" id="action-forward" name="action" open>' in answer.text
    assert talk.is_owner(citizen.id, mette.member.id)


def test_a_colleague_reads_along_after_saying_why_and_takes_over_with_a_reason(
    mette: Console, enter: Enter, citizen: Citizen
):
    jens = enter("Jens")
    assert "Hvorfor vil du læse samtalen?" in jens.get(path(citizen)).text
    jens.post(path(citizen, "/aabn"), purpose="case", reason="Mette er gået hjem")
    page = jens.get(path(citizen)).text
    assert "Mette Madsen har samtalen. Du kan kun læse med." in page
    assert 'id="reply"' not in page
    assert write(jens, citizen, "Hej").status_code == 409
    owner = str(mette.member.id)
    assert jens.post(path(citizen, "/overtag"), **{"from": owner}, reason=" ").status_code == 422
    taken = jens.post(path(citizen, "/overtag"), **{"from": owner}, reason="Mette er gået hjem")
    assert taken.status_code == 303
    assert "Du har samtalen." in jens.get(path(citizen)).text
    assert "Nu skriver du med Jens" in citizen.after()[-1]["text"]


def test_who_has_lost_the_conversation_keeps_what_was_typed(mette: Console, enter: Enter, citizen: Citizen):
    jens = enter("Jens")
    jens.post(path(citizen, "/aabn"), purpose="case", reason="Mette er gået hjem")
    jens.post(path(citizen, "/overtag"), **{"from": str(mette.member.id)}, reason="Mette er gået hjem")
    late = write(mette, citizen, "Et langt svar, jeg har brugt tid på")
    assert late.status_code == 409
    assert "Samtalen er ikke din længere." in seen_text(late)
    assert "Et langt svar, jeg har brugt tid på</textarea>" in late.text
    assert mette.post(path(citizen, "/luk")).status_code == 409
    again = mette.post(path(citizen, "/overtag"), **{"from": str(mette.member.id)}, reason="tilbage til mig")
    assert again.status_code == 409
    assert "Jens Madsen har lige taget samtalen." in seen_text(again)


def test_ready_made_replies_come_with_their_gaps_filled(mette: Console, citizen: Citizen):
    with session_scope() as session:
        session.add(CannedReplyRow(shortcut="hej", title="Hilsen", text="Hej, jeg hedder {navn}. Frist: {frist}"))
    assert mette.get(path(citizen, "/faerdige-svar")).json() == [
        {"shortcut": "hej", "title": "Hilsen", "text": "Hej, jeg hedder Mette. Frist: {frist}"}
    ]


def test_what_a_citizen_writes_is_never_markup_on_the_page(mette: Console, citizen: Citizen):
    citizen.say("<img src=x onerror=alert(1)>")
    page = mette.get(path(citizen)).text
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
