"""Stand-in for Keras, which Rasa's layers import by its own name; see the tensorflow stand-in."""

from __future__ import annotations

from typing import Any

from tensorflow import make_stand_in


def __getattr__(name: str) -> Any:
    """Give any name asked of the package itself."""
    if name.startswith("__"):
        raise AttributeError(name)
    return make_stand_in(f"keras.{name}")
