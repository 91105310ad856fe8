"""From a row to the frozen value that leaves a part."""

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from casework.db.base import Base

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar("Value", bound="DataclassInstance")


def frozen(kind: type[Value], row: Base) -> Value:
    """The value of a row whose columns are called as the value's fields; a column that no field is named for stays.

    Raises AttributeError for a field without a column.
    """
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})
