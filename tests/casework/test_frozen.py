"""From a row to a frozen value, by the names of its fields."""

from dataclasses import dataclass

import pytest

from casework.db.frozen import frozen
from casework.privacy.models import SealRow
from casework.privacy.sealing import Seal
from tests.casework.handoff_factories import NOW


@dataclass(frozen=True)
class Wide:
    number: int
    colour: str


def test_a_value_gets_the_columns_that_its_fields_name_and_no_more():
    row = SealRow(number=3, first_id=1, last_id=9, rows=9, sealed_at=NOW, hash="0" * 64)
    assert frozen(Seal, row) == Seal(number=3, first_id=1, last_id=9, sealed_at=NOW, hash="0" * 64)


def test_a_field_without_a_column_is_refused():
    with pytest.raises(AttributeError, match="colour"):
        frozen(Wide, SealRow(number=3))
