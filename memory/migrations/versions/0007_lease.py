"""Which bot has an update in hand, and until when it is believed to be at work."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; nobody has anything in hand."""
    op.add_column("inbox", sa.Column("lease_bot", sa.String, nullable=False, server_default=""))
    op.add_column("inbox", sa.Column("lease_until", sa.Double, nullable=False, server_default="0"))
