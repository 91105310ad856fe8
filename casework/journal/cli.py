"""`retpligt journal verify`: is a filing still what it was when it was filed?"""

# ruff: noqa: T201 (a command line prints)
import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from casework.journal.records import MANIFEST_NAME, hash_of


def add_journal(commands: Any) -> None:
    """Add the command."""
    journal = commands.add_parser("journal", help="Efterprøv en journaliseret samtale.")
    actions = journal.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="regn hashen efter")
    verify.add_argument("file", metavar="FIL", type=Path, help="manifest.json, eller mappen den ligger i")
    verify.set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Compute the hashes again. Returns 0 when all are right, else 1."""
    path: Path = arguments.file / MANIFEST_NAME if arguments.file.is_dir() else arguments.file
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        names = {str(name): str(known) for name, known in manifest["files"].items()}
        whole = str(manifest["sha256"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        print(f"{path} er ikke et manifest fra en journalisering. Giv filen manifest.json.")
        return 1
    # A manifest names files beside itself and none elsewhere.
    found = {name: _hash(path.parent / Path(name).name) for name in names}
    wrong = [name for name, known in names.items() if found[name] != known]
    for name in wrong:
        print(f"{name}: {'mangler' if found[name] is None else 'er ændret'}")
    if wrong or hash_of(names) != whole:
        print("Journaliseringen er ikke, som den var.")
        return 1
    print(f"Alt er, som det var. SHA-256: {whole}")
    return 0


def _hash(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
