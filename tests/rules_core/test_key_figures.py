"""Key figures: definitions that are sound, and arithmetic with its boundaries."""

from datetime import date, timedelta

import pytest

from rules_core import load_ruleset
from rules_core.key_figures import (
    CountedPerson,
    key_figures,
    mean_unemployed_weeks,
    monitored_share,
    share_of_population,
)

ON = date(2026, 11, 20)
ADULT = date(1985, 5, 5)


def person(group: str | None = "dagpenge", born: date = ADULT, weeks: int = 10, **more: object) -> CountedPerson:
    return CountedPerson(group, born, weeks, **more)  # type: ignore[arg-type]  # the factory passes on what a test names


def test_the_six_key_figures_of_chapter_4_are_there_with_groups_that_exist():
    figures = key_figures()
    assert len(figures) == 6
    known = set(load_ruleset().groups.groups)
    assert all(figure.groups <= known for figure in figures.values())


def test_a_figure_names_where_the_source_contradicts_itself_about_ages():
    population = key_figures()["offentlig_forsoergelse"].population
    assert (population.age_from, population.age_to) == (16, 66)
    assert (population.other_age_from, population.other_age_to) == (15, 64)
    assert population.conflict


@pytest.mark.parametrize(
    ("born", "of"),
    [
        (date(2010, 11, 20), 1),  # 16 on the day
        (date(2010, 11, 21), 0),  # 15, one day short
        (date(1959, 11, 21), 1),  # 66, the last day
        (date(1959, 11, 20), 0),  # 67 on the day
    ],
)
def test_the_population_is_counted_by_age_on_the_day(born: date, of: int):
    assert share_of_population(key_figures()["hovedmaalgruppe_1"], [person(born=born)], ON).of == of


def test_a_share_counts_the_group_among_the_whole_population():
    people = [person(), person("sygedagpenge"), person(None), person(None)]
    share = share_of_population(key_figures()["hovedmaalgruppe_1"], people, ON)
    assert (share.counted, share.of, share.percent) == (1, 4, 25.0)


def test_a_share_of_nobody_is_no_number():
    assert share_of_population(key_figures()["hovedmaalgruppe_1"], [], ON).percent is None


@pytest.mark.parametrize(("days_ago", "counted"), [(363, 1), (364, 0)])
def test_talks_count_within_52_weeks_and_no_longer(days_ago: int, counted: int):
    figure = key_figures()["hovedmaalgruppe_1"]
    talks = (ON, ON - timedelta(days=30), ON - timedelta(days=60), ON - timedelta(days=days_ago))
    assert monitored_share(figure, figure.monitored_by[0], [person(talks=talks)], ON).counted == counted


@pytest.mark.parametrize(("weeks", "of"), [(52, 0), (53, 1)])
def test_long_unemployment_begins_after_52_weeks(weeks: int, of: int):
    figure = key_figures()["hovedmaalgruppe_4"]
    people = [person("kontanthjaelp_aktivitetsparat", weeks=weeks)]
    assert monitored_share(figure, figure.monitored_by[0], people, ON).of == of


def test_placements_and_offers_are_counted_on_the_day():
    figure = key_figures()["hovedmaalgruppe_1"]
    people = [person(in_placement=True, in_offer=True), person(in_offer=True), person()]
    shares = {watched.id: monitored_share(figure, watched, people, ON).counted for watched in figure.monitored_by}
    assert shares == {"samtaler": 0, "virksomhedsrettede_tilbud": 1, "aktivt_tilbud": 2}


def test_the_mean_duration_looks_at_the_group_only():
    people = [person(weeks=10), person(weeks=15), person("sygedagpenge", weeks=100)]
    assert mean_unemployed_weeks(key_figures()["hovedmaalgruppe_1"], people) == 12.5
    assert mean_unemployed_weeks(key_figures()["risiko_for_foertidspension"], people) is None
