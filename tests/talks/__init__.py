"""Whole conversations to be read by people: scripts in the YAML files, played by `make talks`."""
