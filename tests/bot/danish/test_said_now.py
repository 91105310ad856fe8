"""A name is the writer's own only when it is said to be so today; each claim has its neighbour that is none."""

import pytest
from fact_readings import read

PAIRS = [
    ("jeg er kommet på kontanthjælp", "hvis jeg kommer på kontanthjælp", "kontanthjaelp"),
    ("skal jeg søge job når jeg får dagpenge", "skal jeg søge job når jeg kommer på dagpenge", "dagpenge"),
    ("må jeg rejse hvis jeg er på dagpenge", "må jeg rejse hvis jeg ryger over på dagpenge", "dagpenge"),
    ("jeg er i fleksjob", "jeg venter på et fleksjob", "fleksjob"),
    ("jeg får førtidspension", "jeg vil gerne have førtidspension", "foertidspension"),
    ("jeg fik bevilget fleksjob i 2014", "jeg fik kontanthjælp i 2014", "fleksjob"),
    ("jeg har fået kontanthjælp i to år", "jeg fik kontanthjælp for to år siden", "kontanthjaelp"),
    ("jeg får dagpenge indtil marts", "jeg fik dagpenge indtil marts", "dagpenge"),
    ("jeg er jobparat", "er de jobparate", "jobparat"),
    ("vi er jobparate", "gælder det for jobparate", "jobparat"),
    ("jeg er på dagpenge", "folk på dagpenge", "dagpenge"),
    ("min sagsbehandler har vurderet mig jobparat", "min sagsbehandler er jobparat", "jobparat"),
    ("hvad er mine pligter på dagpenge", "hvad er pligterne på dagpenge", "dagpenge"),
    ("jeg tager mig af min dreng og får dagpenge", "min dreng får dagpenge", "dagpenge"),
    ("jeg er på kontanthjælp", "jeg skal snart på kontanthjælp", "kontanthjaelp"),
    ("jeg frygter en samtale og er på dagpenge", "jeg frygter at ende på dagpenge", "dagpenge"),
    ("nu får jeg sygedagpenge", "hvis jeg blev syg, kommer jeg så på sygedagpenge", "sygedagpenge"),
    ("jeg har en dreng og får dagpenge", "min dreng, der er på dagpenge", "dagpenge"),
]


@pytest.mark.parametrize(("said", "only_named", "value"), PAIRS)
def test_what_holds_today_is_a_fact_and_what_is_only_named_is_none(said, only_named, value):
    own = f"visitation={value}" if value == "jobparat" else f"ydelse={value}"
    assert own in read(said).split()
    assert not [part for part in read(only_named).split() if part.startswith(("ydelse", "visitation"))]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("jeg fik dagpenge indtil marts, men nu får jeg kontanthjælp", "ydelse=kontanthjaelp gruppe=dagpenge"),
        ("jeg er skiftet fra jobparat til aktivitetsparat", "gruppe=jobparat visitation=aktivitetsparat"),
        ("venter på et fleksjob og får ledighedsydelse imens", "gruppe=fleksjob ydelse=ledighedsydelse"),
    ],
)
def test_of_two_names_the_one_of_today_is_the_fact(text, facts):
    assert sorted(part for part in read(text).split() if not part.startswith("dato")) == sorted(facts.split())


def test_groups_that_are_compared_are_named_for_those_who_advise():
    assert read("forskel på jobparat og aktivitetsparat") == "gruppe=jobparat gruppe=aktivitetsparat"


@pytest.mark.parametrize(
    ("text", "fact"),
    [("jeg blev syg den 3. november", "syg_fra=2026-11-03"), ("hvis jeg bliver syg den 30. november", "")],
)
def test_a_day_that_may_come_is_no_fact(text, fact):
    assert read(text) == fact


@pytest.mark.parametrize(
    ("text", "value"), [("28 jp kth", "jobparat"), ("ap, 45 år", "aktivitetsparat"), ("hvad er jp", "")]
)
def test_two_letters_are_an_assessment_among_other_short_forms_only(text, value):
    assert ("visitation" in read(text)) is bool(value)
    assert value in read(text)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("jeg har tre børn", "antal_boern:3"),
        ("der er 24 børn i klassen", ""),
        ("jeg har to børn, en dreng og en pige", "antal_boern:2"),
    ],
)
def test_the_number_of_children_is_the_writers_own(text, fact):
    assert read(text) == fact


@pytest.mark.parametrize(("text", "fact"), [("20 dp", "alder:20 ydelse=dagpenge"), ("20 ledige job", "")])
def test_a_number_before_short_forms_is_an_age(text, fact):
    assert read(text) == fact
