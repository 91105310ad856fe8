"""The municipality sets its own names and texts over HTTP; citizens meet them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.support.console import Console, seen_text
from tests.web.conftest import make_settings, open_conversation, running_client, running_rasa, running_web
from web.texts import load_texts

SETTINGS = "/sagsbehandler/indstillinger"
BRANDING, TEXTS, HISTORY = f"{SETTINGS}/kommunen", f"{SETTINGS}/tekster", f"{SETTINGS}/aendringer"
WORDS = load_texts("console_own")
GREETING = f"{TEXTS}/web.chat.greeting"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z"/></svg>'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, httpx.Client]]:
    folder = tmp_path_factory.mktemp("web")
    (folder / "logo.svg").write_bytes(LOGO)
    with running_rasa() as rasa:
        chosen = replace(make_settings(folder, rasa), logo_dir=folder)
        with running_web(chosen) as web, running_client(web) as client:
            yield f"http://127.0.0.1:{chosen.port}", client


@pytest.fixture(scope="module")
def boss(address: tuple[str, httpx.Client]) -> Console:
    return Console(address[0], "administrator")


@pytest.fixture
def citizen(address: tuple[str, httpx.Client]) -> httpx.Client:
    return address[1]


def kept(boss: Console, answer: httpx.Response, notice: str = "own_saved") -> str:
    assert answer.status_code == 303, seen_text(answer)
    page = boss.get(answer.headers["location"])
    assert WORDS["own_notices"][notice] in seen_text(page)
    return seen_text(page)


def send(boss: Console, place: str, **fields: str) -> httpx.Response:
    """The form as the page gave it, with these fields."""
    found = re.search(r'name="saved" value="(\d+)"', boss.get(place).text)
    assert found is not None
    return boss.post(place, **{"saved": found.group(1), **fields})


@pytest.mark.parametrize("role", ["caseworker", "support"])
@pytest.mark.parametrize("path", [BRANDING, TEXTS, GREETING, HISTORY])
def test_only_administrators_come_in(address: tuple[str, httpx.Client], role: str, path: str):
    assert Console(address[0], role).get(path).status_code == 403


def test_a_name_is_on_every_page_at_once_and_in_what_the_chat_says(boss: Console, citizen: httpx.Client):
    kept(boss, send(boss, BRANDING, authority_name="Jobcenter Nord", authority_phone="11 22 33 44"))
    for path in ("/", "/booking", "/regler", "/sagsbehandler/login"):
        assert "Jobcenter Nord" in citizen.get(path, headers={"Accept": "text/html"}).text, path
    assert 'href="tel:11223344"' in citizen.get("/").text
    assert "Jobcenter Nord" in open_conversation(citizen).greeting[0]["text"]


def test_the_own_words_come_after_the_greeting(boss: Console, citizen: httpx.Client):
    kept(boss, send(boss, BRANDING, authority_greeting="I julen svarer vi langsommere."))
    assert open_conversation(citizen).greeting[0]["text"].endswith("\n\nI julen svarer vi langsommere.")


def test_the_colour_and_the_logo_are_given_out(boss: Console, citizen: httpx.Client):
    kept(boss, send(boss, BRANDING, authority_colour="#0B5D3B", authority_logo="logo.svg"))
    page = citizen.get("/").text
    assert 'href="/tema.css?farve=0b5d3b"' in page
    assert 'src="/logo?navn=logo.svg"' in page
    assert "#0b5d3b" in citizen.get("/tema.css").text
    logo = citizen.get("/logo")
    assert (logo.content, logo.headers["content-type"]) == (LOGO, "image/svg+xml")
    assert "script" not in logo.headers["content-security-policy"].replace("require-trusted-types-for 'script'", "")
    kept(boss, send(boss, BRANDING))
    assert "/logo" not in citizen.get("/").text
    assert citizen.get("/logo").status_code == 404
    assert citizen.get("/tema.css").text == ""


def test_a_colour_nobody_can_read_is_refused_and_the_rest_of_the_form_stays(boss: Console):
    answer = send(boss, BRANDING, authority_name="Jobcenter Syd", authority_colour="#ffff00")
    assert answer.status_code == 422
    assert "Farven er for lys til at kunne læses: 1,0 af mindst 4,5." in seen_text(answer)
    assert 'value="Jobcenter Syd"' in answer.text
    assert "Jobcenter Syd" not in boss.get("/").text


def test_a_text_is_tried_kept_said_and_taken_back(boss: Console, citizen: httpx.Client):
    own = "Hej. Jeg er en robot hos {authority_name}. Spørg løs."
    tried = send(boss, GREETING, text=own, do="try")
    assert tried.status_code == 200
    assert "Hej. Jeg er en robot hos Jobcenter" in seen_text(tried)
    assert not open_conversation(citizen).greeting[0]["text"].startswith("Hej. Jeg er en robot")
    page = kept(boss, send(boss, GREETING, text=own, do="save"))
    assert boss.member.name in page
    assert open_conversation(citizen).greeting[0]["text"].startswith("Hej. Jeg er en robot hos Jobcenter")
    assert "1 af" in seen_text(boss.get(TEXTS))
    kept(boss, send(boss, GREETING, text=own, do="reset"))
    assert open_conversation(citizen).greeting[0]["text"].startswith("Hej! Jeg er en chatrobot")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Du er nummer {place}.", "Teksten mangler {time}."),
        ("Nummer {place} {time} {navn}", "Teksten kan ikke bruge {navn}."),
        ("Nummer {place} {time} {", "krøllet parentes"),
        ("Nummer {place} {time} 010170-1234", "cpr-nummer"),
    ],
)
@pytest.mark.parametrize("do", ["save", "try"])
def test_a_text_that_cannot_be_is_refused_and_stands_in_the_field(boss: Console, text: str, told: str, do: str):
    answer = send(boss, f"{TEXTS}/web.handoff.waiting", text=text, do=do)
    assert answer.status_code == 422
    assert told in seen_text(answer)
    assert f">{text}</textarea>" in answer.text


def test_markup_in_a_text_is_only_text(boss: Console, citizen: httpx.Client):
    place = f"{TEXTS}/web.handoff.closed"
    kept(boss, send(boss, place, text="{name} siger <script>alert(1)</script>", do="save"))
    for path in (place, TEXTS, HISTORY):
        assert "<script>alert" not in boss.get(path).text
    kept(boss, send(boss, place, text="", do="reset"))


def test_who_comes_second_is_told_and_loses_nothing(boss: Console, address: tuple[str, httpx.Client]):
    place = f"{TEXTS}/web.handoff.left"
    kept(boss, send(boss, place, text="Du er ude.", do="save"))
    late = Console(address[0], "administrator").post(place, text="Ude af køen.", do="save", saved="0")
    assert late.status_code == 422
    assert "En anden har ændret det her" in seen_text(late)
    assert ">Ude af køen.</textarea>" in late.text


def test_an_old_text_is_put_back_from_the_history(boss: Console):
    place = f"{TEXTS}/web.handoff.ended_by_citizen"
    for text in ("Første udgave.", "Anden udgave."):
        kept(boss, send(boss, place, text=text, do="save"))
    page = boss.get(place).text
    number = page.rpartition("/aendringer/")[2].partition("/tilbage")[0]
    kept(boss, boss.post(f"{HISTORY}/{number}/tilbage"), "own_put_back")
    assert ">Første udgave.</textarea>" in boss.get(place).text


def test_a_change_that_is_none_is_not_found(boss: Console):
    assert boss.post(f"{HISTORY}/999999/tilbage").status_code == 404
    assert boss.get(f"{TEXTS}/web.chat.findes-ikke").status_code == 404


def test_every_change_is_told_with_who_made_it(boss: Console):
    told = seen_text(boss.get(HISTORY))
    assert "Ord efter velkomsten" in told
    assert boss.member.name in told


def test_the_texts_of_rules_are_told_to_stand_elsewhere(boss: Console):
    assert "Svarene om regler kan ikke rettes her" in seen_text(boss.get(TEXTS))


def test_a_file_outside_the_folder_is_no_logo(boss: Console, tmp_path: Path):
    answer = send(boss, BRANDING, authority_logo=f"../{tmp_path.name}/x.svg")
    assert answer.status_code == 422
