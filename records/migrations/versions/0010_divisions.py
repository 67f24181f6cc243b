"""Persons' words on where the documents of a scan begin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nobody has divided or joined anything so far."""
    op.create_table(
        "divisions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_divisions_scan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_divisions")),
    )
    op.create_index(op.f("ix_divisions_scan"), "divisions", ["scan"], unique=False)


def downgrade() -> None:
    """The documents stay as they were divided, but a reading again may divide them otherwise."""
    op.drop_index(op.f("ix_divisions_scan"), table_name="divisions")
    op.drop_table("divisions")
