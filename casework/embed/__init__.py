"""The chat on other sites: what their owners write on their pages."""
