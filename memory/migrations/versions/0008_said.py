"""Which messages were sent for an update that is still being answered."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; nothing is known of what was sent before."""
    op.add_column("inbox", sa.Column("said", sa.JSON))
