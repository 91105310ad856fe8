"""The people who work with the conversations: accounts, roles, sessions, teams, who is present."""
