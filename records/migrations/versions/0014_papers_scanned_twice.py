"""What a paper is found by when it comes again, and which were noticed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables; papers filed so far are found once they are read again."""
    op.create_table(
        "features",
        sa.Column("feature", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_features_document")),
        sa.PrimaryKeyConstraint("feature", "document", name=op.f("pk_features")),
    )
    op.create_index(op.f("ix_features_document"), "features", ["document"], unique=False)
    op.create_table(
        "feature_counts",
        sa.Column("feature", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feature", name=op.f("pk_feature_counts")),
    )
    op.create_table(
        "suspicions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("other", sa.String(length=13), nullable=False),
        sa.Column("text", sa.Double(), nullable=False),
        sa.Column("picture", sa.Integer(), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("same", sa.Boolean(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_suspicions_document")
        ),
        sa.ForeignKeyConstraint(["other"], ["documents.id"], name=op.f("fk_suspicions_other")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicions")),
    )
    for column in ("document", "other"):
        op.create_index(op.f(f"ix_suspicions_{column}"), "suspicions", [column], unique=False)


def downgrade() -> None:
    """Forget what was noticed; no paper is touched."""
    for table in ("suspicions", "feature_counts", "features"):
        op.drop_table(table)
