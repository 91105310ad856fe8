"""`make test-security`: the tests that docs/sikkerhed.md names, item by item."""
