"""Customers merged, split and withdrawn; names with their dates; papers referred to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nobody was merged so far, and no name has a date of its own."""
    op.add_column("customers", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_customers_merged_into"), "customers", ["merged_into"], unique=False)
    for name in ("held_from", "held_to"):
        op.add_column("customer_values", sa.Column(name, sa.Date(), nullable=True))
    _changes()
    _references()


def _changes() -> None:
    table = "customer_changes"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer"], ["customers.id"], name=op.f("fk_customer_changes_customer")
        ),
        sa.ForeignKeyConstraint(
            ["other"], ["customers.id"], name=op.f("fk_customer_changes_other")
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["customer_changes.id"], name=op.f("fk_customer_changes_undoes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_changes")),
    )
    for column in ("customer", "other", "undoes"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _references() -> None:
    table = "document_references"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_document_references_document")
        ),
        sa.ForeignKeyConstraint(
            ["customer"], ["customers.id"], name=op.f("fk_document_references_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_references")),
    )
    for column in ("customer", "document"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    """Forget the changes; merged customers stay apart under their own numbers."""
    op.drop_table("document_references")
    op.drop_table("customer_changes")
    for name in ("held_to", "held_from"):
        op.drop_column("customer_values", name)
    op.drop_index(op.f("ix_customers_merged_into"), table_name="customers")
    op.execute("UPDATE customers SET status = 'withdrawn' WHERE status = 'merged'")
    op.drop_column("customers", "merged_into")
