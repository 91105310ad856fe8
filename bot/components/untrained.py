"""What every component that learns nothing shares: it is made from its settings alone."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class Untrained(GraphComponent):
    """A component without anything to store."""

    def __init__(self, config: dict[str, Any] | None = None) -> None:
        """Make it; `config` = its settings. One that has settings raises InvalidConfigException for wrong ones."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Untrained:
        """Make it as Rasa does; raises what making it raises."""
        return cls(config)
