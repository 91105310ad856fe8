"""Filing a conversation in the municipality's case system ("journalisering")."""
