"""Contract numbers on papers are looked up, to tell whose the next paper is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ONLY = sa.text("key = 'contract_no'")


def upgrade() -> None:
    """Make an index of contract numbers alone."""
    op.create_index(
        "ix_document_fields_contract",
        "document_fields",
        ["value"],
        sqlite_where=_ONLY,
        postgresql_where=_ONLY,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_document_fields_contract", table_name="document_fields")
