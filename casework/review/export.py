"""Items as files of the project, ready to commit: sentences in data/nlu, cases in tests/cases, tasks in docs.

`plan` reads the project's files and says what would be written; `write` writes it. Nothing with personal data gets into
a plan, whatever the database holds: every item is checked again here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from casework.review import case_files
from casework.review.checker import personal
from casework.review.errors import ItemRefusedError
from casework.review.items import nlu_example
from casework.review.records import Item
from casework.review.sentences import Sentence, Sentences, form, read_sentences
from casework.review.topics import topic_title
from casework.review.words import Problem, word, words

TRAINING, DEVELOPMENT, TEST = Path("data/nlu"), Path("data/dev/nlu"), Path("data/test/nlu")
TASKS = Path("docs/indhold-opgaver.md")
LONGEST_FILE = 200
#: No amount of money, hours or weeks is so high; a number that is can be somebody's.
_NO_AMOUNT = 1_000_000
_HEAD = 'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n'


@dataclass
class Plan:
    """What an export writes. `files` = new contents by path under the project; `counts` = what is new in each."""

    root: Path
    files: dict[Path, str] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)
    #: Items that stand in the files after the export, and those of them that stood there before.
    done: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    refused: list[tuple[int, tuple[Problem, ...]]] = field(default_factory=list)

    def text(self, path: Path) -> str | None:
        """A file as it will be; None when there is none."""
        if path not in self.files and (self.root / path).is_file():
            return (self.root / path).read_text(encoding="utf-8")
        return self.files.get(path)

    def add(self, item: Item, path: Path, new: str, heading: str) -> None:
        """Append the lines of an item to a file."""
        before = self.text(path)
        start = heading if before is None else before if before.endswith("\n") else f"{before}\n"
        self.files[path] = start + new
        self.counts[path] = self.counts.get(path, 0) + 1
        self.done.append(item.id)

    def tick(self, item: Item) -> None:
        """The item stands in the files already."""
        self.done.append(item.id)
        self.known.append(item.id)

    def write(self) -> None:
        """Write the files."""
        for path, content in self.files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")

    @cached_property
    def held_out(self) -> Mapping[str, Sentences]:
        """What must not be learnt from, by the code of the refusal."""
        return {
            "in_test": read_sentences(self.root / TEST),
            "in_development": read_sentences(self.root / DEVELOPMENT),
        }

    @cached_property
    def training(self) -> list[Sentence]:
        """The sentences that are learnt from, those of this plan with them."""
        return list(read_sentences(self.root / TRAINING).all)

    @cached_property
    def cases(self) -> set[str]:
        """The keys of the rule cases that came from reviews before, and of this plan."""
        return case_files.known_cases(self.root)


def is_project(root: Path) -> bool:
    """Whether the project's files lie in this folder."""
    return (root / TRAINING).is_dir() and (root / case_files.FOLDER.parent).is_dir() and (root / TASKS.parent).is_dir()


def plan(root: Path, items: Iterable[Item]) -> Plan:
    """What writing these items into the project at `root` would do. Nothing is written."""
    planned = Plan(root)
    for item in items:
        problems = refusals(item)
        if problems:
            planned.refused.append((item.id, problems))
            continue
        try:
            _WAYS[item.kind](planned, item)
        except ItemRefusedError as error:
            planned.refused.append((item.id, error.problems))
    return planned


def refusals(item: Item) -> tuple[Problem, ...]:
    """What in an item must not leave the house, whatever was checked when it was made."""
    found = [problem for text in _texts(item.data) for problem in personal(text)]
    return tuple({problem.text: problem for problem in found}.values())


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and abs(value) >= _NO_AMOUNT:
        yield f"{value:.0f}"
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _example(planned: Plan, item: Item) -> None:
    data = nlu_example(item.data["text"], item.data["intent"])
    text, intent = data["text"], data["intent"]
    learnt = Sentences(tuple(planned.training))
    if learnt.has(text, intent):
        planned.tick(item)
        return
    for code, sentences in planned.held_out.items():
        same = sentences.nearest(text)
        if same is not None:
            planned.refused.append((item.id, (Problem(code, {"other": same.text}),)))
            return
    other = learnt.nearest_elsewhere(text, intent)
    if other is not None:
        values = {"topic": topic_title(other.intent), "other": other.text}
        planned.refused.append((item.id, (Problem("other_topic", values),)))
        return
    planned.training.append(Sentence(text=text, intent=intent))
    planned.add(item, _example_file(planned, intent), f"      - {text}\n", _HEAD.format(intent=intent))


def _example_file(planned: Plan, intent: str) -> Path:
    """The topic's own file; a second one when that would grow too long or when the topic has several."""
    for path in (TRAINING / f"{intent}.yml", *(TRAINING / f"{intent}_gennemsyn{n}.yml" for n in ("", *range(2, 100)))):
        content = planned.text(path)
        own = path.stem == intent
        if content is None and not own:
            return path
        # Lines can only be put at the end of a file that holds this topic alone.
        if content is not None and content.count("- intent:") == 1 and len(content.splitlines()) < LONGEST_FILE:
            return path
    raise AssertionError("a topic does not have a hundred full files")


def _case(planned: Plan, item: Item) -> None:
    key = case_files.key_of(item.data)
    if key in planned.cases:
        planned.tick(item)
        return
    planned.cases.add(key)
    new = case_files.as_yaml(item.data)
    stem, number = case_files.stem_of(item.data), 1
    path = case_files.FOLDER / f"{stem}.yml"
    while len((planned.text(path) or "").splitlines()) + len(new.splitlines()) > LONGEST_FILE:
        number += 1
        path = case_files.FOLDER / f"{stem}_{number}.yml"
    planned.add(item, path, new, words()["cases_heading"])


def _task(planned: Plan, item: Item) -> None:
    data = {**item.data, "topic": topic_title(item.data["topic"]) or words()["no_topic"]}
    line: str = words()["task" if data["question"] else "task_without_question"].format(**data)
    if form(line) in {form(each) for each in (planned.text(TASKS) or "").splitlines()}:
        planned.tick(item)
        return
    planned.add(item, TASKS, f"{line}\n", f"{words()['tasks_heading']}\n")


_WAYS = {"nlu_example": _example, "rule_case": _case, "content_task": _task}


def report(planned: Plan, *, dry_run: bool) -> list[str]:
    """What was (or would be) written, in Danish, a line each."""
    code = "would_write" if dry_run else "wrote"
    lines = [word("export", code, file=path, count=count) for path, count in planned.counts.items()]
    lines += [word("export", "known", id=item_id) for item_id in planned.known]
    for item_id, problems in planned.refused:
        lines.append(word("export", "refused", id=item_id, reason=" ".join(problem.text for problem in problems)))
    if not planned.counts:
        lines.append(word("export", "nothing"))
    elif not dry_run:
        lines.append(word("export", "next"))
    return lines
