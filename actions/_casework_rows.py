"""From an answer of the rules to the cells of a table: pure data, and the citizen's own text only as a quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions._casework_groups import Case
from actions._plain import decider
from actions._texts import first_sentence, has_text, say
from actions._wiring import rule_book
from rules_core import lookup
from rules_core.dates import danish_date

Answer = Mapping[str, Any]

MOST_EXCEPTIONS = 4
"""So many exceptions stand in a cell; the page of the rule has all of them."""

MOST_SOURCES = 2

LONGEST_QUOTE = 200
"""Of a text longer than this the first sentence is quoted."""

SURE_BY_NAME = ("other_row", "no_exemption")
"""Possibilities that hold when nothing special does, by their key in the texts of the rules."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row says beside its group: how the rule stands, the numbers, the exceptions and the source."""

    says: str
    value: str
    exceptions: str
    source: str
    status: str

    def line(self) -> str:
        """The same in running text."""
        parts = [self.says]
        parts += [say("casework.line_value", value=self.value)] if self.value else []
        parts += [say("casework.line_exceptions", exceptions=self.exceptions)] if self.exceptions else []
        parts += [say("casework.line_source", source=self.source)] if self.source else []
        return " ".join(_stopped(part) for part in parts)


def cells(answer: Answer | None, today: date) -> Cells:
    """The row of one answer; None = the rule is not for the group."""
    if answer is None:
        word = say("casework.status_does_not_apply")
        return Cells(word, "", "", "", word)
    stands, others = _standing(answer)
    if stands is None:
        alternatives = "; ".join(_option(option, answer) for option in others)
        word = say("casework.status_depends")
        return Cells(word, alternatives, "", sources(answer), word)
    word = status(stands["status"], answer)
    value, exceptions = amounts(stands, today), _exceptions(others, answer)
    return Cells(_says(word, stands, answer), value, exceptions, sources(answer), word)


def _standing(answer: Answer) -> tuple[Answer | None, Sequence[Answer]]:
    """How the rule stands when nothing special holds, and what may change it; None = it depends through and through."""
    options = list(answer.get("options") or ())
    if answer.get("base"):
        base = answer["base"]
        return base, [option for option in options if option["status"] != base["status"]]
    if answer["status"] != "unresolved" or not options:
        return answer, ()
    if len(options) == 1:
        return {**options[0], "parts": answer["parts"]}, ()
    sure = [option for option in options if _is_sure(option, answer)]
    if not sure:
        return None, options
    return {**sure[-1], "parts": ()}, [option for option in options if option is not sure[-1]]


def _is_sure(option: Answer, answer: Answer) -> bool:
    """Whether the option is the one that holds without anything special: its test came out true, or is no test."""
    texts = rule_book().texts
    if option["when"] in [texts.get("options", key) for key in SURE_BY_NAME]:
        return True
    return any(step["outcome"] is True and step["text"].endswith(f": {option['when']}.") for step in answer["steps"])


def _says(word: str, stands: Answer, answer: Answer) -> str:
    """The status in a word, and the citizen's text as a quote where a deadline does not say it all."""
    several = len(answer.get("options") or ()) > 1  # then the text of the answer says only what it depends on
    text = stands.get("text") or ("" if several else answer["text"])
    if stands.get("deadline") or not text or text == _generic(stands["status"], answer):
        return word
    shown = text if len(text) <= LONGEST_QUOTE else first_sentence(text)
    return say("casework.says", status=word, quote=quote(shown))


def _generic(name: str, answer: Answer) -> str:
    """What any rule says when it stands so; it tells nothing more than the status."""
    return rule_book().texts.sections["statuses"].get(name, "").replace("{title}", str(answer["title"]))


