"""From a conversation to a text and a PDF that a citizen can keep."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework.archive.pdf import MARK, transcript_pdf
from casework.archive.records import Said, Talk
from casework.archive.transcript import plain_text, transcript
from tests.support.pdf_text import pdf_text
from web.texts import load_texts

WORDS = load_texts("archive")["transcript"]
FONTS = Path(__file__).parents[2] / "web/static/vendor/dkfds/fonts"
# 22.50 in Denmark.
NOW = datetime(2026, 11, 20, 21, 50, tzinfo=UTC)
SOURCE = {"title": "Lov om en aktiv beskæftigelsesindsats", "section": "§ 23", "url": "https://www.example.dk/lov"}
RULE = {"id": "cv.registrering", "title": "Cv på Jobnet", "version_from": "2020-01-01", "track": "gaeldende"}


def said(text: str = "hej", *, author: str = "citizen", minutes: int = 0, **more: Any) -> Said:
    values = {"seq": 1, "name": None, "answer": None, **more}
    return Said(text=text, author=author, created_at=NOW + timedelta(minutes=minutes), **values)


def talk(*messages: Said, on_behalf_of: str | None = None) -> Talk:
    return Talk(id="a" * 32, opened_at=NOW, on_behalf_of=on_behalf_of, messages=messages)


def as_text(*messages: Said, **more: Any) -> str:
    return plain_text(transcript(talk(*messages, **more), WORDS, "Jobcenter Prøvekøbing"))


def as_pdf(*messages: Said) -> bytes:
    lines = transcript(talk(*messages), WORDS, "Jobcenter Prøvekøbing")
    return transcript_pdf(lines, fonts=FONTS, words=WORDS, author="Jobcenter Prøvekøbing", now=NOW)


def test_the_top_says_who_is_behind_it_when_it_began_and_that_a_robot_answers():
    top = as_text(said()).split("Den 20. november")[0]
    assert "Jobcenter Prøvekøbing" in top
    assert "chatrobot" in top
    assert "vejledning" in top
    assert "20. november 2026 kl. 22.50" in as_text(said())
    assert "a" * 32 in top


def test_for_whom_the_citizen_wrote_is_told_when_it_is_known_only():
    assert "På vegne" not in as_text(said())
    assert "Skrevet på vegne af: min mor" in as_text(said(), on_behalf_of="min mor")


def test_each_message_has_its_time_and_author():
    text = as_text(said("a"), said("b", author="bot", minutes=5), said("c", author="system", minutes=6))
    assert [line for line in text.splitlines() if re.search(r"kl\. \d\d\.\d\d$", line)] == [
        "Dig kl. 22.50",
        "Chatrobotten kl. 22.55",
        "Besked fra siden kl. 22.56",
    ]


def test_a_caseworker_stands_with_the_name_that_the_citizen_was_shown():
    assert "Mette, sagsbehandler kl. 22.50" in as_text(said(author="caseworker", name="Mette"))
    assert "Sagsbehandler kl. 22.50" in as_text(said(author="caseworker"))


@pytest.mark.parametrize(("minutes", "days"), [(69, 1), (70, 2)], ids=["a minute before midnight", "at midnight"])
def test_a_new_day_in_denmark_gets_a_heading(minutes: int, days: int):
    assert as_text(said(), said(minutes=minutes)).count("\nDen 2") == days


def test_the_rules_stand_under_the_answer_with_version_and_sources():
    text = as_text(said("Senest fredag.", author="bot", answer={"rules": [{**RULE, "sources": [SOURCE]}]}))
    below = text.split("Senest fredag.")[1]
    assert "Regel: Cv på Jobnet (som den lyder fra 1. januar 2020)" in below
    assert "Kilde: Lov om en aktiv beskæftigelsesindsats, § 23" in below
    assert "https://www.example.dk/lov" in below


def test_a_proposal_is_marked_as_one():
    answer = {"rules": [{**RULE, "track": "forslag-2018"}]}
    assert "ikke gældende lov" in as_text(said(author="bot", answer=answer))
    assert "ikke gældende lov" not in as_text(said(author="bot", answer={"rules": [RULE]}))


def test_an_address_that_is_no_web_address_is_never_a_link():
    answer = {"rules": [{**RULE, "sources": [{**SOURCE, "url": "javascript:alert(1)"}]}]}
    lines = transcript(talk(said(author="bot", answer=answer)), WORDS, "x")
    assert [line.url for line in lines if line.kind == "source"] == [None]


def test_a_rule_without_title_version_and_sources_is_still_told():
    assert "Regel: cv.registrering\r\n" in as_text(said(author="bot", answer={"rules": [{"id": "cv.registrering"}]}))


def test_the_pdf_shows_danish_and_can_be_copied_from():
    text = pdf_text(as_pdf(said("Blåbærgrød – ÆØÅ æøå é § 12 €")))
    assert "Blåbærgrød – ÆØÅ æøå é § 12 €" in text
    assert "Udskrift af din samtale" in text


def test_the_pdf_has_title_language_author_and_page_numbers():
    content = as_pdf(*[said("En lang besked. " * 40, minutes=1)] * 12)
    assert b"/Lang (da)" in content
    assert b"/DisplayDocTitle true" in content
    assert b"/Title (Udskrift af din samtale)" in content
    text = pdf_text(content)
    pages = content.count(b"/Type /Page\n")
    assert pages > 1
    assert f"Side {pages} af {pages}" in " ".join(text.split())


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("godt 😀", f"godt {MARK}"),
        ("familie 👨‍👩‍👧", f"familie {MARK * 3}"),
        ("ja 👍🏽", f"ja {MARK}"),
        ("مرحبا", MARK * 5),
        ("hjerte ❤\ufe0f", f"hjerte {MARK}"),
        ("spring\there", "spring    here"),
    ],
)
def test_signs_that_the_font_lacks_are_marked_and_the_page_says_so(sent: str, shown: str):
    text = pdf_text(as_pdf(said(sent)))
    assert shown in text
    assert ("Tegnet" in text) is (MARK in shown)


def test_the_text_file_keeps_every_sign():
    assert "مرحبا 👨‍👩‍👧" in as_text(said("مرحبا 👨‍👩‍👧"))


def test_a_word_without_end_does_not_stop_the_pdf():
    assert pdf_text(as_pdf(said("x" * 2_000))).count("x") >= 2_000


def test_a_heading_never_stands_alone_at_the_foot_of_a_page():
    for lines in range(28, 40):
        text = pdf_text(as_pdf(said("\n".join("linje" for _ in range(lines))), said(minutes=100)))
        first_page = text.split("Side 1 af")[0]
        assert not first_page.rstrip().endswith(("november 2026", "kl. 00.30")), lines


def test_every_word_of_the_transcript_is_used_and_back():
    used = set(re.findall(r"words\[[\"']([a-z_]+)[\"']\]", "".join(path.read_text() for path in _sources())))
    authors = {f"author_{author}" for author in ("citizen", "bot", "caseworker", "system")}
    assert used | authors | {"file"} == set(WORDS)


def _sources() -> list[Path]:
    names = ("casework/archive/transcript.py", "casework/archive/pdf.py", "web/journal_desk.py")
    return [Path(__file__).parents[2] / name for name in names]
