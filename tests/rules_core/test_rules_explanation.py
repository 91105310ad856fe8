"""How an answer is told: reasons and sources."""

from rule_factories import FRIDAY, answer, make_book, ref, rule, version

from rules_core import Status

TWO_WEEKS = {"anchor": "tilmeldt", "weeks": 2}
FREED = {"id": "f", "when": {"fact": "fritaget", "is": True}, "label": "du er fritaget", "sources": [ref()]}


def book_of(tmp_path, **overrides):
    return make_book(tmp_path, rule(version(**overrides)))


def test_the_reason_names_the_persons_own_event_and_not_every_event_of_the_exemption(tmp_path):
    soon = {"any": [{"fact": fact, "within": {"weeks": 6}} for fact in ("job_start", "tilmeldt")]}
    several = {**FREED, "when": soon, "label": "du snart begynder på noget af det her"}
    book = book_of(tmp_path, exemptions=[several])
    found = answer(book, FRIDAY, ydelse="dagpenge", job_start="2026-12-11")
    assert found.status is Status.EXEMPT
    assert "fredag den 11. december 2026" in found.text
    assert "noget af det her" not in found.text


def test_the_most_exact_source_of_a_rank_stands_first(tmp_path):
    row = {"deadline": TWO_WEEKS, "sources": [ref(section="§ 2, stk. 3")]}
    found = answer(book_of(tmp_path, outcomes=[row]), ydelse="dagpenge", tilmeldt="2026-11-02")
    assert found.sources[0].section == "§ 2, stk. 3"
