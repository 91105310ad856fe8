"""`make talks`: play all scripts with the running product and write docs/samtaler/.

`python -m tests.talks [--only PART_OF_A_NAME]`. With `--only` the conversations are printed, and no file is written.
"""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.citizen import Citizen
from tests.support.stack import ROOT, any_stack
from tests.talks.scripts import Script, scripts
from tests.talks.transcript import Turn, as_markdown, topics_of

FOLDER = ROOT / "docs/samtaler"
INTRO = """# Samtaler, {file}

Spillet gennem det kørende produkt af `make talks`, som om det var fredag den 20. november 2026. Fed skrift er det,
personen skriver. Under hvert svar står emnet og reglerne, og sidst står læserens vurdering.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, write, and say which topics nobody asked about; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make talks", description=__doc__)
    parser.add_argument("--only", default="", help="print the conversations whose name holds this")
    only = parser.parse_args(arguments).only
    numbered = [(number, script) for number, script in enumerate(scripts(), 1) if only in script.name]
    with tempfile.TemporaryDirectory() as folder, any_stack(Path(folder)) as stack:
        played = {number: play_script(stack.url, script) for number, script in numbered}
    told = {number: as_markdown(number, script, played[number]) for number, script in numbered}
    if only:
        print("\n".join(told.values()))
        return 0
    _write(numbered, told)
    topics = {topic for turns in played.values() for turn in turns for topic in topics_of(turn.answers)}
    print(f"{len(told)} samtaler, {sum(map(len, played.values()))} beskeder, {len(topics)} emner: {FOLDER}")
    print("Emner, der blev ramt: " + ", ".join(sorted(topics)))
    return 0


def play_script(url: str, script: Script) -> list[Turn]:
    """Play one talk; what was said and answered, turn by turn."""
    citizen = Citizen(url, mode=script.mode)
    turns = []
    for said in script.says:
        if isinstance(said, str):
            turns.append(Turn(said, citizen.say(said)))
        else:
            turns.append(_press(citizen, said["press"]))
    return turns


def _press(citizen: Citizen, title: str) -> Turn:
    """A button that is no longer there is a finding for the reader, and no reason to stop the other talks."""
    titles = [button["title"] for message in citizen.last for button in message["buttons"]]
    if title not in titles:
        return Turn(f"{title} (knappen findes ikke mere)", [], pressed=True)
    return Turn(title, citizen.press(title), pressed=True)


def _write(numbered: list[tuple[int, Script]], told: dict[int, str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in dict.fromkeys(script.file for _, script in numbered):
        texts = [told[number] for number, script in numbered if script.file == file]
        page = "\n".join([INTRO.format(file=file), *texts])
        (FOLDER / f"{file}.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
