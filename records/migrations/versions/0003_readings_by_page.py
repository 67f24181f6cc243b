"""Readings are found by what the page shows and how it was read, so that none is read twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Give readings their key; those that were read before have none."""
    op.add_column("readings", sa.Column("page_hash", sa.String(length=64), nullable=True))
    op.add_column("readings", sa.Column("version", sa.String(length=64), nullable=True))
    op.create_index("ix_readings_page_hash_version", "readings", ["page_hash", "version"])


def downgrade() -> None:
    """Take the keys away; no reading is lost."""
    op.drop_index("ix_readings_page_hash_version", "readings")
    with op.batch_alter_table("readings") as table:
        table.drop_column("version")
        table.drop_column("page_hash")
