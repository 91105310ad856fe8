"""Words about death are heard however they are typed, and ordinary worries are not taken for them."""

import pytest

from bot.danish.danger import speaks_of_death


@pytest.mark.parametrize(
    "text",
    [
        "jeg har skrevet et afskedsbrev",
        "min søn har sagt han vil tage sit liv",
        "Jeg overvejer selvmord",
        "har haft selvmords tanker i nat",
        "jeg vil bare gerne dø",
        "jeg vil doe",
        "har lyst til at dø",
        "jeg gider ikke leve mere",
        "JEG ORKER IKKE AT LEVE LÆNGERE",
        "jeg har ikke lyst til at leve",
        "vil ikke være her mere",
        "de har det bedre uden mig",
        "jeg tager livet af mig hvis i stopper pengene",
        "tænker på at gøre en ende på det hele",
        "gor en ende paa mit liv",
        "jeg skærer i mig selv",
        "jeg har lyst til at skade mig selv",
        "så hopper jeg ud foran toget, jeg vil springe ud foran et tog",
        "i want to kill myself",
    ],
)
def test_words_about_death_are_heard(text):
    assert speaks_of_death(text)


@pytest.mark.parametrize(
    "text",
    [
        "hvad skal jeg leve af",
        "jeg kan ikke leve af dagpenge",
        "man kan jo ikke leve op til de krav",
        "skal jeg skade min chance for job",
        "min far er død, har jeg fri",
        "hvornår skal mit cv være klar",
        "jeg dør af grin",
        "jeg vil gøre det færdigt",
        "kan jeg hænge mit cv op",
        "er jeg bedre stillet på dagpenge",
        "hvad er forskellen på liv og job",
        "jeg vil tage et job i mit liv som ledig",
    ],
)
def test_ordinary_worries_are_left_to_the_classifier(text):
    assert not speaks_of_death(text)


def test_a_hostile_text_is_read_quickly():
    assert not speaks_of_death("ikke " + "a " * 20_000)
