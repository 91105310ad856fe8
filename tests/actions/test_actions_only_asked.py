"""What is only asked about is not kept as a fact of the person."""

import pytest
from action_factories import entity


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("kan jeg komme i revalidering", False),
        ("jeg er i revalidering, hvad sker der nu", True),
        ("jeg får revalideringsydelse", True),
        ("findes revalidering", False),
    ],
)
def test_a_benefit_that_gave_the_topic_its_name_is_kept_only_when_one_has_it(talk, text, kept):
    talk.says("revalidering", entity("ydelse", "revalidering"), text=text)
    assert ("ydelse" in talk.dialogue.values()) is kept


def test_asking_about_fleksjob_leaves_the_benefit_that_was_told_before(talk):
    talk.says("inform", entity("ydelse", "sygedagpenge"))
    talk.says("fleksjob", entity("ydelse", "fleksjob"), text="hvad med fleksjob så")
    assert talk.dialogue.values()["ydelse"] == "sygedagpenge"


@pytest.mark.parametrize(
    ("text", "kept"), [("kan man blive aktivitetsparat i stedet", False), ("jeg er aktivitetsparat, hvad er det", True)]
)
def test_a_wish_to_be_assessed_otherwise_is_no_assessment(talk, text, kept):
    talk.says("visitation_group", entity("visitation", "aktivitetsparat"), text=text)
    assert ("visitation" in talk.dialogue.values()) is kept
