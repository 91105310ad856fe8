"""Writes the messages. All words stand in texts/messages.yml; no benefit, reason or CPR number is ever in one."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from casework.clock import COPENHAGEN
from casework.handoff.moment_words import danish_clock, danish_day
from casework.municipality.branding import as_now
from casework.municipality.texts import own_text
from casework.reminders.channels import Outgoing, public_url
from casework.reminders.kinds import CHANGES, TEST
from casework.reminders.records import Job
from casework.settings import Settings

_HERE: Final = Path(__file__).parent
STOP_PATH: Final = "/paamindelser/stop/"


@cache
def load_messages() -> dict[str, dict[str, Any]]:
    """The texts by kind."""
    texts: dict[str, dict[str, Any]] = yaml.safe_load((_HERE / "texts" / "messages.yml").read_text(encoding="utf-8"))
    return texts


def compose(job: Job, settings: Settings, today: date) -> Outgoing:
    """The message of a reminder as it is sent on `today`: days are told from there ("i morgen")."""
    # A deadline's moment is the end of its day; only a talk has a time worth telling.
    values = {"day": danish_day(_day_of(job), today), "clock": danish_clock(job.event_at)}
    stop_url = public_url(settings) + STOP_PATH + job.stop_token if job.stop_token else None
    frame = _Frame(job.reference, job.conversation_id, job.address, stop_url, in_chat=job.channel == "chat")
    return _written(job.kind, settings, values, frame)


def compose_code(conversation_id: str, address: str, code: str, settings: Settings, reference: str) -> Outgoing:
    """The message with a one-time code."""
    return _written("code", settings, {"code": code}, _Frame(reference, conversation_id, address, None))


def compose_test(address: str, settings: Settings, reference: str) -> Outgoing:
    """The message by which an administrator tries a channel."""
    return _written(TEST, settings, {}, _Frame(reference, "", address, None))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a message has beside its words."""

    reference: str
    conversation_id: str
    address: str
    stop_url: str | None
    in_chat: bool = False


def _written(kind: str, settings: Settings, values: dict[str, str], frame: _Frame) -> Outgoing:
    words, around, settings = _words(kind), load_messages()["around"], as_now(settings)
    text = words["text"].format(**values)
    shown = {"subject": words["subject"], "text": text, "code": values.get("code"), **_shown(words, values, settings)}
    stop_url, by = frame.stop_url, around["sender"].format(authority=settings.authority_name)
    shown |= {"stop_url": stop_url, "sender": by}
    short = [text, f"{by}."]
    if stop_url:
        short.append(around["stop_short"].format(url=stop_url))
    in_chat = f"{text}\n\n{around['stop_chat']}" if stop_url else text
    return Outgoing(
        reference=frame.reference,
        conversation_id=frame.conversation_id,
        address=frame.address,
        subject=words["subject"],
        text=in_chat if frame.in_chat else _templates().get_template("mail.txt.j2").render(shown),
        html=_templates().get_template("mail.html.j2").render(shown),
        short=" ".join(short),
        stop_url=stop_url,
    )


def _words(kind: str) -> dict[str, str]:
    """The texts of a kind, with what the municipality says instead."""
    own = {part: own_text(f"reminders.{kind}.{part}") for part in ("subject", "text")}
    return {**load_messages()[kind], **{part: said for part, said in own.items() if said}}


def _shown(words: dict[str, str], values: dict[str, str], settings: Settings) -> dict[str, Any]:
    """What a mail tells beside its text: what and when at a glance, where to do it, and whom to ask."""
    around = load_messages()["around"]
    facts = [(around[name], _capital(words[name].format(**values))) for name in ("what", "when") if name in words]
    link = load_messages()["links"].get(words.get("link", ""))
    if link is not None and link["url"].startswith("/"):
        link = {**link, "url": public_url(settings) + link["url"]}
    asked = {
        "authority": settings.authority_name,
        "phone": settings.authority_phone,
        "hours": settings.authority_hours,
    }
    return {
        "facts": facts,
        "link": link,
        "authority": settings.authority_name,
        "more": around["more"].format(url=public_url(settings)),
        "phone": around["phone"].format(**asked),
        "stop": around["stop"],
        "stop_link": around["stop_link"],
        "machine": around["machine"],
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day_of(job: Job) -> date:
    moment: datetime = job.event_at
    return moment.astimezone(COPENHAGEN).date() if job.kind in {"talk", TEST, *CHANGES} else job.due_on


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(["html", "html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
