"""What a citizen thinks of the talk and of each answer."""

import pytest

from casework.archive import feedback
from casework.archive.errors import BadScoreError, NoSuchAnswerError
from casework.conversations import service as conversations
from casework.conversations.answering import Lease
from casework.conversations.errors import NotAllowedError
from casework.conversations.models import ConversationRow
from casework.conversations.records import Incoming
from casework.db import Database, session_scope
from casework.privacy.masking import CPR_MASK
from tests.casework.handoff_factories import NOW, open_talk


def kept(talk: tuple[str, str]) -> tuple[int | None, str | None]:
    with session_scope(read_only=True) as session:
        row = session.get_one(ConversationRow, talk[0])
        return row.rating, row.rating_comment


@pytest.mark.parametrize("score", [1, 6])
def test_the_lowest_and_the_highest_score_are_kept(database: Database, score: int):
    talk = open_talk()
    feedback.rate(*talk, score, "fin", now=NOW)
    assert kept(talk) == (score, "fin")


@pytest.mark.parametrize("score", [0, 7])
def test_a_score_outside_the_scale_is_refused(database: Database, score: int):
    talk = open_talk()
    with pytest.raises(BadScoreError):
        feedback.rate(*talk, score, None, now=NOW)
    assert kept(talk) == (None, None)


def test_a_later_rating_replaces_the_earlier(database: Database):
    talk = open_talk()
    feedback.rate(*talk, 2, "dårlig", now=NOW)
    feedback.rate(*talk, 5, "  ", now=NOW)
    assert kept(talk) == (5, None)


def test_a_cpr_number_in_the_comment_is_hidden_even_at_the_cut(database: Database):
    talk = open_talk()
    feedback.rate(*talk, 3, "x" * (feedback.LONGEST_COMMENT - 6) + " 010170-1234", now=NOW)
    comment = kept(talk)[1] or ""
    assert "010170" not in comment
    assert len(comment) == feedback.LONGEST_COMMENT
    assert feedback.rate(*talk, 3, "mit nr 010170-1234", now=NOW) == f"mit nr {CPR_MASK}"


def test_a_thumb_is_set_turned_and_taken_back(database: Database):
    talk = open_talk()
    seen = []
    for up in (True, False, None):
        feedback.thumb(*talk, 1, up=up, now=NOW)
        seen.append(conversations.messages_after(*talk, 0)[0][0].thumb)
    assert seen == [1, -1, None]


def test_only_answers_of_this_conversation_can_be_judged(database: Database):
    talk, other = open_talk(), open_talk()
    incoming = Incoming(client_id="a", text="hej")
    conversations.receive_message(*talk, incoming, now=NOW, lease=Lease(seconds=12))
    for seq in (2, 3):
        with pytest.raises(NoSuchAnswerError):
            feedback.thumb(*talk, seq, up=True, now=NOW)
    feedback.thumb(*talk, 1, up=True, now=NOW)
    assert conversations.messages_after(*other, 0)[0][0].thumb is None


def test_without_the_token_nothing_is_judged(database: Database):
    talk = open_talk()
    with pytest.raises(NotAllowedError):
        feedback.rate(talk[0], "x", 1, None, now=NOW)
    with pytest.raises(NotAllowedError):
        feedback.thumb(talk[0], "x", 1, up=True, now=NOW)
