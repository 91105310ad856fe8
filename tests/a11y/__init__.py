"""`make test-a11y`: every page in every dress, and the tests that docs/tilgaengelighed.md names."""
