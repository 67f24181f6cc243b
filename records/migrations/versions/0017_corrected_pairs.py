"""What persons say of labels that no catalogue lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Words said so far say nothing of them."""
    with op.batch_alter_table("corrections") as table:
        table.add_column(sa.Column("pairs", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget what was said of them."""
    with op.batch_alter_table("corrections") as table:
        table.drop_column("pairs")
