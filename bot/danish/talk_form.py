"""The form of talk that a message names: meeting in person, by telephone or on video."""

from __future__ import annotations

from collections.abc import Iterator

from bot.danish.tag_line import TagLine, whole_words

_FORMS = [
    (form, whole_words(pattern))
    for form, pattern in (
        (
            "telefon",
            r"telefonisk|"
            r"(?:over|paa|per|pr|via|i|med) (?:\. )?(?:telefon|telefonen)|telefon(?:samtale|moede)(?:r|n|t)?",
        ),
        (
            "video",
            r"(?:paa|over|via|per|med) (?:video|teams|skype|zoom)|video(?:samtale|moede|opkald)(?:r|n|t)?|videolink|"
            r"(?:samtale|samtalen|moede|moedet)(?: \w+){0,4} video",
        ),
        (
            "fremmoede",
            r"(?:personligt |fysisk )?fremmoede|(?:moeder|moede|moedt|moedte|komme|"
            r"kommer)(?: jeg)? personligt(?: (?:op|frem))?|"
            r"personligt moede|personlig samtale|fysisk(?:e)? (?:samtale|samtaler|moede)|ansigt til ansigt",
        ),
    )
]


def forms_named(line: TagLine) -> Iterator[tuple[str, int, int]]:
    """Each form named, once: its id, first token, one after the last."""
    for form, pattern in _FORMS:
        for _match, first, last in line.find(pattern):
            yield form, first, last
            break
