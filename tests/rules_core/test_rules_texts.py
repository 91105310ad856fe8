"""How phrases are put together."""

import pytest

from rules_core.texts import join_and


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        (["om du har et job", "om du er syg"], "om du har et job, og om du er syg"),
        (["den dag, du blev syg", "din alder"], "den dag, du blev syg, og din alder"),
        (["din alder", "om du er syg"], "din alder og om du er syg"),
        (["barsel", "efterløn", "nyt job"], "barsel, efterløn og nyt job"),
        (["barsel"], "barsel"),
        ([], ""),
    ],
)
def test_a_clause_in_a_list_ends_with_a_comma(items, joined):
    assert join_and(items) == joined
