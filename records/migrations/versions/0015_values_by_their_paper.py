"""Values of customers found by the paper they came from, which every filing asks for."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Index the paper that a value came from."""
    op.create_index("ix_customer_values_source", "customer_values", ["source"])


def downgrade() -> None:
    """Search all values again."""
    op.drop_index("ix_customer_values_source", "customer_values")
