"""Cards that say otherwise than the record of their customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of differences."""
    op.create_table(
        "customer_differences",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer"], ["customers.id"], name=op.f("fk_customer_differences_customer")
        ),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_customer_differences_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_differences")),
    )
    for column in ("customer", "document"):
        name = op.f(f"ix_customer_differences_{column}")
        op.create_index(name, "customer_differences", [column], unique=False)


def downgrade() -> None:
    """Forget which cards said otherwise; the records stay as they are."""
    op.drop_table("customer_differences")
