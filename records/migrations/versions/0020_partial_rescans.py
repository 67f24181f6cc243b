"""Papers of which only some pages were scanned again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """What was suspected so far was of whole papers."""
    op.add_column("suspicions", sa.Column("pages", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget which pages; the pairs stay."""
    op.drop_column("suspicions", "pages")
