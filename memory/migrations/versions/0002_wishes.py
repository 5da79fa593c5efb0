"""What a chat wants to be warned of, and the host that it lets its photos go to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; nothing is wanted and nothing agreed to before."""
    for name in ("warn", "agreed"):
        op.add_column("chats", sa.Column(name, sa.String, nullable=False, server_default=""))
