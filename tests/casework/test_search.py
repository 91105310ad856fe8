"""Finding conversations by what was said and by what became of them, within what a role may see."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest

from casework.archive import feedback, search
from casework.archive.csv_file import csv_bytes
from casework.archive.errors import ViewNameError
from casework.archive.folding import fold
from casework.archive.search_records import Wanted
from casework.conversations import service as conversations
from casework.conversations.answering import Lease, record_answers
from casework.conversations.records import DialogueChange, Incoming, NewMessage
from casework.db import Database
from casework.handoff import service as handoff
from casework.handoff.records import Receiver
from casework.identity import accounts
from casework.identity.records import StaffMember
from casework.privacy import access
from casework.privacy.errors import ReasonMissingError
from casework.privacy.masking import CPR_MASK
from tests.casework.handoff_factories import ask_for_person
from tests.support.staff import make_staff

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Talk = tuple[str, str]


def member(role: str, number: int = 99) -> StaffMember:
    """Somebody of this role; the search asks for no more than that."""
    return StaffMember(id=number, username="x", name="Mette Holm", shown_name="Mette", role=role)


def talk(*texts: str, at: datetime = NOW, topic: str = "cv", intent: str = "cv", answer: str = "svar") -> Talk:
    """A conversation in which the citizen said this, last used at `at`."""
    conversation_id, token, _ = conversations.open_conversation([NewMessage(text="Hej, jeg kender fødsler")], now=at)
    lease = Lease(seconds=12)
    for number, text in enumerate(texts):
        incoming = Incoming(client_id=str(number), text=text)
        job = conversations.receive_message(conversation_id, token, incoming, now=at, lease=lease).job
        replies = [NewMessage(text=answer, answer={"topic": topic})]
        record_answers(job, replies, now=at, lease=lease, understood={"intent": intent})
    return conversation_id, token


def found(staff: StaffMember | None = None, **wanted: object) -> list[str]:
    page = search.search(Wanted(**wanted), staff or member("support"))  # type: ignore[arg-type]  # fields by name
    return [one.conversation_id for one in page.found]


def test_words_are_found_however_they_are_written(database: Database):
    written = ("min FØDSEL", "min fødsel.", "Fødselsorlov", "min foedsel")
    wanted = {talk(text)[0] for text in written}
    talk("noget andet")
    for query in ("fødsel", "FØDSEL", "foedsel", "Foedsel", "ødsel", "  fødsel  "):
        assert set(found(text=query)) == wanted, query


def test_the_danish_letters_are_alike_both_ways(database: Database):
    for query, written in (("på", "paa"), ("PAA1", "På1"), ("ære", "AERE"), ("årsag", "AARSAG"), ("idé", "IDE")):
        one = talk(written)
        assert one[0] in found(text=query), query


def test_folding_is_the_same_for_what_is_typed():
    assert fold("Æ æ Ø ø Å å É é Z") == "ae ae oe oe aa aa e e z"


def test_all_words_must_be_there_in_any_message(database: Database):
    both = talk("om ferie", "og sygdom")
    talk("om ferie")
    assert found(text="sygdom ferie") == [both[0]]


def test_what_the_assistant_says_is_not_searched(database: Database):
    talk("hej", answer="noget om ferie")
    assert found(text="ferie") == []


def test_signs_of_patterns_stand_for_themselves(database: Database):
    for sign in ("%", "_", "\\"):
        one = talk(f"50{sign}x")
        assert found(text=f"0{sign}x") == [one[0]], sign


def test_the_period_counts_danish_days_with_both_ends(database: Database):
    # 22.59 UTC is 23.59 in Denmark; a minute later it is the next day there.
    before = talk("a", at=datetime(2026, 11, 19, 22, 59, tzinfo=UTC))
    first = talk("b", at=datetime(2026, 11, 19, 23, 0, tzinfo=UTC))
    last = talk("c", at=datetime(2026, 11, 20, 22, 59, tzinfo=UTC))
    after = talk("d", at=datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    day = date(2026, 11, 20)
    assert found(since=day, until=day) == [last[0], first[0]]
    assert found(since=day) == [after[0], last[0], first[0]]
    assert found(until=day) == [last[0], first[0], before[0]]


def test_the_topic_may_be_the_present_one_or_one_of_earlier(database: Database):
    earlier, present = talk("a", topic="ferie"), talk("b", topic="cv")
    conversations.save_turn(present[0], dialogue=DialogueChange(topic="sygdom"), now=NOW)
    assert found(topic="ferie") == [earlier[0]]
    assert found(topic="sygdom") == [present[0]]
    assert found(topic="barsel") == []


def test_ratings_are_found_by_how_good_they_are(database: Database):
    ratings = {1: "low", 2: "low", 3: "middle", 4: "middle", 5: "high", 6: "high", None: "none"}
    talks = {score: talk("a") for score in ratings}
    for score, one in talks.items():
        if score:
            feedback.rate(*one, score, None, now=NOW)
    for rating in ("low", "middle", "high", "none"):
        assert set(found(rating=rating)) == {talks[score][0] for score in ratings if ratings[score] == rating}


def test_thumbs_state_and_misses(database: Database):
    up, down, missed = talk("a"), talk("b"), talk("c", intent="nlu_fallback")
    feedback.thumb(*up, 3, up=True, now=NOW)
    feedback.thumb(*down, 3, up=False, now=NOW)
    handoff_of(missed)
    assert found(thumb="up") == [up[0]]
    assert found(thumb="down") == [down[0]]
    assert found(missed=True) == [missed[0]]
    assert found(state="waiting") == [missed[0]]
    assert found(handed="yes") == [missed[0]]
    assert set(found(handed="no")) == {up[0], down[0]}


def handoff_of(asked: Talk, owner: StaffMember | None = None) -> None:
    ask_for_person(asked)
    if owner is not None:
        handoff.claim(asked[0], owner.id, now=NOW)


def test_owner_and_team_are_those_who_have_or_had_it(database: Database):
    mette, bo = make_staff(), make_staff()
    team = accounts.save_team(None, name="Ferie", kind="team", contact=None)
    one, other = talk("a"), talk("b")
    handoff_of(one, mette)
    handoff_of(other, bo)
    handoff.close(one[0], mette.id, now=NOW)
    handoff.forward(other[0], bo.id, Receiver(team_id=team.id), reason="ferie", now=NOW)
    assert found(owner_id=mette.id) == [one[0]]
    assert found(team_id=team.id) == [other[0]]


def test_caseworkers_find_only_what_has_to_do_with_people(database: Database):
    handed, _alone = talk("a"), talk("b")
    handoff_of(handed)
    caseworker = member("caseworker")
    assert found(caseworker) == [handed[0]]
    for role in ("support", "administrator"):
        assert len(found(member(role))) == 2


def test_what_may_be_opened_is_what_may_be_found(database: Database):
    handed, alone = talk("a"), talk("b")
    handoff_of(handed)
    caseworker, support = member("caseworker"), member("support")
    assert search.may_see(handed[0], caseworker)
    assert not search.may_see(alone[0], caseworker)
    assert search.may_see(alone[0], support)


def test_pages_follow_each_other_without_holes_or_doubles(database: Database):
    moments = [NOW - timedelta(minutes=number // 2) for number in range(7)]
    talks = {talk("x", at=moment)[0] for moment in moments}
    staff, after, seen = member("support"), None, []
    for size in (3, 3, 1):
        page = search.search(Wanted(), staff, after=after, size=3)
        assert len(page.found) == size
        seen += page.found
        after = page.after
    assert after is None
    assert {one.conversation_id for one in seen} == talks
    assert [one.updated_at for one in seen] == sorted((one.updated_at for one in seen), reverse=True)


def test_a_last_page_that_is_just_full_has_no_next(database: Database):
    for number in range(3):
        talk("x", at=NOW - timedelta(minutes=number))
    assert search.search(Wanted(), member("support"), size=3).after is None


def test_a_find_tells_figures_and_no_word_of_the_talk(database: Database):
    one = talk("hemmeligt", "igen")
    feedback.thumb(*one, 3, up=True, now=NOW)
    feedback.rate(*one, 5, None, now=NOW)
    (seen,) = search.search(Wanted(), member("support")).found
    assert (seen.said, seen.up, seen.down, seen.rating, seen.handed) == (2, 1, 0, 5, False)
    assert "hemmeligt" not in repr(seen)


def test_an_export_needs_a_reason_and_is_logged_for_each_conversation(database: Database):
    one, other = talk("a"), talk("b")
    staff = member("support")
    with pytest.raises(ReasonMissingError):
        search.export(Wanted(), staff, reason=" ", now=NOW)
    assert access.readings(one[0]) == []
    assert len(search.export(Wanted(), staff, reason="årsrapport", now=NOW)) == 2
    for conversation_id in (one[0], other[0]):
        (reading,) = access.readings(conversation_id)
        assert (reading.purpose, reading.reason, reading.staff_id) == ("export", "årsrapport", staff.id)


def test_searches_are_kept_per_person_and_replaced_by_name(database: Database):
    mette, bo = make_staff(), make_staff()
    search.save_view(mette.id, "soeg", " Mine  ", "tilstand=waiting")
    search.save_view(mette.id, "soeg", "Mine", "tilstand=closed")
    search.save_view(mette.id, "soeg", "cpr 010170-1234", "q=010170-1234")
    kept = search.views(mette.id, "soeg")
    assert [(view.name, view.query) for view in kept][1] == ("Mine", "tilstand=closed")
    assert "010170" not in repr(kept)
    assert search.views(bo.id, "soeg") == []
    search.delete_view(bo.id, kept[1].id)
    assert len(search.views(mette.id, "soeg")) == 2
    search.delete_view(mette.id, kept[1].id)
    assert len(search.views(mette.id, "soeg")) == 1


def test_a_saved_search_needs_a_name_that_fits(database: Database):
    staff = make_staff()
    for length, kept in ((0, False), (1, True), (60, True), (61, False)):
        if kept:
            search.save_view(staff.id, "soeg", "x" * length, "q=1")
        else:
            with pytest.raises(ViewNameError):
                search.save_view(staff.id, "soeg", "x" * length, "q=1")
    assert len(search.views(staff.id, "soeg")) == 2


@pytest.mark.parametrize("number", ["010170 1234", "01/01/70-1234", "010170–1234", "010170\u200b-1234"])
def test_a_cpr_number_in_a_kept_search_is_hidden_however_it_is_written(database: Database, number: str):
    staff = make_staff()
    search.save_view(staff.id, "soeg", "Mine", urlencode({"q": f"sag {number}", "emne": "cv"}))
    (kept,) = search.views(staff.id, "soeg")
    assert parse_qsl(kept.query) == [("q", f"sag {CPR_MASK}"), ("emne", "cv")]


def test_a_conversation_is_found_by_its_number(database: Database):
    one, _other = talk("a"), talk("b")
    assert found(number=one[0]) == [one[0]]


def test_a_cell_is_never_a_formula():
    made = csv_bytes([["=1+1", "-x", "fin; god", None, 5], ['"ja"', "æøå"]]).decode("utf-8-sig")
    assert made == '\'=1+1;\'-x;"fin; god";;5\r\n"""ja""";æøå\r\n'
    assert csv_bytes([["a"]]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("sign", ["å", "😀"])
def test_words_of_signs_that_take_much_room_are_kept_as_far_as_they_fit(database: Database, sign: str):
    me = make_staff("support")
    key = search.keep_asked(me.id, urlencode({"q": sign * 100, "tilstand": "bot"}))
    kept = dict(parse_qsl(search.asked(me.id, key) or ""))
    assert kept["tilstand"] == "bot"
    assert 70 < len(kept["q"]) <= 100
    assert set(kept["q"]) == {sign}
