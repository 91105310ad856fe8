"""Reading conversations afterwards, marking what went wrong, and making a test of it."""
