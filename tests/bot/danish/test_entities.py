"""A message gives the facts its writer states about himself or herself, and no others."""

from datetime import date

import pytest
from fact_readings import ASKED_BENEFIT, ASKED_JOB, ASKED_REGISTERED, read

from bot.danish.entities import find_entities


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "jeg er på kontanthjælp, jobparat og meldte mig ledig 2. november",
            "ydelse=kontanthjaelp visitation=jobparat tilmeldt_dato=2026-11-02",
        ),
        (
            "jeg er 27, paa kontanthjaelp, jobparat, og meldte mig ledig 2/11",
            "alder:27 ydelse=kontanthjaelp visitation=jobparat tilmeldt_dato=2026-11-02",
        ),
        ("skal jeg skrive joblog når jeg starter nyt job om tre uger?", "job_start=2026-12-11"),
        ("jeg får dagpenge og starter job 1. februar", "ydelse=dagpenge job_start=2027-02-01"),
        ("mistede mit job 1. oktober og meldte mig ledig 5. oktober", "tilmeldt_dato=2026-10-05"),
        ("jeg får dagpenge, har samtale i morgen", "ydelse=dagpenge"),
        ("kontanthjælp og går på barsel i marts", "ydelse=kontanthjaelp barsel_start=2027-03-01/2027-03-31"),
    ],
)
def test_several_facts_in_one_sentence_are_all_found(text, facts):
    assert read(text) == facts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dagpenge", "dagpenge"),
        ("dp", "dagpenge"),
        ("a-kasse penge", "dagpenge"),
        ("penge fra min a-kasse", "dagpenge"),
        ("dapgenge", "dagpenge"),
        ("dagpenje", "dagpenge"),
        ("jeg er dagpengemodtager", "dagpenge"),
        ("kontanthjælp", "kontanthjaelp"),
        ("KONTANTHJÆLP", "kontanthjaelp"),
        ("kontant hjælp", "kontanthjaelp"),
        ("kontanthjalp", "kontanthjaelp"),
        ("kontantjhælp", "kontanthjaelp"),
        ("kth", "kontanthjaelp"),
        ("på bistand", "kontanthjaelp"),
        ("uddannelseshjælp", "uddannelseshjaelp"),
        ("uddannelse shjælp", ""),
        ("udannelses hjælp", "uddannelseshjaelp"),
        ("integrationsydelse", "integrationsydelse"),
        ("SHO-ydelse", "integrationsydelse"),
        ("selvforsørgelses- og hjemrejseydelse", "integrationsydelse"),
        ("overgangsydelse", "integrationsydelse"),
        ("sygedagpenge", "sygedagpenge"),
        ("sygepenge", "sygedagpenge"),
        ("syge dagpenge", "sygedagpenge"),
        ("sygedapenge", "sygedagpenge"),
        ("jobafklaringsforløb", "jobafklaring"),
        ("ressourceforløbsydelse", "ressourceforloeb"),
        ("revalidering", "revalidering"),
        ("ledighedsydelse", "ledighedsydelse"),
        ("ledighedydelse", "ledighedsydelse"),
        ("fleksjob", "fleksjob"),
        ("flexjob", "fleksjob"),
        ("førtidspension", "foertidspension"),
        ("foertidspensionist", "foertidspension"),
        ("jeg får ingen ydelse", "ingen"),
        ("jeg er selvforsørgende", "ingen"),
        ("får ikke penge fra det offentlige", "ingen"),
        ("SU", ""),
        ("feriedagpenge", ""),
        ("barselsdagpenge", ""),
        ("ledighed", ""),
        ("pension", ""),
    ],
)
def test_a_benefit_is_known_by_all_its_names(text, value):
    assert read(text) == (f"ydelse={value}" if value else "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("jobparat", "jobparat"),
        ("job parat", "jobparat"),
        ("jobpart", ""),
        ("aktivitetsparat", "aktivitetsparat"),
        ("aktivtetsparat", "aktivitetsparat"),
        ("uddannelsesparat", "uddannelsesparat"),
        ("uddanelsesparat", "uddannelsesparat"),
        ("åbenlyst uddannelsesparat", "aabenlyst_uddannelsesparat"),
        ("aabenlyst uddanelses parat", "aabenlyst_uddannelsesparat"),
        ("åup", "aabenlyst_uddannelsesparat"),
    ],
)
def test_an_assessment_is_known_by_all_its_names(text, value):
    assert read(text) == (f"visitation={value}" if value else "")


