"""These tests need no Rasa: they run beside it on Python 3.10, and in the main environment with property tests."""

from importlib.util import find_spec

# Hypothesis needs newer attrs than Rasa allows, so Rasa's environment cannot have it.
collect_ignore_glob = [] if find_spec("hypothesis") else ["test_*_properties.py"]
