"""The seam to the municipality's case system, and the folder that stands behind it by default."""

import json
import os
import shutil
import uuid
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from casework.journal.errors import JournalError
from casework.journal.records import MANIFEST_NAME, Filing
from casework.settings_words import wrong

SETTING: Final = "RETPLIGT_JOURNAL"
LONGEST_RECEIPT: Final = 200


class Journal(Protocol):
    """A case system that takes filings. tests/support/journal_contract.py says what every adapter must hold.

    An adapter may have `ready() -> None` as well, which looks whether a filing would be taken now, changes nothing,
    and raises JournalError when it would not: `retpligt doctor` asks it.
    """

    def file(self, filing: Filing) -> str:
        """Take a filing and return its receipt (1-200 signs, shown to the caseworker) once it is safe.

        May be called again with the same `filing.head.key` after a crash: then nothing is filed twice and the same
        receipt comes back. Another content under a key that is taken is refused. Raises JournalError.
        """
        ...


class FolderJournal:
    """Filings as folders: `<folder>/<key>/` with the two documents and a manifest, there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, filing: Filing) -> str:
        """See `Journal`. The receipt is the name of the folder."""
        place = self._folder / filing.head.key
        try:
            if not place.exists():
                self._write(filing, place)
            known = json.loads((place / MANIFEST_NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise JournalError(f"folder: {type(error).__name__}") from error
        if known.get("sha256") != filing.hash:
            raise JournalError("folder: other content")
        return place.name

    def ready(self) -> None:
        """See `Journal`."""
        # A folder that is not there is made with the first filing.
        there = next(one for one in (self._folder, *self._folder.absolute().parents) if one.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise JournalError("folder: not writable")

    def _write(self, filing: Filing, place: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # What a crash leaves behind has a name that is no key, so nobody takes it for a filing.
        half = self._folder / f".{filing.head.key}.{uuid.uuid4().hex}"
        half.mkdir(mode=0o700)
        try:
            for name, content in filing.files.items():
                _write_safely(half / name, content)
            manifest = json.dumps(filing.manifest(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
            _write_safely(half / MANIFEST_NAME, manifest.encode())
            try:
                half.rename(place)
            except OSError:
                if not place.exists():
                    raise
            _flush(self._folder)
        finally:
            shutil.rmtree(half, ignore_errors=True)


def make_journal(name: str, folder: Path) -> Journal:
    """The journal of the installation: `name` = "module:factory", called without arguments; "" = the folder.

    Raises SettingsError when it cannot be imported or made, or cannot file.
    """
    if not name:
        return FolderJournal(folder)
    module, _, factory = name.partition(":")
    try:
        journal = cast(Callable[[], Journal], getattr(import_module(module), factory))()
    except Exception as error:
        # Whatever its maker raises, nothing could be filed: the start stops, and says which setting it was.
        raise wrong("journal", SETTING, given=name, why=f"{type(error).__name__}: {error}") from error
    if not callable(getattr(journal, "file", None)):
        raise wrong("journal_lacks", SETTING, given=name)
    return journal


def _write_safely(path: Path, content: bytes) -> None:
    with path.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    path.chmod(0o400)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
