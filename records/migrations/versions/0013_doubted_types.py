"""Types that a person is asked about, because too many papers were wrongly taken for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Keep them with the bound that they belong to."""
    with op.batch_alter_table("bounds") as table:
        table.add_column(sa.Column("doubted", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("bounds") as table:
        table.alter_column("doubted", server_default=None)


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table("bounds") as table:
        table.drop_column("doubted")
