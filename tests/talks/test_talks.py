"""The scripts are whole, and a transcript keeps what a citizen reads."""

from __future__ import annotations

import pytest

from tests.talks.scripts import Script, scripts
from tests.talks.transcript import Turn, as_markdown

SCRIPT = Script(name="prøve", persona="Ida, 30", says=["hej", "tak", "farvel"])


def answer(text, **more):
    return {"text": text, "buttons": [], "answer": None, **more}


def test_there_are_sixty_people_and_ten_of_them_are_caseworkers():
    assert len(scripts()) == 60
    assert sum(script.mode == "caseworker" for script in scripts()) == 10


def test_no_two_people_have_the_same_name_or_say_only_the_same():
    assert len({script.name for script in scripts()}) == 60
    assert len({str(script.says) for script in scripts()}) == 60


@pytest.mark.parametrize(("messages", "whole"), [(2, False), (3, True), (10, True), (11, False)])
def test_a_script_has_from_three_to_ten_messages(tmp_path, messages, whole):
    says = "\n".join(f'    - "besked {number}"' for number in range(messages))
    (tmp_path / "en.yml").write_text(f"- name: x\n  persona: y\n  says:\n{says}\n", encoding="utf-8")
    if whole:
        assert len(scripts(tmp_path)[0].says) == messages
    else:
        with pytest.raises(ValueError, match="messages"):
            scripts(tmp_path)


def test_the_sources_become_one_line_and_every_other_line_stays():
    text = "Ja.\n\nKilde: Lov, § 1, https://x.dk/1\nKilde: Lov, § 1, https://x.dk/2\n\nGodt at vide:\n• Ring."
    shown = as_markdown(1, SCRIPT, [Turn("hej", [answer(text)])])
    assert "> Kilder: Lov, § 1\n>\n> Godt at vide:\n> • Ring." in shown


def test_buttons_topics_and_rules_stand_under_the_answer():
    message = answer(
        "Ja.", buttons=[{"title": "Ja"}], answer={"topics": ["cv_deadline"], "rules": [{"id": "cv.registrering"}]}
    )
    shown = as_markdown(1, SCRIPT, [Turn("hej", [message])])
    assert "Knapper: [Ja]" in shown
    assert "<sub>cv_deadline | cv.registrering</sub>" in shown


def test_a_conversation_without_a_judgement_says_so():
    assert "ikke læst endnu" in as_markdown(1, SCRIPT, [])
