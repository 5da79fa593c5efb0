"""Since when a companion is one: their order, which was that of SQLite's own row numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; those who are there already keep their order, before all that come."""
    op.add_column(
        "companions", sa.Column("asked_at", sa.Double, nullable=False, server_default="0")
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE companions SET asked_at = rowid")
