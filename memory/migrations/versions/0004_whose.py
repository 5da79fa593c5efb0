"""Whose a photo and a question are, when a talk was, and what an update has brought about."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. In a private chat all is its person's; whose it was in a group is not known."""
    for table in ("photos", "exchanges"):
        user_id = sa.Column("user_id", sa.BigInteger, nullable=False, server_default="0")
        op.add_column(table, user_id)
    op.execute("UPDATE photos SET user_id = chat_id WHERE chat_id > 0")
    op.execute(
        "UPDATE exchanges SET user_id ="
        " (SELECT photos.user_id FROM photos WHERE photos.id = exchanges.photo_id)"
    )
    op.add_column("threads", sa.Column("said_at", sa.Double, nullable=False, server_default="0"))
    # Counted from now on: when it was said is not known, and it must not be kept for ever.
    op.execute(sa.text("UPDATE threads SET said_at = :now").bindparams(now=time.time()))
    op.add_column("inbox", sa.Column("outcome", sa.JSON))
