"""After the talk, over HTTP: held, missed, the agreement, and offers to book."""

import re

import pytest

from casework.privacy import access
from tests.support.calendar_pages import (
    CALENDAR,
    MONDAY,
    SETUP,
    TEXTS,
    done,
)
from tests.support.calendar_staff import add_booking, add_slot, open_talk
from tests.support.console import Console, seen_text
from tests.web.conftest import TODAY, Citizen


def test_a_talk_is_held_and_the_citizen_reads_the_agreement(mette: Console, citizen: Citizen):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id, preparation={"droemmejob": "Gartner"})
    page = mette.get(f"{CALENDAR}/booking/{booking}")
    assert "Hvad er dit drømmejob? Gartner" in seen_text(page)
    assert [one.purpose for one in access.readings(citizen.id)] == ["case"]
    place = f"{CALENDAR}/booking/{booking}"
    answer = mette.post(f"{place}/holdt")
    assert answer.headers["location"].endswith("#aftale")
    assert 'id="aftale"' in mette.get(place).text
    done(mette, answer, "talk_kept")
    fields = {"aftale": "Du sender dit cv på mandag.", "naeste": "cv_samtale", "senest": "2027-01-15"}
    done(mette, mette.post(f"{place}/aftale", **fields), "agreement_told")
    told = citizen.after()[-1]
    assert told["author"] == "system"
    assert told["text"] == (
        "Her er jeres aftale til næste samtale:\n\nDu sender dit cv på mandag.\n\n"
        "Næste samtale er en cv-samtale. Den skal være senest fredag den 15. januar 2027."
    )
    done(mette, mette.post(f"{place}/aftale", **fields), "agreement_told")
    assert citizen.after()[-1]["seq"] == told["seq"]
    undone = mette.post(f"{place}/fortryd")
    assert TEXTS["wrong"]["undo_agreed"] in seen_text(undone)


def test_staff_see_when_the_citizen_has_seen_the_agreement_in_the_chat_or_on_the_page(mette: Console, citizen: Citizen):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id)
    place = f"{CALENDAR}/booking/{booking}"
    mette.post(f"{place}/holdt")
    mette.post(f"{place}/aftale", aftale="Ring til Ali.")
    assert TEXTS["agreement_unseen"] in seen_text(mette.get(place))
    told = citizen.after()[-1]
    assert [one["payload"] for one in told["buttons"]] == ["/book_talk"]
    api = f"/api/v1/conversations/{citizen.id}"
    citizen.client.post(f"{api}/read", json={"seq": told["seq"]}, headers=citizen.auth).raise_for_status()
    assert "Set af borgeren den " in seen_text(mette.get(place))
    mette.post(f"{place}/aftale", aftale="Ring til Ali på mandag.")
    assert TEXTS["agreement_unseen"] in seen_text(mette.get(place))
    shown = citizen.client.get(f"{api}/booking/offers", headers=citizen.auth).json()
    assert shown["agreements"][0]["text"] == "Ring til Ali på mandag."
    assert "Set af borgeren den " in seen_text(mette.get(place))


@pytest.mark.parametrize(
    ("fields", "tail"),
    [({}, "Ring til Ali."), ({"senest": "2027-01-15"}, "Næste samtale skal være senest fredag den 15. januar 2027."),
     ({"naeste": "cv_samtale"}, "Næste samtale er en cv-samtale.")],
)  # fmt: skip
def test_an_agreement_says_no_more_than_was_agreed(mette: Console, citizen: Citizen, fields: dict[str, str], tail: str):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id)
    mette.post(f"{CALENDAR}/booking/{booking}/holdt")
    mette.post(f"{CALENDAR}/booking/{booking}/aftale", aftale="Ring til Ali.", **fields)
    assert citizen.after()[-1]["text"].endswith(tail)


