"""What comes in over HTTP and the socket, checked before anything else sees it."""

import json
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

PAYLOAD = re.compile(r"/[a-z][a-z0-9_]{0,63}(\{.*\})?", re.DOTALL)
LONGEST_PAYLOAD = 2_000
#: Postgres cannot keep NUL and browsers send odd halves of characters; ids are plain.
CLIENT_ID = r"^[A-Za-z0-9._:\-]{1,64}$"


def _is_payload(value: str) -> str:
    value.encode()  # half characters cannot be stored; the error is a ValueError
    if PAYLOAD.fullmatch(value) is None:
        raise ValueError("not the payload of a button")
    start = value.find("{")
    if start >= 0:
        try:
            json.loads(value[start:])
        except (ValueError, RecursionError) as error:
            raise ValueError("not the payload of a button") from error
    return value


def _only_text(value: Any) -> Any:
    # Without this the number 0 would be read as 1 January 1970.
    if value is not None and not isinstance(value, str):
        raise ValueError("a date is written as 2026-11-20")
    return value


IsoDate = Annotated[date, BeforeValidator(_only_text)]


def _nothing_if_empty(value: Any) -> Any:
    return None if value == "" else value


#: A date in a query string, where "as_of=" means that none was given.
OptionalIsoDate = Annotated[
    IsoDate | None,
    BeforeValidator(_nothing_if_empty),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}, {"type": "null"}]}
    ),
]


class Strict(BaseModel):
    """Unknown fields are refused: a misspelt field must not be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class OpenConversation(Strict):
    """How a conversation is held: with the citizen the rules are about, or with somebody who advises citizens."""

    mode: Literal["citizen", "caseworker"] = "citizen"


class SendMessage(Strict):
    """A citizen's message: a text or the payload of a button, never both."""

    client_id: Annotated[str, Field(pattern=CLIENT_ID)]
    text: str | None = None
    payload: Annotated[str, Field(max_length=LONGEST_PAYLOAD), AfterValidator(_is_payload)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "SendMessage":
        if (self.text is None) == (self.payload is None):
            raise ValueError("send either text or payload")
        return self


Facts = Annotated[
    dict[str, Any],
    Field(description='Oplysninger om personen. Det, der ikke er kendt, udelades; det, der ikke findes, er "ingen".'),
]
Track = Annotated[str, Field(max_length=64, description="Sporet: gaeldende eller et forslag")]
# Compared with the number of rules there are, this is room for all of them and more.
Rules = Annotated[
    list[Annotated[str, Field(max_length=128)]], Field(max_length=1_000, description="Kun disse regler (ellers alle)")
]


class EvaluateRules(Strict):
    """Facts to be judged, as the rules core takes them."""

    facts: Facts
    as_of: Annotated[IsoDate | None, Field(description="Den dag, der spørges om (ellers i dag)")] = None
    track: Track = "gaeldende"
    rules: Rules | None = None


class CompareSide(Strict):
    """One law: a track on a day."""

    as_of: Annotated[IsoDate, Field(description="Den dag, hvis regler der sammenlignes")]
    track: Track = "gaeldende"


class CompareRules(Strict):
    """Two laws to be compared, for a person (facts) or for a whole group."""

    facts: Facts = Field(default_factory=dict)
    group: Annotated[str | None, Field(max_length=128, description="Alle i en målgruppe")] = None
    from_: Annotated[CompareSide, Field(alias="from")]
    to: CompareSide
    rules: Rules | None = None
