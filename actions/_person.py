"""Whose case a message is about: the citizen's own, or that of another person the talk has turned to."""

import re
from dataclasses import replace

from actions._texts import has_text, say
from actions._turn import Turn

PERSON_ENTITY = "person"
ON_BEHALF = "on_behalf"
SELF = "mig"
"""The entity's value when the citizen speaks of themself again."""

OWN_WORDS = re.compile(r"\b(?:jeg|mig|mit|mine)\b", re.IGNORECASE)
"""Words that only make sense when the message is about the writer."""

OWN_BENEFIT = re.compile(
    r"\bmine? (?:egne?n? )?(?:dagpenge|kontanthjælp|sygedagpenge|uddannelseshjælp|ledighedsydelse|ydelse|hjælp)\b",
    re.IGNORECASE,
)
"""Whose benefit it is: "min kone får efterløn, går det ud over mine dagpenge?" is about the writer."""


def named_person(turn: Turn) -> str | None:
    """The other person that the message names, as a key of person.yml; None when it names the citizen or nobody."""
    named = [str(entity.get("value")) for entity in turn.entities if entity.get("entity") == PERSON_ENTITY]
    if any(mine_text(person) == turn.dialogue.on_behalf_of for person in named):
        return None  # the talk is about that person anyway
    if (
        SELF in named
        or OWN_BENEFIT.search(turn.text)
        or (not named and (turn.dialogue.about is None or OWN_WORDS.search(turn.text)))
    ):
        return None
    return next((person for person in named if has_text(f"person.{person}")), "anden")


def person_text(person: str) -> str:
    """`din kone`."""
    return say(f"person.{person}")


def mine_text(person: str) -> str:
    """`min kone`, as the citizen would say it; "en anden" for whoever has no words of their own."""
    return say(f"person_mine.{person}" if has_text(f"person_mine.{person}") else "person_mine.anden")


def whom(turn: Turn) -> str | None:
    """The other person the talk is about, as in a sentence; None when it is about the citizen."""
    return person_text(turn.dialogue.about) if turn.dialogue.about else None


def for_whom(turn: Turn) -> str:
    """That the answer is about the other person, although it says "du"; "" when it is about the citizen."""
    person = whom(turn)
    return say("general.answers_for_other", person=person) if person else ""


def about_another(turn: Turn, person: str) -> Turn:
    """The turn as one about that person: nothing is known of them that was not told of them."""
    known = turn.dialogue.about_facts if turn.dialogue.about == person else {}
    dialogue = replace(turn.dialogue, about=person, about_facts=known, asked_fact=None, asked_kind=None)
    return replace(turn, dialogue=dialogue)


def about_whom(turn: Turn) -> Turn:
    """The turn about the person its words show it to be about.

    Words such as "jeg" bring the talk back to the citizen. A benefit that is told of somebody else ("min datter får
    kontanthjælp, hvornår skal hun ...") turns it to that person.
    """
    if turn.text.startswith("/") or turn.intent == ON_BEHALF:
        return turn  # a button goes on with what was asked; whoever writes for another says so once for all
    person = named_person(turn)
    if person is None:
        return _about_self(turn)
    if _tells_a_benefit_of(turn) and person != turn.dialogue.about:
        return about_another(turn, person)
    return turn


def _tells_a_benefit_of(turn: Turn) -> bool:
    """Whether the message names another person and the benefit or the assessment that person has."""
    names = {entity.get("entity") for entity in turn.entities}
    return PERSON_ENTITY in names and bool(names & {"ydelse", "visitation"})


def _about_self(turn: Turn) -> Turn:
    if turn.dialogue.about is None:
        return turn
    return replace(turn, dialogue=replace(turn.dialogue, about=None, about_facts={}, asked_fact=None, asked_kind=None))
