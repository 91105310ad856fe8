"""The card of an answer: what it says when exceptions or the first day of a deadline are open."""

import pytest

from actions._cards import card, facts_used
from actions._plain import option_line, plain_text


def make_answer(**changes):
    answer = {
        "rule": "cv.registrering",
        "title": "Cv på Jobnet",
        "kind": "pligt",
        "bearer": "borger",
        "status": "applies",
        "version_from": "2020-01-01",
        "version_to": None,
        "deadline": None,
        "value": None,
        "parts": [],
        "options": [],
        "missing": [],
        "decided_by": None,
        "text": "Du skal have et cv.",
        "consequence": None,
        "steps": [{"text": "Et skridt.", "outcome": True, "facts": [["ydelse", "dagpenge"]], "source": "lab"}],
        "sources": [
            {"id": "lab", "title": "Loven", "section": "§ 1", "url": None, "rank": "lov", "confidence": "high"}
        ],
        "caveats": [],
    }
    return answer | changes


def make_option(**changes):
    return {"when": "du er syg", "status": "exempt", "deadline": None, "value": None} | changes


def test_a_card_has_the_fields_of_the_message_contract():
    assert set(card(make_answer(), "gaeldende")) == {
        "id", "title", "version_from", "version_to", "unchanged_since", "track",
            "status", "kind", "bearer", "text", "deadline", "value",
        "parts", "options", "missing", "decided_by", "consequence", "steps", "caveats", "sources",
    }  # fmt: skip


def test_a_step_on_a_card_shows_its_words_and_outcome_and_no_facts():
    assert card(make_answer(), "gaeldende")["steps"] == [{"text": "Et skridt.", "outcome": True}]


@pytest.mark.parametrize(
    ("decided_by", "said"), [("kommune", "er det kommunen, der afgør det."), (None, "kan det være anderledes.")]
)
def test_nobody_gets_off_a_right(decided_by, said):
    options = [make_option(when="du får mindstesatsen", status="discretionary"), make_option(status="applies")]
    base = make_answer(kind="ret", text="Du kan få ferie.")
    answer = make_answer(kind="ret", status="unresolved", decided_by=decided_by, options=options, base=base)
    assert card(answer, "gaeldende")["text"].endswith(f"Men hvis du får mindstesatsen, {said}")


def test_open_exceptions_are_told_after_what_holds_without_them():
    options = [
        make_option(),
        make_option(when="du er på barsel", status="discretionary"),
        make_option(status="applies"),
    ]
    answer = make_answer(status="unresolved", decided_by="kommune", options=options, base=make_answer())
    made = card(answer, "gaeldende")
    assert made["text"] == (
        "Som udgangspunkt gælder det her: Du skal have et cv. Men hvis du er syg, gælder det ikke for dig, "
        "og hvis du er på barsel, kan kommunen give dig lov til at slippe."
    )
    assert (made["status"], made["options"]) == ("unresolved", [])


def test_exceptions_with_the_same_way_out_share_a_half_sentence():
    options = [make_option(), make_option(when="du er fritaget for it")]
    answer = make_answer(status="unresolved", options=options, base=make_answer())
    told = card(answer, "gaeldende")["text"]
    assert told.endswith("Men hvis du er syg, eller hvis du er fritaget for it, gælder det ikke for dig.")


def test_a_deadline_whose_first_day_is_open_is_told_as_its_length():
    deadline = {"date": None, "length": "2 uger", "phrase": "2 uger efter den dag", "anchor": "tilmeldt_dato"}
    answer = make_answer(status="unresolved", options=[make_option(status="applies", deadline=deadline)])
    assert "Fristen er 2 uger efter " in card(answer, "gaeldende")["text"]


def test_the_text_has_its_parts_in_order():
    deadline = {"date": "2026-11-16", "calculation": "A + 2 uger = B", "warning": "Dagen er en lukkedag."}
    answer = make_answer(deadline=deadline, consequence="Så mister du noget", caveats=["Husk det."])
    text = plain_text([card(answer, "gaeldende")], "Intro.", "Outro.")
    assert text.split("\n\n") == [
        "Intro.",
        "Du skal have et cv.",
        "Sådan er datoen regnet ud: A + 2 uger = B.",
        "Dagen er en lukkedag.",
        "Hvis du ikke når det: Så mister du noget.",
        "Reglen har været gældende siden 1. januar 2020.",
        "Godt at vide:\n• Husk det.",
        "Kilde: Loven, § 1",
        "Outro.",
    ]


def test_a_rule_that_reads_the_same_in_older_versions_is_told_from_its_first_day():
    text = plain_text([card(make_answer(version_from="2024-01-01", unchanged_since="2020-01-01"), "gaeldende")])
    assert "gældende siden 1. januar 2020." in text


def test_a_rule_from_the_first_day_we_know_may_be_older():
    text = plain_text([card(make_answer(version_from="2017-01-01"), "gaeldende")])
    assert "i hvert fald siden 1. januar 2017" in text


def test_a_version_that_has_ended_is_told_with_both_its_days():
    text = plain_text([card(make_answer(version_to="2023-12-31"), "gaeldende")])
    assert "Reglen gjaldt fra 1. januar 2020 til 31. december 2023." in text


def test_a_duty_that_does_not_apply_has_no_consequence_to_tell():
    text = plain_text([card(make_answer(status="does_not_apply", consequence="Så mister du noget"), "gaeldende")])
    assert "mister" not in text


def test_several_rules_have_their_sentences_first_and_a_source_only_once():
    text = plain_text([card(make_answer(), "gaeldende"), card(make_answer(title="To", text="Nummer to."), "gaeldende")])
    assert text.startswith("Du skal have et cv.\n\nNummer to.")
    assert text.count("Kilde: Loven") == 1


def test_each_kind_of_possibility_is_a_line_of_its_own():
    date = {"date": "2026-11-16"}
    length = {"date": None, "length": "2 uger", "phrase": "2 uger efter den dag", "anchor": "tilmeldt_dato"}
    value = {"amount": 1, "unit": "samtaler"}
    assert option_line(make_option(status="applies", deadline=date)).endswith("senest mandag den 16. november 2026.")
    assert "fristen er 2 uger efter" in option_line(make_option(status="applies", deadline=length))
    assert option_line(make_option(status="applies", value=value)).endswith(": 1 samtale.")
    bare = make_option(status="applies", value={"amount": 5, "unit": "antal"})
    assert option_line(bare).endswith(": 5.")
    assert option_line(make_option(status="exempt")).endswith("du er fritaget.")
    assert option_line(make_option(status="does_not_apply")).endswith("det gælder ikke for dig.")
    assert "a-kassen, der bestemmer" in option_line(make_option(status="discretionary"), "akasse")
    assert "afgjort i din sag" in option_line(make_option(status="discretionary"))


def test_the_facts_that_the_reasoning_used_are_found_in_its_steps():
    assert facts_used([make_answer()]) == {"ydelse"}
