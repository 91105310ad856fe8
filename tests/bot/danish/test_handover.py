"""What is said about persons who take over, in a few fixed ways, and nothing else."""

import pytest

from bot.danish.handover import takes_offer, wish_about_persons, written_for


@pytest.mark.parametrize(
    "text",
    ["ring mig op", "Ring til mig i stedet, tak", "kan I ringe mig op?", "Kan nogen ringe til mig",
     "jeg vil gerne ringes op",
     "kan jeg blive ringet op af en medarbejder", "kan i ikke bare ringe tilbage", "ring mig op på 20 30 40 50",
     "Jeg vil hellere blive ringet op", "ok, ring til mig", "kan en sagsbehandler ringe mig op i morgen"],
)  # fmt: skip
def test_a_wish_to_be_called_is_understood(text):
    assert wish_about_persons(text) == "callback_wish"


@pytest.mark.parametrize(
    "text",
    ["jeg vil ikke vente mere", "Gider ikke vente længere", "jeg vil ud af køen", "I skal ikke ringe alligevel",
     "jeg vil alligevel ikke ringes op", "aflys opkaldet", "ring ikke til mig"],
)  # fmt: skip
def test_a_wish_to_wait_no_more_is_understood(text):
    assert wish_about_persons(text) == "leave_queue"


@pytest.mark.parametrize(
    "text",
    ["ringer I mig op eller skal jeg møde frem", "kan jeg ikke bare blive ringet op i stedet for at komme",
     "skal jeg ringe til mig a-kasse", "min sagsbehandler ville ringe mig op i går", "hvornår ringer de til mig",
     "jeg kan ikke vente med at få penge til på mandag", "må jeg ringe til en virksomhed", "jeg vil have en mentor",
     "tal med et menneske", "du er ringere end telefonkøen"],
)  # fmt: skip
def test_other_talk_of_calls_and_waiting_is_left_alone(text):
    assert wish_about_persons(text) is None


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("jeg skriver på vegne af min mor", "mor"),
        ("Hej, jeg skriver på min søns vegne", "soen"),
        ("jeg spørger på vegne af min gamle far", "far"),
        ("Jeg skriver for min nabo, der kom hertil i 2020", "nabo"),
        ("jeg skriver på vegne af en borger", "anden"),
        ("jeg henvender mig på vegne af Karen", "anden"),
        ("på vegne af min mor", "mor"),
        ("nu skriver jeg for mig selv", "mig"),
        ("jeg skriver for ham", "anden"),
        ("min søn er 19 og har det svært, så jeg skriver for ham", "anden"),
        ("jeg spørger på hendes vegne", "anden"),
        ("jeg skriver på egne vegne", "mig"),
    ],
)
def test_it_is_understood_for_whom_somebody_writes(text, whom):
    assert written_for(text) == whom


@pytest.mark.parametrize(
    "text",
    ["kan min mor tale på mine vegne", "kan min datter klage på mine vegne",
     "Må jeg spørge om det samme på min mors vegne?",
     "jeg siger pænt tak på min mors vegne", "nu spørger jeg for min kone i stedet", "hvad med min mor",
     "jeg skriver joblog for hver uge", "jeg skriver en ansøgning for min søn"],
)  # fmt: skip
def test_other_talk_of_people_is_left_alone(text):
    assert written_for(text) is None


@pytest.mark.parametrize(
    "text",
    ["ja", "Ja tak!", "ja, meget gerne", "gerne", "ok", "det vil jeg gerne", "Ja tak, det vil jeg rigtig gerne",
     "det må du gerne", "det lyder godt", "ja, lad os det", "det er nok det bedste", "det ville være rart, tak"],
)  # fmt: skip
def test_a_yes_to_an_offer_is_understood(text):
    assert takes_offer(text) is True


@pytest.mark.parametrize(
    "text",
    ["nej", "nej tak", "det vil jeg ikke", "det vil jeg helst ikke", "tak", "ja men hvornår skal mit cv være klar",
     "jeg vil gerne have et møde", "ja jeg er syg", "det ved jeg ikke", "vil jeg gerne få dagpenge", "hej", ""],
)  # fmt: skip
def test_anything_else_after_an_offer_is_no_yes_to_it(text):
    assert takes_offer(text) is False
