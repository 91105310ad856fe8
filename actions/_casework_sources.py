"""The sources of the last tables in full, for those who advise citizens."""

from actions._answer_parts import paragraphs
from actions._casework import answers_of_last
from actions._messages import Reply
from actions._plain import source_lines
from actions._suggestions import rule_page
from actions._texts import say
from actions._turn import Outcome, Turn
from casework.conversations.records import DialogueChange

MOST_RULES = 3


def casework_sources(turn: Turn) -> Outcome | None:
    """Each rule of the last question with every source, its section and its address; None without such a question."""
    told = answers_of_last(turn)
    if told is None:
        return None
    topic, ruled = told
    parts = [
        "\n".join((say("casework.sources_of", rule=one.rule), *source_lines(one.known))) for one in ruled[:MOST_RULES]
    ]
    links = tuple(rule_page(one.rule, say("casework.rule_page", rule=one.rule)) for one in ruled[:MOST_RULES])
    reply = Reply(text=paragraphs(*parts), topic=topic.id, links=links)
    return Outcome(reply=reply, change=DialogueChange(misses=0))
