"""What waits for a person, as questions, and who is at which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; the questions are made from the documents when first asked for."""
    op.create_table(
        "questions",
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_questions_document")),
        sa.PrimaryKeyConstraint("document", "kind", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_question"), "questions", ["question"], unique=False)
    op.create_index("ix_questions_kind_question", "questions", ["kind", "question"], unique=False)
    op.create_table(
        "claims",
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_claims")),
    )


def downgrade() -> None:
    """Forget who is at what; the questions follow from the documents."""
    op.drop_table("claims")
    op.drop_table("questions")
