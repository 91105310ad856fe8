"""The database: sessions, column types and migrations."""

from casework.db.session import Database, locked, session_scope, use_database

__all__ = ["Database", "locked", "session_scope", "use_database"]
