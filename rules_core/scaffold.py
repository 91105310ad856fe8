"""Skeletons for a new rule: files that say in Danish what goes where, and the check that names what is still empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rules_core.errors import InputError, RuleFileError
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.loader import read_ruleset
from rules_core.yaml_lines import located
from rules_core.yaml_strict import read_yaml

_ID: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")
# A case file is only looked at while this line stands in it.
_MARK: Final = "# Skabelon fra retpligt new."
_RULE: Final = """\
# {id}: udfyld de tomme steder. `retpligt check` siger, hvad der mangler endnu. Formatet står i docs/regelformat.md.
id: {id}
topic: {topic}
# Vælg: pligt, ret, graense, betingelse, kvote eller oplysning
kind:
# Hvem binder reglen? borger, kommune, akasse eller arbejdsgiver
bearer:
# En kort overskrift, som borgeren ser
title:
# Perioder, hvor kilderne ikke siger noget: from, to og why. Begyndte selve reglen med den første version,
# så skriv også linjen "is_new: true".
gaps: []
versions:
- # Den første dag, reglen gælder, fx 2020-01-01
  from:
  # Den sidste dag, reglen gælder. null = den gælder stadig
  to: null
  sources:
  - # Kildens id fra data/sources
    source:
    # Stedet i kilden, fx "§ 23, stk. 1"
    section:
    # Hvor sikker er kilden? high, medium eller low
    confidence:
    # Numrene i kilderegistret (data/coverage), fx ["2.5"]
    items: []
  # Målgrupper fra data/groups.yml, fx [dagpenge, sygedagpenge]. all = alle
  groups: []
  # Rækkerne: den første, der passer, gælder. Den sidste er uden when. En række kan have en frist (deadline)
  # og et tal (value)
  outcomes:
  - {{}}
  texts:
    # Hvad skal borgeren gøre? Hele sætninger, du-form
    applies:
    # Hvad siger svaret til dem, reglen ikke gælder for?
    does_not_apply:
"""
_CASE: Final = (
    _MARK
    + """ Slet denne linje, når alt er udfyldt. Skriv sagen ud fra kilden, ikke ud fra reglen.
- # Hvad sagen viser, i én sætning
  navn:
  # Hvor det står i kilden
  kilde:
  # Oplysninger om personen, fx {{ydelse: dagpenge, tilmeldt_dato: 2026-11-02}}
  fakta: {{}}
  # Den dag, der spørges om
  pr_dato:
  forventet:
    {id}:
      # applies, exempt, does_not_apply, unresolved, discretionary, fulfilled eller overdue
      status:
"""
)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The two files of a new rule, named from the project's folder."""

    rule: str
    cases: str


def new_rule(rule_id: str, topic: str | None = None, root: Path = PACKAGE_ROOT) -> Skeleton:
    """Write the skeletons of a rule file and a case file. `root` is the folder with `rules/` and `data/`.

    Raises InputError (Danish) for an id of a wrong form, an id that is taken, and files that are already there.
    """
    if not _ID.fullmatch(rule_id) or (topic is not None and not _ID.fullmatch(topic)):
        raise InputError(f"Reglens id '{rule_id}' skal have formen emne.hvad med små bogstaver uden æøå, fx cv.moede.")
    taken = read_ruleset(root=root).rules.get(rule_id)
    if taken:
        raise InputError(f"Reglen '{rule_id}' findes allerede i {taken.file}. Ret den, eller vælg et andet id.")
    first, _, rest = rule_id.partition(".")
    project, topic = root.parent, topic or first
    cases = project / "tests" / "cases"
    if not cases.is_dir():
        raise InputError("Mappen tests/cases findes ikke. Kør kommandoen i projektets egen mappe.")
    wanted = {
        root / "rules" / topic / f"{rest or first}.yml": _RULE.format(id=rule_id, topic=topic),
        cases / f"{rule_id.replace('.', '_')}.yml": _CASE.format(id=rule_id),
    }
    for path in wanted:
        if path.exists():
            raise InputError(f"Filen {path.relative_to(project)} findes allerede. Ret den, eller vælg et andet id.")
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Skeleton(*(path.relative_to(project).as_posix() for path in wanted))


def unfilled_cases(root: Path = PACKAGE_ROOT) -> list[RuleFileError]:
    """What is still empty in the case files that came from a skeleton; nothing where there are no case files."""
    project = root.parent
    found: list[RuleFileError] = []
    for path in sorted((project / "tests" / "cases").glob("*.yml")):
        name = path.relative_to(project).as_posix()
        if _MARK in path.read_text(encoding="utf-8"):
            try:
                keys = list(_empty(read_yaml(path, name), ""))
            except RuleFileError as error:
                found.append(error)
                continue
            found += [RuleFileError(name, key, "mangler") for key in keys]
            found += [] if keys else [RuleFileError(name, "", "er udfyldt. Slet den første linje", 1)]
    return located(found, project)


def _empty(content: Any, key: str) -> Iterator[str]:
    """The keys that hold nothing."""
    if isinstance(content, dict):
        for name, value in content.items():
            # A rule's id holds a full stop, which would read as two steps of the key.
            yield from _empty(value, f"{key}.{name}" if key else str(name))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from _empty(value, f"{key}[{index}]")
    elif content is None:
        yield key
