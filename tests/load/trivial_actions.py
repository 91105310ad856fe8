"""The least work an action can do, for the stock server's benefit: every action says one sentence."""

from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

DOMAIN = Path(__file__).resolve().parents[2] / "bot/domain"


def _names() -> set[str]:
    files = [yaml.safe_load(file.read_text(encoding="utf-8")) or {} for file in DOMAIN.glob("*.yml")]
    return {name for file in files for name in file.get("actions", []) if name.startswith("action_")}


def _make(action_name: str) -> type[Action]:
    class Speaks(Action):
        def name(self) -> str:
            return action_name

        def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
            dispatcher.utter_message(text=action_name)
            return []

    return type(f"Speaks_{action_name}", (Speaks,), {})


globals().update({f"Speaks_{name}": _make(name) for name in _names()})
