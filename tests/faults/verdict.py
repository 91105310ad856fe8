"""What the database and every page say in the end, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import create_engine, text

from tests.faults.page import Line

APOLOGY = "Din besked er gemt"
BROKEN_ANSWER = "noget gik galt"
Row = dict[str, Any]


@dataclass
class Verdict:
    """Counts over all conversations. The first block is how much there was; everything in `WRONG` must be zero."""

    conversations: int = 0
    pages: int = 0
    sent: int = 0
    answers: int = 0
    apologies: int = 0
    by_person: int = 0
    lost: int = 0
    stored_twice: int = 0
    stored_in_other_order: int = 0
    not_shown: int = 0
    shown_twice: int = 0
    shown_in_other_order: int = 0
    unanswered: int = 0
    answered_twice: int = 0
    apology_as_answer: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not any(getattr(self, name) for name in WRONG)

    def note(self, name: str, count: int, example: str) -> None:
        """Count something that is wrong, with an example."""
        if count:
            setattr(self, name, getattr(self, name) + count)
            self.examples.append(f"{name}: {example}")


WRONG = (
    "lost",
    "stored_twice",
    "stored_in_other_order",
    "not_shown",
    "shown_twice",
    "shown_in_other_order",
    "unanswered",
    "answered_twice",
    "apology_as_answer",
)
TITLES = {
    "conversations": "samtaler",
    "pages": "åbne sider",
    "sent": "beskeder sendt",
    "answers": "svar fra assistenten",
    "by_person": "svar fra sagsbehandlere",
    "apologies": "beklagelser undervejs",
    "lost": "tabt",
    "stored_twice": "gemt to gange",
    "stored_in_other_order": "gemt i anden rækkefølge",
    "not_shown": "ikke vist",
    "shown_twice": "vist to gange",
    "shown_in_other_order": "vist i anden rækkefølge",
    "unanswered": "spørgsmål uden svar",
    "answered_twice": "spørgsmål med to svar",
    "apology_as_answer": "beklagelse i stedet for svar",
}


def read_conversation(database_url: str, conversation_id: str) -> list[Row]:
    """All messages of a conversation as stored, in order."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            found = connection.execute(
                text(
                    "SELECT seq, author, text, client_id, in_reply_to, answer_state FROM messages"
                    " WHERE conversation_id = :id ORDER BY seq"
                ),
                {"id": conversation_id},
            )
            return [dict(row._mapping) for row in found]
    finally:
        engine.dispose()


def judge(rows: Sequence[Row], pages: Sequence[Line], senders: Sequence[Line], verdict: Verdict) -> None:
    """Compare a conversation's rows with what was written (`senders`) and with what each page has shown."""
    verdict.conversations += 1
    for sender in senders:
        _judge_sent(rows, sender.sent, verdict)
    for page in pages:
        judge_shown(rows, [(seq, said) for seq, _, said in page.store.shown], verdict)
    _judge_answers(rows, verdict)


def judge_browser(rows: Sequence[Row], seen: Sequence[int], written: Sequence[str], verdict: Verdict) -> None:
    """The real page: `seen` = the numbers on it from top to bottom, `written` = what was typed."""
    verdict.conversations += 1
    verdict.sent += len(written)
    stored = [row["text"] for row in rows if row["author"] == "citizen"]
    verdict.note("lost", max(0, len(written) - len(stored)), "i browseren")
    verdict.note("stored_twice", max(0, len(stored) - len(written)), "i browseren")
    if len(stored) == len(written):
        verdict.note("stored_in_other_order", int(stored != list(written)), "i browseren")
    texts = {row["seq"]: row["text"] for row in rows}
    judge_shown(rows, [(seq, texts.get(seq, "")) for seq in seen], verdict)
    _judge_answers(rows, verdict)


def _judge_sent(rows: Sequence[Row], sent: Sequence[str], verdict: Verdict) -> None:
    stored = [row["client_id"] for row in rows if row["client_id"] in set(sent)]
    verdict.sent += len(sent)
    lost = set(sent) - set(stored)
    verdict.note("lost", len(lost), str(sorted(lost)[:2]))
    verdict.note("stored_twice", len(stored) - len(set(stored)), "")
    if sorted(stored) == sorted(sent):
        verdict.note("stored_in_other_order", int(stored != list(sent)), "")


def judge_shown(rows: Sequence[Row], shown: Sequence[tuple[int, str]], verdict: Verdict) -> None:
    """One page: everything that is stored is shown once, in the order it is stored. `shown` = (seq, text)."""
    verdict.pages += 1
    stored = [(row["seq"], row["text"]) for row in rows]
    missing = [each for each in stored if each not in set(shown)]
    twice = [each for each, count in Counter(shown).items() if count > 1]
    verdict.note("not_shown", len(missing), str([seq for seq, _ in missing[:5]]))
    verdict.note("shown_twice", len(twice), str([seq for seq, _ in twice[:5]]))
    if not missing and not twice:
        verdict.note("shown_in_other_order", int(list(shown) != stored), "")


def _judge_answers(rows: Sequence[Row], verdict: Verdict) -> None:
    replies = Counter(row["in_reply_to"] for row in rows if row["author"] == "bot" and row["in_reply_to"])
    asked = [row for row in rows if row["author"] == "citizen" and row["answer_state"] != "none"]
    for row in asked:
        answers = replies[row["seq"]]
        verdict.note("unanswered", int(answers == 0), f"nr. {row['seq']} {row['answer_state']}")
        verdict.note("answered_twice", int(answers > 1), f"nr. {row['seq']} {row['text']!r} x {answers}")
    verdict.answers += sum(replies.values())
    verdict.by_person += sum(row["author"] == "caseworker" for row in rows)
    verdict.apologies += sum(row["author"] == "system" and APOLOGY in row["text"] for row in rows)
    broken = [row["seq"] for row in rows if row["author"] == "bot" and BROKEN_ANSWER in row["text"]]
    verdict.note("apology_as_answer", len(broken), str(broken[:5]))


def table(verdicts: dict[str, Verdict]) -> str:
    """All counts side by side, in Danish."""
    names = list(verdicts)
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for one in fields(Verdict):
        if one.name in TITLES:
            cells = [str(getattr(verdicts[name], one.name)) for name in names]
            lines.append(f"| {TITLES[one.name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
