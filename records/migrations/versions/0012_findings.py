"""What checks of the scans found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nothing has been checked so far; the checks follow the outbox from its beginning."""
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_findings_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_document"), "findings", ["document"], unique=False)
    op.create_index("ix_findings_code_until", "findings", ["code", "until"], unique=False)


def downgrade() -> None:
    """The findings follow from the papers."""
    op.drop_index("ix_findings_code_until", table_name="findings")
    op.drop_index(op.f("ix_findings_document"), table_name="findings")
    op.drop_table("findings")
    op.execute("DELETE FROM sequences WHERE name = 'findings'")
