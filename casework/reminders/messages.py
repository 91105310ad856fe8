"""Writes the messages. All words stand in texts/messages.yml; no benefit, reason or CPR number is ever in one."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from casework.clock import COPENHAGEN
from casework.handoff.moment_words import danish_clock, danish_day
from casework.reminders.channels import Outgoing, public_url
from casework.reminders.kinds import TEST
from casework.reminders.records import Job
from casework.settings import Settings

_HERE: Final = Path(__file__).parent
STOP_PATH: Final = "/paamindelser/stop/"


@cache
def load_messages() -> dict[str, dict[str, str]]:
    """The texts by kind."""
    texts: dict[str, dict[str, str]] = yaml.safe_load((_HERE / "texts" / "messages.yml").read_text(encoding="utf-8"))
    return texts


def compose(job: Job, settings: Settings, today: date) -> Outgoing:
    """The message of a reminder as it is sent on `today`: days are told from there ("i morgen")."""
    # A deadline's moment is the end of its day; only a talk has a time worth telling.
    values = {"day": danish_day(_day_of(job), today), "clock": danish_clock(job.event_at)}
    stop_url = public_url(settings) + STOP_PATH + job.stop_token if job.stop_token else None
    return _written(job.kind, settings, values, _Frame(job.reference, job.conversation_id, job.address, stop_url))


def compose_code(conversation_id: str, address: str, code: str, settings: Settings, reference: str) -> Outgoing:
    """The message with a one-time code."""
    return _written("code", settings, {"code": code}, _Frame(reference, conversation_id, address, None))


class _Frame:
    """What a message has beside its words."""

    def __init__(self, reference: str, conversation_id: str, address: str, stop_url: str | None) -> None:
        self.reference, self.conversation_id = reference, conversation_id
        self.address, self.stop_url = address, stop_url


def _written(kind: str, settings: Settings, values: dict[str, str], frame: _Frame) -> Outgoing:
    words, around = load_messages()[kind], load_messages()["around"]
    text = words["text"].format(**values)
    stop_url = frame.stop_url
    shown: dict[str, Any] = {
        "subject": words["subject"],
        "text": text,
        "greeting": around["greeting"],
        "more": around["more"].format(url=public_url(settings)),
        "stop": around["stop"].format(url=stop_url) if stop_url else "",
        "stop_url": stop_url,
        "stop_link": around["stop_link"],
        "machine": around["machine"],
        "sender": around["sender"].format(authority=settings.authority_name),
    }
    short = [text, around["sender"].format(authority=settings.authority_name) + "."]
    if stop_url:
        short.append(around["stop_short"].format(url=stop_url))
    return Outgoing(
        reference=frame.reference,
        conversation_id=frame.conversation_id,
        address=frame.address,
        subject=words["subject"],
        text=_templates().get_template("mail.txt.j2").render(shown),
        html=_templates().get_template("mail.html.j2").render(shown),
        short=" ".join(short),
        stop_url=stop_url,
    )


def _day_of(job: Job) -> date:
    moment: datetime = job.event_at
    return moment.astimezone(COPENHAGEN).date() if job.kind in {"talk", TEST} else job.due_on


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(["html", "html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
