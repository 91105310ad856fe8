"""The stand-in for TensorFlow lets Rasa be imported, and refuses to be used."""

# ruff: noqa: PLC0415 (what is imported is what is tested)
from __future__ import annotations

import importlib.metadata

import pytest


def test_tensorflow_is_not_installed():
    names = {name for dist in importlib.metadata.distributions() if (name := dist.metadata["Name"])}
    assert not {name for name in names if name.lower().startswith(("tensorflow", "keras"))}


def test_rasas_whole_component_list_can_be_imported():
    from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS

    assert "DIETClassifier" in {component.__name__ for component in DEFAULT_COMPONENTS}


def test_using_tensorflow_says_clearly_that_it_is_left_out():
    import tensorflow as tf

    with pytest.raises(tf.TensorFlowIsLeftOutError, match=r"keras\.layers\.Dense was called.*docs/rasa\.md"):
        tf.keras.layers.Dense(10)


def test_submodules_are_found_under_every_way_of_importing():
    from keras import Model
    from tensorflow.keras import backend
    from tensorflow.keras.utils import Sequence

    assert isinstance(Model, type)
    assert isinstance(Sequence, type)
    assert isinstance(backend.epsilon, type)


def test_other_missing_modules_stay_missing():
    with pytest.raises(ModuleNotFoundError):
        import tensorflow_hub  # noqa: F401
