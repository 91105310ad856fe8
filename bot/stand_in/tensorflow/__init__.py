"""Stand-in for TensorFlow: answers for the name, does nothing.

Rasa 3.6 imports its own TensorFlow models (DIET, TED, ResponseSelector) at start, also when
config.yml uses none of them. This project trains and loads no TensorFlow model, so TensorFlow is
left out of the environment (see bot/overrides.txt) and this package stands on the path instead.

Every name is an empty class that can be subclassed, annotated and used as a decorator, which is
all that importing Rasa needs. Making an instance or calling anything for real raises
``TensorFlowIsLeftOutError``, so a config.yml that names a TensorFlow component fails clearly.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any

__version__ = "0.0.0+stand.in"

_ROOTS = ("tensorflow", "keras")
# Decorators met while Rasa is imported; they leave the function as it is.
_DECORATORS = frozenset({"function", "register_keras_serializable"})
# Questions asked while spaCy is imported: which devices does TensorFlow see? None.
_LISTS = frozenset({"get_visible_devices"})


class TensorFlowIsLeftOutError(RuntimeError):
    """Somebody tried to use TensorFlow, which is not part of this project."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} was called, but TensorFlow is not installed: this project runs Rasa without it. "
            "Remove the TensorFlow component (DIET, TED, ResponseSelector ...) from config.yml, or see docs/rasa.md."
        )


class _StandInType(type):
    """Metaclass whose classes hand out further stand-ins for any attribute."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return make_stand_in(f"{cls.__qualname__}.{name}")


def _refuse(self: Any, *_args: Any, **_kwargs: Any) -> None:
    raise TensorFlowIsLeftOutError(type(self).__qualname__)


def _decorate(function: Any = None, **_options: Any) -> Any:
    """Leave a decorated function as it is, with or without decorator options."""
    return function if callable(function) else _decorate


def make_stand_in(name: str) -> Any:
    """Return an empty class called ``name`` (or the harmless function Rasa and spaCy expect there)."""
    last = name.rsplit(".", 1)[-1]
    if last in _DECORATORS:
        return _decorate
    if last in _LISTS:
        return lambda *_args: []
    return _StandInType(last, (), {"__init__": _refuse, "__qualname__": name, "__module__": "tensorflow"})


class StandInModule(ModuleType):
    """A module in which every public name exists."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = make_stand_in(f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class _StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every submodule of the names this package stands in for."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".", 1)[0] in _ROOTS and "." in fullname:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the names are made when they are asked for."""


def __getattr__(name: str) -> Any:
    """Give any name asked of the package itself."""
    if name.startswith("__"):
        raise AttributeError(name)
    return make_stand_in(f"tensorflow.{name}")


if not any(isinstance(finder, _StandInFinder) for finder in sys.meta_path):
    sys.meta_path.append(_StandInFinder())
