"""What filing takes in and hands out: frozen values, no rows. Moments are aware UTC."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

JSON_NAME, PDF_NAME, MANIFEST_NAME = "samtale.json", "samtale.pdf", "manifest.json"
FORMAT: Final = "retpligt-journal-1"


@dataclass(frozen=True, kw_only=True, slots=True)
class FilingWish:
    """Where a conversation is to be filed: the KLE number of the subject, and the number of the case."""

    kle: str
    case_number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FilingHead:
    """What a filing is about: which of the conversation's filings it is, and which messages are new in it."""

    conversation_id: str
    number: int
    kle: str
    case_number: str
    from_seq: int
    to_seq: int
    filed_by: str
    made_at: datetime

    @property
    def key(self) -> str:
        """What tells this filing from every other one, also for the case system: the same key is the same filing."""
        return f"{self.conversation_id}-{self.number}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """A frozen filing as an adapter gets it: the two documents, byte for byte as they were first made."""

    head: FilingHead
    json: bytes
    pdf: bytes

    @property
    def files(self) -> Mapping[str, bytes]:
        """The documents by name."""
        return {JSON_NAME: self.json, PDF_NAME: self.pdf}

    @property
    def hash(self) -> str:
        """One SHA-256 over both documents, see `hash_of`."""
        return hash_of({name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()})

    def manifest(self) -> dict[str, Any]:
        """What is filed, where it belongs and its hashes. No word of the conversation."""
        head = self.head
        return {
            "format": FORMAT,
            "key": head.key,
            "conversation": head.conversation_id,
            "number": head.number,
            "kle": head.kle,
            "case_number": head.case_number,
            "messages": {"from": head.from_seq, "to": head.to_seq},
            "filed_by": head.filed_by,
            "made_at": head.made_at.isoformat(),
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()},
            "sha256": self.hash,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """One filing as it is recorded. `state`: pending (being filed, or its process died), filed or failed.

    `why` = why the last try failed; `receipt` = what the case system answered.
    """

    number: int
    state: str
    kle: str
    case_number: str
    from_seq: int
    to_seq: int
    hash: str
    made_at: datetime
    filed_by: str
    attempts: int
    receipt: str | None = None
    filed_at: datetime | None = None
    why: str | None = None


def hash_of(files: Mapping[str, str]) -> str:
    """The hash over several documents: SHA-256 of the lines "<sha256>  <name>", sorted by name.

    The same as `sha256sum samtale.json samtale.pdf | sha256sum` in the folder of a filing.
    """
    lines = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()
