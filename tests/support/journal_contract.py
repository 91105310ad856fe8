"""What every adapter of a case system must hold; an installation tries its own the same way."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest

from casework.journal.adapter import LONGEST_RECEIPT, Journal
from casework.journal.errors import JournalError
from casework.journal.records import Filing, FilingHead

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def make_filing(number: int = 1, text: str = "hej æøå") -> Filing:
    """A filing with made-up documents."""
    head = FilingHead(
        conversation_id="a" * 32,
        number=number,
        kle="15.20.00",
        case_number="2026-1234",
        from_seq=1,
        to_seq=3,
        filed_by="Mette Madsen",
        made_at=MADE,
    )
    return Filing(head=head, json=f'{{"text": "{text}"}}'.encode(), pdf=b"%PDF-1.3 " + text.encode())


class JournalContract:
    """Inherit it with a fixture `journal` that gives the adapter with an empty case system behind it."""

    def test_a_filing_gives_a_receipt_that_can_be_shown(self, journal: Journal):
        receipt = journal.file(make_filing())
        assert 0 < len(receipt) <= LONGEST_RECEIPT
        assert receipt.isprintable()

    def test_the_same_filing_again_is_not_filed_twice(self, journal: Journal):
        assert journal.file(make_filing()) == journal.file(make_filing())

    def test_what_comes_later_is_a_filing_of_its_own(self, journal: Journal):
        assert journal.file(make_filing()) != journal.file(make_filing(2, "mere"))

    def test_other_content_under_the_same_key_is_refused(self, journal: Journal):
        journal.file(make_filing())
        with pytest.raises(JournalError):
            journal.file(make_filing(text="noget andet"))

    def test_two_at_once_are_one(self, journal: Journal):
        together, receipts = Barrier(4), []

        def file() -> None:
            together.wait()
            receipts.append(journal.file(make_filing()))

        threads = [Thread(target=file) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len(receipts) == 4
        assert len(set(receipts)) == 1
