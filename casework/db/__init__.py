"""The database: sessions, column types and migrations."""

from casework.db.session import Database, session_scope, use_database

__all__ = ["Database", "session_scope", "use_database"]
