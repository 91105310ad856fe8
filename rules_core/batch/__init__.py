"""Rules over columns of people with numpy (the optional extra `batch`).

The rules are the same parsed rules as everywhere else; a test holds the three paths against each other.
"""

from rules_core.batch.columns import ColumnReader, Columns, columns_of
from rules_core.batch.plan import plan_in_columns
from rules_core.batch.rules import BatchAnswers, BatchRuleset, compile_batch

__all__ = [
    "BatchAnswers",
    "BatchRuleset",
    "ColumnReader",
    "Columns",
    "columns_of",
    "compile_batch",
    "plan_in_columns",
]
