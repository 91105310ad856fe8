"""`retpligt widget`: prints what a site owner writes to have the chat on a page."""

# ruff: noqa: T201 (a command line prints)
import argparse
import sys
from typing import Any

from casework.embed.snippet import read_manifest, snippet
from casework.errors import SettingsError
from casework.settings import load_settings


def add_widget(commands: Any) -> None:
    """Add the command."""
    widget = commands.add_parser("widget", help="Vis de linjer, der sætter chatten på en anden hjemmeside.")
    widget.add_argument("--url", metavar="ADRESSE", help="vores adresse, som borgerne bruger den")
    widget.add_argument("--locked", action="store_true", help="lås linjen til netop den udgave, der er bygget nu")
    widget.set_defaults(run=run_widget)


def run_widget(arguments: argparse.Namespace) -> int:
    """Print the lines. Returns 0, or 2 when our address is not known or the script is not built."""
    try:
        settings = load_settings()
        base = arguments.url or settings.reminders.public_url or settings.allowed_origins[0]
        lines = snippet(base, read_manifest() if arguments.locked else None)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"1. Sæt de to linjer ind før </body>:\n\n{lines.script}\n{lines.without_script}\n")
    print(f"2. Har siden en CSP, så læg det her til den:\n\n{lines.policy}\n")
    print(
        f"3. Skriv sidens egen adresse i RETPLIGT_ALLOWED_ORIGINS. Nu står der:\n\n{','.join(settings.allowed_origins)}"
    )
    return 0
