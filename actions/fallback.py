"""When the message was not understood, or not surely."""

import re
from collections.abc import Sequence
from dataclasses import replace

from actions._answer_parts import human_button
from actions._boundary import TurnAction
from actions._casework import is_follow_up
from actions._facts import understand
from actions._flow import current_topic, missed, proceed, read_message
from actions._menu import menu_buttons
from actions._messages import Button, Link, Reply, payload
from actions._outdated import deleting, outdated
from actions._reminder_own import show_own
from actions._reminder_state import OFF, ON
from actions._suggestions import suggested_pages
from actions._texts import say
from actions._topics import has_title, title, topic_of
from actions._turn import Outcome, Turn
from actions._wiring import authority
from actions.rule_topics import answer_topic, inform
from casework.conversations.records import MISSES_BEFORE_HUMAN, DialogueChange

SUGGESTIONS = 3
NOT_UNDERSTOOD = "out_of_scope"
"""What a message that nothing was made of counts as: topics are those of the list, and this is the one outside it."""

REMINDERS = frozenset((ON, OFF))

NOT_OFFERED = frozenset(("out_of_scope", "greeting", "thanks", "distress", "bot_complaint"))
"""Nobody presses a button that says hello, thanks or "I have a hard time"."""


LEANS_ON_THE_TALK = 8
"""So many words at most: a longer message says by itself what it is about."""

NEARLY_AS_LIKELY = 0.5
"""How likely, next to the first guess, a guess must be that the talk speaks for."""

_WORDLESS = (
    "hvor længe lang tid tit meget mange har får skal må kan er bliver varer tager gælder jeg man det den så nu da og "
    "men ok hvem hvornår hvordan bestemmer afgør stadig egentlig mon"
)
OWN_WORDLESS = frozenset(re.findall(r"\w+", _WORDLESS))
"""Words that say nothing of what a question is about."""

_GROUPS = (
    "hvad med for samme også end på før efter i var året år dengang aktivitetsparat jobparat uddannelsesparat åbenlyst "
    "dagpenge kontanthjælp sygedagpenge uddannelseshjælp ledighedsydelse revalidering ressourceforløb jobafklaring"
)
GROUP_WORDS = frozenset(re.findall(r"\w+", _GROUPS))
"""Words that name a group or a time, or lead to one."""


class ActionDidYouMean(TurnAction):
    """Asks which of the likeliest topics is meant."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_did_you_mean"

    def decide(self, turn: Turn) -> Outcome:
        """See `did_you_mean`."""
        return did_you_mean(turn)


class ActionDefaultFallback(TurnAction):
    """Says that the message was not understood and how to go on."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_default_fallback"

    def decide(self, turn: Turn) -> Outcome:
        """See `fallback`."""
        return fallback(turn)


def did_you_mean(turn: Turn) -> Outcome:
    """At most three topics as buttons; when none of the guesses has a name people know, it is a miss."""
    topic = current_topic(turn)
    if topic is not None and is_follow_up(turn):
        return proceed(turn, topic, read_message(turn, topic), as_of=turn.dialogue.as_of)
    names = dict.fromkeys(str(guess.get("name")) for guess in turn.ranking)
    topics = [name for name in names if has_title(name) and name not in NOT_OFFERED][:SUGGESTIONS]
    if not topics:
        return fallback(turn)
    if _group_told(turn):
        return inform(turn)
    meant = near_the_talk(turn, topics)
    if meant in REMINDERS:
        # Nothing is switched on or off by a guess: what is on is shown, with the buttons for both.
        return show_own(turn)
    if meant is not None:
        return answer_topic(replace(turn, intent=meant))
    asked_before = turn.dialogue.misses > 0
    offered = tuple(Button(title(topic), payload(topic)) for topic in topics)
    buttons = (*offered[:-1], human_button()) if asked_before and len(offered) == SUGGESTIONS else offered
    if asked_before and len(offered) < SUGGESTIONS:
        buttons = (*offered, human_button())
    text = say("general.did_you_mean_again" if asked_before else "general.did_you_mean")
    reply = Reply(text=text, buttons=buttons, topic=topics[0])
    # What was told beside the question is kept: the button that is pressed next carries the topic alone.
    facts = understand(turn.entities, date_fact=None, today=turn.today).facts
    outcome = Outcome(reply=reply, facts=facts, change=DialogueChange(misses=turn.dialogue.misses + 1))
    return deleting(outcome, outdated(turn.known, facts))


def near_the_talk(turn: Turn, guesses: Sequence[str]) -> str | None:
    """The guess that the talk itself makes plain: "hvor længe?" right after løntilskud is about løntilskud.

    Only short messages lean on what was said before. A guess must be nearly as likely as the first one, unless the
    message has no word of its own ("hvem bestemmer det?"): that is about the topic at hand in any case.
    """
    topic = topic_of(turn.dialogue.topic)
    words = re.findall(r"\w+", turn.text.lower())
    if topic is None or not words or len(words) > LEANS_ON_THE_TALK:
        return None
    sure = {str(guess.get("name")): float(guess.get("confidence") or 0) for guess in turn.ranking}
    least = NEARLY_AS_LIKELY * sure[guesses[0]]
    near = {*topic.followups, topic.id}
    if OWN_WORDLESS.issuperset(words):
        return next((guess for guess in sure if _family(guess) == _family(topic.id)), topic.id)
    if _family(guesses[0]) == _family(topic.id):
        return guesses[0]
    return next((guess for guess in guesses if guess in near and sure[guess] >= least), None)


def _family(topic: str) -> str:
    """Topics of one thing begin with the same word: `joblog_missed` and `joblog_how_often`."""
    return topic.partition("_")[0]


def _group_told(turn: Turn) -> bool:
    """Whether a message after an answer names a group or a year and nothing else: "og aktivitetsparat?", "hvordan var
    det før 2020?". One word more, and it may be a question of its own."""
    told = {entity.get("entity") for entity in turn.entities}
    words = re.findall(r"[^\W\d]+", turn.text.lower())
    return (
        current_topic(turn) is not None
        and bool(told & {"ydelse", "visitation", "aar"})
        and (OWN_WORDLESS | GROUP_WORDS).issuperset(words)
    )


def fallback(turn: Turn) -> Outcome:
    """The waiting question once more; else what the rule book has on those words and a human, or examples; the second
    time in a row a human first of all."""
    waiting = missed(turn)
    if waiting is not None:
        return waiting
    misses = turn.dialogue.misses + 1
    contact = authority()
    pages = suggested_pages(turn.text, turn.today)
    if misses >= MISSES_BEFORE_HUMAN:
        text = say("general.fallback_human", **{key: contact[key] for key in ("authority", "phone", "hours")})
        buttons = (human_button(), *menu_buttons()[:-1])
        reply = Reply(text=_with_pages(text, pages), buttons=buttons, topic=NOT_UNDERSTOOD, links=pages)
    elif pages:
        text = _with_pages(say("general.fallback_pages"), pages)
        reply = Reply(text=text, buttons=(human_button(),), topic=NOT_UNDERSTOOD, links=pages)
    else:
        reply = Reply(text=say("general.fallback"), buttons=menu_buttons(), topic=NOT_UNDERSTOOD)
    return Outcome(reply=reply, change=DialogueChange(misses=misses))


def _with_pages(text: str, pages: tuple[Link, ...]) -> str:
    return "\n".join((text, *(say("answer.bullet", text=page.text) for page in pages)))