def status(name: str, answer: Answer) -> str:
    """`Pligt`, `Ret`, `Kommunen afgør` ...: what kind of rule it is when it applies, else how it stands."""
    if name == "applies":
        kind, bearer = answer["kind"], answer["bearer"]
        keys = (f"casework.kind_{kind}_{bearer}", f"casework.kind_{kind}", "casework.status_applies")
        return say(next(key for key in keys if has_text(key)))
    if name == "discretionary" and answer["decided_by"]:
        who = decider(answer["decided_by"])
        return say("casework.status_decided", decided_by=f"{who[0].upper()}{who[1:]}")
    return say(f"casework.status_{name}")


def amounts(found: Answer, today: date) -> str:
    """The deadline, the number and its parts, as far as the rule has them."""
    deadline, value = found.get("deadline") or {}, found.get("value") or {}
    parts = [_deadline(deadline, today)] if deadline else []
    parts += [_amount(value)] if value.get("amount") is not None else []
    for part in found.get("parts") or ():
        told = part.get("amount") is not None and part.get("unit")
        parts.append(
            say("casework.part", what=quote(part["what"]), amount=_amount(part)) if told else quote(part["what"])
        )
    return "; ".join(part for part in parts if part)


def _amount(value: Answer) -> str:
    amount = f"{value['amount']:,}".replace(",", "_").replace(".", ",").replace("_", ".")
    return f"{amount} {rule_book().texts.unit(value['unit'], value['amount'])}".strip()


def _deadline(deadline: Answer, today: date) -> str:
    if not deadline.get("date"):
        return quote(deadline["phrase"])
    day = date.fromisoformat(deadline["date"])
    shown = str(deadline.get("calculation") or danish_date(day))
    if day < today:
        return f"{shown}. {say('casework.day_passed')}"
    return f"{shown}. {quote(deadline['warning'])}" if deadline.get("warning") else shown


def with_row_texts(answer: Answer, case: Case, day: date) -> Answer:
    """An open answer with the text of its row beside each possibility: "op til 4 uger" says more than "4 uger"."""
    options = list(answer.get("options") or ())
    if len(options) < 2 or not any((option.get("value") or {}).get("amount") for option in options):  # noqa: PLR2004 - one possibility says itself
        return answer
    rows = lookup(answer["rule"], case.group, day, facts=case.facts, ruleset=rule_book()).to_json()["rows"]
    return {
        **answer,
        "options": [{**option, "text": option.get("text") or _row_text(option, rows)} for option in options],
    }


def _row_text(option: Answer, rows: Sequence[Answer]) -> str:
    """The text of the rows with the same outcome, if it is one text."""
    texts = {row["text"] for row in rows if (row["status"], row["value"]) == (option["status"], option.get("value"))}
    return texts.pop() if len(texts) == 1 else ""


def _exceptions(options: Sequence[Answer], answer: Answer) -> str:
    told = [_option(option, answer) for option in options[:MOST_EXCEPTIONS]]
    left = len(options) - len(told)
    return "; ".join((*told, *([say("casework.more_exceptions", count=left)] if left else [])))


def _option(option: Answer, answer: Answer) -> str:
    """`8 uger: »du er fyldt 50 år ...«`."""
    deadline, value = option.get("deadline") or {}, option.get("value") or {}
    outcome = str(deadline.get("length") or "") or (_amount(value) if value.get("amount") is not None else "")
    if option["status"] != "applies" or not outcome:
        word = status(option["status"], answer)
        outcome = say("casework.option_status", status=word, amount=outcome) if outcome else word
    return say("casework.option", outcome=outcome, quote=quote(option["when"]))


def sources(answer: Answer) -> str:
    """The leading sources in short: `LAB, § 61`."""
    book = rule_book().sources
    found = [", ".join(part for part in (_short(book, one), one["section"]) if part) for one in answer["sources"]]
    return "; ".join(list(dict.fromkeys(found))[:MOST_SOURCES])


def _short(book: Mapping[str, Any], source: Answer) -> str:
    known = book.get(source["id"])
    return str(known.short if known and known.short else source["title"])


def quote(text: str) -> str:
    """The citizen's own text, marked as such."""
    return say("casework.quote", text=text)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", ".«")) else f"{text}."
