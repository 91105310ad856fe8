"""A typed view of a YAML mapping that collects mistakes instead of stopping at the first one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from rules_core.errors import RuleFileError

Report = Callable[[str, str], None]


class Errors:
    """Collects RuleFileErrors while the files are read."""

    def __init__(self) -> None:
        self.found: list[RuleFileError] = []

    def for_file(self, file: str) -> Report:
        """A function (key, reason) that notes a mistake in `file`."""

        def report(key: str, reason: str) -> None:
            self.found.append(RuleFileError(file, key, reason))

        return report


class Node:
    """One YAML mapping. Each getter notes a mistake and returns a harmless value when the content is wrong."""

    def __init__(self, data: Any, path: str, report: Report) -> None:
        if not isinstance(data, dict):
            report(path, "skal være en blok med nøgler og værdier")
            data = {}
        self.data: dict[str, Any] = data
        self.path = path
        self.note = report

    def key(self, name: str) -> str:
        """The full name of a key, as shown in error messages."""
        return f"{self.path}.{name}" if self.path else name

    def error(self, name: str, reason: str) -> None:
        """Note a mistake at key `name` ("" = the mapping itself)."""
        self.note(self.key(name) if name else self.path, reason)

    def only(self, *known: str) -> None:
        """Refuse keys that the format does not have: a misspelt key must not be silently ignored."""
        for name in self.data:
            if name not in known:
                self.error(str(name), f"ukendt nøgle. Formatet kender: {', '.join(known)}")

    def has(self, name: str) -> bool:
        """True if the key is there and not null."""
        return self.data.get(name) is not None

    def raw(self, name: str) -> Any:
        """The value as YAML gave it."""
        return self.data.get(name)

    def text(self, name: str) -> str:
        """A required text."""
        if not self.has(name):
            self.error(name, "mangler")
            return ""
        return self.optional_text(name) or ""

    def optional_text(self, name: str) -> str | None:
        """A text or None."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.error(name, "skal være en tekst, som ikke er tom")
            return None
        return value.strip()

    def choice(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words; required when there is no default."""
        value = self.data.get(name, default)
        if value is None:
            value = default
        if value is None:
            self.error(name, f"mangler: skal være en af: {', '.join(allowed)}")
            return allowed[0]
        if value not in allowed:
            self.error(name, f"skal være en af: {', '.join(allowed)} (er: {value})")
            return allowed[0]
        return str(value)

    def optional_date(self, name: str) -> date | None:
        """A date or None; texts that look like dates are refused so that a typing mistake cannot slip through."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.error(name, "skal være en dato uden anførselstegn, fx 2020-01-01")
            return None
        return value

    def date(self, name: str) -> date:
        """A required date."""
        if not self.has(name):
            self.error(name, "mangler (dato, fx 2020-01-01)")
        return self.optional_date(name) or date.min

    def boolean(self, name: str, default: bool = False) -> bool:
        """true or false."""
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            self.error(name, "skal være true eller false")
            return default
        return value

    def number(self, name: str) -> int | None:
        """A whole number of at least 0, or None."""
        value = self.data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.error(name, "skal være et helt tal på mindst 0")
            return None
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts (empty when the key is missing)."""
        value = self.data.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.error(name, "skal være en liste af tekster")
            return ()
        return tuple(value)

    def child(self, name: str) -> Node | None:
        """A nested mapping or None."""
        if not self.has(name):
            return None
        return Node(self.data[name], self.key(name), self.note)

    def children(self, name: str) -> Iterator[Node]:
        """The mappings of a list (none when the key is missing)."""
        value = self.data.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.error(name, "skal være en liste (linjer med bindestreg)")
            return
        for index, item in enumerate(value):
            yield Node(item, f"{self.key(name)}[{index}]", self.note)

    def item(self, name: str, index: int) -> Node:
        """One mapping of a list."""
        return Node(self.data[name][index], f"{self.key(name)}[{index}]", self.note)
