"""Runs the migrations on the connection that `records.migrate` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from records.tables import Base

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
