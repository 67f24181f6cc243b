"""A person's word says of what kind it is, and may take back an earlier one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Every word so far was a correction that stands."""
    with op.batch_alter_table("corrections") as table:
        kind = sa.Column("word", sa.String(length=16), nullable=False, server_default="corrected")
        table.add_column(kind)
        table.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
        known: sa.Column[bool] = sa.Column(
            "made_known", sa.Boolean(), nullable=False, server_default=sa.false()
        )
        table.add_column(known)
        answer = sa.Column("answer", sa.String(length=16), nullable=False, server_default="")
        table.add_column(answer)
    for column in ("customer", "answer"):
        op.create_index(op.f(f"ix_corrections_{column}"), "corrections", [column], unique=False)


def downgrade() -> None:
    """Forget the kinds; words that were taken back would hold again, so they go."""
    op.execute("DELETE FROM corrections WHERE word = 'undone'")
    for column in ("answer", "customer"):
        op.drop_index(op.f(f"ix_corrections_{column}"), table_name="corrections")
    with op.batch_alter_table("corrections") as table:
        for name in ("answer", "made_known", "undoes", "word"):
            table.drop_column(name)
