"""The counting sees each kind of loss; otherwise a run without faults found would show nothing."""

import random

import pytest

from tests.faults.page import Store
from tests.faults.talkers import ChatPage
from tests.faults.verdict import WRONG, Verdict, judge, judge_browser


def row(seq, author, text, client_id=None, in_reply_to=None):
    state = "answered" if author == "citizen" else "none"
    return {
        "seq": seq, "author": author, "text": text, "client_id": client_id,
        "in_reply_to": in_reply_to, "answer_state": state,
    }  # fmt: skip


def talk():
    """A greeting and two questions with an answer each."""
    return [
        row(1, "bot", "hej"),
        row(2, "citizen", "en?", "a"),
        row(3, "bot", "en!", in_reply_to=2),
        row(4, "citizen", "to?", "b"),
        row(5, "bot", "to!", in_reply_to=4),
    ]


def page_with(rows, sent):
    page = ChatPage("", None, random.Random(0), {"id": "a", "token": "b", "messages": []})
    page.store = Store()
    page.store.shown = [(each["seq"], each["author"], each["text"]) for each in rows]
    page.sent = list(sent)
    return page


def found(rows, page):
    verdict = Verdict()
    judge(rows, [page], [page], verdict)
    return {name: getattr(verdict, name) for name in WRONG if getattr(verdict, name)}


def test_a_whole_talk_has_nothing_wrong():
    assert found(talk(), page_with(talk(), "ab")) == {}


@pytest.mark.parametrize(
    ("rows", "shown", "sent", "wrong"),
    [
        (talk(), talk(), "abc", {"lost": 1}),
        (talk(), talk(), "ba", {"stored_in_other_order": 1}),
        ([*talk(), row(6, "citizen", "en?", "a")], None, "ab", {"stored_twice": 1, "unanswered": 1}),
        (talk(), talk()[:-1], "ab", {"not_shown": 1}),
        (talk(), [*talk(), talk()[0]], "ab", {"shown_twice": 1}),
        (talk(), talk()[::-1], "ab", {"shown_in_other_order": 1}),
        (talk()[:-1], None, "ab", {"unanswered": 1}),
        ([*talk(), row(6, "bot", "to!", in_reply_to=4)], None, "ab", {"answered_twice": 1}),
        ([*talk()[:-1], row(5, "bot", "noget gik galt", in_reply_to=4)], None, "ab", {"apology_as_answer": 1}),
        ([*talk()[:-1], row(5, "system", "Din besked er gemt", in_reply_to=4)], None, "ab", {"unanswered": 1}),
    ],
)
def test_each_kind_of_loss_is_counted(rows, shown, sent, wrong):
    assert found(rows, page_with(shown or rows, sent)) == wrong


@pytest.mark.parametrize(
    ("seen", "written", "wrong"),
    [
        ([1, 2, 3, 4, 5], ["en?", "to?"], {}),
        ([1, 2, 3, 4, 5, -1], ["en?", "to?", "tre?"], {"lost": 1, "shown_in_other_order": 1}),
        ([1, 2, 3, 5], ["en?", "to?"], {"not_shown": 1}),
        ([1, 2, 3, 4, 4, 5], ["en?", "to?"], {"shown_twice": 1}),
        ([1, 2, 3, 5, 4], ["en?", "to?"], {"shown_in_other_order": 1}),
        ([1, 2, 3, 4, 5], ["to?", "en?"], {"stored_in_other_order": 1}),
    ],
)
def test_the_page_in_the_browser_is_counted_alike(seen, written, wrong):
    verdict = Verdict()
    judge_browser(talk(), seen, written, verdict)
    assert {name: getattr(verdict, name) for name in WRONG if getattr(verdict, name)} == wrong


def test_the_page_without_a_screen_drops_doubles_and_shows_in_order():
    store = Store()
    for seq in (1, 3, 3, 2, 2, 1, 5):
        store.add({"seq": seq, "author": "bot", "text": str(seq)})
    assert [seq for seq, _, _ in store.shown] == [1, 2, 3]
    assert store.has_gap
