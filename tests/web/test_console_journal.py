"""Filing from the conversation's page, over HTTP."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from casework.journal import service
from casework.journal.cli import run_verify
from casework.municipality.service import save
from casework.settings import Settings
from tests.casework.handoff_factories import ask_for_person
from tests.support.console import Console, seen_text
from tests.support.pdf_text import pdf_text
from tests.web.conftest import Citizen, RunningWeb, make_settings
from tests.web.fake_rasa import FakeRasa
from web.texts import load_texts

WORDS = load_texts("console_journal")["journal"]


@pytest.fixture
def settings(tmp_path: Path, rasa: FakeRasa) -> Settings:
    return replace(make_settings(tmp_path, rasa), journal_dir=tmp_path / "journal")


@pytest.fixture
def mette(web: RunningWeb, citizen: Citizen) -> Console:
    """A caseworker who has read the conversation."""
    citizen.say("Jeg vil gerne have noget i min sag, æøå")
    ask_for_person((citizen.id, citizen.token))
    console = Console(f"http://127.0.0.1:{web.settings.port}", "caseworker")
    assert console.get(page(citizen)).status_code == 200
    return console


def page(citizen: Citizen) -> str:
    return f"/sagsbehandler/samtale/{citizen.id}"


def file(console: Console, citizen: Citizen, kle: str = "15.20.00", case_number: str = "2026-77"):
    return console.post(f"{page(citizen)}/journaliser", kle=kle, case_number=case_number)


def test_a_filed_conversation_lies_in_the_folder_and_the_page_says_so(
    web: RunningWeb, mette: Console, citizen: Citizen
):
    answer = file(mette, citizen)
    assert answer.headers["location"] == f"{page(citizen)}?besked=journal_filed"
    shown = seen_text(mette.get(page(citizen)))
    (filed,) = service.filings(citizen.id)
    place = web.settings.journal_dir / str(filed.receipt)
    assert f"Kvittering: {filed.receipt}" in shown
    assert filed.hash in shown
    assert WORDS["all_filed"] in shown
    data = json.loads((place / "samtale.json").read_text(encoding="utf-8"))
    assert "Jeg vil gerne have noget i min sag, æøå" in [one["text"] for one in data["messages"]]
    text = pdf_text((place / "samtale.pdf").read_bytes())
    assert "KLE 15.20.00, sag 2026-77" in text
    assert "Jeg vil gerne have noget i min sag, æøå" in text
    assert run_verify(type("Arguments", (), {"file": place})()) == 0


def test_what_is_filed_names_the_authority_as_it_is_called_now(mette: Console, web: RunningWeb, citizen: Citizen):
    wish = {"branding.authority_name": "Jobcenter Nord"}
    save(wish, staff_id=mette.member.id, now=web.app.state.gateway.clock.now())
    file(mette, citizen)
    (filed,) = service.filings(citizen.id)
    place = web.settings.journal_dir / str(filed.receipt)
    assert json.loads((place / "samtale.json").read_text(encoding="utf-8"))["authority"] == "Jobcenter Nord"
    assert "Jobcenter Nord" in pdf_text((place / "samtale.pdf").read_bytes())


def test_what_comes_later_is_filed_for_itself(web: RunningWeb, mette: Console, citizen: Citizen):
    file(mette, citizen)
    citizen.post(text="en ting mere")
    assert WORDS["button_more"] in mette.get(page(citizen)).text
    file(mette, citizen)
    first, second = service.filings(citizen.id)
    assert second.from_seq == first.to_seq + 1


def test_a_folder_that_is_gone_is_told_and_tried_again(web: RunningWeb, mette: Console, citizen: Citizen):
    web.settings.journal_dir.write_text("i vejen")
    assert file(mette, citizen).headers["location"].endswith("journal_failed")
    shown = mette.get(page(citizen))
    assert WORDS["again"] in shown.text
    assert "Sagssystemet svarede: folder:" in seen_text(shown)
    web.settings.journal_dir.unlink()
    assert file(mette, citizen).headers["location"].endswith("journal_filed")
    assert [one.attempts for one in service.filings(citizen.id)] == [2]


@pytest.mark.parametrize(
    ("wish", "text"), [({"kle": "x"}, "kle_wrong"), ({"case_number": "010170-1234"}, "case_wrong")]
)
def test_a_wrong_number_is_told_beside_its_field(mette: Console, citizen: Citizen, wish: dict[str, str], text: str):
    answer = file(mette, citizen, **wish)
    assert answer.status_code == 422
    assert WORDS[text] in answer.text


def test_whoever_has_not_opened_it_files_nothing(web: RunningWeb, mette: Console, citizen: Citizen):
    mette.post(f"{page(citizen)}/tag")
    stranger = Console(f"http://127.0.0.1:{web.settings.port}", "caseworker")
    assert file(stranger, citizen).status_code == 403
    assert file(Console(f"http://127.0.0.1:{web.settings.port}", "support"), citizen).status_code == 403
    assert service.filings(citizen.id) == []
