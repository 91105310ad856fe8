"""Danish telephone numbers in what a citizen writes: found, brought into one form, and hidden. Pure.

Eight digits, the first of them 2 to 9, with or without +45. Only ways in which people group a telephone number are
read as one, so that a date such as 20-11-2026 is left alone.
"""

import re
from collections.abc import Iterator

from casework.privacy.masking import PHONE_MASK

PREFIX = "+45"

_GAP = r"[ \u00a0\u202f.\-]?"
_GROUPS = (
    rf"[2-9]\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d|[2-9]\d\d\d{_GAP}\d{{4}}|[2-9]\d{_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"|[2-9]\d\d{_GAP}\d{{3}}{_GAP}\d\d|[2-9]\d\d{_GAP}\d\d{_GAP}\d{{3}}"
)
_DATE = r"(?:[0-2]\d|3[01])[.\-/ ](?:0\d|1[0-2])[.\-/ ](?:19|20)\d\d(?!\d)"
_PHONE = re.compile(rf"(?<![\d+.\-])(?!{_DATE})(?:(?:\+|00)\(?45\)?[ \u00a0.\-]?)?(?P<number>{_GROUPS})(?![\d\-]|\.\d)")
#: Words that stand around a number and ask nothing: "mit nummer er ...", "ring på ...".
_AROUND = re.compile(
    "ring|ringe|op|på|til|mig|mit|min|nummer|nummeret|nr|telefon|telefonnummer|tlf|mobil|mobilnummer|er|det|her|jeg|har|"
    "hej|tak|ja|kan|i|kontakt|venligst|gerne|så|og|hedder|du|må|der|på|med|vh|mvh",
    re.IGNORECASE,
)
#: A wish to be called: "ring til mig", "kan I ringe mig op". "Kan jeg ringe til ..." is none.
_CALL_ME = re.compile(r"\bringe? (?:\w+ ){0,2}mig\b", re.IGNORECASE)
_LONGEST_TRY, _SHORTEST_TRY = 15, 4


def normalise_phone(text: str) -> str | None:
    """'20 30 40 50', '+45 20304050' or '0045-20304050' as '+4520304050'; None when it is no Danish number."""
    match = _PHONE.fullmatch(text.strip())
    return _plain(match) if match else None


def find_phone(text: str) -> str | None:
    """The first telephone number in a text, in one form; None when there is none."""
    match = next(_phones(text), None)
    return _plain(match) if match else None


def hide_phones(text: str) -> str:
    """The text with every telephone number replaced."""
    found = [match.span() for match in _phones(text)]
    for start, end in reversed(found):
        text = f"{text[:start]}{PHONE_MASK}{text[end:]}"
    return text


def says_only_a_number(text: str) -> bool:
    """Whether nothing is asked beside a number, right or wrong: "ring på 20 30 40 50"."""
    words = re.findall(r"[^\W\d]+", text.replace(PHONE_MASK, " "))
    return all(_AROUND.fullmatch(word) for word in words)


def asks_for_call(text: str) -> bool:
    """Whether a text is a wish to be called, with the number, and nothing else: "ring til mig på 20 30 40 50"."""
    return find_phone(text) is not None and _CALL_ME.search(text) is not None and says_only_a_number(hide_phones(text))


def looks_like_a_try(text: str) -> bool:
    """Whether a text is meant as a telephone number but is none: "2030405", "mit nummer er 1234 5678 9"."""
    digits = sum(sign.isdigit() for sign in text)
    is_date = re.search(_DATE, text) is not None
    return _SHORTEST_TRY < digits <= _LONGEST_TRY and not is_date and says_only_a_number(text) and not find_phone(text)


def danish_phone(number: str) -> str:
    """'+4520304050' as people read it: '20 30 40 50'."""
    digits = number.removeprefix(PREFIX)
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def phone_ending(number: str) -> str:
    """The last four digits, for saying which number is meant without telling it: '40 50'."""
    return danish_phone(number)[-5:]


def _phones(text: str) -> Iterator[re.Match[str]]:
    return _PHONE.finditer(text)


def _plain(match: re.Match[str]) -> str:
    return PREFIX + re.sub(r"\D", "", match["number"])
