"""Danish text made alike before it is compared: "FØDSEL", "fødsel" and "foedsel" are one word.

The same in Python (what is searched for) and in SQL (what is searched in), for SQLite and PostgreSQL.
"""

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute

#: SQLite makes only A-Z small, and PostgreSQL with the C locale too, so the large letters stand here themselves.
_LETTERS = (
    ("Æ", "ae"),
    ("æ", "ae"),
    ("Ø", "oe"),
    ("ø", "oe"),
    ("Å", "aa"),
    ("å", "aa"),
    ("É", "e"),
    ("é", "e"),
)
MOST_WORDS = 6
_ESCAPE = "\\"


def fold(text: str) -> str:
    """'FØDSEL' -> 'foedsel'. Letters become small; æ, ø, å and é are spelt out."""
    for letter, spelled in _LETTERS:
        text = text.replace(letter, spelled)
    return text.lower()


def folded(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """The same as `fold`, of a column."""
    made: ColumnElement[str] = func.lower(column)
    for letter, spelled in _LETTERS:
        made = func.replace(made, letter, spelled)
    return made


def patterns(query: str) -> tuple[str, ...]:
    """One LIKE pattern (escaped with a backslash) for each word of a query; all must be found."""
    return tuple(f"%{_escaped(fold(word))}%" for word in query.split()[:MOST_WORDS])


def contains(column: InstrumentedAttribute[str], pattern: str) -> ColumnElement[bool]:
    """Whether the folded column holds what a pattern of `patterns` asks for."""
    return folded(column).like(pattern, escape=_ESCAPE)


def _escaped(word: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        word = word.replace(sign, _ESCAPE + sign)
    return word
