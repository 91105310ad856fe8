"""The file with data: everything that is held, for a program to read, with the Danish words for its names."""

import json
from collections.abc import Sequence
from typing import Any

from casework.privacy.subject_records import Extract
from web.texts import load_texts


def words() -> dict[str, Any]:
    """The Danish words for tables, fields and values."""
    return load_texts("held_data")


def data_file(extracts: Sequence[Extract]) -> bytes:
    """The extracts as JSON in UTF-8."""
    names = {"tables": words()["tables"], "fields": words()["fields"]}
    told = {"found": [one.to_json() for one in extracts], "words": names}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()
