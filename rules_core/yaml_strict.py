"""Reading YAML without its traps: duplicate keys and impossible dates are refused, and nothing is executed."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from rules_core.errors import RuleFileError

if TYPE_CHECKING:
    from yaml import SafeLoader as _Base
else:
    # The C parser reads the whole rule book some ten times faster; the pure one is the fallback.
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_Base):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping; a key that stands twice is an error instead of a silent overwrite."""
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.constructor.ConstructorError(None, None, f"{key}|{line}", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


class _NoSuchDate(yaml.constructor.ConstructorError):
    """A date like 2020-02-30, with the place where it stands."""


def _timestamp(loader: _StrictLoader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        raise _NoSuchDate(None, None, str(node.value), node.start_mark) from error


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def read_yaml(path: Path, name: str) -> Any:
    """The content of one YAML file.

    `name` is how the file is called in error messages. Raises RuleFileError for syntax errors, duplicate keys,
    impossible dates and files that cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            # _StrictLoader is a safe loader: it builds plain values only.
            return yaml.load(stream, Loader=_StrictLoader)  # noqa: S506
    except _NoSuchDate as error:
        reason = f"indeholder en dato, der ikke findes ({error.problem}). Ret den"
        raise RuleFileError(name, "", reason, _line(error)) from error
    except yaml.constructor.ConstructorError as error:
        key, _, line = str(error.problem).partition("|")
        if line:
            reason = "nøglen står to gange. Slet eller omdøb den ene"
            raise RuleFileError(name, key, reason, int(line)) from error
        raise RuleFileError(name, "", f"kan ikke læses: {error.problem}", _line(error)) from error
    except yaml.YAMLError as error:
        reason = "er ikke gyldig YAML. Se efter indrykning og anførselstegn"
        raise RuleFileError(name, "", reason, _line(error)) from error
    except ValueError as error:
        # PyYAML builds dates itself; 2020-02-30 ends here.
        raise RuleFileError(name, "", f"indeholder en dato eller værdi, der ikke findes ({error})") from error
    except OSError as error:
        raise RuleFileError(name, "", f"kan ikke åbnes ({error.strerror})") from error


def _line(error: yaml.YAMLError) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 1 if mark else None
