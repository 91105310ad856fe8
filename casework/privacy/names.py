"""Names found by a language model, where one is installed; without one the lists alone find them.

RETPLIGT_NAMES names what finds them, as module:factory: the factory gives a function from a text to the places
(start, end) of names in it. `casework.privacy.names:spacy_finder` is one: it takes spaCy's Danish model.
"""

import os
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, Final, cast

from casework.settings_words import wrong

SETTING: Final = "RETPLIGT_NAMES"
MODEL: Final = "da_core_news_sm"
PERSON: Final = "PER"
#: A model is far slower than a pattern, so it reads no more of a text than this.
MOST_SIGNS: Final = 5_000

Places = Iterable[tuple[int, int]]
NameFinder = Callable[[str], Places]


@cache
def name_finder() -> NameFinder | None:
    """What the installation has chosen; None when it has chosen nothing. Raises SettingsError."""
    return make_finder(os.environ.get(SETTING, "").strip())


def make_finder(name: str) -> NameFinder | None:
    """The finder called `name` ("module:factory", "" = none). Raises SettingsError when it cannot be made."""
    if not name:
        return None
    module, _, factory = name.partition(":")
    try:
        return cast(Callable[[], NameFinder], getattr(import_module(module), factory))()
    except Exception as error:
        # Whatever its maker raises: to go on without it would hide less than the installation believes.
        raise wrong("names", SETTING, given=name, why=f"{type(error).__name__}: {error}") from error


def spacy_finder() -> NameFinder:
    """spaCy with its Danish model. Raises ImportError or OSError when one of them is not installed."""
    return finder_of(import_module("spacy").load(MODEL))


def finder_of(pipeline: Callable[[str], Any]) -> NameFinder:
    """A finder that takes the persons of a spaCy pipeline, whatever it is made of."""

    def find(text: str) -> Places:
        document = pipeline(text[:MOST_SIGNS])
        return [(one.start_char, one.end_char) for one in document.ents if one.label_ == PERSON]

    return find
