"""How Bangla is said, where a talk stands, saved ways of asking, and companions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; chats go on as they were."""
    for name, value in (("register", "bd"), ("address", "apni"), ("numbers", "bangla")):
        op.add_column("chats", sa.Column(name, sa.String, nullable=False, server_default=value))
    op.add_column("chats", sa.Column("pitch", sa.Integer, nullable=False, server_default="50"))
    op.add_column("photos", sa.Column("kind", sa.String, nullable=False, server_default="photo"))
    op.create_table(
        "threads",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("said", sa.String, nullable=False, server_default=""),
        sa.Column("waits", sa.JSON),
        sa.Column("waits_at", sa.Double, nullable=False, server_default="0"),
    )
    op.create_table(
        "ways",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("asks", sa.String, nullable=False),
    )
    op.create_table(
        "companions",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("companion_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
    )
    op.create_table(
        "errands",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("photo_id", sa.Integer, sa.ForeignKey("photos.id", ondelete="CASCADE")),
        sa.Column("companion_id", sa.BigInteger, nullable=False),
        sa.Column("companion_message_id", sa.BigInteger, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("due_at", sa.Double, nullable=False),
    )
    op.create_index("ix_errands_user_id", "errands", ["user_id"])
    op.create_index("ix_errands_companion_id", "errands", ["companion_id"])
