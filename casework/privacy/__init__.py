"""What protects the citizen's data."""
