"""The citizen is told that it is a machine: in the first message, in the header, and in what is taken home."""

from tests.support.pdf_text import pdf_text
from tests.web.conftest import Citizen


def test_the_first_message_says_so_before_anything_is_asked(citizen: Citizen):
    first = citizen.greeting[0]["text"]
    assert first.startswith("Hej! Jeg er en chatrobot, ikke et menneske.")
    assert "Jeg gemmer det, du skriver" in first


def test_the_page_says_so_above_the_conversation(client):
    assert "Du skriver med en chatrobot" in client.get("/").text


def test_the_transcript_says_so_and_that_it_decides_nothing(citizen: Citizen):
    url = f"/api/v1/conversations/{citizen.id}/transcript"
    for form in ("txt", "pdf"):
        content = citizen.client.get(url, params={"format": form}, headers=citizen.auth).content
        text = " ".join((pdf_text(content) if form == "pdf" else content.decode("utf-8-sig")).split())
        assert "skrevet af en chatrobot" in text
        assert "ikke en afgørelse" in text