@pytest.mark.parametrize(
    "text",
    [
        "hvad hvis jeg ikke får dagpenge",
        "hvorfor får jeg ikke dagpenge",
        "jeg er bange for ikke at få dagpenge",
        "min kone får dagpenge",
        "min mand er jobparat",
        "min datter meldte sig ledig i mandags",
        "hun meldte sig ledig 2/11",
        "kan jeg få kontanthjælp",
        "hvordan søger jeg om dagpenge",
        "har jeg ret til sygedagpenge",
        "jeg var på kontanthjælp",
        "er jeg jobparat?",
        "jeg er ikke jobparat",
        "jeg er visiteret til fleksjob",
        "kan man blive fritaget for at lave cv",
        "hvis jeg er fritaget for digital post",
        "hvor mange samtaler skal jeg til",
        "011190-1234",
        "",
    ],
)
def test_what_is_denied_wished_over_or_about_others_is_no_fact(text):
    assert read(text) == ""


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("min kone får dagpenge og jeg får kontanthjælp", "ydelse=kontanthjaelp"),
        ("ikke kontanthjælp men dagpenge", "kontanthjaelp:False ydelse=dagpenge"),
        ("hvor mange samtaler skal jeg til når jeg får dagpenge", "ydelse=dagpenge"),
        ("skal jeg som jobparat føre joblog?", "visitation=jobparat"),
        ("hvad skal en borger på dagpenge", "gruppe=dagpenge"),
    ],
)
def test_the_stated_fact_beside_a_denied_one_is_found(text, facts):
    assert read(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("meldte mig ledig i mandags", "tilmeldt_dato=2026-11-16"),
        ("tilmeldte mig jobnet 2/11", "tilmeldt_dato=2026-11-02"),
        ("jeg blev ledig 1. oktober", "tilmeldt_dato=2026-10-01"),
        ("ledig siden 1. oktober", "dato=2026-10-01"),
        ("har meldt mig ledig d. 5. november", "tilmeldt_dato=2026-11-05"),
        ("begynder i nyt job den 4. januar", "job_start=2027-01-04"),
        ("har fået arbejde fra 1. december", "job_start=2026-12-01"),
        ("termin 3. februar", "barsel_start:True"),
        ("1. maj starter jeg på barsel", "barsel_start=2027-05-01"),
        ("går på efterløn 1/2", "efterloen_start=2027-02-01"),
        ("går på pension 1/2", "folkepension_start=2027-02-01"),
        ("fleksydelse fra 1/2", "fleksydelse_start=2027-02-01"),
        ("jeg har været syg siden i tirsdags", "syg_fra=2026-11-17"),
        ("sygemeldt fra 12/10", "syg_fra=2026-10-12"),
        ("meldte mig syg i går", "syg_fra=2026-11-19"),
        ("henvendte mig til kommunen i går", "foerste_henvendelse=2026-11-19"),
        ("søgte kontanthjælp den 2. november", "ydelse=kontanthjaelp foerste_henvendelse=2026-11-02"),
        ("ledighedsydelse siden 1/3", "ydelse=ledighedsydelse ledighedsydelse_fra=2026-03-01"),
        ("lagde mit cv op i går", "cv_registreret=2026-11-19"),
        ("registrerede mit cv den 5. november", "cv_registreret=2026-11-05"),
        ("jeg var til første samtale i onsdags", "foerste_samtale_holdt=2026-11-18"),
        ("samtale den 2. december", ""),
        ("starter i praktik 1. december", ""),
        ("meldte mig ledig 31/2", "tilmeldt_dato=does_not_exist"),
        ("meldte mig ledig sidst i oktober", "tilmeldt_dato=vague"),
        ("meldte mig ledig i sidste uge", "tilmeldt_dato=2026-11-09/2026-11-15"),
        ("nej, det var i oktober", "dato=2026-10-01/2026-10-31"),
    ],
)
def test_a_date_belongs_to_the_fact_named_around_it(text, facts):
    assert read(text) == facts


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("mandag", ASKED_REGISTERED, "dato=2026-11-16"),
        ("mandag", ASKED_JOB, "dato=2026-11-23"),
        ("mandag", None, "dato=ambiguous"),
        ("min samtale var i mandags", {"fact": "foerste_samtale_holdt", "kind": "date"}, "dato=2026-11-16"),
        ("min samtale var i mandags", ASKED_REGISTERED, ""),
        ("den 2.", ASKED_REGISTERED, "dato=2026-11-02"),
        ("2", ASKED_REGISTERED, "dato=2026-11-02"),
        ("2.", ASKED_REGISTERED, "dato=2026-11-02"),
        ("2", None, ""),
        ("2", ASKED_BENEFIT, ""),
        ("ingen", ASKED_BENEFIT, "ydelse=ingen"),
        ("ingen", None, ""),
        ("det har jeg ikke", ASKED_JOB, "job_start:ingen"),
    ],
)
def test_the_question_asked_settles_what_is_left_open(text, asked, facts):
    assert read(text, asked) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("hvor mange samtaler i 2020", "aar=2020"),
        ("og før 2020?", "aar<2020"),
        ("dengang i 2017", "aar=2017"),
        ("hvad med 2017", "aar=2017"),
        ("2017", "aar=2017"),
        ("hvad var reglen sidste år", "aar=2025"),
        ("efter 2020", ""),
        ("det koster 2020 kr", ""),
        ("jeg meldte mig ledig i 2020", "tilmeldt_dato=2020-01-01/2020-12-31"),
    ],
)
def test_a_year_asked_about_is_told_from_a_year_something_happened(text, facts):
    assert read(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("jeg har ikke fået job", "job_start:ingen"),
        ("jeg har ikke noget job på vej", "job_start:ingen"),
        ("jeg starter ikke i job", "job_start:ingen"),
        ("jeg skal ikke på barsel", "barsel_start:ingen"),
        ("jeg har ikke meldt mig ledig endnu", "tilmeldt_dato:ingen"),
        ("jeg har ikke lavet et cv", "cv_registreret:ingen"),
        ("jeg er fritaget for digital post", "digital_post_fritaget:True"),
        ("jeg er ikke fritaget for digital post", "digital_post_fritaget:False"),
        ("jeg er fritaget for at booke selv", "selvbooking_fritaget:True"),
        ("kommunen har fritaget mig for joblog", "joblog_fritaget:True"),
    ],
)
def test_facts_without_a_date_are_read(text, facts):
    assert read(text) == facts


def test_a_clock_time_is_an_entity_of_its_own_and_names_its_day():
    day, time = find_entities("kan vi mødes onsdag kl. 14.15", date(2026, 11, 20))
    assert (day.name, day.value["date"]) == ("dato", "2026-11-25")
    assert (time.name, time.value["begin"], time.value["day"]) == ("tid", 14 * 60 + 15, "onsdag")


@pytest.mark.parametrize(("kind", "names"), [("int", []), ("bool", ["tid"])])
def test_two_numbers_are_no_hours_of_the_day_when_a_number_was_asked_for(kind, names):
    found = find_entities("mellem 10 og 12", date(2026, 11, 20), {"fact": "x", "kind": kind})
    assert [entity.name for entity in found] == names


@pytest.mark.parametrize(("text", "error"), [("jeg starter job 2. december", None), ("inden 2. december", "vague")])
def test_a_day_that_only_bounds_a_time_is_not_the_day_of_a_fact(text, error):
    assert find_entities(text, date(2026, 11, 20))[0].value["error"] == error
