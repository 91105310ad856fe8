"""Fills a PostgreSQL with copies of real conversations, to see what a conversation takes up when there are many."""

from __future__ import annotations

from sqlalchemy import Connection, create_engine, text


def fill(database_url: str, copies: int) -> None:
    """Copy every conversation, with all that belongs to it, so many times."""
    engine = create_engine(database_url)
    try:
        with engine.begin() as connection:
            for table in ("conversations", *_belonging(connection)):
                _copy(connection, table, copies)
    finally:
        engine.dispose()


def _belonging(connection: Connection) -> list[str]:
    """Tables of a conversation that have rows and no rows of others below them."""
    found = connection.scalars(
        text(
            "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_name)"
            " WHERE c.column_name = 'conversation_id' AND c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
            " GROUP BY c.table_name ORDER BY c.table_name"
        )
    )
    return [name for name in found if connection.scalar(text(f"SELECT count(*) FROM {name}"))]


def _copy(connection: Connection, table: str, copies: int) -> None:
    columns = connection.execute(
        text(
            "SELECT column_name, column_default, is_identity FROM information_schema.columns"
            " WHERE table_name = :table AND table_schema = 'public' ORDER BY ordinal_position"
        ),
        {"table": table},
    ).all()
    kept = [name for name, default, identity in columns if identity == "NO" and "nextval" not in (default or "")]
    values = [_value(table, name) for name in kept]
    connection.execute(
        text(
            f"INSERT INTO {table} ({', '.join(kept)})"
            f" SELECT {', '.join(values)} FROM (SELECT * FROM {table}) old, generate_series(1, :copies) k"
        ),
        {"copies": copies},
    )


def _value(table: str, column: str) -> str:
    # Ids of conversations are 32 hexadecimal digits, as md5 gives.
    if column == "conversation_id" or (table, column) == ("conversations", "id"):
        return f"md5(old.{column} || '#' || k)"
    return f"old.{column}"
