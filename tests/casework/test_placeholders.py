"""Gaps in ready-made replies: filled, left open, or not known at all."""

from casework.handoff.placeholders import fill, gaps_in, open_gaps, unknown_gaps


def test_every_gap_is_filled_with_its_value():
    assert fill("Hej, det er {navn} fra {kommune}.", {"navn": "Mette", "kommune": "Køge"}) == (
        "Hej, det er Mette fra Køge."
    )


def test_a_gap_without_a_value_stays_to_be_seen():
    assert fill("Fristen er {frist}.", {"frist": None}) == "Fristen er {frist}."
    assert fill("Fristen er {frist}.", {}) == "Fristen er {frist}."


def test_a_value_is_never_taken_for_a_gap():
    assert fill("{navn}", {"navn": "{frist}", "frist": "i dag"}) == "{frist}"


def test_a_text_with_an_open_gap_may_not_be_sent_and_one_without_may():
    assert open_gaps("Fristen er {frist}.") == ("frist",)
    assert open_gaps("Fristen er i morgen.") == ()


def test_braces_that_are_no_placeholder_may_be_sent_and_not_be_kept_in_a_ready_made_reply():
    assert open_gaps("Skriv {postnummer}") == ()
    assert unknown_gaps("Skriv {postnummer} og {navn}") == ("postnummer",)


def test_each_gap_is_named_once():
    assert gaps_in("{navn} og {navn} fra {kommune}") == ("navn", "kommune")


def test_words_with_spaces_in_braces_are_just_words():
    assert gaps_in("{ikke et felt}") == ()
