"""What no form of ours sends to the pages for staff is refused kindly: never an error of the machine."""

from collections.abc import Iterator
from datetime import date

import pytest

from casework.review.errors import ItemRefusedError
from casework.review.items import rule_case
from tests.casework.review_factories import changed_case, in_queue
from tests.support.console import Console
from tests.web.conftest import Citizen, make_settings, open_conversation, running_client, running_rasa, running_web
from web.console.forms import day_of, number_of, text_of

LONG, HUGE = "9" * 30, "9" * 5_000
FAR_EAST, FAR_WEST = "0001-01-01T00:00:00+14:00_", "9999-12-31T23:59:59-14:00_"


@pytest.fixture(scope="module")
def boss(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Console, Citizen, str]]:
    folder = tmp_path_factory.mktemp("web")
    with running_rasa() as rasa, running_web(make_settings(folder, rasa)) as web, running_client(web) as client:
        console = Console(f"http://127.0.0.1:{web.settings.port}", "administrator")
        yield console, open_conversation(client), in_queue()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/gennemsyn", {"side": HUGE}),
        ("/gennemsyn", {"side": "²"}),
        ("/gennemsyn", {"fra": "0001-01-01"}),
        ("/gennemsyn", {"til": "9999-12-31"}),
        ("/sagsbehandler/soeg", {"fra": "0001-01-01"}),
        ("/sagsbehandler/soeg", {"til": "9999-12-31"}),
        ("/sagsbehandler/soeg", {"efter": FAR_EAST + "a" * 32}),
        ("/sagsbehandler/soeg", {"efter": FAR_WEST + "a" * 32}),
        ("/sagsbehandler/soeg", {"ejer": HUGE}),
        ("/overblik", {"fra": "0001-01-01", "til": "0001-01-01"}),
        ("/overblik/samtaler.csv", {"til": "0001-01-01"}),
        ("/overblik", {"fra": "9999-12-31", "til": "9999-12-31"}),
    ],
)
def test_an_address_that_cannot_be_breaks_nothing(boss: tuple[Console, Citizen, str], path: str, query: dict[str, str]):
    assert boss[0].get(path, **query).status_code < 500


@pytest.mark.parametrize("part", ["/sagsbehandler/samtale/%00", "/gennemsyn/%00", "/sagsbehandler/samtale/a%00/noter"])
def test_an_address_with_a_nul_is_none(boss: tuple[Console, Citizen, str], part: str):
    assert boss[0].get(part).status_code == 404


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (f"/gennemsyn/udbytte/{LONG}/drop", {}),
        (f"/gennemsyn/udbytte/{2**31}/drop", {}),
        ("/gennemsyn/{talk}/maerker", {"message": "9" * 15, "kind": "unclear"}),
        (f"/gennemsyn/{{talk}}/maerker/{LONG}/fjern", {}),
        (f"/gennemsyn/{{talk}}/maerker/{2**31}/eksempel", {"sentence": "x", "theme": "cv"}),
        (f"/gennemsyn/{{talk}}/maerker/{2**31}/opgave", {"sentence": "x", "comment": "y"}),
        ("/sagsbehandler/samtale/{citizen}/laest", {"seq": HUGE}),
        ("/sagsbehandler/samtale/{citizen}/videre", {"to": f"staff-{HUGE}", "reason": "hjælp"}),
        ("/sagsbehandler/samtale/{citizen}/overtag", {"from": HUGE, "reason": "hjælp"}),
    ],
)
def test_a_form_that_cannot_be_is_refused(boss: tuple[Console, Citizen, str], path: str, fields: dict[str, str]):
    console, citizen, talk = boss
    assert 400 <= console.post(path.format(citizen=citizen.id, talk=talk), **fields).status_code < 500


@pytest.mark.parametrize("amount", ["1e999999999", "1e7", "Infinity", "NaN", "12345678", "1_000", "٣"])
def test_an_amount_that_no_rule_has_is_refused_at_once(amount: str):
    with pytest.raises(ItemRefusedError) as refused:
        rule_case(changed_case(amount=amount, unit="dage"))
    assert [problem.code for problem in refused.value.problems] == ["bad_amount"]


@pytest.mark.parametrize("amount", ["1234567", "2,5", "-3", "0.25"])
def test_an_amount_as_people_write_it_is_taken(amount: str):
    made = rule_case(changed_case(amount=amount, unit="dage"))
    (expected,) = made["forventet"].values()
    assert expected["vaerdi"] == {"antal": pytest.approx(float(amount.replace(",", "."))), "enhed": "dage"}


def test_a_field_holds_no_nul():
    assert text_of({"name": "a\0b"}, "name") == "ab"


@pytest.mark.parametrize(
    ("day", "read"),
    [("1900-01-01", date(1900, 1, 1)), ("1899-12-31", None), ("2200-12-31", date(2200, 12, 31)), ("2201-01-01", None)],
)
def test_only_days_that_can_be_reckoned_with_are_days(day: str, read: date | None):
    assert day_of({"day": day}, "day") == read


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("999999999", 999_999_999), ("1000000000", None), ("²", None)])
def test_only_numbers_that_a_row_can_have_are_numbers(typed: str, number: int | None):
    assert number_of({"id": typed}, "id") == number
