"""Losing everything, and having it again: the drill of `make test-restore`."""
