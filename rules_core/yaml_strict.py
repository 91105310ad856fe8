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


def read_yaml(path: Path, name: str) -> Any:
    """The content of one YAML file.

    `name` is how the file is called in error messages. Raises RuleFileError for syntax errors, duplicate keys,
    impossible dates and files that cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            # _StrictLoader is a safe loader: it builds plain values only.
            return yaml.load(stream, Loader=_StrictLoader)  # noqa: S506
    except yaml.constructor.ConstructorError as error:
        key, _, line = str(error.problem).partition("|")
        if line:
            reason = f"nøglen står to gange (linje {line}). Slet eller omdøb den ene"
            raise RuleFileError(name, key, reason) from error
        raise RuleFileError(name, "", f"kan ikke læses: {error.problem}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ved linje {mark.line + 1}" if mark else ""
        raise RuleFileError(name, "", f"er ikke gyldig YAML{where}. Se efter indrykning og anførselstegn") from error
    except ValueError as error:
        # PyYAML builds dates itself; 2020-02-30 ends here.
        raise RuleFileError(name, "", f"indeholder en dato eller værdi, der ikke findes ({error})") from error
    except OSError as error:
        raise RuleFileError(name, "", f"kan ikke åbnes ({error.strerror})") from error
