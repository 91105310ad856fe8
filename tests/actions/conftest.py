"""A fresh SQLite database and the actions, as the action server has them."""

import pytest
from action_factories import Talk
from rasa_sdk.executor import ActionExecutor

from actions import _wiring
from casework.db.migrate import upgrade
from casework.db.session import use_database


@pytest.fixture(scope="session")
def executor(tmp_path_factory):
    """All actions on one database; every talk is a conversation of its own."""
    environment = pytest.MonkeyPatch()
    environment.setenv("RETPLIGT_INTERNAL_TOKEN", "a-token-for-tests-only")
    environment.setenv("RETPLIGT_AUTHORITY_NAME", "Jobcenter Prøve")
    environment.setenv("RETPLIGT_AUTHORITY_PHONE", "12 34 56 78")
    _wiring.environment.cache_clear()
    database = use_database(f"sqlite:///{tmp_path_factory.mktemp('actions') / 'test.db'}")
    upgrade(database)
    executor = ActionExecutor()
    executor.register_package("actions")
    yield executor
    environment.undo()
    _wiring.environment.cache_clear()


@pytest.fixture
def talk(executor):
    """A new conversation on Friday 20 November 2026."""
    return Talk(executor)


@pytest.fixture
def talk_with_text(executor):
    """Says a text that was understood as an intent, in a new conversation; returns the reply."""

    def say(intent, text):
        return Talk(executor).says(intent, text=text)

    return say