def test_a_talk_that_was_missed_is_marked_and_undone_and_nothing_is_said_of_it(mette: Console, citizen: Citizen):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id)
    before = citizen.after()
    assert "Kom ikke" in seen_text(mette.get(f"{CALENDAR}/dag", dag=str(TODAY)))
    place = f"{CALENDAR}/booking/{booking}"
    assert "Spørg, hvad grunden var" in done(mette, mette.post(f"{place}/udeblevet"), "talk_no_show")
    assert 'href="/regler/sanktion.udeblivelse"' in mette.get(place).text
    assert TEXTS["wrong"]["ended"] in seen_text(mette.post(f"{place}/holdt"))
    done(mette, mette.post(f"{place}/fortryd"), "talk_undone")
    assert TEXTS["wrong"]["not_held"] in seen_text(mette.post(f"{place}/aftale", aftale="x"))
    assert citizen.after() == before


def test_a_citizen_who_did_not_come_gets_a_new_offer_with_one_click_and_no_word_of_what_follows(
    mette: Console, citizen: Citizen
):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id)
    place = f"{CALENDAR}/booking/{booking}"
    assert TEXTS["wrong"]["not_missed"] in seen_text(mette.post(f"{place}/nyt-tilbud"))
    mette.post(f"{place}/udeblevet")
    assert "offered" not in (shown := seen_text(mette.get(place)))
    assert TEXTS["offer_again"] in shown
    seen = done(mette, mette.post(f"{place}/nyt-tilbud"), "offer_made")
    assert TEXTS["no_show_outlook"]["offered"] in seen
    assert TEXTS["offer_again"] not in seen
    told = citizen.after()[-1]
    assert told["text"].startswith(
        "Vi fik ikke talt sammen fredag den 20. november 2026. Du kan booke en ny jobsamtale her.\n\nVar der en grund"
    )
    assert not re.search("sanktion|træk|penge|udebl", told["text"])
    assert told["buttons"][0]["payload"].startswith('/booking_times{"valg": {"offer": ')
    mette.post(f"{place}/nyt-tilbud")
    assert citizen.after()[-1]["seq"] == told["seq"]


def test_a_talk_to_come_cannot_be_marked(mette: Console):
    booking = add_booking(add_slot(mette.member.id, MONDAY, 540), open_talk())
    assert TEXTS["wrong"]["early"] in seen_text(mette.post(f"{CALENDAR}/booking/{booking}/holdt"))


def test_an_offer_is_made_told_and_withdrawn(mette: Console, boss: Console, citizen: Citizen):
    place = f"/sagsbehandler/samtale/{citizen.id}/tilbud"
    assert mette.get(place).status_code == 403
    assert mette.post(place, slags="jobsamtale", holder="kommune").status_code == 403
    form = {"slags": "jobsamtale", "holder": "kommune", "book-senest": "2026-12-04"}
    assert "Åbent" in done(boss, boss.post(place, **form), "offer_made")
    told = citizen.after()[-1]["text"]
    assert told.startswith(
        "Du har fået et tilbud om at booke en jobsamtale. Book den senest fredag den 4. december 2026."
    )
    offer = re.search(r"/tilbud/(\d+)/tilbage", boss.get(place).text)
    assert offer is not None
    assert "Trukket tilbage" in done(boss, boss.post(f"{place}/{offer[1]}/tilbage"), "offer_withdrawn")
    assert SETUP["wrong"]["offer_gone"] in seen_text(boss.post(f"{place}/{offer[1]}/tilbage"))
    assert boss.get(f"/sagsbehandler/samtale/{'0' * 32}/tilbud").status_code == 404
    add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id, state="kept")
    assert mette.get(place).status_code == 200


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("kind", {"slags": "kaffe"}),
        ("holder", {"slags": "opfoelgning", "holder": "akasse"}),
        ("form", {"slags": "foerste_jobsamtale", "former": "telefon"}),
        ("topic", {"emner": "vejret"}),
        ("dates", {"book-senest": "2026-11-19"}),
        ("dates", {"hold-senest": "i morgen"}),
        ("text", {"sted": "x" * 201}),
    ],
)
def test_an_offer_that_is_wrong_is_told_and_not_given(
    boss: Console, citizen: Citizen, code: str, wrong: dict[str, str]
):
    place = f"/sagsbehandler/samtale/{citizen.id}/tilbud"
    answer = boss.post(place, **{"slags": "jobsamtale", "holder": "kommune", **wrong})
    assert (answer.status_code, SETUP["wrong"][f"offer_{code}"] in seen_text(answer)) == (422, True)
    assert SETUP["offer_none"] in seen_text(boss.get(place))
