"""Kills parts of the running product while people talk, and checks that nothing said is lost, doubled or reordered."""
