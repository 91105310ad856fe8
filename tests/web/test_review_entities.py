"""What was found in a message stands in Danish words on the reading page."""

from pathlib import Path

import pytest
import yaml

from web.review_entities import entity_in_words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("person", "soen", ("person", "søn")),
        ("person", "kaereste", ("person", "kæreste")),
        ("person", "barn", ("person", "barn")),
        ("person", "anden", ("person", "en anden")),
        ("person", "mig", ("person", "borgeren selv")),
        ("person", "[skjult]", ("person", "[skjult]")),
        ("ydelse", "kontanthjaelp", ("hvad du lever af", "kontanthjælp")),
        ("visitation", "aabenlyst_uddannelsesparat", ("kommunens vurdering af dig", "åbenlyst uddannelsesparat")),
        ("gruppe", {"fact": "ydelse", "value": "foertidspension"}, ("hvad du lever af", "førtidspension")),
        ("fakta", {"fact": "ydelse", "value": False, "benefit": "dagpenge"}, ("hvad du lever af", "ikke dagpenge")),
        ("emne", "cv_deadline", ("emne", "Hvornår skal mit cv være klar?")),
        ("form", "fremmoede", ("form", "fremmøde")),
        ("situation", "barn_syg", ("hvad hvis", "barnet er sygt")),
        ("aar", {"year": 2020, "before": True}, ("år", "før 2020")),
        ("aar", {"year": 2020, "before": False}, ("år", "2020")),
        ("dato", {"date": "2026-11-02", "until": None, "text": "2/11"}, ("dato", "2. november 2026")),
        ("dato", {"date": "2026-11-02", "until": "2026-11-08", "text": "uge 45"}, ("dato", "uge 45")),
        ("dato", {"date": None, "until": None, "text": "forleden"}, ("dato", "forleden")),
        ("dato", {"date": "[skjult]", "until": None, "text": "2/11"}, ("dato", "[skjult]")),
        ("tid", {"begin": "09:00", "text": "kl. 9"}, ("tidspunkt", "kl. 9")),
        ("noget_nyt", "abc", ("noget_nyt", "abc")),
    ],
)  # fmt: skip
def test_a_stored_code_is_shown_as_the_danish_word(name: str, value: object, shown: tuple[str, str]):
    assert entity_in_words({"entity": name, "value": value}) == shown


@pytest.mark.parametrize(
    ("file", "name"), [("actions/texts/person_mine.yml", "person"), ("actions/what_if.yml", "situation")]
)
def test_every_person_and_situation_has_a_word_of_its_own(file: str, name: str):
    codes = list(yaml.safe_load((ROOT / file).read_text(encoding="utf-8")))
    shown = [entity_in_words({"entity": name, "value": code})[1] for code in codes]
    assert len(set(shown)) == len(codes)
    assert [word for word in shown if "_" in word or "oe" in word or "ae" in word] == []
