"""From what a citizen typed or pressed to what is stored: cleaned, masked, and answered at once where that is right."""

import json
import re
import unicodedata
from typing import Final

from casework.conversations.records import Incoming, NewMessage
from casework.privacy.masking import CPR_MASK, mask, without_masks
from casework.settings import Settings
from web.errors import ProblemError
from web.schemas import SendMessage
from web.texts import chat_message

#: Longer texts are stored but not answered; nobody's question is that long, and understanding would be guesswork.
LONGEST_QUESTION: Final = 2_000
#: Longer texts are refused before they are stored.
LONGEST_TEXT: Final = 20_000

# Invisible characters that hide words or turn their order; the joiner inside emoji (U+200D) stays.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
#: "mit cpr-nummer er ..." asks nothing; without the number Rasa could only guess.
_WORD_AROUND_A_NUMBER = re.compile(
    "cpr(nr|nummer)?|personnummer|nummer(et)?|nr|er|det|her|mit|min|jeg|har|hedder|og|hej", re.IGNORECASE
)
_KEPT_CONTROLS = {"\n", "\t"}


def clean_text(raw: str) -> str:
    """The text without control characters, halves of characters and hidden marks; line breaks stay."""
    text = _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", raw))
    visible = (sign for sign in text if sign in _KEPT_CONTROLS or unicodedata.category(sign) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(visible)).strip()


def prepare(sent: SendMessage, settings: Settings) -> Incoming:
    """Check, clean and mask a message.

    Raises ProblemError: 422 for a blank text or a CPR number in a payload, 413 for more than 20,000 characters.
    """
    if sent.payload is not None:
        if mask(_as_read(sent.payload)).found:
            raise ProblemError(422, "cpr_in_payload")
        return Incoming(
            client_id=sent.client_id, text=chat_message("pressed_button", settings).text, payload=sent.payload
        )
    raw = sent.text or ""
    if len(raw) > LONGEST_TEXT:
        raise ProblemError(413, "too_large")
    masked = mask(clean_text(raw))
    if not masked.text:
        raise ProblemError(422, "blank")
    notices = (chat_message("cpr_hidden", settings),) if masked.found else ()
    return Incoming(
        client_id=sent.client_id,
        text=masked.text,
        notices=notices,
        replies=_ready_replies(masked.text, settings),
    )


def _as_read(payload: str) -> str:
    """The payload as its reader sees it: JSON can write a digit as \\u0030, which would hide a number from the mask."""
    intent, brace, entities = payload.partition("{")
    return f"{intent} {json.dumps(json.loads(brace + entities), ensure_ascii=False)}" if brace else intent


def _says_only_a_number(text: str) -> bool:
    words = re.findall(r"\w+", without_masks(text))
    return all(_WORD_AROUND_A_NUMBER.fullmatch(word) for word in words)


def _ready_replies(text: str, settings: Settings) -> tuple[NewMessage, ...]:
    if len(text) > LONGEST_QUESTION:
        return (chat_message("too_long", settings, length=len(text), limit=LONGEST_QUESTION),)
    if CPR_MASK in text and _says_only_a_number(text):
        return (chat_message("only_cpr", settings),)
    return ()


def for_rasa(text: str) -> str:
    """The text as Rasa gets it: without masks, wide signs as plain ones, and never as a command (with a slash)."""
    return unicodedata.normalize("NFKC", without_masks(text)).lstrip("/ ").strip() or "?"
