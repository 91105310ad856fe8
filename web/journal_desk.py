"""Makes the documents of a filing, and files through the installation's case system."""

import asyncio
import json
from typing import Any

from casework.archive.pdf import transcript_pdf
from casework.archive.records import Line, Talk
from casework.archive.transcript import transcript
from casework.clock import Clock
from casework.identity.records import StaffMember
from casework.journal import service
from casework.journal.adapter import Journal, make_journal
from casework.journal.records import FORMAT, Filed, FilingHead, FilingWish
from casework.municipality.branding import NowSettings
from casework.settings import Settings
from web.routes.citizen_rights import FONTS
from web.texts import load_texts


class JournalDesk:
    """One for the process. Raises SettingsError when the named case system cannot be used."""

    settings = NowSettings()

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self._clock = clock
        self._journal: Journal = make_journal(settings.journal, settings.journal_dir)

    async def file(self, conversation_id: str, staff: StaffMember, wish: FilingWish) -> Filed:
        """See `service.file`."""
        return await asyncio.to_thread(
            service.file,
            conversation_id,
            staff,
            wish,
            now=self._clock.now(),
            journal=self._journal,
            freeze=self._freeze,
        )

    def _freeze(self, talk: Talk, head: FilingHead) -> tuple[bytes, bytes]:
        """The talk as data and as a document. The same talk and head always give the same bytes."""
        words, settings = load_texts("archive")["transcript"], self.settings
        first, *rest = transcript(talk, words, settings.authority_name)
        told = words["filed_head"].format(
            kle=head.kle, case=head.case_number, first=head.from_seq, last=head.to_seq, who=head.filed_by
        )
        lines = [first, Line(kind="note", text=told), *rest]
        pdf = transcript_pdf(lines, fonts=FONTS, words=words, author=settings.authority_name, now=head.made_at)
        data = json.dumps(_data(talk, head, settings), ensure_ascii=False, indent=2, sort_keys=True)
        return f"{data}\n".encode(), pdf


def _data(talk: Talk, head: FilingHead, settings: Settings) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "authority": settings.authority_name,
        "conversation": talk.id,
        "opened_at": talk.opened_at.isoformat(),
        "on_behalf_of": talk.on_behalf_of,
        "filing": {
            "number": head.number,
            "kle": head.kle,
            "case_number": head.case_number,
            "from_seq": head.from_seq,
            "to_seq": head.to_seq,
            "filed_by": head.filed_by,
            "made_at": head.made_at.isoformat(),
        },
        "messages": [
            {
                "seq": one.seq,
                "at": one.created_at.isoformat(),
                "author": one.author,
                "name": one.name,
                "text": one.text,
                "answer": one.answer,
            }
            for one in talk.messages
        ],
    }
