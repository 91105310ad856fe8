"""A few words on a browser, so that a person knows their own logins again. Nothing more of it is kept."""

from typing import Final

# The first that is found counts: the later ones also stand in the lines of the earlier.
_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str | None:
    """'Firefox, Windows', or None for something unknown."""
    found = [next((name for mark, name in table if mark in user_agent), None) for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name) or None
