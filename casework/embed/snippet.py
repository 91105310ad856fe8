"""What a site owner puts on a page to have the chat there. Pure but for the manifest of the built script."""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from casework.settings_words import setting, wrong

#: Written by tools/widget.py.
MANIFEST = Path(__file__).parents[2] / "web" / "static" / "widget" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Snippet:
    """The lines for a page and for its content security policy."""

    script: str
    without_script: str
    policy: str


def snippet(base: str, manifest: dict[str, str] | None = None) -> Snippet:
    """The lines for a page; `base` = our address as citizens use it, e.g. https://ret.eksempel.dk.

    With a manifest the script is named by its version and sealed with its hash: the browser refuses any other, and the
    line must be written anew when we are brought up to date. Raises SettingsError when `base` is no web address.
    """
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise wrong("site", setting("public_url"))
    origin = f"{parts.scheme}://{parts.netloc}"
    socket = origin.replace("http", "ws", 1)
    sealed = f' integrity="{manifest["integrity"]}" crossorigin="anonymous"' if manifest else ""
    file = f"/static/widget/{manifest['file']}" if manifest else "/widget.js"
    return Snippet(
        script=f'<script src="{origin}{file}"{sealed} defer></script>',
        without_script=f'<noscript><a href="{origin}/">Spørg Ret &amp; Pligt</a></noscript>',
        policy=f"script-src {origin}; connect-src {origin} {socket}; font-src {origin}",
    )


def read_manifest(path: Path = MANIFEST) -> dict[str, str]:
    """{file, integrity} of the built script. Raises SettingsError when it has not been built."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise wrong("widget") from None
